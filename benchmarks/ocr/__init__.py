"""Make pages of official documents, read them with real engines, and measure what cleaning mends.

python -m benchmarks.ocr.make_set -o FOLDER [TEXT...]   draws clean texts as pages, soils and reads them
python -m benchmarks.ocr.score FOLDER... -o ocr.md      cleans what was read and compares it with the texts

What must be installed (Debian; any one font and any one engine will do):

- `pip install pillow` to draw;
- Tesseract: `apt-get install tesseract-ocr tesseract-ocr-chi-sim`;
- PP-OCR: `pip install rapidocr-onnxruntime`, whose wheel carries the models of PP-OCRv4 and runs on a CPU;
- free fonts: `apt-get install fonts-noto-cjk` (song, hei), `fonts-lxgw-wenkai` (between kai and fangsong),
  `fonts-wqy-zenhei`, `fonts-wqy-microhei` (hei); any other font file by `--font PATH`, a variable one
  in the weight that it opens with.
"""
