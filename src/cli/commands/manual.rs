//! `dechaff completions` and `dechaff man`, both from the one table of arguments.

use crate::cli::args::command::{Cli, CompletionsArgs};
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use clap::CommandFactory as _;
use clap_mangen::Man;
use std::io::{self, Write};

pub(crate) fn completions(args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    // Written to memory first: the generator panics where its output is a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dechaff", &mut script);
    let mut out = terminal::out();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Done)
}

pub(crate) fn man() -> anyhow::Result<Outcome> {
    let mut out = terminal::out();
    write_manual(&mut out)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// One page for everything: the command, then each of its subcommands.
fn write_manual(out: &mut dyn Write) -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    let page = Man::new(command.clone());
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    for sub in command.get_subcommands() {
        write_command(sub, out)?;
    }
    out.write_all(MORE_SECTIONS.as_bytes())
}

fn write_command(command: &clap::Command, out: &mut dyn Write) -> io::Result<()> {
    if command.get_name() == "help" || command.is_hide_set() {
        return Ok(());
    }
    if command.has_subcommands() {
        return command
            .get_subcommands()
            .try_for_each(|sub| write_command(sub, out));
    }
    let name = command.get_bin_name().unwrap_or(command.get_name());
    writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
    // The options of every command stand once, at the top.
    let own = command.clone().mut_args(|arg| {
        let shared = arg.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version");
        arg.hide(shared)
    });
    let page = Man::new(own);
    let mut body = Vec::new();
    page.render_description_section(&mut body)?;
    page.render_synopsis_section(&mut body)?;
    page.render_options_section(&mut body)?;
    let body = String::from_utf8_lossy(&body).replace(".SH ", ".SS ");
    out.write_all(body.as_bytes())
}

const MORE_SECTIONS: &str = r#".SH "EXIT STATUS"
.TP
0
Done. A reader that closes the pipe early is no failure.
.TP
1
\fBcheck\fR found noise, or a rule test failed.
.TP
2
Usage, configuration or rules are wrong; nothing was written.
.TP
3
Some pages failed; the rest is done.
.TP
130
Interrupted.
.SH CONFIGURATION
Values come from, later ones winning: the defaults; the nearest \fIdechaff.toml\fR in the folder of the first input or above it; the environment; the command line. Rule files add up instead. The keys are \fBrequired-version\fR, \fBmode\fR, \fBpacks\fR, \fBrules\fR (paths relative to the file), \fBonly\fR, \fBskip\fR and \fBencoding\fR, the tables \fB[output]\fR (\fBout\fR, \fBdiff\fR) and \fB[limits]\fR (\fBmax_removed_share\fR, \fBmax_page_bytes\fR, \fBjobs\fR), and \fB[[override]]\fR and \fB[[protect]]\fR tables as in rule files. \fBdechaff config schema\fR says what each is for.
.SH ENVIRONMENT
.TP
\fBDECHAFF_MODE\fR, \fBDECHAFF_ONLY\fR, \fBDECHAFF_SKIP\fR, \fBDECHAFF_KEEP\fR, \fBDECHAFF_ENCODING\fR, \fBDECHAFF_OUT\fR, \fBDECHAFF_DIFF\fR, \fBDECHAFF_MAX_REMOVED_SHARE\fR, \fBDECHAFF_MAX_PAGE_BYTES\fR, \fBDECHAFF_JOBS\fR
As the keys of \fIdechaff.toml\fR; lists are parted by commas.
.TP
\fBDECHAFF_RULES\fR
Rule files and folders, parted as in \fBPATH\fR.
.TP
\fBDECHAFF_PAGER\fR, \fBPAGER\fR
The pager of \fBdiff\fR; empty or \fBcat\fR means none.
.TP
\fBNO_COLOR\fR
Where it is set, nothing is coloured unless \fB\-\-color\fR says so.
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_agree_with_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_manual_names_every_command() {
        let mut page = Vec::new();
        write_manual(&mut page).expect("memory takes it");
        let page = String::from_utf8(page).expect("it is text");
        for name in [
            "CLEAN",
            "CHECK",
            "RULES SHOW",
            "RULES PACK",
            "CONFIG SHOW",
            "MAN",
        ] {
            assert!(page.contains(&format!(".SH \"DECHAFF {name}\"")), "{name}");
        }
    }
}
