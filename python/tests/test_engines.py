"""Engines of one machine: what they clean is what the command cleans."""

from __future__ import annotations

import json
from pathlib import Path

import datasets
import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Crawl, run_recipes
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

import dechaff
from dechaff.datatrove import DechaffFormatter

CLEANER = dechaff.Cleaner()
ADDED = ["cuts", "removed_share", "warning", "error"]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_arrow(crawl: Crawl, kind: pa.DataType) -> None:
    table = pa.Table.from_pylist(crawl.pages)
    at = table.schema.get_field_index("text")
    table = table.set_column(at, "text", table["text"].cast(kind))
    clean = CLEANER.clean_batch(table, url="url", id="id")
    assert clean.schema.field("text").type == kind
    assert clean["error"].null_count == clean.num_rows
    crawl.check(clean.to_pylist())


def some(crawl: Crawl) -> list[dict[str, str]]:
    return crawl.pages[:40]


def is_clean(crawl: Crawl, rows: list[dict]) -> None:
    """Whether rows are those pages, with the command's texts and cuts."""
    wanted = {page["id"]: crawl.clean[page["id"]] for page in some(crawl)}
    assert {row["id"]: (row["text"], row["cuts"]) for row in rows} == wanted


def test_recipe_datasets(crawl: Crawl) -> None:
    pages = [{**page, "content": page["text"]} for page in some(crawl)]
    dataset = datasets.Dataset.from_list(pages)
    names = run_recipes(
        "python.md", "Hugging Face datasets", dataset=dataset, stream=dataset.to_iterable_dataset(), cleaner=CLEANER
    )
    rows = names["clean"].to_list()
    is_clean(crawl, [{**row, "text": row["content"]} for row in rows])
    is_clean(crawl, list(names["streamed"].with_format(None)))


def test_recipe_duckdb(crawl: Crawl) -> None:
    with duckdb.connect() as con:
        con.register("pages", pa.Table.from_pylist(some(crawl)))
        names = run_recipes("python.md", "DuckDB", con=con, cleaner=CLEANER)
    is_clean(crawl, names["clean"].to_pylist())


def test_recipe_polars(crawl: Crawl) -> None:
    names = run_recipes("python.md", "Polars", frame=pl.DataFrame(some(crawl)), cleaner=CLEANER)
    is_clean(crawl, names["clean"].to_dicts())


