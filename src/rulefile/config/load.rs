//! From a configuration file to the rules that it asks for.

use crate::rulefile::code::Code;
use crate::rulefile::config::file::ConfigFile;
use crate::rulefile::config::packs::{PackFrom, PackRef};
use crate::rulefile::config::placed::Placed;
use crate::rulefile::pack::builder::RulesBuilder;
use crate::rulefile::pack::load::pack_hash;
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::shipped::shipped_pack;

impl ConfigFile {
    /// Adds to `builder` everything that the file says of rules: its packs, the files of
    /// [`Self::rules`], its overrides and protect rules. `read` returns the rule files at a path
    /// that is written in the file, in load order, or why they cannot be read; `add` adds them to
    /// the builder.
    ///
    /// What is wrong with the packs shows in [`RulesBuilder::build`]: a path that cannot be read,
    /// and content that is not the one that its pin names.
    #[must_use]
    pub fn load_into(
        mut self,
        mut builder: RulesBuilder,
        mut read: impl FnMut(&str) -> Result<Vec<PackSource>, String>,
        add: impl Fn(RulesBuilder, Vec<PackSource>) -> RulesBuilder,
    ) -> RulesBuilder {
        if let Some(packs) = self.packs.clone() {
            builder = builder.without_shipped();
            for pack in &packs.value {
                builder = self.load_pack(pack, builder, &mut read, &add);
            }
        }
        for path in &self.rules.clone() {
            match read(&path.value) {
                Ok(sources) => builder = add(builder, sources),
                Err(why) => self.cannot_read(path, &path.value, &why),
            }
        }
        builder.config(self)
    }

    fn load_pack(
        &mut self,
        pack: &Placed<PackRef>,
        builder: RulesBuilder,
        read: &mut impl FnMut(&str) -> Result<Vec<PackSource>, String>,
        add: &impl Fn(RulesBuilder, Vec<PackSource>) -> RulesBuilder,
    ) -> RulesBuilder {
        let sources = match &pack.value.from {
            PackFrom::Shipped(name) => {
                self.check_pin(&pack.value, &shipped_pack(name));
                return builder.shipped(name);
            }
            PackFrom::Path(path) => read(path),
        };
        match sources {
            Ok(sources) => {
                self.check_pin(&pack.value, &sources);
                add(builder, sources)
            }
            Err(why) => {
                self.cannot_read(pack, pack.value.from.word(), &why);
                builder
            }
        }
    }

    fn check_pin(&mut self, pack: &PackRef, sources: &[PackSource]) {
        let Some(pinned) = &pack.hash else { return };
        let found = pack_hash(sources);
        if pinned.value.eq_ignore_ascii_case(&found) {
            return;
        }
        let word = pack.from.word();
        let message = format!(
            "the pack \"{word}\" has changed: {} is pinned, {found} is found",
            pinned.value
        );
        let help = format!(
            "look at it with `dechaff rules pack --check {word}`; then write the hash that is found"
        );
        self.parsed
            .reporter
            .error(
                Code::ChangedPack,
                pinned.span.clone(),
                message,
                "not this content",
            )
            .help(help);
    }

    /// Reports that the rules of `path` could not be read, and why.
    fn cannot_read<T>(&mut self, at: &Placed<T>, path: &str, why: &str) {
        let message = format!("cannot read the rules of \"{path}\"");
        self.parsed
            .reporter
            .error(Code::Unreadable, at.span.clone(), message, why)
            .help("paths are relative to the folder of this file");
    }
}
