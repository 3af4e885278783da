//! `required-version`: which versions of dechaff may use a configuration file.

use crate::rulefile::code::Code;
use crate::rulefile::reporter::Reporter;
use semver::{Version, VersionReq};
use toml::Spanned;

/// The version of this dechaff.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// Whether the file asks for another version than this; then that is reported.
pub(crate) fn is_refused(wanted: Option<&Spanned<String>>, reporter: &mut Reporter) -> bool {
    let Some(wanted) = wanted else { return false };
    let own = Version::parse(OWN).expect("Cargo checks the version of a package");
    match VersionReq::parse(wanted.get_ref()) {
        Ok(required) if !required.matches(&own) => {
            let message = format!(
                "this is dechaff {OWN}; the file asks for version {}",
                wanted.get_ref()
            );
            reporter
                .error(
                    Code::RequiredVersion,
                    wanted.span(),
                    message,
                    format!("not met by {OWN}"),
                )
                .help("install such a version of dechaff, or change `required-version`");
            true
        }
        _ => false,
    }
}

/// Reports what is no requirement at all.
pub(crate) fn check(wanted: Option<&Spanned<String>>, reporter: &mut Reporter) {
    let Some(wanted) = wanted else { return };
    if let Err(error) = VersionReq::parse(wanted.get_ref()) {
        let message = format!("`required-version` is no version requirement: {error}");
        reporter
            .error(Code::BadValue, wanted.span(), message, "no requirement")
            .help("write it as Cargo does: `\">=0.1, <0.3\"`");
    }
}
