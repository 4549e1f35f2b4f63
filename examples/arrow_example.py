"""Clean a column of an Arrow table."""

import pyarrow as pa

from gongwen_clean.adapters.arrow import BatchCleaner
from gongwen_clean.adapters.columns import CleaningOptions

if __name__ == "__main__":
    pages = pa.table({"id": [1, 2, 3], "text": ["嘉经[2022]3号", "各镇人民政府,区政府各委、办、局:", None]})
    cleaner = BatchCleaner(CleaningOptions(add=("edits",)))
    print(cleaner.output_schema(pages.schema))
    for row in cleaner.clean_table(pages).to_pylist():
        print(row["id"], row["text"], row["error"])
