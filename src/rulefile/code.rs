//! What can be wrong with a rule file, as stable codes.

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $name:literal;)+) => {
        /// What is wrong, as a stable code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The code as it is printed: `E` for an error, `W` for a warning, and three digits.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// A few words that name it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    /// The file is not TOML.
    Syntax = "E001", "not-toml";
    /// A key that the format does not have.
    UnknownKey = "E002", "unknown-key";
    /// A value of another type than the key takes.
    WrongType = "E003", "wrong-type";
    /// A key that must be there is not.
    MissingKey = "E004", "missing-key";
    /// `match` has more than one key.
    TwoMatchers = "E005", "two-matchers";
    /// `match` has no key.
    NoMatcher = "E006", "no-matcher";
    /// A regular expression that does not parse.
    BadRegex = "E007", "bad-regex";
    /// A word that is not one of those the key takes.
    UnknownValue = "E008", "unknown-value";
    /// Two rules of the same id.
    DuplicateId = "E009", "duplicate-id";
    /// An override of a rule that there is not.
    UnknownRule = "E010", "unknown-rule";
    /// A guard that no line can pass.
    ImpossibleGuard = "E011", "impossible-guard";
    /// A phrase, pattern or file over its cap.
    TooLarge = "E012", "too-large";
    /// A phrase with nothing in it.
    EmptyPhrase = "E013", "empty-phrase";
    /// An id or pack name that is not kebab-case.
    BadName = "E014", "bad-name";
    /// A version of the file format that this dechaff does not read.
    SchemaVersion = "E015", "schema-version";
    /// Marks of a test that do not pair.
    BadMarks = "E016", "bad-marks";
    /// A number outside of its range.
    OutOfRange = "E017", "out-of-range";
    /// A file that could not be read as text.
    Unreadable = "E018", "unreadable";
    /// A value given to `--only` or `--skip` that names nothing.
    UnknownSelector = "E019", "unknown-selector";
    /// An override that cannot be applied to the rule it names.
    BadOverride = "E020", "bad-override";
    /// An `allow` without a reason.
    EmptyReason = "E021", "empty-reason";
    /// A pack of `dechaff.toml` whose content is not the one that is pinned.
    ChangedPack = "E022", "changed-pack";
    /// A shipped pack that there is not.
    UnknownPack = "E023", "unknown-pack";
    /// A file that asks for another version of dechaff.
    RequiredVersion = "E024", "required-version";
    /// A text that has not the form that its key takes.
    BadValue = "E025", "bad-value";
    /// A character of a pack that nobody sees; `rules pack --check` looks for them.
    HiddenCharacter = "E026", "hidden-character";
    /// A rule that runs on every line, for want of a literal.
    NoLiteralAnchor = "W001", "no-literal-anchor";
    /// A pattern that begins or ends with a wildcard and no anchor.
    UnanchoredWildcard = "W002", "unanchored-wildcard";
    /// Another rule finds the same already.
    Shadowed = "W003", "shadowed";
    /// A phrase that sentences begin with.
    CommonSentenceStart = "W004", "common-sentence-start";
    /// No test in which nothing goes.
    NoNearMiss = "W005", "no-near-miss";
    /// A rule that does nothing on the pages given.
    NeverFires = "W006", "never-fires";
    /// No test in which something goes.
    NoTest = "W007", "no-test";
    /// A rule that does not say what it removes.
    NoAbout = "W008", "no-about";
    /// A pattern that finds something in every line.
    FindsEverything = "W009", "finds-everything";
    /// A phrase with more words than `when.max_words`.
    UnreachablePhrase = "W010", "unreachable-phrase";
    /// An `allow` of a warning that is not given.
    UnusedAllow = "W011", "unused-allow";
    /// A file calls its pack by the name of a shipped one; `rules pack --check` looks for it.
    ShippedName = "W012", "shipped-name";
    /// A rule takes more than its line, and no guard holds it back; `rules pack --check` looks for it.
    FarReaching = "W013", "far-reaching";
    /// A protect rule keeps much, and no guard holds it back; `rules pack --check` looks for it.
    BroadProtect = "W014", "broad-protect";
}

impl Code {
    /// Whether it names a warning: the rules can be used, but somebody should look.
    pub fn is_warning(self) -> bool {
        self.id().starts_with('W')
    }

    /// Whether `allow` can keep it back: a warning on a rule, and not on a pack of somebody else.
    pub fn can_be_allowed(self) -> bool {
        let never = [
            Self::UnusedAllow,
            Self::ShippedName,
            Self::FarReaching,
            Self::BroadProtect,
        ];
        self.is_warning() && !never.contains(&self)
    }

    /// The code of that name, as in `no-near-miss`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether a finding of it keeps the rules from being used.
    pub fn severity(self) -> Severity {
        if self.is_warning() {
            Severity::Warning
        } else {
            Severity::Error
        }
    }
}

/// Whether a finding keeps the rules from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The rules cannot be used.
    Error,
    /// They can, but somebody should look.
    Warning,
}
