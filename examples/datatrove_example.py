"""Clean documents between a reader and a writer of datatrove."""

from pathlib import Path
from tempfile import TemporaryDirectory

from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.datatrove import CleanDocuments

if __name__ == "__main__":
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        (folder / "in" / "pages.jsonl").write_text('{"id": "1", "text": "嘉经[2022]3号"}\n', encoding="utf-8")
        pipeline = [
            JsonlReader(str(folder / "in")),
            CleanDocuments(CleaningOptions(add=("edits",))),
            JsonlWriter(str(folder / "out"), compression=None),
        ]
        LocalPipelineExecutor(pipeline, logging_dir=str(folder / "logs")).run()
        for path in (folder / "out").iterdir():
            print(path.read_text(encoding="utf-8"))