def test_recipe_datatrove(crawl: Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pages").mkdir()
    rows = "".join(json.dumps(page) + "\n" for page in some(crawl))
    Path("pages/a.jsonl").write_text(rows, encoding="utf-8")
    run_recipes("python.md", "datatrove")
    out = datasets.load_dataset("json", data_files=str(tmp_path / "clean" / "*.jsonl.gz"), split="train")
    assert 0 < len(out) <= len(some(crawl))


def test_single_texts(crawl: Crawl) -> None:
    for page in crawl.pages[:200]:
        clean = CLEANER.clean(page["text"], page["url"])
        cuts = [{key: getattr(cut, key) for key in ("start", "end", "rule", "kind", "text")} for cut in clean.cuts]
        assert (clean.text, cuts) == crawl.clean[page["id"]]
        assert dechaff.restore(clean.text, clean.cuts) == page["text"]


def test_duckdb(crawl: Crawl) -> None:
    # docs/python.md, "DuckDB"
    def dechaff_clean(texts: pa.ChunkedArray, urls: pa.ChunkedArray) -> pa.ChunkedArray:
        table = pa.table({"text": texts, "url": urls})
        return CLEANER.clean_batch(table, url="url", check=False).select(["text", "cuts"]).to_struct_array()

    cut = "STRUCT(start BIGINT, \"end\" BIGINT, rule VARCHAR, kind VARCHAR, text VARCHAR)"
    with duckdb.connect() as con:
        kind = duckdb.sqltype(f"STRUCT(text VARCHAR, cuts {cut}[])")
        con.create_function(
            "dechaff_clean", dechaff_clean, ["VARCHAR", "VARCHAR"], kind, type="arrow", null_handling="special"
        )
        no_url = con.sql("SELECT c.text FROM (SELECT dechaff_clean('Rain.', NULL) AS c)").fetchall()
        nothing = con.sql("SELECT c.text FROM (SELECT dechaff_clean(NULL, 'https://a.example/') AS c)").fetchall()
        assert (no_url, nothing) == ([("Rain.",)], [(None,)])
        pages = pa.Table.from_pylist(crawl.pages)
        con.register("pages", pages)
        rows = con.sql(
            "SELECT id, url, c.text AS text, c.cuts AS cuts FROM (SELECT id, url, dechaff_clean(text, url) AS c FROM pages)"
        ).to_arrow_table()
    crawl.check(rows.to_pylist())


def test_polars(crawl: Crawl) -> None:
    # docs/python.md, "Polars"
    def dechaff_clean(frame: pl.DataFrame) -> pl.DataFrame:
        return pl.from_arrow(CLEANER.clean_batch(frame.to_arrow(), url="url", check=False))

    frame = pl.DataFrame(crawl.pages)
    crawl.check(dechaff_clean(frame).to_dicts())
    cut = pl.Struct({"start": pl.Int64, "end": pl.Int64, "rule": pl.String, "kind": pl.String, "text": pl.String})
    schema = {
        **frame.schema, "cuts": pl.List(cut), "removed_share": pl.Float64, "warning": pl.String, "error": pl.String
    }
    lazy = frame.lazy().map_batches(dechaff_clean, schema=schema).filter(pl.col("removed_share") > 0.2)
    some = lazy.collect()
    assert 0 < some.height < frame.height and (some["removed_share"] > 0.2).all()
    # The other way out of polars gives string_view.
    crawl.check(CLEANER.clean_batch(pa.table(frame), url="url").to_pylist())


def test_datasets(crawl: Crawl) -> None:
    dataset = datasets.Dataset.from_list(crawl.pages)
    clean = dataset.map(CLEANER.hf, batched=True, batch_size=256, fn_kwargs={"url": "url"})
    assert clean.column_names == ["id", "url", "text", *ADDED]
    crawl.check(clean.to_list())


def test_datasets_with_workers_and_nulls(crawl: Crawl) -> None:
    # First rows without cuts, and without texts: types must not come from them.
    pages = [{"id": "none", "url": None, "text": None}, {"id": "short", "url": None, "text": "Rain fell."}]
    dataset = datasets.Dataset.from_list(pages + crawl.pages[:300])
    dataset = dataset.add_column("label", [at % 2 for at in range(302)])
    dataset = dataset.cast_column("label", datasets.ClassLabel(names=["a", "b"]))
    clean = dataset.map(CLEANER.hf, batched=True, batch_size=1, num_proc=2, fn_kwargs={"url": "url", "id": "id"})
    assert clean.features["label"] == dataset.features["label"]
    rows = clean.to_list()
    assert [row["text"] for row in rows[:2]] == [None, "Rain fell."]
    wanted = [crawl.clean[page["id"]] for page in crawl.pages[:300]]
    assert [(row["text"], row["cuts"]) for row in rows[2:]] == wanted


def test_datatrove(crawl: Crawl, tmp_path: Path) -> None:
    # Two files, so that two workers have one each.
    lines = crawl.file.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "in").mkdir()
    for part in range(2):
        (tmp_path / "in" / f"{part}.jsonl").write_text("".join(lines[part::2]), encoding="utf-8")
    executor = LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            DechaffFormatter(mode="careful"),
            JsonlWriter(str(tmp_path / "out"), output_filename="${rank}.jsonl", compression=None),
        ],
        tasks=2,
        workers=2,
        logging_dir=str(tmp_path / "logs"),
    )
    stats = executor.run()
    rows = [
        json.loads(line)
        for path in sorted((tmp_path / "out").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    # datatrove leaves documents without a text out, when it reads and when it writes.
    whole = {page["id"] for page in crawl.pages if page["text"]}
    kept = {key: clean for key, clean in crawl.clean.items() if clean[0] and key in whole}
    assert len(rows) == len(kept)
    for row in rows:
        meta = row["metadata"]
        assert (row["text"], json.loads(meta["dechaff_cuts"])) == kept[row["id"]]
        assert 0 <= meta["dechaff_removed_share"] < 1
    (step,) = [step for step in json.loads(stats.to_json()) if "dechaff" in step["name"]]
    counted = {name: stat if isinstance(stat, int) else stat["total"] for name, stat in step["stats"].items()}
    assert counted["total"] == len(whole)
    changed = {page["id"] for page in crawl.pages if page["id"] in whole and crawl.clean[page["id"]][0] != page["text"]}
    assert counted["cleaned"] == len(changed)
    assert counted["words"] > counted["words_removed"] > 0


def test_parquet_of_the_command_has_the_same_cuts(crawl: Crawl, tmp_path: Path) -> None:
    from conftest import command

    table = pa.Table.from_pylist(crawl.pages)
    pq.write_table(table, tmp_path / "pages.parquet")
    command("clean", tmp_path / "pages.parquet", "--out", tmp_path / "out", "--cuts", "column", "--no-config", "-q")
    written = pq.read_table(tmp_path / "out" / "pages.parquet")
    ours = CLEANER.clean_batch(table, url="url")
    assert written["dechaff_cuts"].type == ours["cuts"].type
    assert written["dechaff_cuts"].to_pylist() == ours["cuts"].to_pylist()
    assert written["text"].to_pylist() == ours["text"].to_pylist()
