//! The tables of the guides are made from the code.

use std::fs;

use report::{ComparisonOutcome, Exit, OptionalFile, ReportFile, RunProblemKind};
use strum::VariantArray;
use verdict::FindingKind;

use test_support::{assert_file, repository};

const GUIDE: &str = "reports/README.md";

fn text(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Checks, or with `EC2_COMPAT_UPDATE=1` rewrites, the table between `<!-- NAME: ... -->` and `<!-- end of NAME -->`.
fn assert_table(path: &str, name: &str, table: &str) {
    let text = text(path);
    let begin = format!("<!-- {name}: made by `EC2_COMPAT_UPDATE=1 cargo test -p report` -->\n");
    let end = format!("<!-- end of {name} -->\n");
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("{path} has no line {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("{path} has no line {end}"));
    assert_file(path, &format!("{before}{begin}{table}{end}{after}"));
}

fn finding_codes() -> String {
    let mut table = String::from("| code | meaning | severity | oracle |\n|---|---|---|---|\n");
    for kind in FindingKind::all() {
        let (severity, oracle) = (kind.severity(), kind.oracle());
        table.push_str(&format!("| {} | {} | {severity} | {oracle} |\n", kind.code(), kind.title()));
    }
    table
}

/// All tables of one file in one test: tests that run at the same time must not rewrite the same file.
#[test]
fn the_tables_of_the_guide_are_fresh() {
    assert_table(GUIDE, "report files", &ReportFile::table());
    assert_table(GUIDE, "optional files", &OptionalFile::table());
    assert_table(GUIDE, "exit codes", &Exit::table());
    assert_table(GUIDE, "finding codes", &finding_codes());
    assert_table(GUIDE, "exit codes of compare", &ComparisonOutcome::table());
}

#[test]
fn the_exit_codes_of_the_readme_are_fresh() {
    assert_table("README.md", "exit codes", &Exit::table());
}

#[test]
fn the_exit_codes_of_the_ci_guide_are_fresh() {
    assert_table("ci/README.md", "exit codes", &Exit::table());
}

#[test]
fn exit_codes_count_from_0() {
    let codes: Vec<u8> = Exit::ALL.iter().map(|exit| exit.code()).collect();
    assert_eq!(codes, (0..codes.len() as u8).collect::<Vec<_>>());
}

#[test]
fn every_problem_of_a_run_is_documented() {
    let guide = text(GUIDE);
    for kind in RunProblemKind::VARIANTS {
        assert!(guide.contains(&format!("`{}`", kind.name())), "{kind:?}");
    }
}
