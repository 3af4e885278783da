"""A cleaned page, its cuts, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Union

from dechaff import _native

_STYLE = "white-space: pre-wrap; font-family: inherit; max-height: 40em; overflow: auto"
_STRUCK = "color: #b3261e; background: #b3261e14; text-decoration: line-through"


@dataclass(frozen=True)
class Cut:
    """A span of the text that is gone from the clean text, and why."""

    #: First byte of the text that went, in UTF-8.
    start: int
    #: First byte behind it.
    end: int
    #: The line on which it starts, from 0.
    line: int
    #: The rule that made it, `pack/id`, or `evidence/line` or `evidence/story`.
    rule: str
    #: Other rules that would have cut some of the same bytes.
    also: tuple[str, ...]
    #: What sort of noise it is, such as `share` or `comment`.
    kind: str
    #: How sure the rule's author is: `low`, `medium` or `high`.
    confidence: str
    #: What went.
    text: str
    #: Why, in words.
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What a rule found on a page, and what became of it."""

    #: The rule, `pack/id`.
    rule: str
    #: First byte of the text that it matched, in UTF-8, and first byte behind it.
    start: int
    end: int
    #: First and last line that it touches, from 0.
    lines: tuple[int, int]
    #: Why it was found, in words.
    evidence: str
    #: `cut`, `protects`, `guarded`, `too weak`, `flagged`, `protected`, `sheltered` or `outweighed`.
    verdict: str
    #: Which guard said no, or which confidence it has, where the verdict is one of these.
    why: str | None


@dataclass(frozen=True)
class Cleaned:
    """A cleaned page. In a notebook it shows what went, struck out."""

    #: What is left.
    text: str
    #: What went, in the order of the page, apart from each other.
    cuts: tuple[Cut, ...]
    #: Words on the page, and of the clean text.
    words_before: int
    words_after: int
    #: Why the page was not cleaned as its rules would have it.
    warnings: tuple[str, ...]

    @property
    def removed_share(self) -> float:
        """The share of the page's words that went, 0 to 1."""
        return 1 - self.words_after / self.words_before if self.words_before else 0.0

    def _repr_html_(self) -> str:
        gone = self.words_before - self.words_after
        head = f"{len(self.cuts)} cuts, {gone} of {self.words_before} words"
        notes = "".join(f"<br>{escape(warning)}" for warning in self.warnings)
        body = "".join(_html_pieces(self.text, self.cuts))
        return f'<p><small>{head}{notes}</small></p><div style="{_STYLE}">{body}</div>'


def _html_pieces(clean: str, cuts: Iterable[Cut]) -> Iterable[str]:
    rest, at = clean.encode(), 0
    for cut in cuts:
        kept, rest = rest[: cut.start - at], rest[cut.start - at :]
        at = cut.end
        yield escape(kept.decode())
        why = "; ".join((f"{cut.rule} ({cut.kind}, {cut.confidence})", *cut.evidence))
        # A blank line that went would show as nothing.
        text = cut.text if cut.text.strip() else cut.text.replace("\n", "¶\n")
        yield f'<del style="{_STRUCK}" title="{escape(why)}">{escape(text)}</del>'
    yield escape(rest.decode())


#: A cut as `Cleaner.clean` gives it, or as a row of the column `cuts`.
AnyCut = Union[Cut, Mapping[str, Any]]


def restore(clean: str | bytes, cuts: Sequence[AnyCut] | None) -> str:
    """The text from its clean text and its cuts, byte for byte.

    `clean` is a text, or its bytes in UTF-8, as a binary column has them; the text comes back. `cuts` are those of a
    `Cleaned`, or a row of the column `cuts` as Python has it. O(n) in bytes. It raises
    `ValueError` where the cuts are not of this text and that shows; where the text was changed in a place that no
    cut touches, it does not show.

    >>> restore("Rain fell.\\n", [{"start": 11, "end": 16, "text": "Print"}])
    'Rain fell.\\nPrint'
    >>> restore("Rain", [{"start": 11, "end": 16, "text": "Print"}])
    Traceback (most recent call last):
    ValueError: cut 1 of the record lies outside of the clean text; the text was changed or belongs to another record
    """
    return _native.restore(clean.decode() if isinstance(clean, bytes) else clean, [_span(cut) for cut in cuts or ()])


def _span(cut: AnyCut) -> tuple[int, int, str]:
    if isinstance(cut, Cut):
        return cut.start, cut.end, cut.text
    return cut["start"], cut["end"], cut["text"]
