"""datatrove: a step of a pipeline that cleans documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from datatrove.pipeline.base import PipelineStep

from dechaff._cleaner import Cleaner, cleaner_of
from dechaff._page import Cleaned

if TYPE_CHECKING:
    from datatrove.data import Document


class DechaffFormatter(PipelineStep):  # type: ignore[misc, unused-ignore]
    """Cleans the text of each document.

    `cleaner` or the options of `Cleaner` (`mode`, `rules`, ...) say how. `url` is the key of `metadata` under which
    addresses are. What went is in `metadata["dechaff_cuts"]`, as JSON (a list of objects with `start`, `end`, `rule`,
    `kind` and `text`; datatrove's Parquet writer takes the types of its first document for those of all), and the
    share of words that went in `metadata["dechaff_removed_share"]`; `keep_cuts=False` leaves the first out. A text on
    which dechaff fails stays as it is, with the reason in `metadata["dechaff_error"]`.

    Stats: `total`, `cleaned` (documents that changed), `emptied`, `kept_whole`, `failed`; `words`,
    before cleaning, and `words_removed`.

    >>> from datatrove.data import Document
    >>> pages = [Document(text="The bridge opened on Tuesday.\\n\\nLeave a Reply\\n", id="a")]
    >>> [page.text for page in DechaffFormatter().run(pages)]
    ['The bridge opened on Tuesday.\\n']
    """

    type = "✂️ - FORMAT"
    name = "dechaff"

    def __init__(
        self, cleaner: Cleaner | None = None, url: str = "url", keep_cuts: bool = True, **options: Any
    ) -> None:
        super().__init__()
        self.cleaner = cleaner_of(cleaner, options)
        self.url = url
        self.keep_cuts = keep_cuts

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        for document in data:
            self.stat_update("total")
            with self.track_time():
                self._clean(document)
            yield document

    def _clean(self, document: Document) -> None:
        url = document.metadata.get(self.url)
        try:
            cleaned = self.cleaner.clean(document.text, url if isinstance(url, str) else None)
        except (UnicodeEncodeError, RuntimeError) as error:
            document.metadata["dechaff_error"] = str(error)
            self.stat_update("failed")
            return
        self._count(document.text, cleaned)
        document.text = cleaned.text
        document.metadata["dechaff_removed_share"] = cleaned.removed_share
        if self.keep_cuts:
            document.metadata["dechaff_cuts"] = _json(cleaned)

    def _count(self, text: str, cleaned: Cleaned) -> None:
        self.stat_update("words", value=cleaned.words_before)
        self.stat_update("words_removed", value=cleaned.words_before - cleaned.words_after)
        for stat, counts in (
            ("cleaned", cleaned.text != text),
            ("emptied", bool(text) and not cleaned.text),
            ("kept_whole", bool(cleaned.warnings)),
        ):
            if counts:
                self.stat_update(stat)


def _json(cleaned: Cleaned) -> str:
    cuts = [
        {"start": cut.start, "end": cut.end, "rule": cut.rule, "kind": cut.kind, "text": cut.text}
        for cut in cleaned.cuts
    ]
    return json.dumps(cuts, ensure_ascii=False)
