"""Clean a column of a Dask data frame."""

import dask.dataframe as dd
import pandas as pd

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.dask import clean

if __name__ == "__main__":
    pages = pd.DataFrame(
        {"id": [1, 2, 3], "text": ["嘉经[2022]3号", "各镇人民政府,区政府各委、办、局:", None]}
    )
    frame = dd.from_pandas(pages, npartitions=2)
    cleaned = frame.pipe(clean, CleaningOptions(add=("edits",))).compute(scheduler="processes")
    for row in cleaned.itertuples():
        print(row.id, row.text)
