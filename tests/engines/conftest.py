"""Engines, started once for all tests that need them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_ROOT = str(Path(__file__).parents[2])


@pytest.fixture(scope="session")
def workers_see_tests() -> Iterator[None]:
    """Let processes that engines start import what tests hand them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [_ROOT, os.environ.get("PYTHONPATH")])))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        yield


@pytest.fixture(scope="session")
def java() -> None:
    """Skip what needs Java where there is none."""
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        pytest.skip("Spark needs Java 17: apt-get install openjdk-17-jre-headless")


@pytest.fixture(scope="session")
def spark(workers_see_tests: None, java: None) -> Iterator[Any]:  # noqa: ARG001
    """A Spark session on two cores of this machine."""
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed: pip install '.[spark]'")
    builder = sql.SparkSession.builder.master("local[2]").appName("gongwen-clean")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "3",
    }
    session = builder.config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def ray(workers_see_tests: None) -> Iterator[Any]:  # noqa: ARG001
    """Ray on this machine; of the CPUs it is told, some are held by what reads and groups."""
    module = pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")
    pytest.importorskip("ray.data", reason="Ray Data is not installed: pip install '.[ray]'")
    module.init(num_cpus=4, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    context = module.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.default_hash_shuffle_parallelism = 3  # each of the 200 it has by default starts a task
    yield module
    module.shutdown()
