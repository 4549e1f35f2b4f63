"""Rejoin pages, learn the shells of their sites and clean the documents, as jobs of a Spark cluster."""

import os
import sys

from pyspark.sql import SparkSession

from gongwen_clean.adapters.columns import CleaningOptions
from gongwen_clean.adapters.shells import SiteFields
from gongwen_clean.adapters.spark import clean, learn_shells, rejoin
from gongwen_clean.cleaner import choose_steps
from gongwen_clean.normalizers.site_shell import StripSiteShell
from gongwen_clean.rejoining.entries import PageFields

if __name__ == "__main__":
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    pages = spark.createDataFrame(
        [
            (1, "www.example.cn", "总结_第2页", "软件等领域发展。"),
            (2, "www.example.cn", "总结_第1页", "推进集成电路、工业"),
        ],
        "id long, host string, title string, text string",
    )
    documents = rejoin(pages, PageFields(("host", "title"), "page"), place="id")
    learned = learn_shells(documents, SiteFields(site="host", place="id"))
    print(learned)
    steps = (StripSiteShell(learned.profile), *choose_steps("standard", []))
    for row in documents.transform(clean, CleaningOptions(steps=steps)).collect():
        print(row.title, row.text)
        print(row.rejoined)
    spark.stop()
