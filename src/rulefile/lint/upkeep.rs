//! What a rule owes its readers: a sentence, a test that cuts, one that does not, some effect.

use crate::rulefile::code::Code;
use crate::rulefile::lint::subject::{LintWarning, RuleActivity, Subject};
use crate::rules::effect::{Level, Polarity};
use crate::rules::guard::Guards;
use crate::rules::inline_test::RuleTest;

pub(crate) fn warnings(subject: &Subject<'_>, activity: Option<&RuleActivity>) -> Vec<LintWarning> {
    let owed = if subject.rule.reason.is_some() {
        [None, None] // a local exception: its reason says what it is for
    } else {
        [no_about(subject), untested(subject)]
    };
    let idle = idle(subject, activity);
    owed.into_iter().flatten().chain(idle).collect()
}

fn no_about(subject: &Subject<'_>) -> Option<LintWarning> {
    let id = subject.wire.id.get_ref();
    let verb = verb(subject.polarity);
    subject.rule.about.trim().is_empty().then(|| {
        let message = format!("`{id}` does not say what it {verb}");
        let help = "add `about = \"...\"`, one sentence; `rules show` prints it";
        subject.warning(Code::NoAbout, message, "no `about`", help)
    })
}

fn verb(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Cut => "removes",
        Polarity::Protect => "keeps",
    }
}

/// The test that is missing: one in which the rule acts, else one in which it does not.
fn untested(subject: &Subject<'_>) -> Option<LintWarning> {
    let id = subject.wire.id.get_ref();
    let tests = &subject.rule.tests;
    let acts = |test: &RuleTest| match subject.polarity {
        Polarity::Cut => test.expects_cut(),
        Polarity::Protect => test.expects_kept(),
    };
    let (acting, staying) = match subject.polarity {
        Polarity::Cut => ("something goes", "nothing goes"),
        Polarity::Protect => ("something is kept", "all may go"),
    };
    if !tests.iter().any(acts) {
        let message = format!("`{id}` has no test in which {acting}");
        let help = "add to `tests` a small page with marks around what must go: \"Kept. [-Gone-]\"";
        return Some(subject.warning(Code::NoTest, message, "untested", help));
    }
    let matcher = subject.wire.matcher.get_ref();
    let closed = matcher.line.is_some() && !subject.rule.guards.has_any();
    // A template is one, too, and its domain is taken as given.
    if closed || matcher.template.is_some() || !tests.iter().all(acts) {
        return None;
    }
    let message = format!("`{id}` has no test in which {staying}");
    let help = "add to `tests` a text that is nearly the same and must stay, one for each guard";
    Some(subject.warning(Code::NoNearMiss, message, "no near-miss", help))
}

fn idle(subject: &Subject<'_>, activity: Option<&RuleActivity>) -> Option<LintWarning> {
    let activity = activity?;
    let runs = match subject.polarity {
        Polarity::Cut => subject.rule.level == Level::On,
        Polarity::Protect => subject.rule.level != Level::Off,
    };
    // Pages of files have no host.
    let hostless = subject.rule.guards.domain.is_empty();
    if !runs || !hostless || activity.rules.contains(&subject.rule.id) {
        return None;
    }
    let id = subject.wire.id.get_ref();
    let pages = match activity.pages {
        1 => "the one page given".to_owned(),
        more => format!("any of the {more} pages given"),
    };
    let deed = match subject.polarity {
        Polarity::Cut => "cuts",
        Polarity::Protect => "keeps",
    };
    let message = format!("`{id}` {deed} nothing on {pages}");
    let help = "`dechaff explain PAGE:LINE` says of a line why; add a page that shows the noise";
    Some(subject.warning(Code::NeverFires, message, "never fires", help))
}

impl Guards {
    /// Whether any guard is set.
    fn has_any(&self) -> bool {
        !self.in_words().is_empty()
    }
}
