"""Spark on two machines, as far as one can have two: a local cluster whose workers have a Python without dechaff.

The package comes to them as docs/spark.md says: as an archive. `DECHAFF_WHEEL` is the wheel, `DECHAFF_WORKER_PYTHON`
a Python that has pyarrow and pandas.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pytest
from conftest import Crawl, command, run_recipes
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

import dechaff.spark
from dechaff import Cleaner, RuleError

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    folder = tmp_path_factory.mktemp("spark")
    archive = shutil.copy(os.environ["DECHAFF_WHEEL"], folder / "dechaff.zip")
    worker = os.environ["DECHAFF_WORKER_PYTHON"]
    os.environ.update(PYSPARK_PYTHON=worker, SPARK_LOCAL_IP="127.0.0.1", SPARK_LOCAL_HOSTNAME="localhost")
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("dechaff")
        .config("spark.archives", f"{archive}#dechaff_lib")
        .config("spark.executorEnv.PYTHONPATH", "dechaff_lib")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "500")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", str(folder / "local"))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def pages(spark: SparkSession, crawl: Crawl) -> DataFrame:
    return spark.createDataFrame(pa.Table.from_pylist(crawl.pages)).repartition(6).cache()


def test_workers_have_the_package_from_the_archive(spark: SparkSession) -> None:
    def where(_: object) -> Iterator[tuple[str, str]]:
        import sys

        import dechaff

        yield sys.executable, dechaff.__file__

    for python, file in spark.sparkContext.parallelize(range(2), 2).mapPartitions(where).collect():
        assert python == os.environ["DECHAFF_WORKER_PYTHON"]
        assert "/dechaff_lib/" in file


def test_spark_cleans_as_the_command_does(pages: DataFrame, crawl: Crawl) -> None:
    clean = dechaff.spark.clean(pages, url="url")
    assert clean.columns == [*pages.columns, "cuts", "removed_share", "warning", "error"]
    assert clean.rdd.getNumPartitions() == pages.rdd.getNumPartitions()
    assert "Exchange" not in _plan(clean).split("InMemoryTableScan")[0]
    crawl.check([row.asDict(recursive=True) for row in clean.collect()])
    assert clean.filter("error is not null").count() == 0


def test_recipes(spark: SparkSession, pages: DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pages.limit(400).coalesce(2).write.parquet(str(tmp_path / "pages"))
    names: dict[str, Any] = {"spark": spark}
    for heading in ("", "On a laptop", "Sizes", "Templates of a crawl", "What goes wrong"):
        names = run_recipes("spark.md", heading, names, where={"s3a://crawl": str(tmp_path)})
    assert spark.read.parquet(str(tmp_path / "clean")).count() == 400
    assert names["pack"].lines > 0 and "[[rule]]" in Path("templates.toml").read_text()
    assert names["spark"] is spark


def _plan(df: DataFrame) -> str:
    return str(df._jdf.queryExecution().executedPlan().toString())


def test_own_rules_are_broadcast_and_errors_of_rules_come_first(spark: SparkSession, tmp_path: Path) -> None:
    rule = 'schema = 1\npack = "own"\n[[rule]]\nid = "tide"\nkind = "metadata"\nmatch.start = ["Tide at "]\n'
    (tmp_path / "own.toml").write_text(rule)
    frame = spark.createDataFrame([(1, "The boat left.\nTide at noon\n")], "n int, `page.text` string")
    clean = dechaff.spark.clean(frame, text="page.text", id="n", rules=[tmp_path / "own.toml"], mode="balanced")
    (tmp_path / "own.toml").unlink()
    (row,) = clean.collect()
    assert (row.n, row["page.text"]) == (1, "The boat left.\n")
    assert [cut.rule for cut in row.cuts] == ["own/tide"]
    with pytest.raises(RuleError):
        dechaff.spark.clean(frame, text="page.text", id=None, rules=[rule.replace("kind", "kin")])
    with pytest.raises(TypeError, match="leave out mode"):
        dechaff.spark.clean(frame, text="page.text", id=None, cleaner=Cleaner(), mode="balanced")


def test_columns_that_cannot_be_cleaned_are_named_first(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(1, None, None)], "id int, text string, body binary")
    clean = dechaff.spark.clean
    with pytest.raises(KeyError, match="no column 'page' for text=; the columns are id, text, body"):
        clean(frame, text="page")
    with pytest.raises(KeyError, match="no column 'key' for id="):
        clean(frame, id="key")
    with pytest.raises(TypeError, match="column 'id' has type int; texts are string or binary"):
        clean(frame, text="id")
    with pytest.raises(TypeError, match="column 'body' has type binary; urls are string"):
        clean(frame, url="body")
    with pytest.raises(ValueError, match="column 'text' of type string is null in all rows"):
        clean(frame)
    with pytest.raises(ValueError, match="column 'text' has type void"):
        clean(spark.sql("select 1 as id, null as text"))
    with pytest.raises(ValueError, match="'cuts' would be replaced"):
        clean(spark.sql("select 1 as cuts, 'a' as text"), id="cuts")
    assert clean(frame.limit(0)).count() == 0
    (row,) = clean(frame, check=False).collect()
    assert row.text is None and row.cuts is None


def test_names_are_told_apart_as_spark_does(spark: SparkSession) -> None:
    frame = spark.createDataFrame([("a", "Rain fell.\n\n\n\nIt stopped.\n", "old", 1)], "Id string, Text string, Error string, more int")
    clean = dechaff.spark.clean(frame)
    assert clean.columns == ["Id", "Text", "error", "more", "cuts", "removed_share", "warning"]
    (row,) = clean.filter("error is null").collect()
    assert (row.Text, row.more, len(row.cuts)) == ("Rain fell.\n\nIt stopped.\n", 1, 1)
    with pytest.raises(ValueError, match="'Error' would be replaced"):
        dechaff.spark.clean(frame, id="ERROR")
    spark.conf.set("spark.sql.caseSensitive", "true")
    try:
        with pytest.raises(KeyError, match="no column 'text' for text="):
            dechaff.spark.clean(frame)
        kept = dechaff.spark.clean(frame, text="Text", id="Id").collect()[0]
        assert (kept.Error, kept.error) == ("old", None)
    finally:
        spark.conf.unset("spark.sql.caseSensitive")


def test_rules_are_read_before_any_job_and_streams_are_not_looked_at(spark: SparkSession) -> None:
    stream = spark.readStream.format("rate").load().selectExpr("cast(value as string) as text", "value as id")
    clean = dechaff.spark.clean(stream)
    assert clean.isStreaming and clean.columns == ["text", "id", *(name for name in ("cuts", "removed_share", "warning", "error"))]
    null = spark.createDataFrame([("a", None)], "id string, text string")
    with pytest.raises(ValueError, match="mode is 'carefull'"):
        dechaff.spark.clean(null, mode="carefull")


def test_nulls_other_columns_and_bytes_that_are_no_text(spark: SparkSession) -> None:
    rows = [("a", b"caf\xe9", {"k": 1}), ("b", None, None), ("c", b"Rain fell.\n\n\n\nIt stopped.\n", {})]
    frame = spark.createDataFrame(rows, "id string, text binary, more map<string,int>").coalesce(1)
    clean = {row.id: row for row in dechaff.spark.clean(frame).collect()}
    assert bytes(clean["a"].text) == b"caf\xe9" and clean["a"].more == {"k": 1}
    assert clean["a"].error == "row 0 of its batch, id 'a': not UTF-8: the text is damaged at byte 3 of 4"
    assert (clean["b"].text, clean["b"].cuts, clean["b"].error) == (None, None, None)
    assert bytes(clean["c"].text) == b"Rain fell.\n\nIt stopped.\n" and clean["c"].error is None


def test_killed_workers_lose_and_double_nothing(pages: DataFrame, crawl: Crawl, tmp_path: Path) -> None:
    """Each task stops behind its first batch until its workers were killed."""
    (tmp_path / "waiting").mkdir()
    waiting, go = str(tmp_path / "waiting"), str(tmp_path / "go")

    def hold(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch
            open(f"{waiting}/{os.getpid()}", "w").close()
            end = time.monotonic() + 120
            while not os.path.exists(go) and time.monotonic() < end:
                time.sleep(0.05)

    held = dechaff.spark.clean(pages, url="url").mapInArrow(hold, dechaff.spark.clean(pages, url="url").schema)
    rows: list[dict] = []
    job = threading.Thread(target=lambda: rows.extend(row.asDict(recursive=True) for row in held.collect()))
    job.start()
    try:
        end = time.monotonic() + 120
        while len(os.listdir(waiting)) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        workers = _python_workers()
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
    finally:
        open(go, "w").close()
        job.join()
    assert len(workers) >= 2, "the job was in mid-way, and so were its workers"
    crawl.check(rows)


def _python_workers() -> list[psutil.Process]:
    """The workers of both executors: children of Spark's daemons."""
    daemons = [process for process in psutil.Process().children(recursive=True) if _is_daemon(process)]
    parents = {process.pid for process in daemons}
    return [process for process in daemons if process.ppid() in parents]


