"""Ray Data: a column cleaned by `map_batches`, in tasks.

Tasks and no pool of actors: a pool as large as the cluster leaves nothing to those that feed it, and hangs.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import ray.data

from dechaff._cleaner import Cleaner, cleaner_of
from dechaff._columns import Names, check_schema, clean_batch, typed_texts


def clean(
    ds: ray.data.Dataset,
    text: str = "text",
    id: str | None = "id",
    url: str | None = None,
    *,
    cleaner: Cleaner | None = None,
    check: bool = True,
    batch_size: int = 1000,
    **options: Any,
) -> ray.data.Dataset:
    """The dataset with its texts cleaned, and the columns that `Cleaner.clean_batch` adds.

    `cleaner` or the options of `Cleaner` (`mode`, `rules`, ...) say how; they go along as text and are compiled once
    in each worker. `batch_size` is in rows. Ray keeps no order of rows between blocks: carry an id. With `check` a
    first row with a text is looked for, which runs what comes before it; all else is lazy. An empty dataset comes back
    as one of the same columns and the added ones, unless Ray does not know the types of its columns, as of pandas's.

    Raises `KeyError`, `TypeError` and `ValueError` as `Cleaner.clean_batch` does, before any page is cleaned. Ray
    starts a task again and again whose worker dies; a page does not make it die.
    """
    cleaner = cleaner_of(cleaner, options)
    names, schema = Names(text, url, id), _schema(ds)
    if schema is None:
        return ds  # it has no rows, and no columns whose types are known
    check_schema(schema, names)
    kind = schema.field(text).type
    if check:
        first = ds.select_columns([text]).filter(_Has(text)).take(1)
        if not first:
            return _without_texts(ds, schema, cleaner, names)

    def clean_table(table: pa.Table) -> pa.Table:
        return clean_batch(cleaner._engine, typed_texts(table, text, kind), names)

    return ds.map_batches(clean_table, batch_format="pyarrow", batch_size=batch_size)


class _Has:
    """Whether a row has a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, row: dict[str, Any]) -> bool:
        return row[self.text] is not None


def _schema(ds: ray.data.Dataset) -> pa.Schema | None:
    schema = ds.schema()
    if schema is not None and not isinstance(schema.base_schema, pa.Schema):
        # Blocks of pandas: an object may be anything, until Arrow has it.
        schema = ds.map_batches(_same, batch_format="pyarrow", batch_size=None).schema()
    return None if schema is None else schema.base_schema


def _same(table: pa.Table) -> pa.Table:
    return table


def _without_texts(ds: ray.data.Dataset, schema: pa.Schema, cleaner: Cleaner, names: Names) -> ray.data.Dataset:
    """Of no rows the same with the added columns; Ray calls nothing for them. Rows without any text are an error."""
    if ds.take(1):
        kind = schema.field(names.text).type
        raise ValueError(f"column {names.text!r} of type {kind} is null in all rows")
    return ray.data.from_arrow(clean_batch(cleaner._engine, schema.empty_table(), names))
