//! A run on several machines: `--shard`, and `merge`.

use std::collections::BTreeSet;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};
use test_support::{Behavior, Misdeed, Server};

use crate::program::{Finished, Program};

const BEGUN: Duration = Duration::from_secs(30);
const SOURCE: &str = "source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html\n";

/// A suite with a fixture of the run, one of scenarios, cases, and scenarios that deviate.
fn suite(server: &Server) -> Program {
    let shared = "about: A VPC.\nscope: run\nsteps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    \
        save: { vpc: Vpc.VpcId }\nexports: [vpc]\n";
    let own = shared.replace("scope: run\n", "");
    let reads = |given: &str| {
        format!(
            "about: It can be described.\n{SOURCE}given: [{given}]\nsteps:\n  - DescribeVpcs: {{ VpcIds: [\"${{vpc}}\"] }}\n    \
             expect:\n      - length(Vpcs): 1\n"
        )
    };
    let made = format!("about: It can be made.\n{SOURCE}steps:\n  - CreateVpc: {{ CidrBlock: 10.1.0.0/16 }}\n");
    let wrong = format!("{made}    expect:\n      - Vpc.State: lost\n");
    let keys = format!(
        "about: Keys have names.\n{SOURCE}cases: {{ one: {{ n: a }}, two: {{ n: b }} }}\nsteps:\n  \
         - CreateKeyPair: {{ KeyName: \"${{unique}}-${{n}}\" }}\n"
    );
    let refused = format!("about: It is refused.\n{SOURCE}steps:\n  - DescribeSubnets: {{}}\n");
    let mut program = Program::against(server.url())
        .scenario("fixtures/shared", shared)
        .scenario("fixtures/own", &own)
        .scenario("vpcs/wrong", &wrong)
        .scenario("keys/named", &keys)
        .scenario("subnets/refused", &refused);
    for n in 1..=4 {
        program = program.scenario(&format!("vpcs/reads-{n}"), &reads("shared"));
        program = program.scenario(&format!("vpcs/owns-{n}"), &reads("own"));
        program = program.scenario(&format!("vpcs/made-{n}"), &made);
    }
    program
}

fn misbehaving() -> Server {
    Server::start(Behavior::good().on("DescribeSubnets", Misdeed::refusal(400, "InvalidParameterValue")))
}

/// Runs all shards at the same time, and merges them.
fn sharded(program: &Program, of: u32) -> (Vec<Finished>, Finished) {
    let shards: Vec<_> = (1..=of)
        .map(|number| {
            let (shard, out) = (format!("{number}/{of}"), format!("shards/{number}"));
            program.begin(&["run", "--target", "target", "--shard", &shard, "--run-name", "test", "--out", &out])
        })
        .collect();
    let shards = shards.into_iter().map(crate::program::Running::finish).collect();
    (shards, program.execute(&["merge", "shards", "--out", "run"]))
}

/// What does not depend on when and where something ran: verdicts and fingerprints of everything that is reported, scores,
/// causes.
fn outcome(finished: &Finished) -> Value {
    let report = finished.report();
    let judged = |rows: &Value| -> Vec<Value> {
        let rows = rows.as_array().into_iter().flatten();
        rows.map(|row| {
            let fingerprints: BTreeSet<_> =
                row["findings"].as_array().into_iter().flatten().map(|one| one["fingerprint"].to_string()).collect();
            json!([row["id"], row["verdict"], row["reason"], fingerprints])
        })
        .collect()
    };
    json!({
        "scenarios": judged(&report["scenarios"]),
        "counts": report["counts"],
        "scores": report["scores"],
        "run_checks": report["run_checks"],
        "fixtures": report["fixtures"],
        "not_run": report["not_run"],
        "surface": report["surface"],
    })
}

#[test]
fn one_three_and_eight_shards_give_what_a_whole_run_gives() {
    let server = misbehaving();
    let whole = suite(&server).run();
    whole.exited(1);
    let expected = outcome(&whole);
    for of in [1, 3, 8] {
        let server = misbehaving();
        let program = suite(&server);
        let (shards, merged) = sharded(&program, of);
        merged.exited(1);
        assert!(shards.iter().all(|shard| matches!(shard.code, Some(0 | 1))), "{shards:#?}");
        assert_eq!(outcome(&merged), expected, "{of} shards\n{merged}");
        let left = (server.alive("vpc"), server.alive("key-pair"));
        assert_eq!(left, (Vec::<String>::new(), Vec::new()), "{merged}");
        let runs: BTreeSet<String> =
            (1..=of).map(|n| head(&program, &format!("shards/{n}"))["run"].to_string()).collect();
        assert_eq!(runs.len(), 1, "shards share a name: {runs:?}");
    }
}

