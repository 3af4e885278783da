//! A page's whole way: scan, decide, apply, until nothing changes.

use crate::clean::author::{Author, Off};
use crate::clean::by::By;
use crate::clean::cleaned::{Cleaned, CleanedBy, Warning};
use crate::clean::options::{MAX_PAGE_BYTES, Options};
use crate::clean::reading::Reading;
use crate::clean::said::Said;
use crate::clean::stage_clock::StageClock;
use crate::clean::viewed::clean_viewed;
use crate::clean::workspace::Workspace;
use crate::model::fitted::Model;
use crate::page::Page;
use crate::rulefile::rules::Rules;
use crate::rules::matcher::Matcher;
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::plain::scanner::Scanner;
use crate::scan::scanner::Scanner as LineScanner;
use crate::text::word_count::word_count;
use crate::view::labels::Labels;
use std::sync::{Arc, Mutex, OnceLock};

/// Cleans pages by rules. Build one a run and share it between threads.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Page};
///
/// let cleaner = Cleaner::shipped();
/// let page = Page::new("Rain fell.\n\n\n\nThe river rose.\n");
/// let cleaned = cleaner.clean(&page);
/// assert_eq!(cleaned.text, "Rain fell.\n\nThe river rose.\n");
/// assert_eq!(cleaned.cuts[0].rule, "core/blank-run");
/// ```
#[derive(Debug)]
pub struct Cleaner {
    pub(super) rules: Rules,
    /// The plain scanner; built when it is first asked.
    pub(super) plain: OnceLock<Scanner>,
    /// Finds what [`Self::explain`] tells of; built when it is first asked.
    pub(super) complete: OnceLock<Scanner>,
    pub(super) options: Options,
    /// What records of its pages name.
    pub(super) by: Arc<CleanedBy>,
    model: Option<Arc<Model>>,
    /// Whether what scans asks rules that are too weak to cut, for the model.
    weighs: bool,
    fast: OnceLock<LineScanner>,
    pool: Mutex<Vec<Workspace>>,
    said: Said,
}

impl Cleaner {
    /// A cleaner with these rules and no evidence: rules alone cut, which is less than `dechaff clean`
    /// does. [`Self::builder`] is what the command has, and [`Self::with_model`] gives this one evidence.
    /// Costs the compilation of the prefilter, once. What rule files and selectors switch off of evidence is
    /// off in [`Self::options`].
    pub fn new(rules: Rules, options: Options) -> Self {
        let options = Options {
            evidence: options.evidence.and(rules.evidence()),
            ..options
        };
        Self {
            fast: OnceLock::new(),
            plain: OnceLock::new(),
            complete: OnceLock::new(),
            by: cleaned_by(&rules, options, None),
            rules,
            options,
            model: None,
            weighs: false,
            pool: Mutex::default(),
            said: Said::default(),
        }
    }

    /// The same with a model: lines are weighed, too. Rules that are too weak for the mode then
    /// speak in the weighing, so that the prefilter is another, which is compiled where [`Self::ready_for_model`] has
    /// not done it.
    #[must_use]
    pub fn with_model(mut self, model: Option<Arc<Model>>) -> Self {
        if model.is_some() != self.weighs {
            self.plain = OnceLock::new();
            self.fast = OnceLock::new();
        }
        self.weighs = model.is_some();
        self.by = cleaned_by(&self.rules, self.options, model.as_deref());
        self.model = model;
        self
    }

    /// The same with all compiled that the first page with a model would wait for, though that is still to come: for
    /// programs that read it on another thread meanwhile.
    ///
    /// # Example
    ///
    /// ```
    /// use dechaff::{Cleaner, Model, Options, Rules};
    ///
    /// let model = std::thread::spawn(Model::shipped);
    /// let cleaner = Cleaner::new(Rules::shipped(), Options::default()).ready_for_model();
    /// let cleaner = cleaner.with_model(model.join().ok());
    /// assert!(cleaner.model().is_some());
    /// ```
    #[must_use]
    pub fn ready_for_model(self) -> Self {
        let ready = Self {
            weighs: true,
            fast: OnceLock::new(),
            plain: OnceLock::new(),
            ..self
        };
        ready.fast();
        ready
    }

    /// A cleaner with the shipped packs and model, and the default options.
    pub fn shipped() -> Self {
        Self::new(Rules::shipped(), Options::default()).with_model(Some(Model::shipped()))
    }

