"""Arrow's tables and record batches."""

from __future__ import annotations

import pyarrow as pa
import pytest

from dechaff import Cleaner, restore

TEXT = "The bridge opened on Tuesday.\n\nLeave a Reply\n"
CLEAN = "The bridge opened on Tuesday.\n"
ADDED = ["cuts", "removed_share", "warning", "error"]
TYPES = [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()]


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_the_type_that_came_goes_out(cleaner: Cleaner, kind: pa.DataType) -> None:
    # Short ones lie within a view, long ones beside it; null in the midst.
    texts = [TEXT, None, "Short", TEXT * 3, ""]
    rows = texts if not pa.types.is_binary(kind) and "binary" not in str(kind) else [t and t.encode() for t in texts]
    batch = pa.record_batch({"text": pa.array(rows, kind), "n": pa.array(range(5))})
    for piece in (batch, batch.slice(1, 3), batch.slice(3)):
        clean = cleaner.clean_batch(piece)
        clean.validate(full=True)
        assert isinstance(clean, pa.RecordBatch)
        assert clean.schema.field("text").type == kind
        assert clean.column("n").equals(piece.column("n"))
        assert clean.num_rows == piece.num_rows
        for before, after, cuts in zip(*(x.to_pylist() for x in (piece["text"], clean["text"], clean["cuts"]))):
            if before is None:
                assert after is None and cuts is None
            else:
                text = after.decode() if isinstance(after, bytes) else after
                assert restore(text, cuts) == (before.decode() if isinstance(before, bytes) else before)
    assert clean["removed_share"].to_pylist()[-1] == 0.0
    whole = cleaner.clean_batch(batch)
    assert whole["text"].to_pylist()[0] in (CLEAN, CLEAN.encode())
    assert [share is None for share in whole["removed_share"].to_pylist()] == [False, True, False, False, False]


def test_a_table_keeps_its_other_columns_and_their_chunks(cleaner: Cleaner) -> None:
    texts = pa.chunked_array([[TEXT], [], [None, "Rain fell.\n"]])
    other = pa.chunked_array([[{"a": 1}, {"a": 2}], [None]])
    names = pa.array(["x", "y", "x"]).dictionary_encode()
    schema = pa.schema(
        [pa.field("other", other.type, metadata={"k": "v"}), pa.field("text", pa.string()), ("names", names.type)],
        metadata={"huggingface": "{}"},
    )
    table = pa.Table.from_arrays([other, texts, pa.chunked_array([names])], schema=schema)
    clean = cleaner.clean_batch(table)
    clean.validate(full=True)
    assert isinstance(clean, pa.Table)
    assert clean.column_names == ["other", "text", "names", *ADDED]
    assert clean["other"].equals(other) and clean["other"].num_chunks == 2
    assert clean["names"].equals(table["names"])
    assert clean.schema.metadata == schema.metadata
    assert clean.schema.field("other").metadata == {b"k": b"v"}
    assert clean["text"].to_pylist() == [CLEAN, None, "Rain fell.\n"]


def test_columns_of_these_names_are_replaced_in_their_place(cleaner: Cleaner) -> None:
    table = pa.table({"error": [1, 2], "text": [TEXT, "Rain fell.\n"], "cuts": ["old", "old"]})
    clean = cleaner.clean_batch(table)
    assert clean.column_names == ["error", "text", "cuts", "removed_share", "warning"]
    assert clean["error"].to_pylist() == [None, None]
    again = cleaner.clean_batch(clean)
    assert again.schema.equals(clean.schema)


def test_no_rows_and_no_chunks(cleaner: Cleaner) -> None:
    table = pa.table({"text": pa.array([], pa.string()), "id": pa.array([], pa.int64())})
    for empty in (table, table.schema.empty_table()):
        assert cleaner.clean_batch(empty).column_names == ["text", "id", *ADDED]
    assert cleaner.clean_batch(pa.record_batch({"text": pa.array([], pa.string_view())})).num_rows == 0


