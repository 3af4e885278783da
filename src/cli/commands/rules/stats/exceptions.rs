//! Which overrides and protect rules make a difference to a page: it is cleaned without them.

use crate::cli::args::common::RuleArgs;
use crate::cli::config::settings::Config;
use crate::cli::setup::{self, Extra};
use dechaff::rulefile::Exception;
use dechaff::{Cleaned, Cleaner, Page};
use std::path::Path;
use std::sync::OnceLock;

/// Cleaners from which exceptions are lifted.
pub(crate) struct Lifted<'a> {
    exceptions: &'a [Exception],
    args: &'a RuleArgs,
    near: Option<&'a Path>,
    /// Without any exception; where the page is the same, none of them matters.
    all: Option<Cleaner>,
    /// Without one of them, built for the first page on which something differs.
    each: Vec<OnceLock<Result<Cleaner, String>>>,
}

impl<'a> Lifted<'a> {
    pub(crate) fn prepare(
        cleaner: &'a Cleaner,
        args: &'a RuleArgs,
        near: Option<&'a Path>,
    ) -> anyhow::Result<Self> {
        let exceptions = cleaner.rules().exceptions();
        let all = match exceptions {
            [] => None,
            all => Some(without(all, args, near)?),
        };
        Ok(Self {
            exceptions,
            args,
            near,
            all,
            each: exceptions.iter().map(|_| OnceLock::new()).collect(),
        })
    }

    /// Of each exception, whether the page, which came out as `cleaned`, would be another without
    /// it.
    pub(crate) fn matters(
        &self,
        page: &Page<'_>,
        cleaned: &Cleaned<'_>,
    ) -> anyhow::Result<Vec<bool>> {
        let differs = |cleaner: &Cleaner| cleaner.clean(page).text != cleaned.text;
        if !self.all.as_ref().is_some_and(differs) {
            return Ok(vec![false; self.exceptions.len()]);
        }
        if self.exceptions.len() == 1 {
            return Ok(vec![true]);
        }
        let one = |at| Ok(differs(self.one(at)?));
        (0..self.exceptions.len()).map(one).collect()
    }

    fn one(&self, at: usize) -> anyhow::Result<&Cleaner> {
        let build = || {
            let lifted = std::slice::from_ref(&self.exceptions[at]);
            without(lifted, self.args, self.near).map_err(|error| format!("{error:#}"))
        };
        let cleaner = self.each[at].get_or_init(build);
        cleaner
            .as_ref()
            .map_err(|error| anyhow::anyhow!(error.clone()))
    }
}

fn without(
    exceptions: &[Exception],
    args: &RuleArgs,
    near: Option<&Path>,
) -> anyhow::Result<Cleaner> {
    let extra = Extra {
        lifted: exceptions.iter().map(|one| one.rule.clone()).collect(),
        ..Extra::default()
    };
    Ok(setup::prepare_with(Config::read(args, near)?, extra)?.cleaner)
}
