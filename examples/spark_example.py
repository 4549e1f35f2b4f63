"""Clean a column of a Spark data frame and count what could not be cleaned."""

import os
import sys

from pyspark.sql import SparkSession

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.spark import clean

if __name__ == "__main__":
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    pages = spark.createDataFrame(
        [(1, "嘉经[2022]3号"), (2, "各镇人民政府,区政府各委、办、局:"), (3, None)], "id long, text string"
    )
    cleaned = pages.transform(clean, CleaningOptions(add=("edits",)))
    for row in cleaned.orderBy("id").collect():
        print(row.id, row.text)
    print("not cleaned:", cleaned.where("error is not null").count())
    spark.stop()
