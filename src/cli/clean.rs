//! Not built yet.

pub(super) fn run(
    _: &super::args::CleanArgs,
    _: &super::args::GlobalArgs,
) -> anyhow::Result<super::Outcome> {
    anyhow::bail!("not built yet")
}
