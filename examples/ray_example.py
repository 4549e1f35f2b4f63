"""Clean a column of a Ray dataset in two processes."""

import ray

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.ray import clean

if __name__ == "__main__":
    ray.init(num_cpus=3, include_dashboard=False)
    pages = ray.data.from_items(
        [
            {"id": 1, "text": "嘉经[2022]3号"},
            {"id": 2, "text": "各镇人民政府,区政府各委、办、局:"},
            {"id": 3, "text": None},
        ]
    )
    cleaned = clean(pages, CleaningOptions(add=("edits",)), workers=2)
    for row in cleaned.sort("id").take_all():
        print(row["id"], row["text"])
    ray.shutdown()
