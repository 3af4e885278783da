//! From what a page's host is known where no url is.

use regex::Regex;
use std::str::FromStr;

/// From what a page's host is known where no url is: from its path below the input.
#[derive(Debug, Clone)]
pub enum HostFrom {
    /// The first folder of the path.
    Folder,
    /// What a pattern finds in the path: its group `host`, else its first group, else all of it.
    Pattern(Regex),
}

/// Why a text says of no host where it is.
#[derive(Debug, Clone, thiserror::Error)]
#[error("neither `folder` nor a regular expression: {0}")]
pub struct HostFromError(regex::Error);

impl FromStr for HostFrom {
    type Err = HostFromError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "folder" {
            return Ok(Self::Folder);
        }
        Regex::new(text).map(Self::Pattern).map_err(HostFromError)
    }
}

impl HostFrom {
    /// The host of the page at a path below its input, in lower case; `None` where it has none.
    ///
    /// # Example
    ///
    /// ```
    /// use dechaff::io::source::HostFrom;
    ///
    /// let folder: HostFrom = "folder".parse()?;
    /// assert_eq!(folder.host("tide.example/2024/boat.txt"), Some("tide.example".to_owned()));
    /// assert_eq!(folder.host("boat.txt"), None);
    /// let pattern: HostFrom = r"^(?<host>[^_]+)_".parse()?;
    /// assert_eq!(pattern.host("tide.example_boat.txt"), Some("tide.example".to_owned()));
    /// # Ok::<(), dechaff::io::source::HostFromError>(())
    /// ```
    pub fn host(&self, path: &str) -> Option<String> {
        let host = match self {
            Self::Folder => path.split_once('/')?.0,
            Self::Pattern(pattern) => {
                let found = pattern.captures(path)?;
                found
                    .name("host")
                    .or_else(|| found.get(1))
                    .or_else(|| found.get(0))?
                    .as_str()
            }
        };
        (!host.is_empty()).then(|| host.to_ascii_lowercase())
    }

    /// An address on that host, for what asks for one.
    pub fn url(&self, path: &str) -> Option<String> {
        self.host(path).map(|host| format!("https://{host}/"))
    }
}
