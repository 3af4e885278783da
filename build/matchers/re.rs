//! Patterns.

#[path = "../../src/matchers/re/alphabet.rs"]
pub(crate) mod alphabet;
#[path = "../../src/matchers/re/dfa.rs"]
pub(crate) mod dfa;
#[path = "../../src/matchers/re/filter.rs"]
pub(crate) mod filter;
#[path = "../../src/matchers/re/literal.rs"]
pub(crate) mod literal;
#[path = "../../src/matchers/re/opening.rs"]
pub(crate) mod opening;
#[path = "../../src/matchers/re/program.rs"]
pub(crate) mod program;
#[path = "../../src/matchers/re/requirement.rs"]
pub(crate) mod requirement;
#[path = "../../src/matchers/re/syntax.rs"]
pub(crate) mod syntax;
#[path = "../../src/matchers/re/widen.rs"]
pub(crate) mod widen;
