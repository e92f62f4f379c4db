//! `endpoints.yaml`: its keys, and what is reported where it is wrong.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use endpoint::{Address, ClientProgram, CredentialSource, Endpoints, Profile, RateLimit, TEMPLATE, Timeouts, Tls};
use located::{Diagnostics, Source};
use record::ServiceKind;
use serde_json::json;

fn parse(text: &str) -> Result<Endpoints, Diagnostics> {
    Endpoints::parse(Arc::new(Source::new("endpoints.yaml", text)), Path::new("/etc/lab"))
}

fn profile(settings: &str) -> Profile {
    let text = format!("endpoints:\n  it:\n    credentials: {{ environment: true }}\n{settings}");
    parse(&text).unwrap_or_else(|wrong| panic!("{wrong}")).get("it").expect("it is there").clone()
}

/// The codes of all that is wrong with the settings of one endpoint.
fn wrong(settings: &str) -> Vec<String> {
    let text = format!("endpoints:\n  it:\n{settings}");
    let found = parse(&text).map(|_| ()).expect_err("it is wrong");
    found.iter().map(|one| one.code().to_owned()).collect()
}

#[test]
fn the_template_loads_and_shows_every_kind_of_endpoint() {
    let endpoints = parse(TEMPLATE).unwrap_or_else(|wrong| panic!("{wrong}"));
    let kinds: Vec<(&str, ServiceKind)> = endpoints.iter().map(|one| (one.name.as_str(), one.kind)).collect();
    assert_eq!(kinds, [("aws", ServiceKind::Aws), ("moto", ServiceKind::Emulator), ("openstack", ServiceKind::Cloud)]);
    assert!(endpoints.warnings().is_empty());
}

#[test]
fn every_key_is_read() {
    let profile = profile(concat!(
        "    url: https://cloud.example.org:8788/services/Cloud\n",
        "    kind: cloud\n",
        "    region: RegionOne\n",
        "    tls: { ca: ca.pem }\n",
        "    timeouts: { connect: 1s, attempt: 2s, call: 3s }\n",
        "    wait_factor: 2.5\n",
        "    remember_failures: false\n",
        "    rate_limit: { requests_per_second: 0.5, in_flight: 3, scenarios: 2 }\n",
        "    max_attempts: 5\n",
        "    max_response_size: 512KiB\n",
        "    facts: { vpc: true, image: { ebs: ami-1, store: { small: ami-2 } }, zones: [a, b] }\n",
        "    hooks: { migrate: './hooks/migrate --to \"pool b\"', restart: [systemctl, restart, '{service}'] }\n",
        "    clients: { boto3: venv/bin/python, aws-cli: aws2 }\n",
        "    api_version: '2014-09-01'\n",
        "    omit_parameters: [ClientToken]\n",
        "    tag_on_create: false\n",
        "    run_checks: { pages: false }\n",
    ));
    assert_eq!(profile.address, Address::Url("https://cloud.example.org:8788/services/Cloud".parse().expect("a URL")));
    assert_eq!((profile.kind, profile.region.as_str()), (ServiceKind::Cloud, "RegionOne"));
    assert_eq!(profile.tls, Tls::Authority("/etc/lab/ca.pem".into()));
    let seconds = Duration::from_secs;
    assert_eq!(profile.timeouts, Timeouts { connect: seconds(1), attempt: seconds(2), call: seconds(3) });
    assert_eq!((profile.wait_factor, profile.remember_failures), (2.5, false));
    assert_eq!(
        profile.rate_limit,
        RateLimit { requests_per_second: Some(0.5), in_flight: 3, scenarios: 2, spare_scenarios: 0 }
    );
    assert_eq!((profile.max_attempts, profile.max_response_size), (5, 512 << 10));
    assert_eq!(
        json!(profile.facts),
        json!({"image.ebs": "ami-1", "image.store.small": "ami-2", "vpc": true, "zones": ["a", "b"]})
    );
    assert_eq!(profile.hooks["migrate"], ["/etc/lab/hooks/migrate", "--to", "pool b"]);
    assert_eq!(profile.hooks["restart"], ["systemctl", "restart", "{service}"]);
    assert_eq!(profile.clients["boto3"], ClientProgram::Named("/etc/lab/venv/bin/python".into()));
    assert_eq!(profile.clients["aws-cli"], ClientProgram::Named("aws2".into()));
    assert_eq!((profile.api_version.as_str(), profile.tag_on_create), ("2014-09-01", false));
    assert_eq!((profile.run_checks.pages, profile.run_checks.aftermath), (false, true));
    assert_eq!(profile.omit_parameters, ["ClientToken"]);
}

#[test]
fn amazons_endpoints_are_known_by_their_hosts_and_get_a_rate_limit() {
    let by_region = profile("    region: eu-west-1\n");
    assert_eq!((by_region.address, by_region.kind), (Address::Aws, ServiceKind::Aws));
    assert!(by_region.rate_limit.requests_per_second.is_some());
    let by_url = profile("    url: https://ec2.eu-central-1.amazonaws.com\n");
    assert_eq!((by_url.kind, by_url.region.as_str()), (ServiceKind::Aws, "eu-central-1"));
    assert_eq!(
        wrong_kind("    url: https://ec2.eu-central-1.amazonaws.com\n    kind: emulator\n"),
        ["wrong-kind-of-endpoint"]
    );
    assert_eq!(wrong_kind("    url: http://127.0.0.1:5000\n    kind: aws\n"), ["wrong-kind-of-endpoint"]);
    assert!(!profile("    url: http://127.0.0.1:5000\n").is_aws());
}

fn wrong_kind(settings: &str) -> Vec<String> {
    wrong(&format!("    credentials: {{ environment: true }}\n{settings}"))
}

