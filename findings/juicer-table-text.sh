#!/usr/bin/env bash
# One would guess: data-juicer's remove_table_text_mapper removes the rows of tables.
# What is so: a table, to its pattern, is two or more neighbouring lines of the same number of words, from 2 to 20,
# each word apart by one blank, tab or bar. html2text wraps prose at 78 characters by default, and neighbouring lines
# of a paragraph often have as many words as each other: they are removed out of the middle of sentences. So are two
# points of a list of the same length. A Markdown table whose cells are padded is not: its words are more than a blank
# apart.
# It matters to who runs the mapper behind a writer that wraps (html2text, lynx, mail archives): the loss is spread
# over all prose, at the rate at which neighbours are equal. Unwrap first (`body_width = 0`): a paragraph is one line
# then.
# py-data-juicer 1.6.1, html2text 2025.4.15, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary regex==2026.11.19 pydantic html2text==2025.4.15
"$t/v/bin/pip" install -q --no-deps py-data-juicer==1.6.1
cd "$t"
"$t/v/bin/python" -W ignore - <<'PY'
import glob, importlib.util, os, sys, types
from importlib.metadata import version

import html2text

# The mapper's module alone, with a stand-in for the class that it registers itself with.
base = types.ModuleType("ops.base_op")
base.OPERATORS = types.SimpleNamespace(register_module=lambda name: lambda mapper: mapper)
base.Mapper = type("Mapper", (), {"text_key": "text", "__init__": lambda self: None})
sys.modules.update({"ops": types.ModuleType("ops"), "ops.mapper": types.ModuleType("ops.mapper"), "ops.base_op": base})
path, = glob.glob(os.path.join(sys.prefix, "lib/python3*/site-packages/data_juicer/ops/mapper/remove_table_text*.py"))
spec = importlib.util.spec_from_file_location("ops.mapper.table", path)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

prose = ("Rain fell on the harbour all day and nobody went out to look at the boats until the evening, when the wind had "
         "gone and the gulls came back to the wall where they sit in summer. Then the boats were counted twice, and the "
         "nets were carried down from the chapel again, as they are each year.")


def text_of(html, width):
    settings = html2text.HTML2Text()
    settings.body_width = width
    return settings.handle(f"<h1>The harbour</h1>{html}<p>That is all.</p>")


def removed(text):
    """The lines that the mapper takes."""
    lines = module.RemoveTableTextMapper().process_batched({"text": [text]})["text"][0].split("\n")
    return [line for line in text.split("\n") if line and line not in lines]


padded = "The harbour\n\n| boat    | men |\n| ------- | --- |\n| Gull    | 12  |\n| Herring | 4   |\n\nThat is all.\n"
print("py-data-juicer", version("py-data-juicer"), "html2text", version("html2text"))
for name, text, was in [
    ("prose, wrapped at 78", text_of(f"<p>{prose}</p>", 78), 2),
    ("prose, unwrapped", text_of(f"<p>{prose}</p>", 0), 0),
    ("a list of two points", "Take along:\n\n- A rope\n- A lamp\n\nThen go home at once.\n", 2),
    ("a padded table", padded, 0),
]:
    saw = removed(text)
    print(f"{name}: {len(saw)} line(s) removed {saw}")
    if len(saw) != was:
        sys.exit(f"changed: was {was}")
PY