fn head(program: &Program, directory: &str) -> Value {
    let text = std::fs::read_to_string(program.path(directory).join("run.json")).expect("a run has a head");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn each_shard_has_a_tag_and_names_of_its_own_and_creates_the_fixtures_of_the_run_that_it_needs() {
    let server = misbehaving();
    let program = suite(&server);
    let (_, merged) = sharded(&program, 3);
    let run = head(&program, "shards/1")["run"].as_str().map(str::to_owned).unwrap();
    let mut tags: BTreeSet<String> = BTreeSet::new();
    for request in server.requests().iter().filter(|request| request.action() == "CreateVpc") {
        let tag = request.parameters.get("TagSpecification.1.Tag.1.Value").unwrap_or_default();
        let (shard, rest) = tag.strip_prefix(&format!("{run}/")).and_then(|rest| rest.split_once('/')).unwrap();
        assert!(rest.contains('/'), "{tag}");
        tags.insert(shard.to_owned());
    }
    assert_eq!(tags, ["1", "2", "3"].map(str::to_owned).into(), "{merged}");
    for request in server.requests().iter().filter(|request| request.action() == "CreateKeyPair") {
        let name = request.parameters.get("KeyName").unwrap_or_default();
        assert!(name.starts_with(&format!("{run}-s")), "{name}");
    }
    let shared = |n: u32| {
        let entries = program.path(&format!("shards/{n}/journal.ndjson"));
        std::fs::read_to_string(entries).unwrap().matches("\"scenario\":\"fixtures/shared\"").count()
    };
    assert!((1..=3).map(shared).filter(|count| *count > 0).count() > 1, "each creates it: {merged}");
    let selected = |n: u32| head(&program, &format!("shards/{n}"))["selected"].as_array().map_or(0, Vec::len);
    assert_eq!((1..=3).map(selected).sum::<usize>(), 16);
    assert_eq!(head(&program, "run")["selected"].as_array().map(Vec::len), Some(16));
    assert_eq!(head(&program, "run").get("shard"), None);
}

#[test]
fn a_missing_shard_is_named_and_a_doubled_one_is_refused() {
    let server = Server::start(Behavior::good());
    let program = suite(&server);
    sharded(&program, 3);
    let partial = program.execute(&["merge", "shards/1", "shards/3", "--out", "partial"]);
    partial.exited(5).prints("shard 2/3 is missing");
    let doubled = program.execute(&["merge", "shards", "shards/2", "--out", "doubled"]);
    doubled.exited(3).prints("shard 2/3 is there twice");
    assert!(!program.path("doubled").exists());
    let again =
        program.execute(&["run", "--target", "target", "--shard", "2/4", "--run-name", "test", "--out", "other"]);
    assert!(matches!(again.code, Some(0 | 1)), "{again}");
    program
        .execute(&["merge", "shards/1", "other", "--out", "mixed"])
        .exited(3)
        .prints("number of shards is 4, and not 3");
}

#[test]
fn runs_of_another_selection_or_other_durations_are_refused() {
    let server = Server::start(Behavior::good());
    let program = suite(&server).file_in_suite("../durations.yaml", "default: 7\ngenerated: 1\nscenarios: {}\n");
    let run = |out: &str, number: &str, more: &[&str]| {
        let shard = format!("{number}/2");
        let first = ["run", "--target", "target", "--shard", &shard, "--run-name", "test", "--out", out];
        program.execute(&[&first, more].concat())
    };
    run("one", "1", &["area:vpcs"]);
    run("two", "2", &["area:keys", "area:vpcs"]);
    run("three", "2", &["area:vpcs", "--durations", "durations.yaml"]);
    for other in ["two", "three"] {
        program
            .execute(&["merge", "one", other, "--out", "merged"])
            .exited(3)
            .prints("is not of the same run")
            .prints("its split");
    }
    run("four", "2", &["area:vpcs"]);
    let merged = program.execute(&["merge", "one", "four", "--out", "merged"]);
    assert!(matches!(merged.code, Some(0 | 1)), "{merged}");
}

#[test]
fn what_a_killed_shard_left_is_deleted_and_nothing_of_the_others() {
    let server = Server::start(Behavior::good().on("DescribeVpcs", Misdeed::Silence));
    let patient =
        "timeouts: { connect: 5s, attempt: 100s, call: 100s }\nmax_attempts: 1\nrun_checks: { aftermath: false }";
    let looked_up = format!(
        "about: It can be looked up.\n{SOURCE}steps:\n  - CreateVpc: {{ CidrBlock: 10.0.0.0/16 }}\n  - DescribeVpcs: {{}}\n"
    );
    let program = Program::against(server.url()).profile(patient);
    let program = program.scenario("vpcs/one", &looked_up).scenario("vpcs/two", &looked_up);
    let before = server.alive("vpc").len();
    let begin = |shard: &str, out: &str| {
        program.begin(&["run", "--target", "target", "--shard", shard, "--run-name", "test", "--out", out])
    };
    let (one, two) = (begin("1/2", "shards/1"), begin("2/2", "shards/2"));
    server.await_requests("DescribeVpcs", 2, BEGUN);
    program.execute(&["merge", "shards", "--out", "run"]).exited(3).prints("still running");
    one.signal(Signal::KILL);
    two.signal(Signal::KILL);
    one.finish();
    two.finish();
    assert_eq!(server.alive("vpc").len(), before + 2);

    server.behave(Behavior::good());
    program.execute(&["sweep", "shards/1"]).exited(0).prints("vpc-");
    assert_eq!(server.alive("vpc").len(), before + 1, "what the other shard has stays");
    let merged = program.execute(&["merge", "shards", "--out", "merged"]);
    merged.exited(5).prints("was not recorded to its end").prints("ec2-compat sweep shards/1 shards/2");
    assert_eq!(server.alive("vpc").len(), before + 1);
    program.execute(&["merge", "shards", "--out", "swept", "--sweep"]).exited(5).prints("deleted");
    assert_eq!(server.alive("vpc").len(), before);
}

#[test]
fn a_merged_run_reports_the_leftovers_of_all_its_shards() {
    let server = Server::start(Behavior::good());
    let program = suite(&server);
    let shard = |number: u32| {
        let (shard, out) = (format!("{number}/3"), format!("shards/{number}"));
        program.execute(&["run", "--target", "target", "--shard", &shard, "--run-name", "test", "--out", &out])
    };
    shard(1).prints("nothing left: ");
    server.behave(Behavior::good().on("DeleteVpc", Misdeed::refusal(400, "DependencyViolation")));
    let leaves = shard(2);
    leaves.prints("left over, see above").prints("ec2-compat sweep shards/2");
    let left = leftovers_in(&program, "shards/2");
    assert!(!left.is_empty(), "{leaves}");
    let merged = program.execute(&["merge", "shards", "--out", "run"]);
    merged.exited(5).prints("shard 3/3 is missing").prints("left over, see above").prints("what 1 shard may have left");
    assert_eq!(leftovers_in(&program, "run"), left, "{merged}");
    merged.prints("ec2-compat sweep shards/2");
}

/// What the report of a run in the directory says of leftovers.
fn leftovers_in(program: &Program, directory: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(program.path(directory).join("report.json")).expect("it has a report");
    let report: Value = serde_json::from_str(&text).expect("it is JSON");
    let problems = report["problems"].as_array().cloned().unwrap_or_default();
    let of_kind = problems.iter().filter(|one| one["kind"] == "leftovers");
    of_kind.flat_map(|one| one["details"].as_array()).flatten().map(Value::to_string).collect()
}

#[test]
fn the_quotas_are_divided_and_never_below_what_one_scenario_takes() {
    let server = Server::start(Behavior::good());
    let profile = "wait_factor: 0.01\nmax_attempts: 1\nquotas: { vpcs: 4 }";
    let made = format!("about: They can be made.\n{SOURCE}steps:\n  - CreateVpc: {{ CidrBlock: 10.1.0.0/16 }}\n");
    let two = format!("{made}  - CreateVpc: {{ CidrBlock: 10.2.0.0/16 }}\n");
    let mut program = Program::against(server.url()).profile(profile).scenario("vpcs/two", &two);
    for n in 1..=6 {
        program = program.scenario(&format!("vpcs/made-{n}"), &made);
    }
    let refused =
        program.execute(&["run", "--target", "target", "--shard", "1/3", "--run-name", "test", "--out", "no"]);
    refused
        .exited(2)
        .prints("`quotas.vpcs` is 4 for the whole run, 1 for each of 3 shards, and vpcs/two alone takes 2");
    refused.prints("2 shards at most").prints("at least 6");
    program.execute(&["plan", "--target", "target", "--shard", "1/3"]).exited(2).prints("2 shards at most");
    assert_eq!(server.requests().len(), 0, "{refused}");
    let (shards, merged) = sharded(&program, 2);
    merged.exited(0);
    for (shard, out) in shards.iter().zip(["shards/1", "shards/2"]) {
        assert!(super::quotas::most_in(&program.path(out)) <= 2, "{shard}");
    }
}

#[test]
fn what_needs_the_account_for_itself_does_not_run_beside_other_shards() {
    let server = Server::start(Behavior::good());
    let alone =
        format!("about: It is alone.\n{SOURCE}tags: [alone]\nsteps:\n  - CreateVpc: {{ CidrBlock: 10.1.0.0/16 }}\n");
    let program = Program::against(server.url()).scenario("vpcs/alone", &alone);
    let (_, merged) = sharded(&program, 2);
    merged.prints("it must run alone in the account");
    assert_eq!((super::verdict(&merged, "vpcs/alone").as_str(), server.count("CreateVpc")), ("skipped", 0));
    let one = program.execute(&["run", "--target", "target", "--shard", "1/1", "--out", "one"]);
    assert_eq!(server.count("CreateVpc"), 1, "{one}");
}

#[test]
fn plan_shows_what_a_shard_would_do() {
    let server = Server::start(Behavior::good());
    let program = suite(&server).file_in_suite("durations.yaml", "default: 2000\ngenerated: 1\nscenarios: {}\n");
    let plan = program.execute(&["plan", "--target", "target", "--shard", "2/4"]);
    plan.exited(0).prints("Shard 2/4 of the split").prints("8, 8, 8, 8");
    let text = program.execute(&["plan", "--target", "target", "--shard", "2/4", "--json"]).stdout;
    let json: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!((&json["shard"]["number"], &json["shard"]["of"]), (&json!(2), &json!(4)));
    assert_eq!(json["scenarios"], 4);
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn the_shard_of_a_ci_system_is_taken_from_its_variables() {
    let server = Server::start(Behavior::good());
    let auto = ["run", "--target", "target", "--shard", "auto", "--out", "run"];
    let none = suite(&server).execute(&auto);
    none.exited(2).prints("CI_NODE_INDEX").prints("BUILDKITE_PARALLEL_JOB").prints("CIRCLE_NODE_INDEX");
    let gitlab = || suite(&server).environment("CI_NODE_INDEX", "2").environment("CI_NODE_TOTAL", "3");
    gitlab().execute(&auto).exited(2).prints("--run-name").prints("CI_PIPELINE_ID");
    let program = gitlab().environment("CI_SERVER_URL", "https://gitlab.example").environment("CI_PIPELINE_ID", "7");
    let ran = program.execute(&auto);
    assert!(matches!(ran.code, Some(0 | 1)), "{ran}");
    let shard = &head(&program, "run")["shard"];
    assert_eq!((&shard["number"], &shard["of"]), (&json!(2), &json!(3)));
    let wrong = program.execute(&["run", "--target", "target", "--shard", "4/3", "--out", "other"]);
    wrong.exited(2).prints("shard K of N");
}

#[test]
fn a_shard_without_scenarios_is_a_run_that_succeeds() {
    let server = Server::start(Behavior::good());
    let made = format!("about: It can be made.\n{SOURCE}steps:\n  - CreateVpc: {{ CidrBlock: 10.1.0.0/16 }}\n");
    let program = Program::against(server.url()).scenario("vpcs/made", &made);
    let (shards, merged) = sharded(&program, 3);
    assert!(shards.iter().all(|shard| shard.code == Some(0)), "{shards:#?}");
    merged.exited(0);
}

#[test]
fn durations_are_those_of_recorded_runs() {
    let server = Server::start(Behavior::good());
    let program = suite(&server);
    program.run();
    let printed = program.execute(&["suites", "durations", "run"]);
    printed.exited(0).prints("keys/named[one]").prints("default:").prints("generated:");
    let program = program.file_in_suite("durations.yaml", &printed.stdout);
    program.execute(&["plan", "--target", "target", "--shard", "1/2"]).exited(0).prints("Shard 1/2");
}
