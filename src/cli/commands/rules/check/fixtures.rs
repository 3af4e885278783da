//! The pages of `--fixtures`, for the warning `never-fires`.

use crate::cli::render::terminal::escape;
use anyhow::bail;
use dechaff::io::source::{Decoded, EncodingChoice, Input, Walk, WalkItem};
use dechaff::rulefile::RuleActivity;
use dechaff::tools::active_rules::ActiveRules;
use dechaff::{Page, Rules};
use std::path::{Path, PathBuf};

/// Which rules do something on the pages below these folders.
pub(crate) fn fired(rules: &Rules, folders: &[PathBuf]) -> anyhow::Result<RuleActivity> {
    let inputs: Vec<Input> = folders.iter().cloned().map(Input::Path).collect();
    let firing = ActiveRules::new(rules);
    let mut fired = RuleActivity::default();
    for item in Walk::new(&inputs, None) {
        match item {
            WalkItem::Page(entry) => {
                let text = read(&entry.file)?;
                fired.pages += 1;
                let on_page = firing.on(&Page::new(&text));
                fired.rules.extend(on_page.into_iter().map(str::to_owned));
            }
            WalkItem::Failed(path, why) => bail!("--fixtures: {}: {why}", path.display()),
            WalkItem::Shard(_) | WalkItem::Skipped(..) => {}
        }
    }
    if fired.pages == 0 {
        bail!("--fixtures: there is no page: *.txt, *.text or *.md");
    }
    Ok(fired)
}

fn read(path: &Path) -> anyhow::Result<String> {
    let name = || escape(&path.display().to_string());
    let bytes = std::fs::read(path).map_err(|why| anyhow::anyhow!("{}: {why}", name()))?;
    let decoded = Decoded::new(bytes, EncodingChoice::Auto);
    let decoded = decoded.map_err(|why| anyhow::anyhow!("{}: {why}", name()))?;
    Ok(decoded.text)
}
