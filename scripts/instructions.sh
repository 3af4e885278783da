#!/usr/bin/env bash
# Counts the instructions of cleaning, by valgrind's callgrind: no clock, so that a busy machine says the
# same as an idle one. Compares them with benches/instructions.tsv and fails where one rose by more than
# 3 %, or where text that is made to hurt costs more than 2.2 times as much when there is twice as much of
# it. Usage: scripts/instructions.sh [--write]; --write puts the counts into the file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
figures=benches/instructions.tsv

if ! command -v valgrind >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y valgrind; } >/dev/null 2>&1 || true
    fi
fi
if ! command -v valgrind >/dev/null; then
    echo 'instructions: skipped, there is no valgrind'
    exit 0
fi

# Without Parquet: most of the crates that are built are its own, and nothing of it is counted.
cargo build --profile instructions --locked --quiet --no-default-features --features cli
dechaff=${CARGO_TARGET_DIR:-target}/instructions/dechaff
compiler=$(rustc -vV | awk '/^(release|host):/ { printf "%s%s", sep, $2; sep = " " }')
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$dechaff" clean -q --no-config --dry-run -j 1 "$1" \
        2>&1 >/dev/null | awk '/Collected/ { print $NF }'
}

# Texts made to hurt, of $2 lines: a name for each kind of rule, for weighing and for ends.
hurt() {
    awk -v kind="$1" -v lines="$2" 'BEGIN {
        for (at = 0; at < lines; at++) {
            if (kind == "one-line") printf "word "
            else if (kind == "equal") print "The same line once more, as it stood."
            else if (kind == "digits") print "Line number " at " of many that differ in it"
            else if (kind == "capitals") print "ALL CAPITALS AND NOTHING ELSE"
            else if (kind == "read-more") print "Read more: Read more: Read more: Read more"
            else if (kind == "two-words") print "w" at % 5000 " x" at % 7919
            else if (kind == "headings") { print "Related Articles"; print "word" at " other" at }
            else if (kind == "labels") print "Trending"
            else if (kind == "cards") { print "Floods close three schools"; print "2 hours ago" }
            else if (kind == "cut-off") print "The old bridge closes " at " times..."
            else if (kind == "slugs") print "ferry-line-cuts-service-" at
            else if (kind == "blank") print ""
            else if (kind == "comments") {
                print at < 9 ? "A story that stands above all of its many comments is long enough for that." : "w" at " Comments"
                print at % 28 + 1 " May " at ", 9:30"; print "So it was, w" at
            }
            else if (kind == "signs") print "* - *"
            else print "The river rose by " at " feet and w" at % 5000 " fell near town x" at % 7919 "."
        }
    }'
}

status=0
head -c 5000 <(cat fixtures/*/in.txt) >"$folder/page.txt"
"$dechaff" gen crawl --pages 300 --hosts 60 --seed 1 --shape raw --out "$folder/crawl" -q
{
    printf '# Instructions of one call, %s. scripts/instructions.sh --write\n' "$compiler"
    printf 'start\t%s\n' "$(count "$folder/page.txt")"
    printf 'crawl\t%s\n' "$(count "$folder/crawl")"
} >"$folder/now.tsv"

while IFS=$'\t' read -r name now; do
    old=$(awk -F '\t' -v name="$name" '$1 == name { print $2 }' "$figures" 2>/dev/null || true)
    awk -v name="$name" -v now="$now" -v old="${old:-0}" 'BEGIN {
        printf "%-10s %14.0f instructions", name, now
        if (old > 0) printf ", %+.1f %% of the committed figure", 100 * (now / old - 1)
        print ""
    }'
    if [ -n "$old" ] && awk -v now="$now" -v old="$old" 'BEGIN { exit !(now > old * 1.03) }'; then
        if grep -qF "$compiler" "$figures"; then
            echo "instructions: $name costs over 3 % more than $figures says; make it cheaper, or say why and --write"
            status=1
        else
            echo "instructions: the figures are of another compiler, $name is not judged"
        fi
    fi
done < <(grep -v '^#' "$folder/now.tsv")

# What a run costs that reads nothing. Of "weighed" there is so much that all would go and both stay whole: of
# half as much less is weighed once more.
printf '\n' >"$folder/empty.txt"
empty=$(count "$folder/empty.txt")
for kind in one-line:100000 equal:15000 digits:10000 capitals:15000 read-more:8000 two-words:15000 \
    headings:3000 labels:15000 cards:4000 cut-off:6000 slugs:10000 blank:60000 signs:20000 comments:4000 weighed:24000; do
    lines=${kind#*:} kind=${kind%:*}
    hurt "$kind" "$lines" >"$folder/once.txt"
    hurt "$kind" $((2 * lines)) >"$folder/twice.txt"
    once=$(count "$folder/once.txt") twice=$(count "$folder/twice.txt")
    awk -v kind="$kind" -v once="$once" -v twice="$twice" -v empty="$empty" 'BEGIN {
        ratio = (twice - empty) / (once - empty)
        printf "%-10s %6.2f times for twice the text\n", kind, ratio
        exit !(ratio <= 2.2)
    }' || { echo "instructions: $kind is not linear"; status=1; }
done

if [ "${1-}" = --write ]; then
    cp "$folder/now.tsv" "$figures"
    exit 0
fi
exit "$status"
