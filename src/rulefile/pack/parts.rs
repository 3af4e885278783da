//! Packs of which one rule file has no room for all name others that are loaded with it.

use crate::rulefile::beside::is_file_name;
use crate::rulefile::check::file::ParsedFile;
use crate::rulefile::code::Code;
use std::collections::BTreeSet;

/// Reports the parts that files name and that were not loaded. A part is known by its number and pack, whatever the name
/// of its file is.
pub(crate) fn report_missing_parts(files: &mut [ParsedFile]) {
    let loaded: BTreeSet<(String, u32)> = files
        .iter()
        .filter_map(|file| Some((file.pack()?, file.wire.as_ref()?.part?)))
        .collect();
    for file in files {
        let Some(pack) = file.pack() else { continue };
        let Some(wire) = &file.wire else { continue };
        let mut is_missing = false;
        for (number, name) in (2..).zip(&wire.parts) {
            let (span, name) = (name.span(), name.get_ref());
            let (message, help) = if !is_file_name(name) {
                let message = format!("`{name}` is no name of a file");
                let help = "name a file in the folder of the rule file, without a path";
                (message, help.to_owned())
            } else if loaded.contains(&(pack.clone(), number)) {
                continue;
            } else {
                let message = format!("part {number} of the pack was not loaded: {name}");
                let help = format!(
                    "{name} belongs in the folder of the rule file, with `pack = \"{pack}\"` and `part = {number}`; who \
                     loads texts gives its text as well"
                );
                (message, help)
            };
            let found = file
                .reporter
                .error(Code::Unreadable, span, message, "named here");
            found.help(help);
            is_missing = true;
        }
        file.damaged |= is_missing;
    }
}

#[cfg(test)]
mod tests {
    use crate::rulefile::pack::builder::RulesBuilder;
    use crate::rulefile::pack_source::PackSource;

    fn part(head: &str, id: &str) -> PackSource {
        PackSource {
            name: format!("{id}.toml"),
            text: format!(
                "schema = 1\npack = 'tides'\n{head}\n[[rule]]\nid = '{id}'\nkind = 'ad'\nmatch.line = ['{id}']\ntests = ['[-{id}-]', 'A{id}']\n"
            ),
        }
    }

    fn errors(sources: &[PackSource]) -> Vec<String> {
        let files = sources.iter().cloned();
        let builder = files.fold(RulesBuilder::new().without_shipped(), RulesBuilder::file);
        let errors = builder.check().errors().to_vec();
        errors.iter().map(|error| error.message.clone()).collect()
    }

    #[test]
    fn every_part_is_loaded_in_any_order_or_is_named() {
        let first = part("parts = ['two.toml', 'three.toml']", "one");
        let (two, three) = (part("part = 2", "two"), part("part = 3", "three"));
        let all = [first.clone(), two.clone(), three.clone()];
        assert_eq!(errors(&all), [""; 0]);
        assert_eq!(
            errors(&[three.clone(), two.clone(), first.clone()]),
            [""; 0]
        );
        assert_eq!(
            errors(std::slice::from_ref(&two)),
            [""; 0],
            "a part is a pack as well"
        );
        let missing = ["part 3 of the pack was not loaded: three.toml"];
        assert_eq!(errors(&[first.clone(), two.clone()]), missing);
        let mut other = three;
        other.text = other.text.replace("pack = 'tides'", "pack = 'boats'");
        assert_eq!(errors(&[first, two, other]), missing);
    }

    #[test]
    fn no_part_lies_elsewhere() {
        let first = part("parts = ['../two.toml']", "one");
        let said = errors(&[first, part("part = 2", "two")]);
        assert_eq!(said, ["`../two.toml` is no name of a file"]);
    }

    #[test]
    fn what_is_said_of_rules_of_a_missing_part_is_no_error_of_its_own() {
        let override_of_two =
            "parts = ['two.toml']\n[[override]]\nrule = 'tides/two'\nlevel = 'flag'";
        let said = errors(&[part(override_of_two, "one")]);
        assert_eq!(said, ["part 2 of the pack was not loaded: two.toml"]);
    }
}
