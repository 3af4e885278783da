//! Files of lines find their way to the rules that name them.

use crate::rulefile::beside::is_file_name;
use crate::rulefile::check::file::ParsedFile;
use crate::rulefile::code::Code;
use crate::rulefile::lines_file::{self, LinesOfRules};
use crate::rulefile::pack::load::LoadSource;
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::reporter::Reporter;
use crate::rulefile::wire::{WireFile, WireLinesFile, WireRule};
use toml::Spanned;

/// Parts files of lines from rule files.
pub(crate) fn apart(sources: Vec<LoadSource>) -> (Vec<LoadSource>, Vec<PackSource>) {
    let (mut rules, mut lines) = (Vec::new(), Vec::new());
    for source in sources {
        match source {
            LoadSource::Pack(source) | LoadSource::Version(source, _) if source.is_lines_file() => {
                lines.push(source);
            }
            other => rules.push(other),
        }
    }
    (rules, lines)
}

impl ParsedFile {
    /// Gives the rules of the file the lines that it has in a file of their own; reports where these are not what it
    /// says.
    pub(crate) fn take_lines(&mut self, files: &[PackSource]) {
        let Some(wire) = &mut self.wire else {
            return;
        };
        let named = wire.template_lines.take();
        let lines = match &named {
            Some(named) => lines_of(named, files, &mut self.reporter),
            None => Some(LinesOfRules::new()),
        };
        let before = wire.rule.len();
        match lines {
            Some(lines) => hand_out(wire, named.as_ref(), lines, &mut self.reporter),
            None => wire.rule.retain(|rule| lines_in_file(rule).is_none()),
        }
        // That rules without their lines are no rules was said, and is all there is to say.
        self.damaged |= wire.rule.len() < before;
        wire.template_lines = named;
    }
}

/// How many lines a rule has in a file of their own.
fn lines_in_file(rule: &Spanned<WireRule>) -> Option<&Spanned<usize>> {
    let template = rule.get_ref().matcher.get_ref().template.as_ref()?;
    template.get_ref().in_file.as_ref()
}

/// The lines that a rule file names, if they are there and are those.
fn lines_of(
    named: &Spanned<WireLinesFile>,
    files: &[PackSource],
    reporter: &mut Reporter,
) -> Option<LinesOfRules> {
    let WireLinesFile { file, blake3 } = named.get_ref();
    let mut wrong = |message: String, help: String| {
        let found = reporter.error(Code::Unreadable, named.span(), message, "named here");
        found.help(help);
    };
    if !is_file_name(file) {
        let help = "name a file in the folder of the rule file, without a path".to_owned();
        wrong(format!("`{file}` is no name of a file"), help);
        return None;
    }
    let is_named = |source: &&PackSource| {
        let name = source.name.rsplit(['/', '\\']).next();
        name == Some(file.as_str())
    };
    let hash = |source: &PackSource| blake3::hash(source.text.as_bytes()).to_hex();
    let Some(source) = files.iter().find(|source| hash(source).as_str() == blake3) else {
        match files.iter().find(is_named) {
            Some(other) => wrong(
                format!("{file} is not the file that was written with these rules: its hash is {}", hash(other)),
                "put the file back that belongs to them, or learn anew; after an edit that is meant, write its hash \
                 here"
                    .to_owned(),
            ),
            None => wrong(
                format!("the lines in {file} were not loaded"),
                format!("{file} belongs in the folder of the rule file; who loads texts gives its text as well"),
            ),
        }
        return None;
    };
    match lines_file::read(&source.text) {
        Ok(lines) => Some(lines),
        Err(why) => {
            let help = "docs/templates.md has the format; `dechaff learn` writes it".to_owned();
            wrong(format!("{file}: {why}"), help);
            None
        }
    }
}

/// Hands the lines to their rules. Rules of which they are not there are reported, and go.
fn hand_out(
    wire: &mut WireFile,
    named: Option<&Spanned<WireLinesFile>>,
    mut lines: LinesOfRules,
    reporter: &mut Reporter,
) {
    let mut wrong = |wanted: &Spanned<usize>, message: String, help: &str| {
        reporter
            .error(Code::Unreadable, wanted.span(), message, "said here")
            .help(help);
    };
    wire.rule.retain_mut(|rule| {
        let Some(wanted) = lines_in_file(rule) else {
            return true;
        };
        let id = rule.get_ref().id.get_ref();
        let own = lines.remove(id).unwrap_or_default();
        match named {
            None => wrong(
                wanted,
                "no file of lines is named".to_owned(),
                "write `template_lines = { file = \"…\", blake3 = \"…\" }` below `pack`",
            ),
            Some(named) if own.len() != *wanted.get_ref() => wrong(
                wanted,
                format!("{} has {} lines of {id}", named.get_ref().file, own.len()),
                "learn anew, or write how many there are",
            ),
            Some(_) => {
                let template = rule.as_mut().matcher.as_mut().template.as_mut();
                template.expect("it was there").as_mut().from_file = own;
                return true;
            }
        }
        false
    });
}
