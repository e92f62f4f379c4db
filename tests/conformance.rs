//! Each scenario a test, against the endpoint that the environment names.
//!
//! `EC2_COMPAT_TARGET` names it, in the file that `EC2_COMPAT_ENDPOINTS` names (`endpoints.yaml`);
//! `EC2_COMPAT_SUITES` names another folder of scenarios, `EC2_COMPAT_FAIL_ON` the mildest severity of a deviation that
//! fails a test, as `--fail-on` of a run does, `EC2_COMPAT_ALLOW_BILLABLE` how many resources with a price each test may
//! have at once (on Amazon's own service nothing is created without it, and one test runs at a time). With no endpoint named every test is ignored, and
//! says why. A scenario that the endpoint lacks a fact for is ignored too.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use ec2_compat::report::FAIL_ON;
use ec2_compat::session::{BillingGuard, Conformance};
use ec2_compat::verdict::Severity;
use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let Some(target) = std::env::var("EC2_COMPAT_TARGET").ok().filter(|name| !name.is_empty()) else {
        return libtest_mimic::run(&arguments, ignored()).exit_code();
    };
    let endpoints = std::env::var_os("EC2_COMPAT_ENDPOINTS").map_or_else(|| "endpoints.yaml".into(), PathBuf::from);
    let journals = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("conformance");
    let conformance = fail_on().and_then(|fail_on| {
        Conformance::new(&suites(), &endpoints, &target, fail_on, BillingGuard { ceiling: ceiling()? }, journals)
    });
    let conformance = match conformance {
        Ok(conformance) => Arc::new(conformance),
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let trials = conformance.scenarios().into_iter().map(|(scenario, missing)| {
        let conformance = conformance.clone();
        let name = scenario.id.to_string();
        let kind = missing.as_ref().map_or(String::new(), |reason| format!("skipped: {reason}"));
        Trial::test(name, move || conformance.run(&scenario).map_err(Into::into))
            .with_kind(kind)
            .with_ignored_flag(missing.is_some())
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// All scenarios, ignored, because no endpoint is named.
fn ignored() -> Vec<Trial> {
    let reason = "EC2_COMPAT_TARGET names no endpoint";
    eprintln!("conformance: {reason}, so every scenario is ignored. See ci/README.md, or run ci/try.");
    let suite = match ec2_compat::scenario::Suite::load(&suites(), ec2_compat::contract::Contract::embedded()) {
        Ok(suite) => suite,
        Err(diagnostics) => {
            let message = diagnostics.render(ec2_compat::located::Style::Plain);
            return vec![Trial::test("the suite loads", move || Err(message.into()))];
        }
    };
    let trial =
        |id: String| Trial::test(id, || Err("no endpoint is named".into())).with_kind(reason).with_ignored_flag(true);
    suite.scenarios.iter().map(|scenario| trial(scenario.id.to_string())).collect()
}

fn fail_on() -> Result<Severity, String> {
    let word = std::env::var("EC2_COMPAT_FAIL_ON").unwrap_or_default();
    if word.is_empty() { Ok(FAIL_ON) } else { word.parse().map_err(|error| format!("EC2_COMPAT_FAIL_ON: {error}")) }
}

fn ceiling() -> Result<Option<u64>, String> {
    let number = std::env::var("EC2_COMPAT_ALLOW_BILLABLE").unwrap_or_default();
    let wrong = |_| "EC2_COMPAT_ALLOW_BILLABLE must be a number: the resources at once that have a price".to_owned();
    if number.is_empty() { Ok(None) } else { number.parse().map(Some).map_err(wrong) }
}

fn suites() -> PathBuf {
    std::env::var_os("EC2_COMPAT_SUITES")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("suites"), PathBuf::from)
}
