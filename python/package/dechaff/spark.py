"""Apache Spark: a column cleaned where its rows are, and the lines that hosts repeat, counted by Spark.

Both are DataFrame operations on Arrow batches (`mapInArrow`); Spark schedules, retries and spills. Where Python runs
on other machines they need this package, too: docs/spark.md says how it is shipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

import pyarrow as pa
from pyspark.sql import functions as F
from pyspark.sql import types as T

from dechaff import _native
from dechaff._cleaner import MODES, Cleaner, cleaner_of
from dechaff._columns import ADDED, Names, as_bytes, clean_batch

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    Batches = Iterator[pa.RecordBatch]

_CUT = T.StructType(
    [
        T.StructField("start", T.LongType()),
        T.StructField("end", T.LongType()),
        T.StructField("rule", T.StringType()),
        T.StructField("kind", T.StringType()),
        T.StructField("text", T.StringType()),
    ]
)
_ADDED: dict[str, T.DataType] = {
    "cuts": T.ArrayType(_CUT),
    "removed_share": T.DoubleType(),
    "warning": T.StringType(),
    "error": T.StringType(),
}

#: Bytes of counts that a task keeps before it hands them on.
_COUNT_BYTES = 256 << 20

_COUNTED = "host string, key string, row string"
_LEARNED = "host string, learned string"


def clean(
    df: DataFrame,
    text: str = "text",
    id: str | None = "id",
    url: str | None = None,
    *,
    cleaner: Cleaner | None = None,
    check: bool = True,
    **options: Any,
) -> DataFrame:
    """The frame with its texts cleaned, and the columns that `Cleaner.clean_batch` adds.

    No row goes and none is shuffled; other columns stay. `id` is by which errors name rows: it may be `None`.
    `cleaner` or the options of `Cleaner` (`mode`, `rules`, ...) say how; they are broadcast, as text, and compiled
    once in each Python worker. With `check` a look at the first rows makes sure that there is any text, which runs a
    small job, but of a stream; all else is lazy. Whether names of columns are told apart by case is Spark's setting.

    Raises `KeyError`, `TypeError` and `ValueError` as `Cleaner.clean_batch` does, before any page is read.
    """
    cleaner = cleaner_of(cleaner, options)
    names = _check(df, Names(text, url, id))
    if check and not df.isStreaming:
        _check_not_null(df, names.text)
    # Spark's mapInArrow does not find columns of which the name has a dot: they come by place.
    numbered = df.toDF(*(f"c{at}" for at in range(len(df.columns))))
    schema = _with_added_names(df)
    cleaning = _cleaning(_shared(df, cleaner), names, schema.names)
    return numbered.mapInArrow(cleaning, _cleaned_schema(schema))


@dataclass(frozen=True)
class LearnedPack:
    """Rules that were learned, and of what."""

    #: All in one rule file; `Cleaner(rules=[pack.toml])` takes it, after a person has read it.
    toml: str
    #: Hosts that were counted, and those that repeat lines.
    hosts: int
    hosts_with_lines: int
    #: Pages that were counted, and those that were not.
    pages: int
    pages_without_host: int
    pages_repeated: int
    pages_unreadable: int
    #: Lines that cut, and lines that only show.
    lines: int
    flagged: int
    #: What was learned of each host, as the engine writes it.
    _hosts: tuple[str, ...] = field(repr=False)
    _name: str = field(repr=False)
    _accept: str = field(repr=False)

    def write(self, path: str | PathLike[str]) -> list[Path]:
        """Writes the rules to files, as `dechaff learn -o path` does of the same pages, byte for byte; returns their paths.

        Where hosts repeat hundreds of lines or are thousands, others stand beside the rule file, which names them:
        `Cleaner(rules=[path])` reads all. Rules over 3 MB are loaded only so. What has these names is replaced.
        """
        path = Path(path)
        toml, beside, *_ = _native.write_pack(list(self._hosts), self._name, self._accept, path.name)
        written = []
        for name, text in [*beside, (path.name, toml)]:
            file = path.with_name(name)
            file.write_bytes(text.encode())
            written.append(file)
        return written[-1:] + written[:-1]


def learn(
    df: DataFrame,
    text: str = "text",
    id: str = "id",
    url: str = "url",
    *,
    pack: str = "templates",
    accept: str = "careful",
) -> LearnedPack:
    """The lines that hosts repeat, as a pack of rules: what `dechaff learn` writes of the same pages, byte for byte.

    Each task counts lines of its pages; the counts, and not the pages, are shuffled by host, sorted by Spark and
    judged host by host, and what is repeated comes to the driver. A task holds up to 256 MiB of counts, and of the
    host at hand the repeated lines. `id` tells pages apart and may be in one row alone for each host.

    Raises `ValueError` where no page has a host; errors of columns are those of `clean`. A page whose id is null, or
    stands in two partitions, fails the job: `df.dropDuplicates([id])` before it helps with the latter.
    """
    if accept not in MODES:
        raise ValueError(f"accept is {accept!r}; there are {', '.join(MODES)}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", pack):
        raise ValueError(f"pack is {pack!r}; give kebab-case, such as 'my-crawl'")
    names = _check(df, Names(text, url, id))
    columns = [F.col(_quoted(str(name))) for name in names]
    wanted = {"id": columns[2].cast("string"), "url": columns[1], "text": columns[0]}
    pages = df.select(*(column.alias(name) for name, column in wanted.items()))
    counted = pages.mapInArrow(_count, _COUNTED)
    sorted_rows = counted.repartition(F.col("host")).sortWithinPartitions("host", "key")
    learned = sorted_rows.mapInArrow(_judge, _LEARNED).collect()
    return _pack(learned, pack, accept)


def _key(df: DataFrame) -> Callable[[str], str]:
    """By what Spark tells names of columns apart."""
    is_by_case = str(df.sparkSession.conf.get("spark.sql.caseSensitive", "false")).lower() == "true"
    return str if is_by_case else str.lower


def _check(df: DataFrame, wanted: Names) -> Names:
    """The columns by their own names, if they can be cleaned."""
    key = _key(df)
    names = Names(*(_named(df, role, name, key) for role, name in zip(("text", "url", "id"), wanted)))
    kind = df.schema[names.text].dataType
    if isinstance(kind, T.NullType):
        raise ValueError(f"column {names.text!r} has type void: all its texts are null")
    if not isinstance(kind, (T.StringType, T.BinaryType)):
        raise TypeError(f"column {names.text!r} has type {kind.simpleString()}; texts are string or binary")
    if names.url is not None:
        kind = df.schema[names.url].dataType
        if not isinstance(kind, (T.StringType, T.NullType)):
            raise TypeError(f"column {names.url!r} has type {kind.simpleString()}; urls are string")
    added = {key(name) for name, _ in ADDED}
    for name in names:
        if name is not None and key(name) in added:
            raise ValueError(f"column {name!r} would be replaced by what is added under that name; rename it")
    return names


def _named(df: DataFrame, role: str, name: str | None, key: Callable[[str], str]) -> Any:
    """The column that is meant, by its own name."""
    if name is None:
        return None
    found = [column for column in df.columns if key(column) == key(name)]
    if len(found) == 1:
        return found[0]
    how = f"{len(found)} columns are named" if found else "there is no column"
    raise KeyError(f"{how} {name!r} for {role}=; the columns are {', '.join(df.columns) or 'none'}")


def _with_added_names(df: DataFrame) -> T.StructType:
    """The schema, in which columns that are replaced have the names of those that replace them."""
    key = _key(df)
    added = {key(name): name for name in _ADDED}
    fields = [T.StructField(added.get(key(f.name), f.name), f.dataType, f.nullable, f.metadata) for f in df.schema]
    return T.StructType(fields)


def _check_not_null(df: DataFrame, text: str) -> None:
    texts = df.select(F.col(_quoted(text)).isNotNull().alias("is_there"))
    if not texts.filter("is_there").take(1) and texts.take(1):
        kind = df.schema[text].dataType.simpleString()
        raise ValueError(f"column {text!r} of type {kind} is null in all rows")


def _quoted(name: str) -> str:
    """The name as Spark's expressions have it, where a dot would be a field of a struct."""
    return "`" + name.replace("`", "``") + "`"


