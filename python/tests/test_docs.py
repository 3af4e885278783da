"""What the documentation shows runs."""

from __future__ import annotations

import doctest
from pathlib import Path

import nbformat
from conftest import recipes
from nbclient import NotebookClient

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_examples_of_the_guide() -> None:
    flags = doctest.ELLIPSIS
    failed, tried = doctest.testfile(str(DOCS / "python.md"), module_relative=False, optionflags=flags)
    assert failed == 0 and tried > 20


def test_every_recipe_runs_somewhere() -> None:
    """Who writes a recipe writes down here which test runs it."""
    known = {
        "python.md": {"Hugging Face datasets", "DuckDB", "Polars", "Ray Data", "datatrove"},
        "spark.md": {"", "On a laptop", "Sizes", "Templates of a crawl", "What goes wrong"},
    }
    for document, headings in known.items():
        text = (DOCS / document).read_text(encoding="utf-8")
        found = sum(len(recipes(document, heading)) for heading in headings)
        assert found == text.count("```python\n"), document


def test_the_notebook(tmp_path: Path) -> None:
    notebook = nbformat.read(DOCS / "python.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [str(cell.outputs) for cell in cells]
    assert "<del " in outputs[0] and "en/see-also-colon" in outputs[0]
    assert "cut  en/see-also-colon" in outputs[2]
    assert "careful [0." in outputs[3] and "balanced [0." in outputs[3]
    assert "share" in outputs[4]
    # Kept without what it printed, so that a change shows what it is.
    kept = nbformat.read(DOCS / "python.ipynb", as_version=4)
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in kept.cells)
