//! Not built yet.

pub(super) fn completions(_: &super::args::CompletionsArgs) -> anyhow::Result<super::Outcome> {
    anyhow::bail!("not built yet")
}

pub(super) fn man() -> anyhow::Result<super::Outcome> {
    anyhow::bail!("not built yet")
}
