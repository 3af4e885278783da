//! Not built yet.

pub(super) fn restore(_: &super::args::RestoreArgs) -> anyhow::Result<super::Outcome> {
    anyhow::bail!("not built yet")
}

pub(super) fn verify(_: &super::args::VerifyArgs) -> anyhow::Result<super::Outcome> {
    anyhow::bail!("not built yet")
}
