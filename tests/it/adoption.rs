//! Formats for CI services, and runs side by side, as they are asked for on the command line.

use serde_json::Value;
use test_support::{Behavior, Misdeed, Server};

use crate::program::Program;

const CREATE: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html\n\
                      steps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\n  \
                      - DescribeVpcs: { VpcIds: [\"${vpc}\"] }\n    expect: [\"length(Vpcs) == `1`\"]\n";
const REGIONS: &str = "about: A claim.\nsource: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html\n\
                       steps:\n  - DescribeRegions: {}\n";

/// A program for an endpoint that has no DescribeVpcs, or all.
fn program(server: &Server) -> Program {
    Program::against(server.url()).scenario("vpc/create", CREATE).scenario("regions/describe", REGIONS)
}

fn read(program: &Program, name: &str) -> String {
    std::fs::read_to_string(program.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn json(program: &Program, name: &str) -> Value {
    serde_json::from_str(&read(program, name)).unwrap()
}

/// An endpoint without an action.
fn lacking() -> Server {
    let missing = Misdeed::refusal(400, "InvalidAction");
    Server::start(Behavior::good().on("DescribeVpcs", missing))
}

#[test]
fn formats_for_code_review_are_written_where_they_are_wanted() {
    let server = lacking();
    let program = program(&server);
    let none = program.run();
    for name in ["badge.svg", "badge.json", "report.sarif", "gl-code-quality-report.json"] {
        assert!(!none.path(name).exists(), "{name}");
    }
    assert!(!none.stdout.contains("::error"), "{none}");
    let all = ["report", "run", "--badge", "--sarif", "--code-quality", "--annotations", "--quiet"];
    let reported = program.execute(&all);
    reported.exited(1).prints("report  run/badge.svg").prints("\n::error file=suites/vpc/create.yaml,line=6,title=");
    assert_eq!(json(&program, "run/badge.json")["label"], "EC2 compatibility");
    let sarif = json(&program, "run/report.sarif");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "suites/vpc/create.yaml");
    assert_eq!(json(&program, "run/gl-code-quality-report.json")[0]["severity"], "critical");
}

#[test]
fn runs_and_reports_stand_side_by_side() {
    let (good, bad) = (Server::start(Behavior::good()), lacking());
    let (good, bad) = (program(&good), program(&bad));
    good.run();
    bad.run();
    let run = bad.path("run").display().to_string();
    let report = good.path("run/report.json").display().to_string();
    let (first, second) = (format!("lacking={run}"), format!("good={report}"));
    let shown = bad.execute(&["matrix", &first, &second, "--out", "matrix"]);
    shown.exited(0).prints("matrix  matrix/matrix.html").prints("wrong on lacking alone: 1 scenario");
    let matrix = json(&bad, "matrix/matrix.json");
    let headings: Vec<&str> =
        matrix["columns"].as_array().unwrap().iter().map(|column| column["heading"].as_str().unwrap()).collect();
    assert_eq!(headings, ["good", "lacking"], "best first");
    assert_eq!(matrix["columns"][1]["page"], "../run/report.html");
    let row = matrix["scenarios"].as_array().unwrap().iter().find(|row| row["id"] == "vpc/create").unwrap();
    assert_eq!(row["cells"][1]["verdict"], "unsupported", "{row}");
    let actions = matrix["actions"].as_array().unwrap();
    let describe = actions.iter().find(|row| row["action"] == "DescribeVpcs").unwrap();
    assert_eq!(describe["cells"][1]["result"], "missing");
    assert!(read(&bad, "matrix/matrix.md").contains("## What only one gets wrong"));
    assert!(read(&bad, "matrix/matrix.html").contains("vpc/create"));
}

#[test]
fn runs_of_a_directory_are_a_history() {
    let server = Server::start(Behavior::good());
    let program = program(&server);
    for name in ["runs/a", "runs/b"] {
        program.execute(&["run", "--target", "target", "--out", name, "--quiet"]).exited(0);
    }
    program
        .execute(&["matrix", "--over-time", "runs", "--out", "history"])
        .exited(0)
        .prints("0 regressions, 0 improvements");
    let matrix = json(&program, "history/matrix.json");
    assert_eq!(matrix["columns"].as_array().unwrap().len(), 2);
    assert_eq!(matrix["steps"].as_array().unwrap().len(), 1);
    // Side by side the newest run of a directory is its column.
    program.execute(&["matrix", "runs", "--out", "one"]).exited(0);
    assert_eq!(json(&program, "one/matrix.json")["columns"][0]["page"], "../runs/b/report.html");
}

#[test]
fn what_is_no_column_is_named() {
    let server = Server::start(Behavior::good());
    let program = program(&server);
    program.run();
    program.execute(&["matrix", "--out", "m"]).exited(2);
    program.execute(&["matrix", "nowhere", "--out", "m"]).exited(3).prints("cannot read nowhere");
    program.execute(&["matrix", "endpoints.yaml", "--out", "m"]).exited(3).prints("is not a report.json of ec2-compat");
    program.execute(&["matrix", "run", "run", "--out", "m"]).exited(2).prints("is named twice");
    assert!(!program.path("m").exists(), "nothing is written");
}
