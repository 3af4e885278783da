#!/usr/bin/env python3
"""Writes pages as Markdown by what people marked in them: the stand-in that tables of markup are fitted to.

    labelled_markdown.py GOLD BEFORE OUT

Lines that gold holds are written as articles are: headings, lists and links in prose, hardly a line that is a link.
Others are written as what stands around articles: menus, linked headlines, buttons that do something. How often is
assumed, in round figures (RATES); the draws follow from the page's id and the line, so that a run can be repeated.
`dechaff gen markdown` knows no gold: there the shape of a line alone says what becomes of it, so that markup tells
nothing that the shape does not.
"""
import hashlib
import pathlib
import re
import sys

# How often, in an article and around it.
RATES = {
    "short line is a link": (0.10, 0.75),
    "headline is a link": (0.05, 0.70),
    "headline is a heading": (0.75, 0.35),
    "prose has a link": (0.33, 0.40),
    "button does something": (0.05, 0.75),
    "short line is in a list": (0.50, 0.60),
}
SHORT_WORDS, HEADLINE_WORDS = 5, 15
BUTTONS = re.compile(r"\b(share|tweet|facebook|twitter|linkedin|whatsapp|pinterest|comments?|reply|print|e-?mail)\b", re.I)
TARGETS = ["https://social.example/sharer?u=x", "#comments", "javascript:void(0)", "https://social.example/intent/post?url=x"]
WORD = re.compile(r"\w+")


def words(text):
    return WORD.findall(text.lower())


class Gold:
    """Knows which lines an article holds."""

    def __init__(self, text):
        own = words(text)
        self.text = " " + " ".join(own) + " "
        self.grams = set(zip(own, own[1:], own[2:], own[3:]))

    def holds(self, line):
        own = words(line)
        if len(own) < 8:
            return bool(own) and f" {' '.join(own)} " in self.text
        grams = list(zip(own, own[1:], own[2:], own[3:]))
        return 2 * sum(gram in self.grams for gram in grams) > len(grams)


class Draws:
    """Draws that follow from a page and a line."""

    def __init__(self, *of):
        self.seed, self.count = "\0".join(map(str, of)), 0

    def below(self, most):
        self.count += 1
        drawn = hashlib.blake2b(f"{self.seed}\0{self.count}".encode(), digest_size=8).digest()
        return int.from_bytes(drawn, "big") % most

    def hits(self, what, around):
        return self.below(1000) < 1000 * RATES[what][around]


def escape(text):
    text = re.sub(r"([*_\[\]`<\\|~&])", r"\\\1", text)
    if re.match(r"[#+\-=>:]", text):
        return "\\" + text
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)


def link(text, draws, around):
    target = "https://site.example/" + "-".join(words(text)[:6])
    if BUTTONS.search(text) and draws.hits("button does something", around):
        target = TARGETS[draws.below(len(TARGETS))]
    return f"[{escape(text)}]({target})"


def prose(text, draws, around):
    parts = text.split(" ")
    if len(parts) < 4 or not draws.hits("prose has a link", around):
        return escape(text)
    at = 1 + draws.below(len(parts) - 2)
    linked = " ".join(parts[at:at + 1 + draws.below(3)])
    rest = parts[at + len(linked.split(" ")):]
    if not WORD.search(linked):
        return escape(text)
    tail = (" " + escape(" ".join(rest)).lstrip("\\")) if rest else ""
    return f"{escape(' '.join(parts[:at]))} {link(linked, draws, 0)}{tail}"


def written(line, draws, around, state):
    count, ends = len(words(line)), line.rstrip("\"')”’").endswith((".", "!", "?"))
    if count <= SHORT_WORDS and not ends:
        shown = link(line, draws, around) if draws.hits("short line is a link", around) else escape(line)
        # Short lines in a row are one list, or none.
        if "in_list" not in state:
            state["in_list"] = draws.hits("short line is in a list", around)
        return ("* " + shown, True) if state["in_list"] else (shown, False)
    state.pop("in_list", None)
    if count <= HEADLINE_WORDS and not ends:
        shown = link(line, draws, around) if draws.hits("headline is a link", around) else escape(line)
        if draws.hits("headline is a heading", around):
            level = "##" if around or state.get("headed") else "#"
            state["headed"] = state.get("headed") or not around
            return f"{level} {shown}", False
        return shown, False
    return prose(line, draws, around), False


def main():
    gold, before, out = map(pathlib.Path, sys.argv[1:4])
    for page in sorted(before.rglob("*.txt")):
        own = page.relative_to(before)
        if not (gold / own).is_file():
            continue
        article, state, lines, in_list = Gold((gold / own).read_text()), {}, [], False
        for at, line in enumerate(page.read_text(errors="replace").splitlines()):
            line = " ".join(line.split())
            if not line:
                continue
            around = 0 if article.holds(line) else 1
            shown, is_item = written(line, Draws(own, at), around, state)
            if lines and not (is_item and in_list):
                lines.append("")
            lines.append(shown)
            in_list = is_item
        to = (out / own).with_suffix(".md")
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
