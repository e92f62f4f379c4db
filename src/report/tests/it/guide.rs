//! `reports/README.md` tells of everything there is.

use std::fs;

use report::{Exit, RunProblemKind};
use verdict::{FindingKind, Oracle, Severity};

use test_support::assert_file;

const BEGIN: &str = "<!-- finding codes: made by `EC2_COMPAT_UPDATE=1 cargo test --test report` -->\n";
const END: &str = "<!-- end of finding codes -->\n";

fn guide() -> String {
    fs::read_to_string(test_support::repository().join("reports/README.md")).unwrap()
}

fn table() -> String {
    let mut table = String::from("| code | what it is | severity | found by |\n|---|---|---|---|\n");
    for kind in FindingKind::all() {
        let severity = match kind.severity() {
            Severity::Breaking => "breaking",
            Severity::Differs => "differs",
            Severity::Cosmetic => "cosmetic",
        };
        let oracle = match kind.oracle() {
            Oracle::Expect => "expect",
            Oracle::Contract => "contract",
            Oracle::Sdk => "sdk",
            Oracle::Reference => "reference",
        };
        table.push_str(&format!("| {} | {} | {severity} | {oracle} |\n", kind.code(), kind.title()));
    }
    table
}

#[test]
fn the_table_of_finding_codes_is_fresh() {
    let guide = guide();
    let (before, rest) = guide.split_once(BEGIN).expect("the guide has the mark before the table");
    let (_, after) = rest.split_once(END).expect("the guide has the mark after the table");
    assert_file("reports/README.md", &format!("{before}{BEGIN}{}{END}{after}", table()));
}

#[test]
fn every_exit_code_is_told_of() {
    let guide = guide();
    for exit in Exit::ALL {
        let row = format!("| {} | {} |", exit.code(), exit.meaning());
        assert!(guide.contains(&row), "reports/README.md lacks the row: {row}");
    }
}

#[test]
fn every_case_for_the_run_as_a_whole_is_told_of() {
    let guide = guide();
    for kind in [RunProblemKind::Incomplete, RunProblemKind::NothingRan, RunProblemKind::Leftovers] {
        assert!(guide.contains(&format!("`{}`", kind.name())), "{kind:?}");
    }
}
