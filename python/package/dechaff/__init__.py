"""Removes from scraped text what is not the article, and can put every byte back.

>>> import dechaff
>>> cleaner = dechaff.Cleaner()
>>> page = cleaner.clean("The bridge opened on Tuesday.\\n\\nLeave a Reply\\n")
>>> page.text
'The bridge opened on Tuesday.\\n'
>>> [cut.rule for cut in page.cuts]
['core/blank-run', 'en/comment-label']
>>> dechaff.restore(page.text, page.cuts)
'The bridge opened on Tuesday.\\n\\nLeave a Reply\\n'

Columns of texts are cleaned as Arrow's tables (`Cleaner.clean_batch`), which needs pyarrow. `dechaff.spark`,
`dechaff.ray` and `dechaff.datatrove` run that on these engines, and need them installed.
"""

from dechaff._cleaner import Cleaner
from dechaff._native import VERSION as __version__
from dechaff._native import RuleError
from dechaff._page import Cleaned, Cut, Finding, restore
from dechaff._rules import shipped_packs

__all__ = [
    "Cleaned",
    "Cleaner",
    "Cut",
    "Finding",
    "RuleError",
    "__version__",
    "restore",
    "shipped_packs",
]
