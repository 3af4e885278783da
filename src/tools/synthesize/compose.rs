//! A page: its article, and its noise in its places.

use crate::rules::kind::Kind;
use crate::tools::synthesize::date::Date;
use crate::tools::synthesize::draft::{Draft, Within};
use crate::tools::synthesize::host::Host;
use crate::tools::synthesize::place::{Place, PlacedBlock};
use crate::tools::synthesize::seeded::SeededRng;
use crate::tools::synthesize::sources::Sources;
use crate::tools::synthesize::story::ToldStory;
use crate::tools::synthesize::teller::Teller;

/// Writes one page.
pub(crate) struct Composer<'c, 'd> {
    pub(crate) sources: &'c Sources,
    pub(crate) host: &'c Host,
    pub(crate) draft: &'d mut Draft,
    pub(crate) teller: Teller<'c>,
    /// What the article is made of is drawn from these.
    pub(crate) numbers: SeededRng,
    /// The blocks that are still to come, the next one last.
    placed: Vec<PlacedBlock>,
    seed: u64,
    /// How much of the article is written, of 65,536 parts.
    pub(crate) reached: u32,
    /// How many bytes of the last element were bullets.
    pub(crate) leads: usize,
    scratch: Vec<u8>,
}

/// Keys of the streams of a page; those of blocks follow.
#[derive(Clone, Copy)]
enum Stream {
    Facts = 1,
    Article = 2,
    ArticleText = 3,
    Noise = 4,
    Blocks = 1000,
}

impl<'c, 'd> Composer<'c, 'd> {
    /// The composer of a page with this seed.
    pub(crate) fn new(
        sources: &'c Sources,
        host: &'c Host,
        seed: u64,
        draft: &'d mut Draft,
    ) -> Self {
        let language = &sources.language;
        let mut facts = SeededRng::keyed(seed, Stream::Facts as u64);
        let topics = u32::try_from(language.words.topics.len()).expect("some dozens");
        let any = facts.below(topics);
        let topic = if facts.chance(750) {
            *facts.pick(&host.topics)
        } else {
            any
        };
        let story = ToldStory::new(&mut facts, &language.words, topic);
        let staff = u64::from(facts.below(host.staff));
        let author = SeededRng::keyed(host.seed, !staff).next();
        let date = Date {
            year: facts.between(2012, 2025),
            month: facts.between(1, 12),
            day: facts.between(1, 28),
        };
        let mut placed = Vec::with_capacity(64);
        let mut numbers = SeededRng::keyed(seed, Stream::Noise as u64);
        sources.rates.place(host, &mut numbers, &mut placed);
        placed.reverse();
        let mut teller = Teller::new(language, host, &story, author, date);
        teller.text = SeededRng::keyed(seed, Stream::ArticleText as u64);
        teller.page = teller.text;
        Self {
            sources,
            host,
            draft,
            teller,
            numbers: SeededRng::keyed(seed, Stream::Article as u64),
            placed,
            seed,
            reached: 0,
            leads: 0,
            scratch: Vec::new(),
        }
    }

    /// Writes the page with an article of about so many bytes; of none where that is 0.
    pub(crate) fn page(&mut self, len_bytes: u32) {
        self.blocks(Place::Top);
        self.blocks(Place::Kick);
        if len_bytes > 0 && self.host.titled {
            self.draft.separate(self.host.gap);
            self.teller.tell_title(&mut self.draft.text);
        }
        let deck = self.numbers.chance(300);
        if len_bytes > 0 && deck {
            self.draft.separate(self.host.gap);
            self.teller
                .tell(self.sources.article.deck, &mut self.draft.text);
        }
        self.blocks(Place::Head);
        self.body(len_bytes);
        // Those for which the article was too short.
        self.placed.retain(|block| block.place >= Place::End);
        self.blocks(Place::End);
        self.blocks(Place::Foot);
        self.draft.end_line();
    }

    /// Writes the next blocks, as far as they stand at this place.
    fn blocks(&mut self, place: Place) {
        while self.placed.last().is_some_and(|block| block.place == place) {
            let block = self.placed.pop().expect("it is there");
            self.block(block);
        }
    }

    /// Writes the blocks that stand here or before, between the paragraphs of the article.
    pub(crate) fn inside(&mut self) {
        while let Some(block) = self.due(Place::Inside) {
            self.block(block);
        }
    }

    /// The first block of this place that the article has reached.
    fn due(&mut self, place: Place) -> Option<PlacedBlock> {
        let is_due = |block: &PlacedBlock| block.place == place && block.at <= self.reached;
        let at = self.placed.iter().rposition(is_due)?;
        Some(self.placed.remove(at))
    }

    /// Writes noise at the start of the article's line that comes, where some is due.
    pub(crate) fn lead(&mut self) {
        self.within(Place::Lead);
    }

    /// Writes noise at the end of the article's last line, where some is due.
    pub(crate) fn glue(&mut self) {
        self.within(Place::Glued);
    }

    fn within(&mut self, place: Place) {
        let Some(block) = self.due(place) else { return };
        let start = self.draft.text.len();
        self.told(block);
        self.draft.text.extend_from_slice(&self.scratch);
        let kind = self.sources.language.grammar.part(block.part).kind;
        self.draft
            .mark(start, kind.expect("a test holds it"), Within::Line);
    }

    /// Writes a block of noise, line by line.
    fn block(&mut self, block: PlacedBlock) {
        self.told(block);
        self.draft.separate(self.host.gap);
        let start = self.draft.text.len();
        for (at, line) in self.scratch.split(|&byte| byte == b'\n').enumerate() {
            if at > 0 {
                self.draft
                    .text
                    .extend_from_slice(self.host.line_gap.as_bytes());
            }
            let text = match line.strip_prefix(b"- ") {
                Some(item) => {
                    self.draft
                        .text
                        .extend_from_slice(self.host.bullet.as_bytes());
                    item
                }
                None => line,
            };
            self.draft.text.extend_from_slice(text);
        }
        let kind = self.sources.language.grammar.part(block.part).kind;
        self.draft
            .mark(start, kind.expect("a test holds it"), Within::Block);
    }

    /// What a block says: the host's or the author's words, with what the page puts in.
    fn told(&mut self, block: PlacedBlock) {
        let kept = (self.teller.text, self.teller.page);
        let part = self.sources.language.grammar.part(block.part);
        let whose = if part.by_author {
            self.teller.author
        } else {
            self.host.seed
        };
        let row = Stream::Blocks as u64 + block.row;
        self.teller.text = SeededRng::keyed(whose, row);
        self.teller.page = SeededRng::keyed(self.seed, row);
        if part.kind == Some(Kind::Duplicate) {
            let mut numbers = SeededRng::keyed(self.seed, !row);
            remembered(self.draft, &mut self.teller, &mut numbers);
        }
        self.scratch.clear();
        self.teller.tell(block.part, &mut self.scratch);
        (self.teller.text, self.teller.page) = kept;
    }
}

/// Used where a line of the article is wanted and none is there yet.
fn remembered(draft: &Draft, teller: &mut Teller<'_>, numbers: &mut SeededRng) {
    let mut again = std::mem::take(&mut teller.again);
    again.clear();
    if draft.lines.is_empty() {
        teller.tell_title(&mut again);
    } else {
        let line = numbers.pick(&draft.lines);
        again.extend_from_slice(&draft.text[line.range()]);
    }
    teller.again = again;
}