    /// The same without reasons: no cut has [evidence](crate::Cut::evidence), which is a tenth of the work where
    /// nobody reads it. All else stays as it is.
    ///
    /// # Example
    ///
    /// ```
    /// use dechaff::{Cleaner, Page};
    ///
    /// let cleaner = Cleaner::shipped().without_reasons();
    /// let cleaned = cleaner.clean(&Page::new("Rain fell.\n\n\n\nThe river rose.\n"));
    /// assert_eq!(cleaned.text, "Rain fell.\n\nThe river rose.\n");
    /// assert!(cleaned.cuts[0].evidence.is_empty());
    /// ```
    #[must_use]
    pub fn without_reasons(self) -> Self {
        Self {
            said: Said::Nothing,
            ..self
        }
    }

    /// The model by which lines are weighed, if they are.
    pub fn model(&self) -> Option<&Model> {
        self.model.as_deref()
    }

    /// The rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The options.
    pub fn options(&self) -> Options {
        self.options
    }

    /// By what it cleans, as records name it.
    #[cfg(feature = "files")]
    pub(crate) fn named(&self) -> &Arc<CleanedBy> {
        &self.by
    }

    /// Cleans one page.
    ///
    /// The page is read again after its cuts were made, until nothing changes, so that "the last
    /// three lines" are those that survive and a cleaned page is clean. O(n) in bytes a pass,
    /// and at most [`MAX_PASSES`](crate::clean::MAX_PASSES) passes. Never fails, whatever the text; one of
    /// [`MAX_PAGE_BYTES`] or more stays as it is, with a warning.
    pub fn clean<'t>(&self, page: &Page<'t>) -> Cleaned<'t> {
        self.clean_by_clock(page, None)
    }

    /// Forgets what is kept from page to page: words, and short lines that stood before. The next page is read
    /// as the first of a run, which changes what it costs and nothing else: for those who measure that.
    ///
    /// # Example
    ///
    /// ```
    /// use dechaff::{Cleaner, Page};
    ///
    /// let cleaner = Cleaner::shipped();
    /// let page = Page::new("Rain fell.\n\n\n\nThe river rose.\n");
    /// let first = cleaner.clean(&page).text;
    /// cleaner.forget_pages();
    /// assert_eq!(cleaner.clean(&page).text, first);
    /// ```
    pub fn forget_pages(&self) {
        if let Ok(mut pool) = self.pool.lock() {
            pool.clear();
        }
    }

    /// Cleans one page, and tells `clock` when a stage of it is over.
    pub(crate) fn clean_by_clock<'t>(
        &self,
        page: &Page<'t>,
        clock: Option<&StageClock<'_>>,
    ) -> Cleaned<'t> {
        self.clean_up_to((MAX_PAGE_BYTES, self.said), page, clock)
    }

    /// Cleans one page whose neighbouring cuts are to be one: those whose reasons would be lost have none.
    #[cfg(feature = "files")]
    pub(crate) fn clean_to_join<'t>(&self, page: &Page<'t>) -> Cleaned<'t> {
        let said = match self.said {
            Said::EachCut | Said::Joined => Said::Joined,
            Said::Nothing => Said::Nothing,
        };
        self.clean_up_to((MAX_PAGE_BYTES, said), page, None)
    }

    fn clean_up_to<'t>(
        &self,
        (most_bytes, said): (usize, Said),
        page: &Page<'t>,
        clock: Option<&StageClock<'_>>,
    ) -> Cleaned<'t> {
        if page.text().len() >= most_bytes {
            let words = word_count(page.text());
            return Cleaned::whole(page, words, Warning::TooLarge, &self.by);
        }
        self.through_view(page, |visible, reading| {
            self.clean_shown(visible, reading, (clock, said))
        })
    }

    /// Cleans a page that is what it shows.
    fn clean_shown<'t>(
        &self,
        page: &Page<'t>,
        reading: &Reading<'_, '_>,
        (clock, said): (Option<&StageClock<'_>>, Said),
    ) -> Cleaned<'t> {
        let kept = self.pool.lock().ok().and_then(|mut pool| pool.pop());
        let mut workspace = kept.unwrap_or_default();
        let by = By {
            rules: &self.rules,
            scanner: self.fast(),
            evidence: self.weighing_model(),
            mode: self.options.mode,
            max_removed_share: self.most_of(reading),
            off: &self.off_of(reading),
            said: match said {
                // What stands side by side in what is shown may not do so in the page.
                Said::Joined if !(reading.is_first() && reading.is_itself()) => Said::EachCut,
                said => said,
            },
            clock,
            named: &self.by,
        };
        let cleaned = workspace.clean(by, page);
        if let Ok(mut pool) = self.pool.lock() {
            pool.push(workspace);
        }
        cleaned
    }

    /// Cleans a page, or what it shows, by an engine.
    pub(super) fn through_view<'t>(
        &self,
        page: &Page<'t>,
        mut engine: impl for<'v> FnMut(&Page<'v>, &Reading<'_, '_>) -> Cleaned<'v>,
    ) -> Cleaned<'t> {
        let most = self.options.max_removed_share;
        clean_viewed(page, self, most, &self.by, &mut engine)
    }

    /// The model, unless nothing that it says may cut.
    pub(super) fn weighing_model(&self) -> Option<&Model> {
        let model = self.model.as_deref();
        model.filter(|_| !self.options.evidence.is_none())
    }

    /// What the options switch off.
    pub(super) fn off(&self) -> Off {
        let parts = self.options.evidence;
        Off {
            rules: Vec::new(),
            lines: !parts.line,
            ends: !parts.story,
        }
    }

    /// How much may go by one reading of a page. Only the first knows how much it was; of all readings together it
    /// is asked when they are over.
    pub(super) fn most_of(&self, reading: &Reading<'_, '_>) -> f64 {
        if reading.is_first() {
            self.options.max_removed_share
        } else {
            1.0
        }
    }

    /// What is off on a page that is read so.
    pub(super) fn off_of(&self, reading: &Reading<'_, '_>) -> Off {
        self.off_for(self.off(), reading)
    }

    /// Where lines are sentences, where a story ends is not told by them, since that was learned from paragraphs;
    /// and who says a sentence twice means it.
    pub(super) fn off_for(&self, off: Off, reading: &Reading<'_, '_>) -> Off {
        if !reading.is_parted() {
            return off;
        }
        let is_repeat = |rule: &Rule| matches!(rule.matcher, Matcher::Duplicate(_));
        let is_off = |at: usize| off.is_off(Author::Rule(at));
        let rules = self.rules.iter().enumerate();
        Off {
            rules: rules
                .map(|(at, rule)| is_off(at) || is_repeat(rule))
                .collect(),
            ends: true,
            ..off
        }
    }

    fn fast(&self) -> &LineScanner {
        let ready = || LineScanner::for_mode(&self.rules, self.scanned_mode());
        self.fast.get_or_init(ready)
    }

    /// The mode in which rules are asked: what is too weak to cut speaks to the model.
    pub(super) fn scanned_mode(&self) -> Mode {
        if self.weighs {
            Mode::Thorough
        } else {
            self.options.mode
        }
    }
}

