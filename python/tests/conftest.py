"""What tests share: pages, and what the command makes of them.

`DECHAFF` is the command, built from this tree; scripts/python.sh sets it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = 2_000


def command(*args: str | Path) -> None:
    """Runs the command."""
    if "DECHAFF" not in os.environ:
        pytest.fail("DECHAFF is not set; `./test python` runs these tests")
    subprocess.run([os.environ["DECHAFF"], *map(str, args)], check=True)


def recipes(document: str, heading: str = "") -> list[str]:
    """The blocks of Python below a heading of a document in docs/, or in front of all."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    parts = re.split(r"^#{2,} +(.*)$", text, flags=re.MULTILINE)
    sections = dict(zip(["", *parts[1::2]], parts[0::2]))
    found = re.findall(r"^```python\n(.*?)^```$", sections[heading], flags=re.MULTILINE | re.DOTALL)
    assert found, f"{document} has no Python below {heading!r}"
    return found


def run_recipes(
    document: str, heading: str, names: dict[str, Any] | None = None, *, where: dict[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    """Runs these blocks behind each other, with names that are known before, and gives back all names.

    What a block has somewhere else lies `where` that says.
    """
    names = {**(names or {}), **more}
    for code in recipes(document, heading):
        for place, here in (where or {}).items():
            code = code.replace(place, here)
        exec(compile(code, f"docs/{document}, {heading}", "exec"), names)
    return names


@dataclass(frozen=True)
class Crawl:
    """Pages, and what the command makes of them, by id."""

    file: Path
    pages: list[dict[str, str]]
    clean: dict[str, tuple[str, list[dict[str, Any]]]]

    def check(self, rows: list[dict[str, Any]]) -> None:
        """Whether rows are all pages, each once, with the command's text and cuts, and urls as they were."""
        assert len(rows) == len(self.pages)
        assert sorted(row["id"] for row in rows) == sorted(self.clean)
        urls = {page["id"]: page["url"] for page in self.pages}
        wrong = [row["id"] for row in rows if (row["text"], row["cuts"]) != self.clean[row["id"]]]
        assert not wrong, f"{len(wrong)} differ, such as {wrong[:3]}"
        assert all(row["url"] == urls[row["id"]] for row in rows)


@pytest.fixture(scope="session")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """2,000 pages: generated ones, and the fixtures of the project."""
    folder = tmp_path_factory.mktemp("crawl")
    fixtures = sorted(ROOT.glob("fixtures/*/in.txt"))
    made = folder / "made.jsonl"
    command("gen", "crawl", "--pages", str(PAGES - len(fixtures)), "--hosts", "40", "--seed", "18", "--out", made, "-q")
    pages = [
        {"id": f"fixtures/{path.parent.name}", "url": "https://fixtures.example/", "text": path.read_bytes().decode()}
        for path in fixtures
    ]
    with made.open(encoding="utf-8") as rows:
        pages += [{key: row[key] for key in ("id", "url", "text")} for row in map(json.loads, rows)]
    assert len(pages) == PAGES
    file = folder / "pages.jsonl"
    file.write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
    command("clean", file, "--out", folder / "clean", "--cuts", "column", "--no-config", "-q")
    with (folder / "clean" / "pages.jsonl").open(encoding="utf-8") as rows:
        clean = {row["id"]: (row["text"], row["dechaff_cuts"]) for row in map(json.loads, rows)}
    assert sum(len(cuts) for _, cuts in clean.values()) > PAGES
    return Crawl(file, pages, clean)
