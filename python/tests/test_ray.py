"""Ray Data on two cores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import ray
from conftest import Crawl, run_recipes

import dechaff.ray
from dechaff import Cleaner

ADDED = ["cuts", "removed_share", "warning", "error"]


@pytest.fixture(scope="module", autouse=True)
def two_cores() -> Iterator[None]:
    # A node on this machine alone, which needs no token. On a busy machine Ray's own agents may start too late for it.
    os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_AUTH_MODE="disabled")
    for attempt in range(4):
        try:
            ray.init(
                num_cpus=2,
                include_dashboard=False,
                object_store_memory=256 << 20,
                log_to_driver=False,
                _node_ip_address="127.0.0.1",
            )
            break
        except Exception:
            ray.shutdown()
            if attempt == 3:
                raise
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def test_ray_cleans_as_the_command_does(crawl: Crawl) -> None:
    pages = ray.data.from_arrow([pa.Table.from_pylist(crawl.pages[at::4]) for at in range(4)])
    clean = dechaff.ray.clean(pages, url="url", batch_size=200)
    assert clean.schema().names == ["id", "url", "text", *ADDED]
    crawl.check(clean.take_all())


def test_recipe(crawl: Crawl, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    pq.write_table(pa.Table.from_pylist(crawl.pages[:40]), tmp_path / "pages" / "a.parquet")
    run_recipes("python.md", "Ray Data", where={"s3://crawl": str(tmp_path)})
    rows = pq.read_table(tmp_path / "clean").to_pylist()
    assert {row["id"] for row in rows} == {page["id"] for page in crawl.pages[:40]}
    assert any(row["cuts"] for row in rows)


def test_own_rules_go_along(tmp_path: Path) -> None:
    rule = 'schema = 1\npack = "own"\n[[rule]]\nid = "tide"\nkind = "metadata"\nmatch.start = ["Tide at "]\n'
    (tmp_path / "own.toml").write_text(rule)
    pages = ray.data.from_items([{"id": 1, "text": "The boat left.\nTide at noon\n"}])
    clean = dechaff.ray.clean(pages, rules=[tmp_path / "own.toml"])
    (tmp_path / "own.toml").unlink()
    assert [row["text"] for row in clean.take_all()] == ["The boat left.\n"]
    with pytest.raises(TypeError, match="leave out mode"):
        dechaff.ray.clean(pages, cleaner=Cleaner(), mode="balanced")


def test_an_empty_dataset_has_the_columns(tmp_path: Path) -> None:
    empty = ray.data.from_arrow(pa.table({"id": pa.array([], pa.int64()), "text": pa.array([], pa.string())}))
    clean = dechaff.ray.clean(empty)
    assert clean.count() == 0 and clean.schema().names == ["id", "text", *ADDED]


def test_blocks_of_pandas_and_those_without_texts() -> None:
    first = pd.DataFrame({"id": [1, 2], "text": ["Rain fell.\n\n\n\nIt stopped.\n", None]})
    # Of an object column that is null throughout nobody knows the type.
    pages = ray.data.from_pandas([first, pd.DataFrame({"id": [3], "text": [None]})])
    clean = dechaff.ray.clean(pages)
    assert clean.schema().names == ["id", "text", *ADDED]
    texts = {row["id"]: row["text"] for row in clean.take_all()}
    assert texts == {1: "Rain fell.\n\nIt stopped.\n", 2: None, 3: None}
    with pytest.raises(TypeError, match="column 'id' has type int64"):
        dechaff.ray.clean(pages, text="id")
    assert dechaff.ray.clean(ray.data.from_pandas(first.iloc[:0])).count() == 0


def test_columns_that_cannot_be_cleaned_are_named_first() -> None:
    pages = ray.data.from_arrow(pa.table({"id": [1], "n": [1], "text": pa.array([None], pa.string()), "void": pa.nulls(1)}))
    with pytest.raises(KeyError, match="no column 'page' for text="):
        dechaff.ray.clean(pages, text="page")
    with pytest.raises(TypeError, match="column 'n' has type int64"):
        dechaff.ray.clean(pages, text="n")
    with pytest.raises(ValueError, match="column 'text' of type string is null in all rows"):
        dechaff.ray.clean(pages)
    with pytest.raises(ValueError, match="column 'void' has type null"):
        dechaff.ray.clean(pages, text="void")
    assert dechaff.ray.clean(pages, check=False).take_all()[0]["text"] is None


def test_bytes_that_are_no_text_are_named() -> None:
    pages = ray.data.from_arrow(pa.table({"id": ["a", "b"], "text": [b"caf\xe9", b"Rain fell.\n"]}))
    rows = {row["id"]: row for row in dechaff.ray.clean(pages).take_all()}
    assert rows["a"]["text"] == b"caf\xe9" and "id 'a': not UTF-8" in rows["a"]["error"]
    assert rows["b"]["error"] is None