def _shared(df: DataFrame, cleaner: Cleaner) -> Callable[[], Cleaner]:
    """Gives the cleaner where a task runs: a broadcast one, or one of the task's own where Spark has no context here."""
    try:
        broadcast = df.sparkSession.sparkContext.broadcast(cleaner)
    except Exception:  # noqa: BLE001 - Spark Connect raises errors of its own types
        return lambda: cleaner
    return lambda: broadcast.value


def _cleaning(shared: Callable[[], Cleaner], names: Names, columns: list[str]) -> Callable[[Batches], Batches]:
    def clean_batches(batches: Batches) -> Batches:
        engine = shared()._engine
        for batch in batches:
            named = pa.RecordBatch.from_arrays(batch.columns, names=columns)
            yield clean_batch(engine, named, names)

    return clean_batches


def _cleaned_schema(schema: T.StructType) -> T.StructType:
    added = [T.StructField(name, kind) for name, kind in _ADDED.items() if name not in schema.names]
    replaced = [T.StructField(f.name, _ADDED[f.name]) if f.name in _ADDED else f for f in schema.fields]
    return T.StructType(replaced + added)


def _count(batches: Batches) -> Batches:
    """Pages, as id, url and text, to rows of counts; what was not counted goes under a host without a name."""
    counter, tally = _native.LineCounter(), [0, 0, 0, 0]
    for batch in batches:
        ids, urls, texts = (as_bytes(column) for column in batch.columns)
        tally = [sum(pair) for pair in zip(tally, counter.add(ids, urls, texts))]
        if counter.len_in_memory() > _COUNT_BYTES:
            yield from _rows(counter)
    yield from _rows(counter)
    if any(tally[1:]):
        yield _batch({"host": [""], "key": [""], "row": [json.dumps(tally[1:])]})


