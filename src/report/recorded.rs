//! What a recorded reference contains, and how to compare with it.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use record::{CommandLine, Subject};
use verdict::{Judgement, Verdict};

use crate::model::{End, Report, origins};
use crate::text::{counted, places, sanitize};

/// Scenarios that are named for each reason.
const NAMES: usize = 10;

/// Writes the origin of the reference in that directory, how many of its scenarios can be compared with, whether it is fit
/// to be a reference, and the commands that compare with it. `resume`: the command that goes on with an incomplete one.
///
/// # Errors
/// `out` cannot be written.
pub fn write_recorded(report: &Report, directory: &Path, resume: &CommandLine, out: &mut impl Write) -> io::Result<()> {
    let counts = report.counts();
    let Some(origin) = origins(report).into_iter().next() else { return Ok(()) };
    writeln!(out, "\nReference: {}, {}, {}, region {}", origin.name, origin.service(), origin.url, origin.region)?;
    writeln!(out, "recorded {} by ec2-compat {}, suite {}", origin.recorded, origin.tool, origin.suite)?;
    if let Some(caution) = origin.caution() {
        writeln!(out, "{caution} Differences from it are informational.")?;
    }
    let usable = counts.ran() - counts.error - counts.flaky;
    write!(out, "{usable} of {} scenarios can be compared with it", counts.total())?;
    write!(out, "; {} skipped, {} flaky", counts.skipped, counts.flaky)?;
    writeln!(out, ", {} not run, {} failed with an error", counts.not_run, counts.error)?;
    let doubts = doubts(report);
    match doubts.is_empty() {
        true => writeln!(out, "It can be used as a reference.")?,
        false => writeln!(out, "It should not be used as a reference:")?,
    }
    for Doubt { what, scenarios } in doubts {
        writeln!(out, "- {what}")?;
        for scenario in scenarios.iter().take(NAMES) {
            writeln!(out, "    {}", sanitize::line(scenario.as_str()))?;
        }
        if scenarios.len() > NAMES {
            writeln!(out, "    and {} more: see the reports", scenarios.len() - NAMES)?;
        }
    }
    if report.end != End::Complete {
        writeln!(out, "\n  {resume}     resume it")?;
    }
    let directory: PathBuf = directory.components().collect();
    let compared = |command: CommandLine| command.option("--reference-run", &directory);
    let run = compared(report.typed.command("run").option("--target", "NAME"));
    writeln!(out, "\n  {run}     run on a cloud and compare")?;
    writeln!(out, "  {}      compare a recorded run", compared(CommandLine::new("report").word("RUN")))
}

/// A reason why a run should not be used as a reference.
struct Doubt<'a> {
    what: String,
    scenarios: Vec<&'a Subject>,
}

/// Why a run is not fit to be a reference, as it is. What scenarios state of AWS must hold on a reference, in the same way in
/// every attempt, and without responses about the rate of requests in place of those that the calls would have.
fn doubts(report: &Report) -> Vec<Doubt<'_>> {
    let named = |what: &str, is_concerned: &dyn Fn(&Judgement) -> bool| {
        let concerned = report.in_order().into_iter().filter(|one| is_concerned(one));
        let scenarios: BTreeSet<&Subject> = concerned.map(|one| &one.scenario).collect();
        let what = what.replace("{}", &places(&scenarios));
        (!scenarios.is_empty()).then(|| Doubt { what, scenarios: scenarios.into_iter().collect() })
    };
    let not_run = report.not_run().len();
    let incomplete = (report.end != End::Complete || not_run > 0).then(|| Doubt {
        what: format!("the run is incomplete: {} not run, which are not compared", counted(not_run, "scenario")),
        scenarios: Vec::new(),
    });
    let throttled: u32 = report.judgements.iter().map(|one| one.throttled).sum();
    let throttled = named(
        &format!(
            "{{}} with throttled requests ({throttled} in all), whose responses and durations are not the usual ones: \
             lower `rate_limit` in the profile and record again"
        ),
        &|one| one.throttled > 0,
    );
    [
        incomplete,
        named("{} with deviations on the reference itself: the reference or the suite is wrong", &|one| {
            report.fails(one)
        }),
        named("{} flaky: attempts came out differently", &Judgement::is_flaky),
        throttled,
        named("{} not compared: ec2-compat or the environment failed", &|one| one.verdict == Verdict::Error),
    ]
    .into_iter()
    .flatten()
    .collect()
}
