"""Columns of Arrow: which are taken, and how they go to the engine and come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pyarrow as pa

if TYPE_CHECKING:
    from dechaff import _native

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)

#: The type of the column `cuts`, which is that of `dechaff clean --cuts column` in Parquet files.
CUTS = pa.list_(
    pa.field(
        "element",
        pa.struct(
            [
                ("start", pa.int64()),
                ("end", pa.int64()),
                ("rule", pa.string()),
                ("kind", pa.string()),
                ("text", pa.string()),
            ]
        ),
    )
)

#: The columns that are added, in their order.
ADDED = (("cuts", CUTS), ("removed_share", pa.float64()), ("warning", pa.string()), ("error", pa.string()))

# Types of texts, and as what the engine sees their bytes.
_BYTES = {
    pa.string(): pa.binary(),
    pa.large_string(): pa.large_binary(),
    pa.string_view(): pa.binary_view(),
    pa.binary(): pa.binary(),
    pa.large_binary(): pa.large_binary(),
    pa.binary_view(): pa.binary_view(),
}
_STRINGS = (pa.string(), pa.large_string(), pa.string_view())


class Names(NamedTuple):
    """The columns that cleaning looks at."""

    text: str
    url: str | None = None
    id: str | None = None


def check_schema(schema: pa.Schema, names: Names) -> None:
    """Whether the columns are there and of types that can be read; errors name column and type."""
    kind = _type_of(schema, names.text, "text")
    if pa.types.is_null(kind):
        raise ValueError(f"column {names.text!r} has type null: all its texts are null")
    if kind not in _BYTES:
        raise TypeError(f"column {names.text!r} has type {kind}; texts are {_named_types(_BYTES)}")
    if names.url is not None:
        kind = _type_of(schema, names.url, "url")
        if kind not in _STRINGS and not pa.types.is_null(kind):
            raise TypeError(f"column {names.url!r} has type {kind}; urls are {_named_types(_STRINGS)}")
    if names.id is not None:
        _type_of(schema, names.id, "id")
    for name, _ in ADDED:
        if name in names:
            raise ValueError(f"column {name!r} would be replaced by what is added under that name; rename it")


def _named_types(types: Iterable[pa.DataType]) -> str:
    *most, last = [str(kind) for kind in types]
    return f"{', '.join(most)} or {last}"


def _type_of(schema: pa.Schema, name: str, role: str) -> pa.DataType:
    found = schema.get_all_field_indices(name)
    if len(found) == 1:
        return schema.field(found[0]).type
    if found:
        raise KeyError(f"{len(found)} columns are named {name!r}; {role}= names one")
    raise KeyError(f"there is no column {name!r} for {role}=; the columns are {', '.join(schema.names) or 'none'}")


def check_not_null(batch: pa.RecordBatch | pa.Table, names: Names) -> None:
    """Whether there is any text, where there are rows."""
    check_schema(batch.schema, names)
    if 0 < batch.num_rows == batch.column(names.text).null_count:
        kind = batch.schema.field(names.text).type
        raise ValueError(f"column {names.text!r} of type {kind} is null in all {batch.num_rows} rows")


def cleaned_schema(schema: pa.Schema) -> pa.Schema:
    """The schema of what `clean_batch` gives back."""
    for name, kind in ADDED:
        at = schema.get_field_index(name)
        field = pa.field(name, kind)
        schema = schema.append(field) if at < 0 else schema.set(at, field)
    return schema


def clean_batch(engine: _native.Engine, batch: Batch, names: Names, *, is_all: bool = False) -> Batch:
    """The batch with its texts cleaned, and the added columns. Of a batch that is not all there is, rows are those of it."""
    check_schema(batch.schema, names)
    parts = _clean_parts(engine, batch, names, "row {}" if is_all else "row {} of its batch")
    columns = [batch.column(at) for at in range(batch.num_columns)]
    columns[batch.schema.get_field_index(names.text)] = parts[0]
    for (name, _), column in zip(ADDED, parts[1:]):
        at = batch.schema.get_field_index(name)
        if at < 0:
            columns.append(column)
        else:
            columns[at] = column
    clean = type(batch).from_arrays(columns, schema=cleaned_schema(batch.schema))
    if clean.num_rows != batch.num_rows:
        raise AssertionError(f"{batch.num_rows} rows became {clean.num_rows}; please report this fault of dechaff")
    return clean


def _clean_parts(
    engine: _native.Engine, batch: pa.RecordBatch | pa.Table, names: Names, place: str
) -> list[Any]:
    """The clean texts and the added columns: arrays for a record batch, chunked arrays for a table."""
    if isinstance(batch, pa.RecordBatch):
        return _clean_arrays(engine, batch, names, 0, place)
    # By name a column of each is looked up: other columns keep their own chunks.
    wanted = [name for name in dict.fromkeys(names) if name is not None]
    parts, row = [], 0
    for part in batch.select(wanted).to_batches():
        parts.append(_clean_arrays(engine, part, names, row, place))
        row += part.num_rows
    kinds = [batch.schema.field(names.text).type, *(kind for _, kind in ADDED)]
    columns = zip(*parts) if parts else ([] for _ in kinds)
    return [pa.chunked_array(list(column), type=kind) for column, kind in zip(columns, kinds)]


def _clean_arrays(
    engine: _native.Engine, batch: pa.RecordBatch, names: Names, first_row: int, place: str
) -> list[pa.Array]:
    texts = batch.column(names.text)
    urls = None if names.url is None else as_bytes(batch.column(names.url))
    clean, *added = engine.clean_texts(_retyped(texts, _BYTES[texts.type]), urls)
    ids = None if names.id is None else batch.column(names.id)
    added[-1] = _named(added[-1], ids, first_row, place)
    return [_retyped(clean, texts.type), *added]


def as_bytes(column: pa.Array) -> pa.Array:
    """Strings or bytes as the engine takes what it does not give back."""
    return column.cast(pa.large_binary())


def _retyped(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """The same buffers as an array of strings or bytes: a text that is no UTF-8 must not stop those around it."""
    if array.type == kind:
        return array
    return pa.Array.from_buffers(kind, len(array), array.buffers(), array.null_count, array.offset)


def _named(errors: pa.Array, ids: pa.Array | None, first_row: int, place: str) -> pa.Array:
    """The errors with the names of their rows."""
    if errors.null_count == len(errors):
        return errors

    def named(row: int, error: str) -> str:
        name = place.format(first_row + row)
        if ids is not None:
            name += f", id {ids[row].as_py()!r}"
        return f"{name}: {error}"

    texts = errors.to_pylist()
    return pa.array([None if text is None else named(row, text) for row, text in enumerate(texts)], pa.string())


def clean_rows(engine: _native.Engine, rows: Any, names: Names) -> pa.Table:
    """A batch of Hugging Face datasets, or any mapping of names to lists, cleaned: a table of all its columns."""
    table = rows if isinstance(rows, pa.Table) else getattr(rows, "pa_table", None)
    if table is None:
        if not isinstance(rows, Mapping):
            raise TypeError(
                f"hf takes a batch of rows, as ds.map(cleaner.hf, batched=True) gives it, not {type(rows).__name__}: "
                "leave input_columns= out, and give the data set Python's or Arrow's format"
            )
        wrong = [name for name, values in rows.items() if isinstance(values, (str, bytes))]
        if wrong:
            raise TypeError(f"column {wrong[0]!r} is one text and no list of them: map takes batched=True")
        table = pa.table({name: pa.array(values) for name, values in rows.items()})
    return clean_batch(engine, typed_texts(table, names.text, pa.string()), names)


def typed_texts(table: pa.Table, text: str, kind: pa.DataType) -> pa.Table:
    """The table with texts of this type where the column has none, since all of this batch of many are null."""
    at = table.schema.get_field_index(text)
    if at < 0 or not pa.types.is_null(table.schema.field(at).type):
        return table
    return table.set_column(at, text, table.column(at).cast(kind))
