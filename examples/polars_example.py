"""Clean a column of a lazy Polars frame with the streaming engine."""

import polars as pl

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.polars import clean, clean_text

if __name__ == "__main__":
    pages = pl.LazyFrame(
        {"id": [1, 2, 3], "text": ["嘉经[2022]3号", "各镇人民政府,区政府各委、办、局:", None]}
    )
    cleaned = pages.pipe(clean, CleaningOptions(add=("edits",)))
    for row in cleaned.collect(engine="streaming").iter_rows(named=True):
        print(row["id"], row["text"], row["edits"])
    only_text = clean_text(CleaningOptions(error_field=""))
    print(pages.select(only_text).collect())
