"""Which rules a cleaner has: texts of rule files, wherever they came from."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Union

from dechaff import _native

#: A rule file: its path, or that of a folder of rule files, or its text.
RuleSource = Union[str, "os.PathLike[str]"]


def shipped_packs() -> tuple[str, ...]:
    """The names of the packs of rules inside dechaff, as `Cleaner(packs=...)` takes them.

    >>> "core" in shipped_packs()
    True
    """
    return tuple(_native.shipped_packs())


def read_rules(sources: Iterable[RuleSource]) -> tuple[tuple[str, str], ...]:
    """Names and texts of rule files. A `str` of several lines is a text and no path."""
    if isinstance(sources, (str, os.PathLike)):
        raise TypeError(f"rules is a list of rule files; write rules=[{sources!r}]")
    files: list[tuple[str, str]] = []
    for source in sources:
        if isinstance(source, str) and "\n" in source:
            files.append((f"rules[{len(files)}]", source))
        elif isinstance(source, (str, os.PathLike)):
            files.extend(_read_path(Path(source)))
        else:
            raise TypeError(
                f"rules has a {type(source).__name__}; give paths of rule files and folders, or texts of rule files"
            )
    return tuple(files)


def _read_path(path: Path) -> Iterable[tuple[str, str]]:
    """The rule files at a path, each with the files beside it that it names, in the order in which the command has them."""
    if path.is_dir():
        paths = sorted(path.rglob("*.toml"))
        if not paths:
            raise FileNotFoundError(f"{path}: the folder has no .toml file")
    elif not path.exists() and any(sign in str(path) for sign in "=["):
        raise FileNotFoundError(f"{path}: no such file; the text of a rule file has several lines")
    else:
        paths = [path]
    read: set[Path] = set()
    while paths:
        file = paths.pop(0)
        if file in read:
            continue
        read.add(file)
        text = _read_text(file)
        yield str(file), text
        lines, parts = _native.files_beside(text)
        # That one is not there is an error of the rule file, which says what to do.
        if lines is not None and file.with_name(lines).is_file():
            yield str(file.with_name(lines)), _read_text(file.with_name(lines))
        paths[:0] = [file.with_name(part) for part in parts if file.with_name(part).is_file()]


def _read_text(file: Path) -> str:
    """The text byte for byte, as hashes have it."""
    return file.read_bytes().decode("utf-8")


def check_packs(packs: Iterable[str] | None) -> tuple[str, ...] | None:
    """The packs, each of which is shipped."""
    if packs is None:
        return None
    if isinstance(packs, str):
        raise TypeError(f"packs is a list of names; write packs=[{packs!r}]")
    chosen, known = tuple(packs), shipped_packs()
    for pack in chosen:
        if pack not in known:
            raise ValueError(f"no pack is named {pack!r}; shipped are {', '.join(known)}")
    return chosen
