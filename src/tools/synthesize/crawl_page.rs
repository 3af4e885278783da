//! A page of a crawl.

use crate::tools::synthesize::crawl_shape::CrawlShape;
use crate::tools::synthesize::draft::NoiseSpan;
use crate::tools::synthesize::odd::Odd;

/// A page, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrawlPage {
    /// Host and index: `harborview-herald.example/00000007`. With `.txt` it is the page's file.
    pub id: String,
    /// Its address.
    pub url: String,
    /// The host of the address, without `www.`.
    pub host: String,
    /// Its language, in two letters.
    pub lang: &'static str,
    /// What it looks like; never [`CrawlShape::Mixed`].
    pub shape: CrawlShape,
    /// What is odd about it, if anything.
    pub odd: Option<Odd>,
    /// The text.
    pub text: String,
    /// Its noise: sorted, disjoint, on character boundaries. All else is article, or blank.
    pub noise: Vec<NoiseSpan>,
}
