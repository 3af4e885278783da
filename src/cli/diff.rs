//! Not built yet.

pub(super) fn run(_: &super::args::DiffArgs) -> anyhow::Result<super::Outcome> {
    anyhow::bail!("not built yet")
}
