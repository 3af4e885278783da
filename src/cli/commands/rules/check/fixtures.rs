//! The pages of `--fixtures`, for the warning `never-fires`.

use crate::cli::input::rows::each_row;
use crate::cli::render::terminal::escape;
use anyhow::{Context as _, bail};
use dechaff::io::shard::ShardOptions;
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
                add(&firing, &text, &mut fired);
            }
            WalkItem::Shard(shard) => each_row(&shard, &ShardOptions::default(), |page| {
                // A row that is no page has nothing on which a rule could fire.
                if let Ok(page) = page {
                    add(&firing, &page.text, &mut fired);
                }
                Ok(())
            })
            .context("--fixtures")?,
            WalkItem::Failed(path, why) => bail!("--fixtures: {}: {why}", path.display()),
            WalkItem::Skipped(..) => {}
        }
    }
    if fired.pages == 0 {
        bail!("--fixtures: there is no page: no *.txt, *.text or *.md, and no shard");
    }
    Ok(fired)
}

fn add(firing: &ActiveRules<'_>, text: &str, fired: &mut RuleActivity) {
    fired.pages += 1;
    let on_page = firing.on(&Page::new(text));
    fired.rules.extend(on_page.into_iter().map(str::to_owned));
}

fn read(path: &Path) -> anyhow::Result<String> {
    let name = || escape(&path.display().to_string());
    let bytes = std::fs::read(path).map_err(|why| anyhow::anyhow!("{}: {why}", name()))?;
    let decoded = Decoded::new(bytes, EncodingChoice::Auto);
    let decoded = decoded.map_err(|why| anyhow::anyhow!("{}: {why}", name()))?;
    Ok(decoded.text)
}
