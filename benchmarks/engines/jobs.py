"""The same work on every engine: read JSON lines, clean the texts, write them; one core.

Each entry makes a job: it starts its engine, and the job then runs as often as it is called.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeAlias

Job: TypeAlias = Callable[[Path, Path], object]
"""Reads the first path; what it writes begins with the second."""

PLAIN = "gongwen-clean"


def _plain() -> Job:
    from gongwen_clean.cli import main

    return lambda source, target: main([str(source), "-o", f"{target}.jsonl", "--quiet"])


def _arrow() -> Job:
    import pyarrow.json
    import pyarrow.parquet

    from gongwen_clean.adapters.arrow import BatchCleaner

    def run(source: Path, target: Path) -> None:
        reader = pyarrow.json.open_json(source)
        cleaner = BatchCleaner()
        with pyarrow.parquet.ParquetWriter(f"{target}.parquet", cleaner.output_schema(reader.schema)) as file:
            for batch in cleaner.clean_batches(reader):
                file.write_batch(batch)

    return run


def _polars() -> Job:
    import polars

    from gongwen_clean.adapters.polars import clean

    return lambda source, target: (
        polars.scan_ndjson(source).pipe(clean).sink_parquet(f"{target}.parquet", engine="streaming")
    )


def _datasets() -> Job:
    import datasets

    from gongwen_clean.adapters.datasets import clean

    datasets.disable_progress_bars()
    datasets.disable_caching()

    def run(source: Path, target: Path) -> None:
        cache = mkdtemp(dir=target.parent)
        clean(datasets.Dataset.from_json(str(source), cache_dir=cache)).to_parquet(f"{target}.parquet")
        shutil.rmtree(cache)

    return run


def _dask() -> Job:
    import dask
    import dask.dataframe

    from gongwen_clean.adapters.dask import clean

    dask.config.set(scheduler="synchronous")
    return lambda source, target: (
        dask.dataframe.read_json(source, lines=True).pipe(clean).to_parquet(f"{target}.parquets")
    )


def _datatrove() -> Job:
    from datatrove.executor.local import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers.jsonl import JsonlWriter

    from gongwen_clean.adapters.datatrove import CleanDocuments

    def run(source: Path, target: Path) -> None:
        reader = JsonlReader(str(source.parent), glob_pattern=source.name)
        steps = [reader, CleanDocuments(), JsonlWriter(f"{target}.trove", compression=None)]
        LocalPipelineExecutor(steps, logging_dir=mkdtemp(dir=target.parent)).run()

    return run


def _spark() -> Job:
    from pyspark.sql import SparkSession

    from gongwen_clean.adapters.spark import clean

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return lambda source, target: (
        spark.read.json(str(source)).transform(clean).write.mode("overwrite").parquet(f"{target}.spark")
    )


def _ray() -> Job:
    import ray

    from gongwen_clean.adapters.ray import clean

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    return lambda source, target: clean(ray.data.read_json(str(source))).write_parquet(f"{target}.ray")


JOBS: dict[str, Callable[[], Job]] = {
    PLAIN: _plain,
    "Arrow": _arrow,
    "Polars": _polars,
    "datasets": _datasets,
    "Dask": _dask,
    "datatrove": _datatrove,
    "Spark": _spark,
    "Ray": _ray,
}
ARROW_BASED = ("Arrow", "Polars", "datasets", "Spark", "Ray")
