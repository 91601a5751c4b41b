"""One mart reduced by Spark: `python -m setia.domains.insight.engines.sparking` reads a `spark.Plan` from its input."""

from __future__ import annotations

import json
import sys
from typing import Any

from pyspark.sql import SparkSession

from setia.domains.insight.engines.dialect import for_spark
from setia.domains.insight.engines.spark import Plan


def reduce(plan: Plan) -> None:
    builder: Any = SparkSession.builder.appName("Setia")
    if plan.engine.startswith("sc://"):
        session = builder.remote(plan.engine).getOrCreate()
    else:
        session = (
            builder.master(plan.engine).config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8").getOrCreate()
        )  # fmt: skip
    session.conf.set("spark.sql.session.timeZone", "UTC")
    for name, files in plan.files.items():
        session.read.parquet(*files).createOrReplaceTempView(name)
    session.sql(f"SELECT CAST('{plan.as_of}' AS DATE) AS day").createOrReplaceTempView("as_of")
    session.sql(for_spark(plan.sql)).write.mode("overwrite").parquet(plan.made)
    session.stop()


if __name__ == "__main__":
    reduce(Plan(**json.load(sys.stdin)))