def _rows(counter: _native.LineCounter) -> Batches:
    for host, key, row in counter.take_rows():
        yield pa.RecordBatch.from_arrays([host, key, row], ["host", "key", "row"])


def _batch(columns: dict[str, list[str]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _judge(batches: Batches) -> Batches:
    """Rows of counts, sorted, to what each host repeats."""
    learner = _native.HostLearner()
    for batch in batches:
        is_row = [bool(host) for host in batch.column("host").to_pylist()]
        rows = batch.column("row").to_pylist()
        yield _learned(learner.take([row for row, is_one in zip(rows, is_row) if is_one]))
        yield _batch(_uncounted(row for row, is_one in zip(rows, is_row) if not is_one))
    last = learner.finish()
    yield _learned([] if last is None else [last])


def _learned(hosts: list[str]) -> pa.RecordBatch:
    return _batch({"host": ["host"] * len(hosts), "learned": hosts})


def _uncounted(rows: Iterable[str]) -> dict[str, list[str]]:
    tallies = list(rows)
    return {"host": [""] * len(tallies), "learned": tallies}


def _pack(learned: list[Any], name: str, accept: str) -> LearnedPack:
    hosts = [row.learned for row in learned if row.host]
    tallies = [json.loads(row.learned) for row in learned if not row.host]
    without_host, repeated, unreadable = (sum(counts) for counts in zip((0, 0, 0), *tallies))
    toml, _, of_hosts, with_lines, pages, lines, flagged = _native.write_pack(hosts, name, accept)
    if pages == 0 and without_host > 0:
        raise ValueError(f"no page has a host: {without_host} without one; url= names the column of addresses")
    return LearnedPack(
        toml, of_hosts, with_lines, pages, without_host, repeated, unreadable, lines, flagged, tuple(hosts), name, accept
    )
