//! Fitting a model to labelled pages: tables, lexicon, background and thresholds.
//!
//! Pages come in pairs: the text that an extractor made, and the article that a person marked in it.
//! What is learned is judged on pages of hosts that it was not learned from. Everything is
//! deterministic for a seed, whatever the number of threads: random choices follow from the seed, and
//! sums that threads share are sums of integers.

pub(crate) mod adapt;
pub(crate) mod adapt_page;
pub(crate) mod article_end;
pub(crate) mod background;
pub(crate) mod boost;
pub(crate) mod ended;
pub(crate) mod ends;
pub(crate) mod entries;
pub(crate) mod fitting;
pub(crate) mod fold;
pub(crate) mod lexicon;
pub(crate) mod lines;
pub(crate) mod logistic;
pub(crate) mod mode_price;
pub(crate) mod openings;
pub(crate) mod options;
pub(crate) mod outcomes;
pub(crate) mod pages;
pub(crate) mod sample;
pub(crate) mod start;
pub(crate) mod thresholds;
pub(crate) mod vocabulary;
pub(crate) mod weights;
pub(crate) mod work;

pub use crate::tools::fit::adapt::{Adaptation, Adapted};
pub use crate::tools::fit::fitting::{Fit, Fitted, ModeThresholds, Spliced};
pub use crate::tools::fit::options::{FitOptions, TableSet};
pub use crate::tools::fit::sample::LabelledPage;
pub use crate::tools::fit::start::StartModel;
pub use crate::tools::fit::work::Each;
