//! The rules' pages as a folder of Markdown files: an index, and a page a rule file.

use crate::cli::commands::rules::show::markdown;
use crate::cli::commands::rules::show::view::View;
use crate::cli::render::terminal::counted;
use anyhow::Context as _;
use dechaff::Rule;
use dechaff::io::sink::replace_file;
use dechaff::rulefile::shipped_packs;
use dechaff::rules::Polarity;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

const INDEX: &str = "README.md";

/// Writes `README.md` and the page of every rule file into `folder`.
pub(crate) fn write(rules: &[&Rule], view: View<'_>, folder: &Path) -> anyhow::Result<()> {
    let chapters = chapters(rules);
    let pages = chapters
        .iter()
        .map(|chapter| (format!("{}.md", chapter.name), chapter.page(view)));
    for (name, text) in pages.chain([(INDEX.to_owned(), index(&chapters))]) {
        let path = folder.join(name);
        replace_file(&path, text.as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The rules of one file, which have a page together.
struct Chapter<'r> {
    name: String,
    file: &'r str,
    rules: Vec<&'r Rule>,
}

fn chapters<'r>(rules: &[&'r Rule]) -> Vec<Chapter<'r>> {
    let mut chapters: Vec<Chapter<'r>> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for &rule in rules {
        let file = &*rule.origin.file;
        let index = *at.entry(file).or_insert(chapters.len());
        if index == chapters.len() {
            let name = name_for(rule, &chapters);
            chapters.push(Chapter {
                name,
                file,
                rules: Vec::new(),
            });
        }
        chapters[index].rules.push(rule);
    }
    chapters
}

/// `rules/en/share.toml` of the pack `en` becomes `en-share`.
fn name_for(rule: &Rule, taken: &[Chapter<'_>]) -> String {
    let stem = Path::new(&*rule.origin.file)
        .file_stem()
        .unwrap_or_default();
    let (stem, pack) = (stem.to_string_lossy(), rule.pack());
    let name = if stem == pack {
        pack.to_owned()
    } else {
        format!("{pack}-{stem}")
    };
    let is_free = |name: &String| taken.iter().all(|chapter| chapter.name != *name);
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(is_free).expect("numbers do not end")
}

impl Chapter<'_> {
    fn page(&self, view: View<'_>) -> String {
        let mut text = format!("# {}\n\n", self.title());
        if let Some(about) = self.about() {
            let _ = write!(text, "{}\n\n", markdown::plain(&about));
        }
        let (count, file) = (counted(self.rules.len(), "rule"), markdown::code(self.file));
        let _ = write!(text, "{count} of {file}. [All rules](README.md)");
        if self.is_shipped() {
            text += " · [how rules are written](../rules.md)";
        }
        text += "\n\n";
        for rule in &self.rules {
            let origin = self.link_to(rule);
            text += &markdown::section(rule, "##", rule.bare_id(), &origin, view);
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    fn title(&self) -> String {
        let pack = self.rules[0].pack();
        let stem = self.name.strip_prefix(pack).unwrap_or(&self.name);
        match stem.strip_prefix('-') {
            Some(stem) => format!("{pack}: {stem}"),
            None => self.name.clone(),
        }
    }

    fn is_shipped(&self) -> bool {
        shipped_packs().iter().any(|(name, _)| *name == self.file)
    }

    /// The comment at the top of a shipped file.
    fn about(&self) -> Option<String> {
        let (_, text) = shipped_packs()
            .iter()
            .find(|(name, _)| *name == self.file)?;
        let lines = text.lines().filter(|line| !line.starts_with("#:schema"));
        let comment = lines.map_while(|line| line.strip_prefix('#'));
        let words: Vec<&str> = comment.map(str::trim).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Where the rule is written. The book lies in `docs/rules` of the project that the shipped
    /// files are part of, so links reach those; others are named.
    fn link_to(&self, rule: &Rule) -> String {
        let (file, line) = (self.file, rule.origin.line);
        if self.is_shipped() {
            format!("[{file}:{line}](../../{file}#L{line})")
        } else {
            markdown::code(&format!("{file}:{line}"))
        }
    }
}

fn index(chapters: &[Chapter<'_>]) -> String {
    let count: usize = chapters.iter().map(|chapter| chapter.rules.len()).sum();
    let mut text = format!(
        "# Rules\n\n{} in {}. This folder is made from the rules themselves; change those, then run\n\
        `dechaff rules show --all --format markdown --out FOLDER`. ␣ stands for a space that counts.\n\n\
        | file | rules | what they find |\n| --- | --- | --- |\n",
        counted(count, "rule"),
        counted(chapters.len(), "file")
    );
    for chapter in chapters {
        let about = chapter.about().unwrap_or_default();
        let _ = writeln!(
            text,
            "| [{}]({}.md) | {} | {} |",
            chapter.title(),
            chapter.name,
            chapter.rules.len(),
            markdown::plain(&about)
        );
    }
    for chapter in chapters {
        let _ = write!(
            text,
            "\n## {}\n\n| rule | kind | confidence | what goes |\n| --- | --- | --- | --- |\n",
            chapter.title()
        );
        for rule in &chapter.rules {
            text += &row(chapter, rule);
        }
    }
    text
}

fn row(chapter: &Chapter<'_>, rule: &Rule) -> String {
    let (kind, confidence) = match rule.polarity {
        Polarity::Cut => (rule.kind.word(), rule.confidence.word()),
        Polarity::Protect => ("protects", ""),
    };
    let (id, page) = (rule.bare_id(), &chapter.name);
    let about = markdown::plain(&rule.about);
    format!("| [{id}]({page}.md#{id}) | {kind} | {confidence} | {about} |\n")
}
