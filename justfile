# Everything that a person repeats. `just` lists it.

_default:
    @just --list --unsorted

# Format, lints, documentation, tests: what a change must pass
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    RUSTDOCFLAGS='-D warnings' cargo doc --no-deps
    ./test

# Every test; `just test all` adds the long ones
test *which:
    ./test {{which}}

# Benchmarks; each asserts its counts before it measures
bench *args:
    cargo bench {{args}}

# The quality table of a folder of gold pages, as in docs/quality.md
score dev *args:
    cargo build --release
    scripts/quality.sh {{dev}} {{args}}

# Check the rule files, run their inline tests, and name what no test misses
rules *paths='rules':
    cargo run -- rules check {{paths}}
    cargo run -- rules test --mutants {{paths}}

# Write docs/rules/ anew, the pages made from the shipped rules
rule-pages:
    DECHAFF_BLESS=1 cargo test --test it rule_pages::

# taplo and tombi on the rule files, from their packages
editors:
    scripts/editors.sh
    cargo test --test it editors::

# Accept what the program says now as the goldens; read `git diff` before you commit
bless:
    DECHAFF_BLESS=1 TRYCMD=overwrite cargo test --no-fail-fast
    git diff --stat
