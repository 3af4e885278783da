"""The cleaner: options that travel, and an engine that each process compiles once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from dechaff import _native
from dechaff._page import Cleaned, Cut, Finding
from dechaff._rules import RuleSource, check_packs, read_rules

if TYPE_CHECKING:
    import pyarrow as pa

    Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)

MODES = ("careful", "balanced", "thorough")


@lru_cache(maxsize=16)
def _engine(
    mode: str,
    rules: tuple[tuple[str, str], ...],
    packs: tuple[str, ...] | None,
    evidence: bool,
    lang: str | None,
) -> _native.Engine:
    return _native.Engine(mode, list(rules), None if packs is None else list(packs), evidence, lang)


class Cleaner:
    """Cleans texts as `dechaff clean` does.

    `mode` says how much evidence a cut needs: `careful`, `balanced` or `thorough`. `rules` are rule files beside the
    shipped ones: paths of files or folders, or texts of rule files (a `str` of several lines). With a path come the
    files beside it that the rule file names, as `dechaff learn` writes them; of texts give theirs as well. `packs` names the
    shipped packs that count, in load order; without it all do. With `evidence=False` no lines are weighed: rules
    alone cut. `lang` is the language of all texts, in two letters; without it the language is detected.

    Building one reads the files and compiles the rules, once in a process for the same options. It pickles as texts
    of rules and options, so that engines can send it to machines that have no such files. It may be used by many
    threads at once; while it cleans it does not hold Python's lock.

    Raises `RuleError` where a rule file is wrong, with all that is wrong with it; `ValueError` for other options.

    >>> tide = '''
    ... schema = 1
    ... pack = "own"
    ... [[rule]]
    ... id = "tide"
    ... kind = "metadata"
    ... match.start = ["Tide at "]
    ... '''
    >>> cleaner = Cleaner(mode="balanced", rules=[tide])
    >>> cleaner.clean("The boat left at noon.\\nTide at Port Ellery: 2.1 m\\n").text
    'The boat left at noon.\\n'
    """

    __slots__ = ("_engine", "evidence", "lang", "mode", "packs", "rules")

    #: How much evidence a cut needs.
    mode: str
    #: Names and texts of the rule files beside the shipped ones.
    rules: tuple[tuple[str, str], ...]
    #: The shipped packs that count; `None` for all.
    packs: tuple[str, ...] | None
    #: Whether lines are weighed.
    evidence: bool
    #: The language of all texts, where it is known.
    lang: str | None

    def __init__(
        self,
        mode: str = "careful",
        rules: Iterable[RuleSource] = (),
        packs: Iterable[str] | None = None,
        evidence: bool = True,
        lang: str | None = None,
    ) -> None:
        if mode not in MODES:
            raise ValueError(f"mode is {mode!r}; there are {', '.join(MODES)}")
        if lang is not None and not (isinstance(lang, str) and len(lang) == 2 and lang.isascii() and lang.islower()):
            raise ValueError(f"lang is {lang!r}; give a language in two letters, such as 'en'")
        self._set(mode, read_rules(rules), check_packs(packs), bool(evidence), lang)

    def _set(
        self,
        mode: str,
        rules: tuple[tuple[str, str], ...],
        packs: tuple[str, ...] | None,
        evidence: bool,
        lang: str | None,
    ) -> None:
        self.mode, self.rules, self.packs, self.evidence, self.lang = mode, rules, packs, evidence, lang
        self._engine = _engine(mode, rules, packs, evidence, lang)

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickle, (self.mode, self.rules, self.packs, self.evidence, self.lang)

    def __repr__(self) -> str:
        names = [name for name, _ in self.rules]
        return (
            f"Cleaner(mode={self.mode!r}, rules={names!r}, packs={self.packs!r}, "
            f"evidence={self.evidence!r}, lang={self.lang!r})"
        )

    @property
    def hashes(self) -> tuple[str, str]:
        """The hashes of rules and options, as the command's records name them. One version of dechaff makes the
        same cuts in a text wherever both are the same."""
        return self._engine.hashes()

    def clean(self, text: str, url: str | None = None) -> Cleaned:
        """Cleans one text. `url` is where it was found: rules may ask for its host.

        O(n) in bytes; it never fails for the text's sake, but for one that has no UTF-8 (a lone surrogate).

        >>> Cleaner().clean("Rain fell.\\n\\n\\n\\nThe river rose.\\n").cuts[0].text
        '\\n\\n'
        """
        clean, cuts, before, after, warnings = self._engine.clean(text, url)
        return Cleaned(clean, tuple(_cut(*cut) for cut in cuts), before, after, tuple(warnings))

    def explain(self, text: str, url: str | None = None) -> list[Finding]:
        """All that rules found on a text and what became of it, by lines.

        >>> findings = Cleaner().explain("Rain fell.\\n\\nLeave a Reply\\n")
        >>> [find.rule for find in findings if find.verdict == "cut"]
        ['core/blank-run', 'en/comment-label']
        """
        return [_finding(*finding) for finding in self._engine.explain(text, url)]

    def clean_batch(
        self,
        batch: Batch,
        text: str = "text",
        url: str | None = None,
        id: str | None = None,
        *,
        check: bool = True,
    ) -> Batch:
        """Cleans a column of an Arrow table or record batch; gives back one of the same kind.

        `text` names the column, of strings or of bytes in UTF-8, which keeps its type; `url` the column of addresses,
        `id` one by which errors name rows. There are as many rows out as in, in the same order, and other columns are
        not touched. These columns replace those of their names, or come behind all others:

        | column | type | |
        | --- | --- | --- |
        | `cuts` | list<struct<start: int64, end: int64, rule: string, kind: string, text: string>> | what went; places are bytes of the text in UTF-8 |
        | `removed_share` | double | the share of the words that went, 0 to 1 |
        | `warning` | string | why a page was not cleaned as its rules would have it |
        | `error` | string | why the row came through untouched: its bytes are no UTF-8 |

        A text that is null stays so, and so are the others beside it. It runs on one thread, without Python's lock.

        Raises `KeyError` where a column is missing, `TypeError` where it has another type, `ValueError` where all its
        texts are null; each names the column before any page is read. `check=False` takes texts that are all null:
        for a batch of many, in which that may be, and errors then count rows within the batch.

        >>> import pyarrow as pa
        >>> table = pa.table({"id": [7], "text": ["The bridge opened on Tuesday.\\n\\nLeave a Reply\\n"]})
        >>> clean = Cleaner().clean_batch(table)
        >>> clean.column_names
        ['id', 'text', 'cuts', 'removed_share', 'warning', 'error']
        >>> clean["text"].to_pylist()
        ['The bridge opened on Tuesday.\\n']
        """
        import pyarrow as pa

        from dechaff._columns import Names, check_not_null, clean_batch

        if not isinstance(batch, (pa.Table, pa.RecordBatch)):
            raise TypeError(
                f"clean_batch takes a pyarrow.Table or RecordBatch, not {type(batch).__name__}: pa.table({{'text': texts}}), "
                "pa.Table.from_pandas(frame) and frame.to_arrow() of polars make one"
            )
        names = Names(text, url, id)
        if check:
            check_not_null(batch, names)
        return clean_batch(self._engine, batch, names, is_all=check)

    def hf(
        self, rows: Any, text: str = "text", url: str | None = None, id: str | None = None
    ) -> pa.Table:
        """What `datasets.Dataset.map` takes: `dataset.map(cleaner.hf, batched=True)`.

        Columns of other names go as `fn_kwargs={"text": "content"}`. The new columns are those of `clean_batch`. It
        gives a table, since `datasets` would take the types of lists from the first of them: of a first batch
        without cuts, none; data sets that stream take tables behind `with_format("arrow")`. Needs `batched=True`; a
        batch of which all texts are null is one among others. Errors count rows within their batch: `id` names them.

        >>> rows = {"id": ["a"], "text": ["The bridge opened on Tuesday.\\n\\nLeave a Reply\\n"]}
        >>> Cleaner().hf(rows, id="id")["text"].to_pylist()
        ['The bridge opened on Tuesday.\\n']
        """
        from dechaff._columns import Names, clean_rows

        return clean_rows(self._engine, rows, Names(text, url, id))


def cleaner_of(cleaner: Cleaner | None, options: dict[str, Any]) -> Cleaner:
    """The cleaner that an engine's module was given, or one of the options that it was given instead."""
    if cleaner is None:
        return Cleaner(**options)
    if options:
        raise TypeError(f"cleaner= has its own options; leave out {', '.join(options)}")
    return cleaner


def _unpickle(
    mode: str,
    rules: tuple[tuple[str, str], ...],
    packs: tuple[str, ...] | None,
    evidence: bool,
    lang: str | None,
) -> Cleaner:
    cleaner = Cleaner.__new__(Cleaner)
    cleaner._set(mode, rules, packs, evidence, lang)
    return cleaner


def _cut(
    start: int, end: int, line: int, rule: str, also: list[str], kind: str, confidence: str, text: str, why: list[str]
) -> Cut:
    return Cut(start, end, line, rule, tuple(also), kind, confidence, text, tuple(why))


def _finding(
    rule: str, start: int, end: int, first: int, last: int, evidence: str, verdict: str, why: str | None
) -> Finding:
    return Finding(rule, start, end, (first, last), evidence, verdict, why)
