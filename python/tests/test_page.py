"""Single texts, without Arrow."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import dechaff
from dechaff import Cleaner, Cut, RuleError, restore

TEXT = "The bridge opened on Tuesday.\n\nLeave a Reply\n"
TIDE = """
schema = 1
pack = "own"
[[rule]]
id = "tide"
kind = "metadata"
match.start = ["Tide at "]
"""


def test_a_text_is_cleaned_and_comes_back() -> None:
    page = Cleaner().clean(TEXT)
    assert page.text == "The bridge opened on Tuesday.\n"
    assert [cut.kind for cut in page.cuts] == ["layout", "comment"]
    assert page.cuts[1].evidence and page.cuts[1].line == 2
    assert (page.words_before, page.words_after) == (8, 5)
    assert page.removed_share == pytest.approx(3 / 8)
    assert page.warnings == ()
    assert restore(page.text, page.cuts) == TEXT


def test_offsets_are_bytes() -> None:
    text = "Le café ouvre à midi.\n\n\n\nLeave a Reply\n"
    page = Cleaner().clean(text)
    for cut in page.cuts:
        assert text.encode()[cut.start : cut.end] == cut.text.encode()
    assert restore(page.text, page.cuts) == text
    rows = [{"start": cut.start, "end": cut.end, "text": cut.text} for cut in page.cuts]
    assert restore(page.text, rows) == text
    assert restore("as it was", None) == "as it was"


def test_restore_refuses_cuts_of_another_text() -> None:
    cut = Cut(40, 45, 0, "p/a", (), "share", "high", "Print", ())
    with pytest.raises(ValueError, match="lies outside of the clean text"):
        restore("short", [cut])
    with pytest.raises(ValueError, match="does not follow the one before"):
        restore("a long clean text", [{"start": 5, "end": 6, "text": "x"}, {"start": 2, "end": 3, "text": "y"}])


def test_modes_evidence_and_packs_change_what_goes() -> None:
    tide = TEXT + "Tide at Port Ellery: 2.1 m\n"
    assert Cleaner(rules=[TIDE]).clean(tide).cuts[-1].rule == "own/tide"
    assert Cleaner(rules=[TIDE], packs=[]).clean(tide).text == TEXT
    rules = {cut.rule for cut in Cleaner(packs=["core"]).clean(tide).cuts}
    assert all(rule.startswith(("core/", "evidence/")) for rule in rules)
    hashes = {Cleaner(mode=mode, evidence=evidence).hashes for mode in ("careful", "thorough") for evidence in (True, False)}
    assert len(hashes) == 4


def test_a_rule_may_ask_for_the_host() -> None:
    rule = TIDE + 'when.domain = "tide.example"\n'
    cleaner = Cleaner(rules=[rule])
    text = "The boat left at noon.\nTide at Port Ellery: 2.1 m\n"
    assert cleaner.clean(text).text == text
    assert cleaner.clean(text, url="https://tide.example/today").text == "The boat left at noon.\n"


def test_rules_are_paths_folders_or_texts(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(TIDE)
    for source in (TIDE, tmp_path / "own.toml", tmp_path, str(tmp_path)):
        assert Cleaner(rules=[source]).clean("It rained.\nTide at noon\n").text == "It rained.\n"
    with pytest.raises(FileNotFoundError):
        Cleaner(rules=[tmp_path / "none.toml"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match="has no .toml file"):
        Cleaner(rules=[tmp_path / "empty"])


LINES = """{"dechaff_lines":1}
{"rule":"tide-example","lines":2}
["s",14,"Front page"]
["en",9,"12 comments"]
"""
TEMPLATES = """schema = 1
pack = "tide"
template_lines = { file = "tide.lines", blake3 = "a428b2cf63340fd9431be8b8e01a71324db0d9368bbf278362c97e5e0d732e77" }
parts = ["tide-2.toml"]
[[rule]]
id = "tide-example"
kind = "template"
match.template.in_file = 2
when.domain = "tide.example"
"""
PART = """schema = 1
pack = "tide"
part = 2
[[rule]]
id = "boat-example"
kind = "template"
match.template.lines = [{ text = "All boats" }]
when.domain = "boat.example"
"""


def test_files_beside_rules_come_with_them(tmp_path: Path) -> None:
    for name, text in (("tide.toml", TEMPLATES), ("tide.lines", LINES), ("tide-2.toml", PART)):
        (tmp_path / name).write_text(text)
    text = "Front page\nThe boat left at noon.\nAll boats\n"
    for sources in ([tmp_path / "tide.toml"], [tmp_path], [TEMPLATES, LINES, PART]):
        cleaner = pickle.loads(pickle.dumps(Cleaner(rules=sources)))
        assert cleaner.clean(text, url="https://tide.example/").text == "The boat left at noon.\nAll boats\n"
        assert cleaner.clean(text, url="https://boat.example/").text == "Front page\nThe boat left at noon.\n"
    for lost, words in (("tide.lines", "the lines in tide.lines were not loaded"), ("tide-2.toml", "part 2 of the pack")):
        (tmp_path / lost).unlink()
        with pytest.raises(RuleError, match=words):
            Cleaner(rules=[tmp_path / "tide.toml"])


def test_what_is_wrong_with_rules_is_told_at_once() -> None:
    with pytest.raises(RuleError) as caught:
        Cleaner(rules=[TIDE.replace("metadata", "weather").replace("match.start", "match.stort")])
    assert "rules[0]" in str(caught.value) and "weather" in str(caught.value) and "stort" in str(caught.value)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"mode": "wild"}, ValueError, "careful, balanced, thorough"),
        ({"packs": ["xx"]}, ValueError, "shipped are core"),
        ({"packs": "core"}, TypeError, r"packs=\['core'\]"),
        ({"rules": "own.toml"}, TypeError, r"rules=\['own.toml'\]"),
        ({"rules": [7]}, TypeError, "rules has a int"),
        ({"lang": "English"}, ValueError, "two letters"),
    ],
)
def test_options_that_are_wrong_say_what_to_give(options: dict, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        Cleaner(**options)


def test_it_pickles_without_its_files(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(TIDE)
    cleaner = Cleaner("balanced", [path], ["core"], evidence=False, lang="en")
    sent = pickle.dumps(cleaner)
    path.unlink()
    again = pickle.loads(sent)
    assert (again.mode, again.packs, again.evidence, again.lang) == ("balanced", ("core",), False, "en")
    assert again.hashes == cleaner.hashes
    assert again.clean("It rained.\nTide at noon\n").text == "It rained.\n"
    # One process compiles the same rules once.
    assert again._engine is cleaner._engine
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).clean('It rained.\\nTide at noon\\n').text)"
    out = subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=True)
    assert out.stdout.decode().strip() == "It rained."


def test_explain_says_what_became_of_each_find() -> None:
    findings = Cleaner().explain(TEXT)
    assert {(find.rule, find.verdict) for find in findings} >= {("en/comment-label", "cut")}
    (find,) = [find for find in findings if find.rule == "en/comment-label"]
    assert find.lines == (2, 2) and find.evidence and find.why is None


def test_a_notebook_shows_what_went() -> None:
    page = Cleaner().clean("Fish & <chips> opened on Tuesday.\n\nLeave a Reply\n")
    html = page._repr_html_()
    assert "Fish &amp; &lt;chips&gt; opened on Tuesday." in html
    assert html.count("<del ") == len(page.cuts) == 2
    assert ">Leave a Reply\n</del>" in html and "en/comment-label (comment, high)" in html
    assert ">¶\n</del>" in html


def test_a_page_that_rules_gut_is_kept_and_says_so() -> None:
    text = "Tide at noon\n" * 3
    page = Cleaner(rules=[TIDE], packs=[]).clean(text)
    assert page.text == text and page.cuts == ()
    assert page.warnings[0].startswith("kept whole, since 100 % of its words would go")
    assert "kept whole" in page._repr_html_()


def test_a_lone_surrogate_is_an_error() -> None:
    with pytest.raises(UnicodeEncodeError):
        Cleaner().clean("half \ud800")


def test_other_threads_run_while_it_cleans() -> None:
    """Python's lock is free: a thread that only counts goes on while a long text is cleaned."""
    cleaner = Cleaner()
    text = "\n".join(f"The river rose by {at} feet and fell near town {at % 7919}." for at in range(60_000))
    ticks, done = [], threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    start = time.perf_counter()
    cleaner.clean(text)
    end = time.perf_counter()
    done.set()
    thread.join()
    assert sum(start < at < end for at in ticks) >= 5, f"{end - start:.3f} s"


def test_names() -> None:
    assert dechaff.shipped_packs()[0] == "core"
    assert dechaff.__version__.count(".") == 2
    assert repr(Cleaner(lang="en")) == "Cleaner(mode='careful', rules=[], packs=None, evidence=True, lang='en')"
