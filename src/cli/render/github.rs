//! Workflow commands, which GitHub shows as annotations of files.

use std::fmt;

/// How grave an annotation is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Grade {
    Error,
    Warning,
    Notice,
}

/// An annotation of a place in a file; lines and columns count from 1.
#[derive(Debug)]
pub(crate) struct Annotation<'a> {
    pub(crate) grade: Grade,
    pub(crate) file: &'a str,
    pub(crate) line: usize,
    pub(crate) column: Option<usize>,
    /// The last line and column, the end included.
    pub(crate) end: Option<(usize, usize)>,
    pub(crate) title: Option<String>,
    pub(crate) message: String,
}

impl fmt::Display for Annotation<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Error => "error",
            Grade::Warning => "warning",
            Grade::Notice => "notice",
        };
        write!(
            out,
            "::{grade} file={},line={}",
            property(self.file),
            self.line
        )?;
        if let Some((line, _)) = self.end {
            write!(out, ",endLine={line}")?;
        }
        if let Some(column) = self.column {
            write!(out, ",col={column}")?;
        }
        if let Some((_, column)) = self.end {
            write!(out, ",endColumn={column}")?;
        }
        if let Some(title) = &self.title {
            write!(out, ",title={}", property(title))?;
        }
        write!(out, "::{}", data(&self.message))
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_command_are_spelt_out() {
        let mut one = Annotation {
            grade: Grade::Notice,
            file: "a,b.txt",
            line: 3,
            column: None,
            end: None,
            title: None,
            message: "100 %\nof it: all".to_owned(),
        };
        assert_eq!(
            one.to_string(),
            "::notice file=a%2Cb.txt,line=3::100 %25%0Aof it: all"
        );
        one.column = Some(2);
        one.end = Some((4, 5));
        one.title = Some("en/ad: ad".to_owned());
        assert!(one.to_string().starts_with(
            "::notice file=a%2Cb.txt,line=3,endLine=4,col=2,endColumn=5,title=en/ad%3A ad::"
        ));
    }
}
