#!/usr/bin/env bash
# One would guess: data-juicer's remove_repeat_sentences_mapper removes sentences that stand in the text before.
# What is so: with its default `ignore_special_character=True` sentences are compared by their ASCII letters, digits,
# Chinese characters and blanks; all else counts as special. Of a sentence in Russian, Greek or Korean only the blanks
# are left, so two different ones with the same number of words are equal, and the second is removed. A long text keeps
# one for each number of words. Text in Latin letters is safe but for names that differ in an accent.
# It matters to who runs one recipe over a crawl of many languages: the texts read on as prose, with no gap to see, and
# nothing is counted. Pass ignore_special_character=False.
# py-data-juicer 1.6.1, 2026-11-29.
set -euo pipefail
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
python3 -m venv --upgrade-deps "$t/v"
"$t/v/bin/pip" install -q --prefer-binary regex==2026.11.19
"$t/v/bin/pip" install -q --no-deps py-data-juicer==1.6.1
cd "$t"
"$t/v/bin/python" -W ignore - <<'PY'
import glob, importlib.util, os, sys, types
from importlib.metadata import version

# The mapper's module alone: a stand-in for the class that it registers itself with spares this script all that
# importing the package asks for.
base = types.ModuleType("ops.base_op")
base.OPERATORS = types.SimpleNamespace(register_module=lambda name: lambda mapper: mapper)
base.Mapper = type("Mapper", (), {"text_key": "text", "__init__": lambda self: None})
sys.modules.update({"ops": types.ModuleType("ops"), "ops.mapper": types.ModuleType("ops.mapper"), "ops.base_op": base})
path, = glob.glob(os.path.join(sys.prefix, "lib/python3*/site-packages/data_juicer/ops/mapper/remove_repeat_sen*.py"))
spec = importlib.util.spec_from_file_location("ops.mapper.repeat", path)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

texts = [
    ("en", "Rain fell on the harbour. The ferry left at nine. Nobody was on it then.", [3, 3]),
    ("ru", "Дождь шёл весь день. Паром ушёл в девять. Лодки вернулись домой утром.", [1, 3]),
    ("el", "Η βροχή έπεσε όλη μέρα. Το πλοίο έφυγε στις εννέα. Οι βάρκες γύρισαν το πρωί.", [1, 3]),
    ("ko", "비가 하루 종일 내렸다. 배는 아홉 시에 떠났다. 아무도 밖에 없었다 그때.", [1, 3]),
]


def left(text, **settings):
    mapper = module.RemoveRepeatSentencesMapper(**settings)
    return mapper.process_batched({"text": [text]})["text"][0].count(".")


print("py-data-juicer", version("py-data-juicer"))
for language, text, was in texts:
    saw = [left(text), left(text, ignore_special_character=False)]
    print(f"{language}: {saw[0]} of 3 different sentences left; {saw[1]} with ignore_special_character=False")
    if saw != was:
        sys.exit(f"changed: was {was}")
PY
