//! Files beside a rule file that belong to it: its file of lines, and the other parts of its pack.

use serde::Deserialize;

/// The files beside a rule file that it names, each in the same folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilesBeside {
    /// Its file of lines, of which it knows the hash.
    pub lines: Option<String>,
    /// Rule files of the same pack that are loaded with it.
    pub parts: Vec<String>,
}

#[derive(Deserialize)]
struct Header {
    template_lines: Option<NamedFile>,
    #[serde(default)]
    parts: Vec<String>,
}

#[derive(Deserialize)]
struct NamedFile {
    file: String,
}

/// The files that the text of a rule file names. Whoever reads the rule file from a folder reads these from there, too,
/// and gives their texts to the builder. A name that leads out of the folder is left out; to load the rules says what is
/// wrong with it. O(n) in what stands before the first rule.
///
/// # Example
///
/// ```
/// let text = "schema = 1\npack = 'mine'\nparts = ['mine-2.toml', '../other.toml']\n";
/// assert_eq!(dechaff::rulefile::files_beside(text).parts, ["mine-2.toml"]);
/// ```
pub fn files_beside(text: &str) -> FilesBeside {
    let Ok(Header {
        template_lines,
        parts,
    }) = toml::from_str(header_of(text))
    else {
        return FilesBeside::default();
    };
    let is_beside = |name: &String| is_file_name(name);
    FilesBeside {
        lines: template_lines.map(|named| named.file).filter(is_beside),
        parts: parts.into_iter().filter(is_beside).collect(),
    }
}

/// What stands before the first table: there alone are keys of the file.
fn header_of(text: &str) -> &str {
    let is_of_file = |line: &&str| !line.starts_with('[') || line.starts_with("[template_lines]");
    let lines = text.split_inclusive('\n');
    let len: usize = lines.take_while(is_of_file).map(str::len).sum();
    &text[..len]
}

/// Whether it is the name of a file in the rule file's own folder, and no way out of it.
pub(crate) fn is_file_name(file: &str) -> bool {
    !file.is_empty() && file != "." && file != ".." && !file.contains(['/', '\\', ':', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_in_the_same_folder_alone() {
        let named = |file: &str| {
            let text = format!(
                "template_lines = {{ file = '{file}', blake3 = 'x' }}\nparts = ['{file}']\n"
            );
            files_beside(&text)
        };
        let beside = FilesBeside {
            lines: Some("a.lines".to_owned()),
            parts: vec!["a.lines".to_owned()],
        };
        assert_eq!(named("a.lines"), beside);
        for out in ["../a.lines", "/etc/a", "a\\b", "c:a", "..", ""] {
            assert_eq!(named(out), FilesBeside::default(), "{out}");
        }
        assert_eq!(files_beside("schema = 1"), FilesBeside::default());
    }

    #[test]
    fn only_what_stands_before_the_rules_is_read() {
        let text = "# parts\nschema = 1\npack = 'a'\nparts = [\n  'b.toml',\n]\n\n[[rule]]\nparts = ['c.toml'";
        assert_eq!(files_beside(text).parts, ["b.toml"]);
    }
}
