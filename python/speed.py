"""How fast the wheel and Spark are beside the command, in one run.

    python speed.py DECHAFF [--pages 20000] [--rounds 3]

DECHAFF and the wheel should be built alike (`--release`). Prints megabytes of text in a second, stage by stage, and
the two ratios that matter: `clean_batch` on one thread by the command's engine on one thread (in seconds of a
processor, so that a busy machine says the same as an idle one), and Spark on a local cluster of two cores by
`dechaff clean -j 2` on the same Parquet files (on the wall, starts left out). Each is the median of the rounds, in
which both sides take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import dechaff

BATCH = 2_000
FILES = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dechaff", type=Path)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-spark", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        crawl = Crawl(args.dechaff.resolve(), Path(folder), args.pages)
        print(f"{args.pages} pages, {crawl.megabytes:.0f} MB of text, {args.rounds} rounds")
        one_thread(crawl, args.rounds)
        if not args.no_spark:
            two_cores(crawl, args.rounds)


class Crawl:
    """Generated pages, as files for the command's own measure and as Parquet."""

    def __init__(self, command: Path, folder: Path, pages: int) -> None:
        self.command, self.folder = command, folder
        self.run("gen", "crawl", "--pages", str(pages), "--out", folder / "made.jsonl", "-q")
        # A sample for the engine alone; `bench` cleans it many times.
        self.run("gen", "crawl", "--pages", str(min(pages, BATCH)), "--out", folder / "sample", "-q")
        with (folder / "made.jsonl").open(encoding="utf-8") as rows:
            texts = [json.loads(row) for row in rows]
        self.megabytes = sum(len(row["text"].encode()) for row in texts) / 1e6
        table = pa.Table.from_pylist([{key: row[key] for key in ("id", "url", "text")} for row in texts])
        (folder / "parquet").mkdir()
        rows = -(-table.num_rows // FILES)
        for part in range(FILES):
            pq.write_table(table.slice(part * rows, rows), folder / "parquet" / f"{part}.parquet", row_group_size=BATCH)
        sample = sorted((folder / "sample").rglob("*.txt"))
        self.sample = pa.table({"text": [path.read_bytes().decode() for path in sample]})
        self.sample_megabytes = sum(path.stat().st_size for path in sample) / 1e6

    def run(self, *args: str | Path) -> str:
        done = subprocess.run([self.command, *map(str, args)], check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout


def row(name: str, megabytes: float, seconds: list[float], kind: str) -> None:
    median = statistics.median(seconds)
    print(f"  {name:<44} {median:8.2f} s {kind:<4} {megabytes / median:8.1f} MB/s")


def one_thread(crawl: Crawl, rounds: int) -> None:
    """The engine of the command and `clean_batch`, by one thread."""
    stages: dict[str, list[float]] = {"engine": [], "batch": [], "copy": []}
    for _ in range(rounds):
        # A new one each time: lines that it has seen before cost less, and `bench` forgets them, too.
        cleaner = dechaff.Cleaner()
        cleaner.clean_batch(crawl.sample.slice(0, 50))
        report = json.loads(
            crawl.run("bench", crawl.folder / "sample", "--format", "json", "--rounds", "1", "-j", "1", "--no-config")
        )
        (clean,) = [one for one in report["rows"] if one["name"] == "clean" and one["threads"] == 1]
        stages["engine"].append(crawl.sample_megabytes / clean["mb_per_cpu_second"])
        stages["batch"].append(cpu(lambda: cleaner.clean_batch(crawl.sample)))
        # What it costs to go to Rust and back: texts that have nothing to clean.
        short = pa.table({"text": pa.array([""] * crawl.sample.num_rows)})
        stages["copy"].append(cpu(lambda: cleaner.clean_batch(short)))
    print("one thread, seconds of a processor")
    row("the command's engine (dechaff bench)", crawl.sample_megabytes, stages["engine"], "cpu")
    row("clean_batch", crawl.sample_megabytes, stages["batch"], "cpu")
    row("clean_batch of as many empty texts", crawl.sample_megabytes, stages["copy"], "cpu")
    ratios = [engine / batch for engine, batch in zip(stages["engine"], stages["batch"])]
    print(f"  clean_batch / engine: {statistics.median(ratios):.2f}, wanted .90")


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def two_cores(crawl: Crawl, rounds: int) -> None:
    """The command on two threads, and Spark on two workers of one core."""
    from pyspark.sql import SparkSession

    import dechaff.spark

    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1", SPARK_LOCAL_HOSTNAME="localhost")
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH))
        .config("spark.sql.files.minPartitionNum", str(FILES))
        .config("spark.local.dir", str(crawl.folder / "local"))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    pages = spark.read.parquet(str(crawl.folder / "parquet"))

    def same(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from batches

    clean = dechaff.spark.clean(pages, url="url", check=False)
    stages: dict[str, Callable[[], object]] = {
        "Spark reads (noop)": lambda: noop(pages),
        "Spark, to Python and back (noop)": lambda: noop(pages.mapInArrow(same, pages.schema)),
        "Spark cleans (noop)": lambda: noop(clean),
        "Spark cleans and writes Parquet": lambda: clean.write.mode("overwrite").parquet(str(crawl.folder / "spark")),
    }
    stages["Spark cleans and writes Parquet"]()  # Workers start, and the JVM compiles what reads and writes.
    figures: dict[str, list[float]] = {name: [] for name in ("dechaff clean -j 2", *stages)}
    for _ in range(rounds):
        out = crawl.folder / "command"
        shutil.rmtree(out, ignore_errors=True)
        command = ("clean", crawl.folder / "parquet", "--out", out, "--cuts", "column", "-j", "2", "--no-config", "-q")
        figures["dechaff clean -j 2"].append(wall(lambda: crawl.run(*command)))
        for name, stage in stages.items():
            figures[name].append(wall(stage))
    spark.stop()
    print("two cores, on the wall")
    for name, seconds in figures.items():
        row(name, crawl.megabytes, seconds, "wall")
    pairs = zip(figures["dechaff clean -j 2"], figures["Spark cleans and writes Parquet"])
    print(f"  Spark / dechaff clean -j 2: {statistics.median(one / two for one, two in pairs):.2f}, wanted .70")


def noop(frame: object) -> None:
    frame.write.format("noop").mode("overwrite").save()  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
