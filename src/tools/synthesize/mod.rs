//! Pages of which it is known to the byte what is article and what is noise: articles with other stories
//! spliced to them ([`splice`]), and crawls of any size, shaped like real ones ([`Crawl`]).
//!
//! A page of a crawl depends on the seed, the options and its index alone, so that any page can be made by itself
//! and threads never change bytes. All that decides is integers. What pages say is written for this
//! project: words, grammar and labels stand in `data/`.
//!
//! ```text
//! index -> host -> story -> article   grammar and words tell it; noise stands in its places
//!                    `----> labels    spans of noise, by kind
//! ```
//!
//! # Example
//!
//! ```
//! use dechaff::tools::synthesize::{Crawl, CrawlOptions};
//!
//! let crawl = Crawl::new(CrawlOptions::default());
//! let page = crawl.page(7);
//! assert_eq!(page.text, crawl.page(7).text);
//! let noise: usize = page.noise.iter().map(|noise| noise.span.len_bytes()).sum();
//! assert!(noise < page.text.len());
//! ```

pub(crate) mod article;
pub(crate) mod article_parts;
pub(crate) mod compose;
pub(crate) mod crawl;
pub(crate) mod crawl_page;
pub(crate) mod crawl_shape;
pub(crate) mod date;
pub(crate) mod draft;
pub(crate) mod forms;
pub(crate) mod grammar;
pub(crate) mod host;
pub(crate) mod labels;
pub(crate) mod language;
pub(crate) mod markdown;
pub(crate) mod odd;
pub(crate) mod place;
pub(crate) mod pool;
pub(crate) mod pool_writer;
pub(crate) mod rows;
pub(crate) mod script;
pub(crate) mod seeded;
pub(crate) mod sources;
pub(crate) mod splice;
pub(crate) mod step;
pub(crate) mod story;
pub(crate) mod teller;
pub(crate) mod text;
pub(crate) mod truth;
pub(crate) mod vocabulary;
pub(crate) mod word_class;

pub use crate::tools::synthesize::crawl::{Crawl, CrawlOptions};
pub use crate::tools::synthesize::crawl_page::CrawlPage;
pub use crate::tools::synthesize::crawl_shape::CrawlShape;
pub use crate::tools::synthesize::draft::NoiseSpan;
pub use crate::tools::synthesize::labels::{LabelError, PageLabels};
pub use crate::tools::synthesize::markdown::to_markdown;
pub use crate::tools::synthesize::odd::Odd;
pub use crate::tools::synthesize::rows::{push_labels, push_row};
pub use crate::tools::synthesize::splice::{Draws, Layout, Story, splice};
pub use crate::tools::synthesize::truth::{Tally, TextAmount, Truth};