def test_columns_that_cannot_be_cleaned_are_named_first(cleaner: Cleaner) -> None:
    table = pa.table({"body": [TEXT], "n": [1], "void": pa.nulls(1), "gone": pa.array([None], pa.string())})
    with pytest.raises(KeyError, match="no column 'text' for text=; the columns are body, n, void, gone"):
        cleaner.clean_batch(table)
    with pytest.raises(TypeError, match="column 'n' has type int64"):
        cleaner.clean_batch(table, text="n")
    with pytest.raises(ValueError, match="column 'void' has type null"):
        cleaner.clean_batch(table, text="void")
    with pytest.raises(ValueError, match="column 'gone' of type string is null in all 1 rows"):
        cleaner.clean_batch(table, text="gone")
    with pytest.raises(KeyError, match="no column 'link' for url="):
        cleaner.clean_batch(table, text="body", url="link")
    with pytest.raises(TypeError, match="column 'n' has type int64; urls are string"):
        cleaner.clean_batch(table, text="body", url="n")
    with pytest.raises(KeyError, match="no column 'key' for id="):
        cleaner.clean_batch(table, text="body", id="key")
    twice = pa.Table.from_arrays([pa.array([TEXT])] * 2, names=["text", "text"])
    with pytest.raises(KeyError, match="2 columns are named 'text'"):
        cleaner.clean_batch(twice)
    with pytest.raises(ValueError, match="'cuts' would be replaced"):
        cleaner.clean_batch(pa.table({"cuts": [TEXT]}), text="cuts")
    with pytest.raises(TypeError, match="dictionary"):
        cleaner.clean_batch(pa.table({"text": pa.array([TEXT]).dictionary_encode()}))


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.binary_view()], ids=str)
def test_bytes_that_are_no_text_are_named_and_stay(cleaner: Cleaner, kind: pa.DataType) -> None:
    rows = [TEXT.encode(), b"caf\xe9 noir, and more of it than a view holds", None, TEXT.encode()]
    table = pa.table({"text": pa.chunked_array([pa.array(rows[:1], kind), pa.array(rows[1:], kind)]), "id": ["a", "b", "c", "d"]})
    clean = cleaner.clean_batch(table, id="id")
    assert clean["text"].to_pylist() == [CLEAN.encode(), rows[1], None, CLEAN.encode()]
    assert clean["error"].to_pylist() == [None, "row 1, id 'b': not UTF-8: the text is damaged at byte 3 of 43", None, None]
    assert clean["cuts"].to_pylist()[1] == []
    assert cleaner.clean_batch(table)["error"].to_pylist()[1].startswith("row 1: not UTF-8")


def test_strings_that_are_no_text_stop_nothing(cleaner: Cleaner) -> None:
    """Arrow trusts whoever says that bytes are strings."""
    raw = pa.array([TEXT.encode(), b"caf\xe9"])
    texts = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    clean = cleaner.clean_batch(pa.record_batch({"text": texts}))
    assert clean["error"].to_pylist()[1].startswith("row 1: not UTF-8: the text is damaged at byte 3 of 4")
    assert clean["text"][0].as_py() == CLEAN


def test_urls_reach_the_rules(cleaner: Cleaner) -> None:
    rule = 'schema = 1\npack = "own"\n[[rule]]\nid = "tide"\nkind = "metadata"\nmatch.start = ["Tide at "]\nwhen.domain = "tide.example"\n'
    own = Cleaner(rules=[rule])
    text = "The boat left at noon.\nTide at Port Ellery: 2.1 m\n"
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        urls = pa.array(["https://tide.example/1", "https://other.example/", None], kind)
        clean = own.clean_batch(pa.table({"text": [text] * 3, "link": urls}), url="link")
        assert [row.count("Tide") for row in clean["text"].to_pylist()] == [0, 1, 1]
    assert own.clean_batch(pa.table({"text": [text], "link": pa.nulls(1)}), url="link").num_rows == 1


def test_a_page_that_is_kept_whole_says_so(cleaner: Cleaner) -> None:
    rule = 'schema = 1\npack = "own"\n[[rule]]\nid = "tide"\nkind = "metadata"\nmatch.start = ["Tide at "]\n'
    clean = Cleaner(rules=[rule], packs=[]).clean_batch(pa.table({"text": ["Tide at noon\n", "Rain fell.\n"]}))
    assert clean["warning"].to_pylist()[0].startswith("kept whole, since 100 %")
    assert clean["warning"].to_pylist()[1] is None


def test_hf_takes_batches_of_datasets(cleaner: Cleaner) -> None:
    rows = {"text": [TEXT, None], "n": [1, 2]}
    clean = cleaner.hf(rows)
    assert clean.column_names == ["text", "n", *ADDED]
    assert clean["text"].to_pylist() == [CLEAN, None]
    assert clean.equals(cleaner.hf(pa.table(rows)))
    assert cleaner.hf({"text": [None]})["text"].to_pylist() == [None]
    with pytest.raises(KeyError, match="no column 'body'"):
        cleaner.hf(rows, text="body")


def test_what_is_no_batch_is_named(cleaner: Cleaner) -> None:
    with pytest.raises(TypeError, match="takes a pyarrow.Table or RecordBatch, not list"):
        cleaner.clean_batch([TEXT])
    with pytest.raises(TypeError, match="hf takes a batch of rows.*not list"):
        cleaner.hf([TEXT])
    with pytest.raises(TypeError, match="column 'text' is one text"):
        cleaner.hf({"text": TEXT})
    with pytest.raises(ValueError, match="lang is 3"):
        Cleaner(lang=3)
    with pytest.raises(FileNotFoundError, match="the text of a rule file has several lines"):
        Cleaner(rules=["schema = 1"])


def test_bytes_of_a_row_come_back_as_text(cleaner: Cleaner) -> None:
    clean = cleaner.clean_batch(pa.table({"text": pa.array([TEXT.encode()])}))
    assert restore(clean["text"][0].as_py(), clean["cuts"][0].as_py()) == TEXT


def test_a_batch_of_many_may_be_null(cleaner: Cleaner) -> None:
    batch = pa.record_batch({"text": pa.array([None], pa.string())})
    assert cleaner.clean_batch(batch, check=False)["text"].to_pylist() == [None]
