//! Not built yet.

pub(super) fn run(_: &super::args::ExplainArgs) -> anyhow::Result<super::Outcome> {
    anyhow::bail!("not built yet")
}
