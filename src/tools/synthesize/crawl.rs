//! Crawls, of which any page can be made by itself.

use crate::tools::synthesize::compose::Composer;
use crate::tools::synthesize::crawl_page::CrawlPage;
use crate::tools::synthesize::crawl_shape::CrawlShape;
use crate::tools::synthesize::draft::Draft;
use crate::tools::synthesize::host::Host;
use crate::tools::synthesize::odd::Odd;
use crate::tools::synthesize::script::Script;
use crate::tools::synthesize::seeded::{SeededRng, scaled};
use crate::tools::synthesize::sources::Sources;
use crate::tools::synthesize::text::push_digits;

/// Which crawl is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrawlOptions {
    /// Another number makes other pages.
    pub seed: u64,
    /// How many hosts there are, at least 1; the first ones have the most pages.
    pub hosts: u64,
    /// What the pages look like.
    pub shape: CrawlShape,
}

impl Default for CrawlOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            hosts: 100,
            shape: CrawlShape::Mixed,
        }
    }
}

/// A crawl: every page of it can be made.
#[derive(Debug)]
pub struct Crawl {
    options: CrawlOptions,
    sources: Sources,
    scripts: Vec<Script>,
}

impl Crawl {
    /// Reads words and grammar, which takes about a millisecond.
    ///
    /// # Panics
    ///
    /// Panics if there are no hosts.
    pub fn new(options: CrawlOptions) -> Self {
        assert!(options.hosts > 0, "a page has a host");
        Self {
            options,
            sources: Sources::shipped(),
            scripts: Script::shipped(),
        }
    }

    /// The page of an index. O(n) in its bytes, a few allocations.
    ///
    /// # Panics
    ///
    /// Never: what it writes is UTF-8.
    pub fn page(&self, index: u64) -> CrawlPage {
        let words = &self.sources.language.words;
        let mut numbers = SeededRng::keyed(self.options.seed ^ 0x7061_6765, index);
        let host = self.host(numbers.next());
        let seed = numbers.next();
        let odd = Odd::drawn(numbers.below(10_000));
        let len_bytes = article_bytes(odd, &mut numbers);
        let mut draft = Draft::default();
        draft.text.reserve(len_bytes as usize + (8 << 10));
        let mut composer = Composer::new(&self.sources, &host, seed, &mut draft);
        let (mut title, mut name, mut url) = (Vec::new(), Vec::new(), Vec::new());
        composer.teller.tell_title(&mut title);
        host.push_name(words, &mut name);
        let name = ascii(name);
        host.push_url(&name, &title, composer.teller.date, index, &mut url);
        let lang = self.write(composer, odd, len_bytes, numbers);
        if let Some(odd) = odd {
            odd.change(&mut draft);
        }
        CrawlPage {
            id: id(&name, index),
            url: ascii(url),
            host: name,
            lang,
            shape: host.shape,
            odd,
            text: String::from_utf8(draft.text).expect("words and labels are UTF-8"),
            noise: draft.noise,
        }
    }

    /// Writes the text of a page; its language.
    fn write(
        &self,
        mut composer: Composer<'_, '_>,
        odd: Option<Odd>,
        len_bytes: u32,
        mut numbers: SeededRng,
    ) -> &'static str {
        let script = composer.host.script.map(|script| &self.scripts[script]);
        match (odd, script) {
            (Some(Odd::Empty), _) => {
                let blank = *numbers.pick(&["", "\n", " \n\n\t\n"]);
                composer.draft.text.extend_from_slice(blank.as_bytes());
            }
            (_, Some(script)) if odd != Some(Odd::NoArticle) => {
                script.page(composer.host, len_bytes, numbers, composer.draft);
                return script.lang;
            }
            _ => composer.page(len_bytes),
        }
        "en"
    }

    /// The host of a page, by a number: of H hosts, the first has one page in the root of H.
    fn host(&self, drawn: u64) -> Host {
        let square = (u128::from(drawn) * u128::from(drawn)) >> 64;
        let place = (square * u128::from(self.options.hosts)) >> 64;
        let place = u64::try_from(place).expect("less than the number of hosts");
        let CrawlOptions { seed, shape, .. } = self.options;
        Host::new(
            seed,
            place,
            shape,
            &self.sources.language.words,
            self.scripts.len(),
        )
    }
}

/// About how many bytes the article has: 1 to 13 KB, three in a hundred up to 60.
fn article_bytes(odd: Option<Odd>, numbers: &mut SeededRng) -> u32 {
    let (one, other) = (numbers.below(12_000), numbers.below(12_000));
    let long = numbers.chance(30);
    let longer = numbers.next();
    match odd {
        Some(Odd::Empty | Odd::NoArticle) => 0,
        Some(Odd::Huge) => 60_000 + scaled(longer, 190_000),
        _ if long => 13_000 + scaled(longer, 47_000),
        _ => 900 + u32::midpoint(one, one.min(other)),
    }
}

fn id(host: &str, index: u64) -> String {
    let mut id = host.as_bytes().to_vec();
    id.push(b'/');
    push_digits(&mut id, index, 8);
    ascii(id)
}

fn ascii(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("names and addresses are ASCII")
}
