//! The compatibility page: a table of actions, with parameters and errors folded below it.

use std::io::{self, Write};

use record::{EndpointHead, RunHead, ServiceKind};
use verdict::{ActionResult, Compatibility, Scores, Surface};

use crate::compatibility::markup::{code, plain};
use crate::text::{clock, severity_word};

/// What a compatibility page is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What the platform is called: `OpenStack ec2-api on XenServer`.
    pub platform: &'a str,
    /// The run that it is made from.
    pub run: &'a RunHead,
    /// The endpoint.
    pub endpoint: &'a EndpointHead,
    /// What it came to.
    pub scores: &'a Scores,
    /// How much of the API it has.
    pub surfaces: &'a [Surface],
}

/// Writes the page. The same run gives the same page, byte for byte.
pub fn write_compatibility(subject: Subject<'_>, compatibility: &Compatibility, out: &mut dyn Write) -> io::Result<()> {
    heading(subject, out)?;
    score(subject, out)?;
    writeln!(out, "## Actions\n\n| action | answer | steps as AWS | what deviates |\n|---|---|---|---|")?;
    for (name, action) in asked(compatibility) {
        writeln!(out, "| {} | {} | {} | {} |", code(name), action.in_words(), share(action), worst(action))?;
    }
    writeln!(out, "\n## Action by action\n")?;
    for (name, action) in asked(compatibility) {
        details(name, action, out)?;
    }
    let not_asked: Vec<String> =
        compatibility.actions.iter().filter(|(_, action)| action.state.is_none()).map(|(name, _)| code(name)).collect();
    if !not_asked.is_empty() {
        writeln!(out, "## Not asked in this run\n\n{}", not_asked.join(", "))?;
    }
    out.flush()
}

fn heading(subject: Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Subject { platform, run, endpoint, .. } = subject;
    let kind = match endpoint.service_kind {
        ServiceKind::Aws => "Amazon's own service",
        ServiceKind::Cloud => "a cloud that speaks EC2",
        ServiceKind::Emulator => "an emulator of AWS",
    };
    writeln!(out, "# Compatibility of {} with Amazon EC2\n", plain(platform))?;
    writeln!(
        out,
        "<!-- Made by `ec2-compat coverage RUN --markdown FILE`; not to be edited. -->\n\n\
         What {} ({kind}) did when it was asked what the suites of ec2-compat ask of Amazon EC2. \
         Recorded on {}, run {}, API version {}, suite {}, ec2-compat {}.",
        plain(&endpoint.name),
        &clock::rfc3339(run.at_ms)[..10],
        plain(&run.run),
        plain(&endpoint.api_version),
        plain(&run.suite),
        plain(&run.tool),
    )?;
    if !endpoint.omit_parameters.is_empty() {
        let omitted: Vec<String> = endpoint.omit_parameters.iter().map(|name| code(name)).collect();
        writeln!(out, "Left out of every call, because the endpoint cannot take it: {}.", omitted.join(", "))?;
    }
    writeln!(
        out,
        "\n`as AWS`: nothing deviates in any step that asks it. `deviates`: something does. `missing`: the action does \
         not exist there. `unclear`: no answer tells whether it does. A step counts as AWS answers it when no finding \
         is about it, known or not.\n"
    )
}

fn score(subject: Subject<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## Score\n\nScenarios that conform: **{}**.\n", subject.scores.overall)?;
    writeln!(out, "| area | score |\n|---|---|")?;
    for area in &subject.scores.areas {
        writeln!(out, "| {} | {} |", plain(&area.area), area.score)?;
    }
    writeln!(out, "\n| set of actions | answered | asked | in the set | missing |\n|---|---|---|---|---|")?;
    for set in subject.surfaces {
        let missing: Vec<String> = set.missing.iter().map(|name| code(name)).collect();
        let row = [set.answered, set.asked, set.actions].map(|count| count.to_string()).join(" | ");
        writeln!(out, "| {} | {row} | {} |", plain(&set.title), missing.join(", "))?;
    }
    writeln!(out)
}

fn asked(compatibility: &Compatibility) -> impl Iterator<Item = (&String, &ActionResult)> {
    compatibility.actions.iter().filter(|(_, action)| action.state.is_some())
}

fn share(action: &ActionResult) -> String {
    format!("{} of {}", action.good, action.steps)
}

/// The codes of what deviates, each once, worst first.
fn worst(action: &ActionResult) -> String {
    let mut codes: Vec<&str> = Vec::new();
    for deviates in &action.deviates {
        if !codes.contains(&deviates.code) {
            codes.push(deviates.code);
        }
    }
    codes.join(" ")
}

fn details(name: &str, action: &ActionResult, out: &mut dyn Write) -> io::Result<()> {
    let summary = format!("{}: {}, {} steps as AWS", code(name), action.in_words(), share(action));
    writeln!(out, "<details><summary>{summary}</summary>\n")?;
    for (number, deviates) in action.deviates.iter().enumerate() {
        let severity = severity_word(deviates.severity);
        let reason = deviates.reason.as_ref().map(|reason| format!(" Known: {}", plain(reason))).unwrap_or_default();
        writeln!(out, "{}. {} ({severity}) {}{reason}", number + 1, deviates.code, plain(&deviates.title))?;
    }
    if !action.parameters.is_empty() {
        writeln!(out, "\n| parameter | steps as AWS | deviates only with it |\n|---|---|---|")?;
        for (name, parameter) in &action.parameters {
            let own: Vec<String> = parameter.own.iter().map(|at| (at + 1).to_string()).collect();
            writeln!(out, "| {} | {} of {} | {} |", code(name), parameter.good, parameter.steps, own.join(", "))?;
        }
    }
    if !action.errors.is_empty() {
        writeln!(out, "\n| error that is due | steps as AWS | instead |\n|---|---|---|")?;
        for (due, error) in &action.errors {
            let instead: Vec<String> =
                error.instead.iter().map(|(answer, count)| format!("{} ({count})", plain(answer))).collect();
            writeln!(out, "| {} | {} of {} | {} |", code(due), error.good, error.steps, instead.join(", "))?;
        }
    }
    writeln!(out, "\n</details>\n")
}