fn cleaned_by(rules: &Rules, options: Options, model: Option<&Model>) -> Arc<CleanedBy> {
    Arc::new(CleanedBy {
        packs: rules.hash().to_owned(),
        options: options.hash(model),
        mode: options.mode,
    })
}

impl Labels for Cleaner {
    fn labels_at(&self, text: &str, found: &mut dyn FnMut(usize)) {
        self.fast().labels_at(text, found);
    }

    fn opens_line(&self, text: &str) -> bool {
        self.fast().opens_line(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::weigh::MOST_LINES;
    use crate::rulefile::pack::builder::RulesBuilder;
    use crate::rulefile::pack_source::PackSource;
    use crate::rulefile::selector::Selector;
    use crate::rulefile::shipped::shipped_packs;
    use crate::rules::evidence_part::EvidencePart;
    use crate::rules::evidence_part::EvidenceParts;
    use crate::test_pages::{page_text, phrases_of};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    const EVERY: &str = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/common/every.toml"
    ));

    /// The shipped rules with and without the model, in each mode; and rules of a user's, alone and on top.
    static CLEANERS: LazyLock<Vec<Cleaner>> = LazyLock::new(|| {
        let every = || PackSource {
            name: "every.toml".to_owned(),
            text: EVERY.to_owned(),
        };
        let builder = || RulesBuilder::new().file(every());
        let own = || builder().without_shipped().build().expect("it is sound");
        let with = |rules: Rules, mode: Mode, model: bool| {
            let options = Options {
                mode,
                ..Options::default()
            };
            Cleaner::new(rules, options).with_model(model.then(Model::shipped))
        };
        let mut cleaners = Vec::new();
        for &mode in Mode::ALL {
            cleaners.push(with(Rules::shipped(), mode, true));
            cleaners.push(with(own(), mode, false));
        }
        cleaners.push(with(Rules::shipped(), Mode::Careful, false));
        let both = builder().build().expect("they are sound");
        cleaners.push(with(both, Mode::Balanced, true));
        let keep = ["byline", "date", "appended", "share", "ad"].map(|word| {
            let read = word.parse::<Selector>();
            read.expect("every word is a selector")
        });
        for model in [true, false] {
            let keeping = builder().keep(keep.clone()).build();
            cleaners.push(with(
                keeping.expect("they are sound"),
                Mode::Balanced,
                model,
            ));
        }
        for part in EvidencePart::ALL {
            let options = Options {
                mode: Mode::Thorough,
                evidence: EvidenceParts::of(|one| one == *part),
                ..Options::default()
            };
            let rules = Rules::shipped();
            cleaners.push(Cleaner::new(rules, options).with_model(Some(Model::shipped())));
        }
        cleaners
    });