def _is_daemon(process: psutil.Process) -> bool:
    try:
        return "pyspark.daemon" in " ".join(process.cmdline())
    except psutil.Error:  # it is gone, or a zombie
        return False


def test_learn_is_byte_for_byte_that_of_the_command(pages: DataFrame, crawl: Crawl, tmp_path: Path) -> None:
    (tmp_path / "spark").mkdir()
    for accept in ("careful", "thorough"):
        command("learn", crawl.file, "-o", tmp_path / "own.toml", "--pack", "own", "--accept", accept, "-q")
        pack = dechaff.spark.learn(pages, pack="own", accept=accept)
        written = pack.write(tmp_path / "spark" / "own.toml")
        assert [path.name for path in written] == sorted(path.name for path in tmp_path.glob("own*"))
        for path in written:
            assert path.read_bytes() == (tmp_path / path.name).read_bytes()
        assert (pack.pages, pack.pages_without_host, pack.pages_repeated) == (len(crawl.pages), 0, 0)
        assert pack.lines > 100 and pack.hosts_with_lines > 10
    assert Cleaner(rules=[pack.toml]).hashes != Cleaner().hashes


def test_rules_of_thousands_of_hosts_are_files_that_a_cleaner_reads(pages: DataFrame, tmp_path: Path) -> None:
    pack = dechaff.spark.learn(pages)
    host = next(host for host in map(json.loads, pack._hosts) if host["templates"]["lines"])
    names = [f"host-{at}.example" for at in range(6000)]
    many = dataclasses.replace(pack, _hosts=tuple(json.dumps({**host, "host": name}) for name in names))
    written = many.write(tmp_path / "own.toml")
    assert len(written) > 1 and written[0] == tmp_path / "own.toml"
    line = host["templates"]["lines"][0]["line"]["text"]
    text = f"{line}\nThe bridge opened on Tuesday, and the ferry was sold on Friday.\n"
    cleaner = Cleaner(rules=[tmp_path / "own.toml"], evidence=False)
    for name in (names[0], names[-1]):
        assert any(cut.rule.startswith("templates/") for cut in cleaner.clean(text, url=f"https://{name}/1").cuts)


