//! `ec2-compat doctor`: whether an endpoint can be tested, and what its profile lacks.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::ask::{Ask as _, Terminal, unanswered};
use super::context::Done;
use crate::endpoint::{CheckStatus, DoctorCheck, Endpoint, FactValue, FoundFact, Profile, probe, survey, with_facts};
use crate::engine::Plan;
use crate::located::{MAX_BYTES, Source};
use crate::record::write_atomically;
use crate::report::Exit;
use crate::session::{Context, Failure};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The endpoint: its name in the endpoints file
    #[arg(long, value_name = "NAME", env = "EC2_COMPAT_TARGET")]
    target: String,
    /// Write missing or wrong facts (image, instance type, zone, account) into the endpoints file, as the endpoint shows
    /// them. Without this option, `doctor` asks first if it runs at a terminal
    #[arg(long)]
    fix: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "fix")]
    json: bool,
}

/// The facts that are written, and the check that fails where one is wrong.
const FACTS: [(&str, &str); 6] = [
    ("vpc", ""),
    ("account", ""),
    ("image", "fact image"),
    ("image.ebs", ""),
    ("instance_type", "instance type"),
    ("zone", "zone"),
];

/// What a check of an endpoint showed.
struct Visit {
    checks: Vec<DoctorCheck>,
    /// Facts that would be written.
    fixes: Vec<FoundFact>,
}

pub fn run(context: &Context, arguments: Arguments) -> Done {
    let name = &arguments.target;
    let Visit { checks, fixes } = visit(context, name)?;
    if arguments.json {
        super::print(&json!(checks).to_string());
        return Ok(exit(&checks));
    }
    checks.iter().for_each(|check| super::print(&check.to_string()));
    if fixes.is_empty() {
        return Ok(exit(&checks));
    }
    let (file, facts) = (context.endpoints.display(), in_words(&fixes));
    let is_wanted = arguments.fix || {
        super::print(&format!("\nThe endpoint shows facts that are missing or different in {file}: {facts}"));
        Terminal::is_there() && Terminal.confirm(&format!("Write them into {file}?")).map_err(unanswered)?
    };
    if !is_wanted {
        let doctor = context.command("doctor").option("--target", name).flag("--fix");
        super::print(&format!("To write them: {doctor}"));
        return Ok(exit(&checks));
    }
    fix(context, name, &fixes)?;
    super::print(&format!("\nWritten into {file}: {facts}\n"));
    let Visit { checks, .. } = visit(context, name)?;
    checks.iter().for_each(|check| super::print(&check.to_string()));
    Ok(exit(&checks))
}

fn exit(checks: &[DoctorCheck]) -> Exit {
    let failed = checks.iter().any(|check| check.status == CheckStatus::Fail);
    if failed { Exit::Failed } else { Exit::Success }
}

fn visit(context: &Context, name: &str) -> Result<Visit, Failure> {
    let profile = context.profile(name)?;
    let (mut checks, fixes) = super::runtime()?.block_on(async {
        let endpoint = context.connect(name).await?;
        let checks = probe(&endpoint).await;
        let fixes = fixes(&endpoint, &checks).await;
        Ok::<_, Failure>((checks, fixes))
    })?;
    checks.extend(scenarios(context, &profile)?);
    Ok(Visit { checks, fixes })
}

/// The facts that the profile lacks, or that are wrong, as the endpoint shows them. It is called only where there are some.
async fn fixes(endpoint: &Endpoint, checks: &[DoctorCheck]) -> Vec<FoundFact> {
    let facts = &endpoint.profile().facts;
    let is_wrong = |check: &str| checks.iter().any(|one| one.name == check && one.status == CheckStatus::Fail);
    let accepted = checks.iter().any(|one| one.name == "credentials" && one.status != CheckStatus::Fail);
    let reached = checks.iter().any(|one| one.name == "reachable" && one.status == CheckStatus::Ok);
    let wanted: Vec<&str> = FACTS
        .iter()
        .filter(|(fact, check)| !facts.contains_key(*fact) || is_wrong(check))
        .map(|(fact, _)| *fact)
        .collect();
    if wanted.is_empty() || !accepted || !reached {
        return Vec::new();
    }
    let found = survey(endpoint).await;
    // What is known of another image's root device is not known of this one.
    let is_same_image = |found: &FoundFact| match (found.fact, &found.value) {
        ("image", FactValue::Text(id)) => facts.get("image").is_none_or(|known| known == id) || is_wrong("fact image"),
        _ => true,
    };
    let keeps_image = found.facts.iter().all(is_same_image);
    let is_fix = |one: &FoundFact| wanted.contains(&one.fact) && (one.fact != "image.ebs" || keeps_image);
    found.facts.into_iter().filter(is_fix).collect()
}

fn in_words(facts: &[FoundFact]) -> String {
    let one = |found: &FoundFact| format!("{}: {}", found.fact, found.value.in_yaml());
    facts.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn fix(context: &Context, name: &str, fixes: &[FoundFact]) -> Result<(), Failure> {
    let file = &context.endpoints;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let source = Source::read(file, file.display().to_string(), MAX_BYTES);
    let source = Arc::new(source.map_err(|wrong| Failure::located(&wrong.into()))?);
    let facts: Vec<(&str, FactValue)> = fixes.iter().map(|found| (found.fact, found.value.clone())).collect();
    let text = with_facts(&source, folder, name, &facts).map_err(Failure::could_not_run)?;
    let failed = |error: std::io::Error| Failure::could_not_run(format!("{}: {error}", file.display()));
    write_atomically(file, |out| out.write_all(text.as_bytes())).map_err(failed)
}

/// How many scenarios the profile leaves out, and why. Warns of exclusions that select nothing.
fn scenarios(context: &Context, profile: &Profile) -> Result<Vec<DoctorCheck>, Failure> {
    let suite = context.suite()?;
    context.review_exclusions(&profile.name, &suite)?;
    let plan = Plan::new(&suite, &suite.scenarios, profile, 1);
    let all = suite.scenarios.len();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for skipped in &plan.skipped {
        *reasons.entry(&skipped.reason).or_default() += 1;
    }
    let mut reasons: Vec<(&str, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let reasons: Vec<String> = reasons.into_iter().map(|(reason, count)| format!("{count} ({reason})")).collect();
    let excluded = match plan.excluded.len() {
        0 => String::new(),
        excluded => format!(", {excluded} are excluded by the profile"),
    };
    let (status, why) = match reasons.is_empty() {
        true => (CheckStatus::Ok, String::new()),
        false => (CheckStatus::Warn, format!("; skipped: {}", reasons.join(", "))),
    };
    let detail = format!("{} of {all} would run{excluded}{why}", plan.scenarios);
    let remedy =
        (!reasons.is_empty()).then(|| "add what the endpoint has to `facts` and `hooks` of its profile".to_owned());
    Ok(vec![DoctorCheck { name: "scenarios".to_owned(), status, detail, remedy }])
}
