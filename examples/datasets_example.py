"""Clean a column of a Hugging Face dataset, whole and streamed."""

from datasets import Dataset

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.datasets import clean

if __name__ == "__main__":
    pages = Dataset.from_dict(
        {"id": [1, 2, 3], "text": ["嘉经[2022]3号", "各镇人民政府,区政府各委、办、局:", None]}
    )
    options = CleaningOptions(add=("edits",))
    cleaned = clean(pages, options, {"batch_size": 2})
    for row in cleaned:
        print(row["id"], row["text"])
    for row in clean(pages.to_iterable_dataset(), options):
        print(row["id"], row["edits"])