def test_learn_holds_little_in_memory(pages: DataFrame, crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dechaff.spark.learn(pages)
    counter = dechaff.spark._count
    batches = pages.select("id", "url", "text").toArrow().to_batches()
    monkeypatch.setattr(dechaff.spark, "_COUNT_BYTES", 0)
    rows = [row for batch in counter(iter(batches)) for row in batch.to_pylist()]
    # Lines of a host come from several batches.
    assert len({(row["host"], row["key"]) for row in rows}) < len(rows)
    rows.sort(key=lambda row: (row["host"].encode(), row["key"].encode()))
    learned = [row for batch in dechaff.spark._judge(iter([pa.RecordBatch.from_pylist(rows)])) for row in batch.to_pylist()]
    hosts = [row["learned"] for row in learned if row["host"]]
    assert dechaff._native.write_pack(hosts, "templates", "careful")[0] == whole.toml


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary()], ids=str)
def test_bytes_that_are_no_text_are_counted_as_such(kind: pa.DataType) -> None:
    """Large ones are what Spark gives with `spark.sql.execution.arrow.useLargeVarTypes`."""
    texts = pa.array([b"caf\xe9", b"Front page"], kind)
    urls = ["https://a.example/1", "https://a.example/2"]
    batch = pa.RecordBatch.from_pydict({"id": ["1", "2"], "url": urls, "text": texts})
    rows = [row for counted in dechaff.spark._count(iter([batch])) for row in counted.to_pylist()]
    assert {"host": "", "key": "", "row": "[0, 0, 1]"} in rows
    assert any(row["host"] == "a.example" for row in rows)


def test_learn_says_what_it_cannot_count(spark: SparkSession) -> None:
    learn = dechaff.spark.learn
    rows = [(1, "https://a.example/1", "Front page"), (2, None, "Front page"), (3, "", "x"), (None, None, None)]
    frame = spark.createDataFrame(rows, "id int, url string, text string")
    pack = learn(frame)
    assert (pack.hosts, pack.pages, pack.pages_without_host) == (1, 1, 2)
    with pytest.raises(ValueError, match="no page has a host: 2 without one"):
        learn(frame.filter("id > 1"))
    with pytest.raises(Exception, match="a page of a.example has no id"):
        learn(frame.withColumn("id", F.lit(None).cast("int")).filter("text = 'Front page'"))
    with pytest.raises(Exception, match="page 1 of a.example stands in two"):
        learn(frame.filter("id = 1").union(frame.filter("id = 1")))
    with pytest.raises(ValueError, match="kebab-case"):
        learn(frame, pack="My pack")
    with pytest.raises(ValueError, match="accept is 'wild'"):
        learn(frame, accept="wild")