    fn pages() -> BoxedStrategy<String> {
        let own = phrases_of(EVERY);
        let shipped = shipped_packs()
            .iter()
            .flat_map(|(_, text)| phrases_of(text));
        prop_oneof![
            page_text(shipped.chain(own.clone()).collect()),
            page_text(own)
        ]
        .boxed()
    }

    const TAIL: &str = "schema = 1\npack = 'mine'\n\
        [[rule]]\nid = 'by'\nkind = 'byline'\nconfidence = 'low'\nmatch.start = ['By']\n\
        [[rule]]\nid = 'short'\nkind = 'ad'\nmatch.regex = '^By Ad'\n\
        [[rule]]\nid = 'more'\nkind = 'related'\nmatch.line = ['More']\nremove = 'tail'\n";

    #[test]
    fn what_is_kept_goes_as_part_of_something_larger_alone() {
        let source = PackSource {
            name: "mine.toml".to_owned(),
            text: TAIL.to_owned(),
        };
        let keep: Selector = "byline".parse().expect("every word is a selector");
        let rules = RulesBuilder::new()
            .without_shipped()
            .file(source)
            .keep([keep]);
        let cleaner = Cleaner::new(rules.build().expect("they are sound"), Options::default());
        let page = Page::new("By Ada Finch\nRain fell.\nMore\nBy Tom Reed\nSnow fell.\n");
        assert_eq!(cleaner.clean(&page).text, "By Ada Finch\nRain fell.\n");
        assert_ne!(cleaner.rules().hash(), Rules::shipped().hash());
    }

    #[test]
    fn what_is_ready_for_a_model_cleans_as_ever_with_one_and_without() {
        let cleaner = || Cleaner::new(Rules::shipped(), Options::default());
        let page = Page::new(
            "Leave a Reply\n\n\n\nRain fell on the quay.\nMore from the harbour\n12 May\n",
        );
        let alone = cleaner().clean(&page);
        assert_eq!(cleaner().ready_for_model().clean(&page), alone);
        assert_eq!(
            cleaner().ready_for_model().with_model(None).clean(&page),
            alone
        );
        let weighed = cleaner()
            .ready_for_model()
            .with_model(Some(Model::shipped()));
        assert_eq!(weighed.clean(&page), Cleaner::shipped().clean(&page));
        assert_eq!(weighed.clean_plain(&page), weighed.clean(&page));
    }

    #[test]
    fn pages_that_are_too_large_stay_as_they_are() {
        let cleaner = Cleaner::shipped();
        let page = Page::new("Leave a Reply\n\n\n\n");
        let whole = cleaner.clean_up_to((17, Said::EachCut), &page, None);
        assert_eq!(whole.warnings, [Warning::TooLarge]);
        assert_eq!((whole.text.as_str(), whole.words_after), (page.text(), 3));
        let read = cleaner.clean_up_to((18, Said::EachCut), &page, None);
        assert!(!read.warnings.contains(&Warning::TooLarge));
    }

    #[test]
    fn a_page_that_comes_with_too_many_lines_is_not_weighed() {
        let line = |number| {
            format!("The boat number {number} left the quay at noon, and nobody saw it again.\n")
        };
        let own: Vec<String> = (0..MOST_LINES).map(line).collect();
        let own = own.concat();
        let text = format!("{own}Share on Facebook\n");
        // What rules leave would not be too many.
        assert_eq!(Cleaner::shipped().clean(&Page::new(&text)).text, own);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn pages_that_are_read_once_are_cleaned_as_the_plain_way_does(text in pages()) {
            let page = Page::new(&text);
            for cleaner in CLEANERS.iter() {
                prop_assert_eq!(cleaner.clean(&page), cleaner.clean_plain(&page), "{:?}", cleaner.options());
            }
        }

        #[test]
        fn what_is_not_said_changes_nothing_else(text in pages()) {
            let page = Page::new(&text);
            for cleaner in CLEANERS.iter() {
                let mut mute = cleaner.clean(&page);
                for cut in &mut mute.cuts {
                    cut.evidence.clear();
                }
                let most = (MAX_PAGE_BYTES, Said::Nothing);
                prop_assert_eq!(cleaner.clean_up_to(most, &page, None), mute);
            }
        }

        #[test]
        #[cfg(feature = "files")]
        fn cuts_that_are_joined_keep_their_reasons(text in pages()) {
            let page = Page::new(&text);
            for cleaner in CLEANERS.iter() {
                let joined = |cleaned: Cleaned<'_>| {
                    let mut record = cleaned.record("page");
                    record.join_neighbours();
                    record
                };
                prop_assert_eq!(joined(cleaner.clean_to_join(&page)), joined(cleaner.clean(&page)));
            }
        }
    }
}