#[test]
fn credentials_come_from_exactly_one_place() {
    let from = |way: &str| {
        let text = format!("endpoints:\n  it:\n    url: http://127.0.0.1\n    credentials: {way}\n");
        parse(&text).unwrap_or_else(|wrong| panic!("{wrong}")).get("it").expect("it").credentials.clone()
    };
    assert_eq!(from("{ profile: lab }"), CredentialSource::Profile("lab".into()));
    assert_eq!(from("{ environment: true }"), CredentialSource::Environment);
    assert_eq!(from("{ file: keys }"), CredentialSource::File("/etc/lab/keys".into()));
    let names = CredentialSource::Variables { access_key: "A".into(), secret_key: "B".into(), session_token: None };
    assert_eq!(from("{ env_vars: { access_key: A, secret_key: B } }"), names);
    let url = "    url: http://127.0.0.1\n";
    assert_eq!(wrong(url), ["missing-key"]);
    assert_eq!(wrong(&format!("{url}    credentials: {{}}\n")), ["one-way"]);
    assert_eq!(wrong(&format!("{url}    credentials: {{ profile: a, file: b }}\n")), ["one-way"]);
    assert_eq!(wrong(&format!("{url}    credentials: {{ environment: false }}\n")), ["one-way"]);
    assert_eq!(wrong(&format!("{url}    credentials: {{ env_vars: {{ access_key: A }} }}\n")), ["missing-key"]);
}

#[test]
fn every_error_is_reported_at_once_with_its_location_and_a_remedy() {
    let text = concat!(
        "endpoints:\n",
        "  it:\n",
        "    urll: http://127.0.0.1\n",
        "    url: ftp://127.0.0.1\n",
        "  that:\n",
        "    url: http://127.0.0.1\n",
        "    credentials: { enviroment: true }\n",
        "    timeouts: { conect: 1s, attempt: 5 }\n",
        "    max_response_size: plenty\n",
        "    kind: emulatr\n",
    );
    insta::assert_snapshot!(parse(text).map(|_| ()).expect_err("much is wrong"));
}

#[test]
fn an_api_version_without_a_model_is_refused() {
    assert_eq!(wrong_kind("    region: x\n    api_version: '1999-01-01'\n"), ["unknown-version"]);
}

#[test]
fn exposed_credentials_are_warnings() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let (keys, file) = (folder.path().join("keys"), folder.path().join("endpoints.yaml"));
    std::fs::write(&keys, "[default]\n").expect("a file");
    std::fs::write(&file, "endpoints:\n  it:\n    url: http://127.0.0.1\n    credentials: { file: keys }\n")
        .expect("a file");
    let codes = || -> Vec<&str> {
        let endpoints = Endpoints::load(&file).unwrap_or_else(|wrong| panic!("{wrong}"));
        endpoints.warnings().iter().map(|one| one.code()).collect()
    };
    let mode = |mode| std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(mode)).expect("a mode");
    mode(0o600);
    assert!(codes().is_empty());
    mode(0o644);
    assert_eq!(codes(), ["open-secret"]);
    mode(0o600);
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    assert_eq!(codes(), ["committed-secret"]);
    mode(0o644);
    let endpoints = Endpoints::load(&file).unwrap_or_else(|wrong| panic!("{wrong}"));
    let shown = endpoints.warnings().to_string();
    assert!(!endpoints.warnings().has_errors());
    for part in ["warning[open-secret]", "chmod 600", "warning[committed-secret]", "work tree", "file: keys"] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
}

#[test]
fn an_old_key_is_an_error_that_names_the_new_one() {
    let text = concat!(
        "endpoints:\n  it:\n    url: http://127.0.0.1\n",
        "    credentials: { environment-names: { access_key: A, secret_key: B } }\n",
        "    waiters: 2\n    retries: 3\n    max_answer: 1MiB\n    pace: { in_flight: 1 }\n    omit: [ClientToken]\n",
    );
    let found = parse(text).map(|_| ()).expect_err("old keys");
    assert!(found.iter().all(|one| one.code() == "renamed-key"), "{found}");
    for line in [
        "`environment-names` has been renamed to `env_vars`",
        "`waiters` has been renamed to `wait_factor`",
        "`retries` has been renamed to `max_attempts`",
        "`max_answer` has been renamed to `max_response_size`",
        "`pace` has been renamed to `rate_limit`",
        "`omit` has been renamed to `omit_parameters`",
    ] {
        assert!(found.to_string().contains(line), "{line} in\n{found}");
    }
}

#[test]
fn sizes_have_units() {
    let size = |text: &str| profile(&format!("    region: x\n    max_response_size: {text}\n")).max_response_size;
    assert_eq!([size("4096"), size("512KiB"), size("2 MB"), size("1GiB")], [4096, 512 << 10, 2_000_000, 1 << 30]);
    for bad in ["0", "-1", "plenty", "1.5 hours", "true"] {
        let text = format!("    region: x\n    max_response_size: {bad}\n");
        assert_eq!(wrong_kind(&text), ["bad-size"], "{bad}");
    }
}

#[test]
fn a_file_that_is_not_there_and_a_name_that_is_not_in_it() {
    let missing = Endpoints::load(Path::new("/nowhere/endpoints.yaml")).map(|_| ()).expect_err("it is not there");
    assert!(missing.to_string().contains("ec2-compat init"), "{missing}");
    let endpoints = parse(TEMPLATE).expect("it loads");
    assert_eq!(endpoints.get("motto").expect_err("no").to_string(), "unknown endpoint `motto`; did you mean `moto`?");
    assert_eq!(
        endpoints.get("x").expect_err("no").to_string(),
        "unknown endpoint `x`; known are: aws, moto, openstack"
    );
}
