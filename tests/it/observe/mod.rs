//! `ec2-compat observe`: a client behind the proxy, from its first request to clean-up and report.

mod client;
mod drafts;
mod ends;
mod limits;
mod required;

use serde_json::Value;
use test_support::{Behavior, Misdeed, Server};

use crate::program::{Finished, Program};

/// The program, with a client that does this.
fn program(server: &Server, script: &'static str) -> Program {
    Program::against(server.url()).environment(client::SCRIPT, script)
}

/// The arguments that observe the client.
fn arguments<'a>(options: &[&'a str], client: &'a [String]) -> Vec<&'a str> {
    let begin = ["observe", "--target", "target", "--out", "run"];
    begin.iter().chain(options).copied().chain(["--"]).chain(client.iter().map(String::as_str)).collect()
}

fn observe(server: &Server, script: &'static str, options: &[&str]) -> Finished {
    let client = client::command();
    program(server, script).execute(&arguments(options, &client))
}

fn client_run(finished: &Finished) -> Value {
    let runs = finished.entries_of("client-run");
    assert_eq!(runs.len(), 1, "{finished}");
    runs[0]["client_run"].clone()
}

/// The actions that the client called, in order.
fn called(finished: &Finished) -> Vec<String> {
    called_in(finished, "client/")
}

fn called_in(finished: &Finished, area: &str) -> Vec<String> {
    let of_client = |entry: &Value| {
        entry["observation"]["purpose"] == "call" && entry["key"]["scenario"].as_str().unwrap().starts_with(area)
    };
    let observed = finished.entries_of("observed").into_iter().filter(of_client);
    observed.map(|entry| entry["observation"]["operation"].as_str().unwrap().to_owned()).collect()
}

fn codes(finished: &Finished) -> Vec<String> {
    let report = finished.report();
    let findings = report["scenarios"].as_array().unwrap().iter().flat_map(|one| one["findings"].as_array().unwrap());
    findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_a_client_does_is_sent_on_recorded_judged_and_cleaned_up() {
    let server = Server::start(Behavior::good());
    let finished = observe(&server, "key mine; keys; vpc 10.0.0.0/16; vpcs", &[]);
    finished.exited(0).prints("key mine: CreateKeyPairOutput");
    assert_eq!(called(&finished), ["CreateKeyPair", "DescribeKeyPairs", "CreateVpc", "DescribeVpcs"]);
    assert!(server.alive("vpc").is_empty() || server.count("DeleteVpc") == 1, "{finished}");
    assert_eq!((server.count("DeleteKeyPair"), server.count("DeleteVpc")), (1, 1), "{finished}");
    let run = client_run(&finished);
    assert_eq!((run["exit_status"].as_i64(), run["signatures"]["v4"].as_u64()), (Some(0), Some(4)));
    assert!(run["output"].as_str().unwrap().contains("vpcs: DescribeVpcsOutput"), "{run}");
    for file in ["junit.xml", "report.html", "report.md"] {
        assert!(finished.path(file).exists(), "{file}\n{finished}");
    }
    // The SDK read each response, offline.
    for entry in finished.entries_of("observed") {
        let observation = &entry["observation"];
        assert_eq!(observation["sdk"]["verdict"], "accepted", "{observation}");
        assert!(observation["attempts"][0]["request"]["url"].as_str().unwrap().starts_with(server.url()));
    }
}

#[test]
fn a_recorded_run_is_reported_again_and_compared() {
    let server = Server::start(Behavior::good());
    let client = client::command();
    let program = program(&server, "vpcs; keys");
    program.execute(&arguments(&[], &client)).exited(0);
    let again = program.execute(&["report", "run"]);
    again.exited(0).prints("client");
    let mut other = arguments(&[], &client);
    let out = other.iter().position(|one| *one == "run").unwrap();
    other[out] = "other";
    program.execute(&other).exited(0);
    program.execute(&["compare", "run", "other"]).exited(0);
}

#[test]
fn no_credential_reaches_the_client_or_a_file() {
    const SECRET: &str = "f4tE+Zs1wq/0000000000000000000000000SECRET";
    let server = Server::start(Behavior::good());
    let client = client::command();
    let program = program(&server, "environment; key mine")
        .environment("MY_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .environment("MY_SECRET", SECRET)
        .environment("COPY_OF_IT", SECRET)
        .environment("AWS_PROFILE", "production");
    let endpoints = program.path("endpoints.yaml");
    let text = std::fs::read_to_string(&endpoints).unwrap();
    let named = "credentials: { env_vars: { access_key: MY_KEY_ID, secret_key: MY_SECRET } }";
    std::fs::write(&endpoints, text.replace("credentials: { file: credentials }", named)).unwrap();
    let finished = program.execute(&arguments(&[], &client));
    finished.exited(0);
    let printed = format!("{}{}", finished.stdout, finished.stderr);
    assert!(printed.contains("AWS_ENDPOINT_URL=http://127.0.0.1:"), "{finished}");
    for hidden in [SECRET, "AWS_PROFILE=", "COPY_OF_IT", "MY_SECRET"] {
        assert!(!printed.contains(hidden), "{hidden}\n{finished}");
    }
    for file in
        std::fs::read_dir(finished.path("")).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file())
    {
        let bytes = std::fs::read(&file).unwrap();
        let bytes = if file.extension().is_some_and(|ending| ending == "zst") {
            zstd::decode_all(&*bytes).unwrap()
        } else {
            bytes
        };
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{}", file.display());
    }
}

#[test]
fn what_the_endpoint_does_wrong_is_distinguished_from_what_the_client_does() {
    let server = Server::start(Behavior::good().on("DescribeVpcs", Misdeed::html()));
    let finished = observe(&server, "keys; vpcs", &[]);
    // The SDK cannot read the page, and the client stops: the endpoint's fault.
    finished.exited(1).prints("client");
    let found = codes(&finished);
    assert!(
        found.iter().any(|code| code.starts_with("T4")) && found.contains(&"X118".to_owned()),
        "{found:?}\n{finished}"
    );
    // The same end without a reason in any response is not.
    let server = Server::start(Behavior::good());
    observe(&server, "keys; exit 7", &[]).exited(3).prints("exited with status 7");
}

#[test]
fn a_scenario_runs_a_client_between_its_own_calls() {
    let server = Server::start(Behavior::good());
    let scenario = "about: A client makes a key pair, and the API shows it.\n\
        source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html\n\
        steps:\n  - client: [sh, -c, 'exec \"$0\" observe::client::acts --exact --nocapture >&2', \"${program}\"]\n  \
        - DescribeKeyPairs: { KeyNames: [mine] }\n    expect:\n      - length(KeyPairs): 1\n\
        vars: { program: PROGRAM }\n";
    let program =
        program(&server, "key mine").scenario("clients/key-pair", &scenario.replace("PROGRAM", &client::command()[0]));
    let finished = program.run();
    finished.exited(0);
    assert_eq!(called_in(&finished, "clients/"), ["CreateKeyPair", "DescribeKeyPairs"], "{finished}");
    assert_eq!(server.count("DeleteKeyPair"), 1, "{finished}");
    program.execute(&["lint"]).exited(0);
}
