//! `endpoints.yaml`: what can be said, and what is said when it is said wrongly.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use endpoint::{Address, CredentialsFrom, Endpoints, Pace, Profile, TEMPLATE, Timeouts, Tls};
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
    let kinds: Vec<(&str, ServiceKind)> = endpoints.iter().map(|one| (one.name.as_str(), one.account)).collect();
    assert_eq!(kinds, [("aws", ServiceKind::Aws), ("moto", ServiceKind::Emulator), ("openstack", ServiceKind::Cloud)]);
    assert!(endpoints.warnings().is_empty());
}

#[test]
fn everything_that_can_be_said_is_taken() {
    let profile = profile(concat!(
        "    url: https://cloud.example.org:8788/services/Cloud\n",
        "    kind: cloud\n",
        "    region: RegionOne\n",
        "    tls: { ca: ca.pem }\n",
        "    timeouts: { connect: 1s, attempt: 2s, call: 3s }\n",
        "    waiters: 2.5\n",
        "    pace: { requests_per_second: 0.5, in_flight: 3, scenarios: 2 }\n",
        "    retries: 5\n",
        "    max_answer: 512KiB\n",
        "    facts: { vpc: true, image: { ebs: ami-1, store: { small: ami-2 } }, zones: [a, b] }\n",
        "    hooks: { migrate: './hooks/migrate --to \"pool b\"', restart: [systemctl, restart, '{service}'] }\n",
        "    api_version: '2014-09-01'\n",
        "    omit: [ClientToken]\n",
        "    tag_on_create: false\n",
    ));
    assert_eq!(profile.place, Address::Url("https://cloud.example.org:8788/services/Cloud".parse().expect("a URL")));
    assert_eq!((profile.account, profile.region.as_str()), (ServiceKind::Cloud, "RegionOne"));
    assert_eq!(profile.tls, Tls::Authority("/etc/lab/ca.pem".into()));
    let seconds = Duration::from_secs;
    assert_eq!(profile.timeouts, Timeouts { connect: seconds(1), attempt: seconds(2), call: seconds(3) });
    assert_eq!(profile.wait_factor, 2.5);
    assert_eq!(profile.pace, Pace { requests_per_second: Some(0.5), in_flight: 3, scenarios: 2 });
    assert_eq!((profile.attempts, profile.max_answer), (5, 512 << 10));
    assert_eq!(
        json!(profile.facts),
        json!({"image.ebs": "ami-1", "image.store.small": "ami-2", "vpc": true, "zones": ["a", "b"]})
    );
    assert_eq!(profile.hooks["migrate"], ["/etc/lab/hooks/migrate", "--to", "pool b"]);
    assert_eq!(profile.hooks["restart"], ["systemctl", "restart", "{service}"]);
    assert_eq!((profile.api_version.as_str(), profile.tag_on_create), ("2014-09-01", false));
    assert_eq!(profile.omit, ["ClientToken"]);
}

#[test]
fn amazon_is_known_by_where_it_is_and_asked_slowly() {
    let by_region = profile("    region: eu-west-1\n");
    assert_eq!((by_region.place, by_region.account), (Address::Aws, ServiceKind::Aws));
    assert!(by_region.pace.requests_per_second.is_some());
    let by_url = profile("    url: https://ec2.eu-central-1.amazonaws.com\n");
    assert_eq!((by_url.account, by_url.region.as_str()), (ServiceKind::Aws, "eu-central-1"));
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
    assert_eq!(from("{ profile: lab }"), CredentialsFrom::Profile("lab".into()));
    assert_eq!(from("{ environment: true }"), CredentialsFrom::Environment);
    assert_eq!(from("{ file: keys }"), CredentialsFrom::File("/etc/lab/keys".into()));
    let names = CredentialsFrom::Variables { access_key: "A".into(), secret_key: "B".into(), session_token: None };
    assert_eq!(from("{ environment-names: { access_key: A, secret_key: B } }"), names);
    let url = "    url: http://127.0.0.1\n";
    assert_eq!(wrong(url), ["missing-key"]);
    assert_eq!(wrong(&format!("{url}    credentials: {{}}\n")), ["one-way"]);
    assert_eq!(wrong(&format!("{url}    credentials: {{ profile: a, file: b }}\n")), ["one-way"]);
    assert_eq!(wrong(&format!("{url}    credentials: {{ environment: false }}\n")), ["one-way"]);
    assert_eq!(
        wrong(&format!("{url}    credentials: {{ environment-names: {{ access_key: A }} }}\n")),
        ["missing-key"]
    );
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_place_and_a_way_out() {
    let text = concat!(
        "endpoints:\n",
        "  it:\n",
        "    urll: http://127.0.0.1\n",
        "    url: ftp://127.0.0.1\n",
        "  that:\n",
        "    url: http://127.0.0.1\n",
        "    credentials: { enviroment: true }\n",
        "    timeouts: { conect: 1s, attempt: 5 }\n",
        "    max_answer: plenty\n",
        "    kind: emulatr\n",
    );
    insta::assert_snapshot!(parse(text).map(|_| ()).expect_err("much is wrong"));
}

#[test]
fn an_api_version_without_a_model_is_refused() {
    assert_eq!(wrong_kind("    region: x\n    api_version: '1999-01-01'\n"), ["unknown-version"]);
}

#[test]
fn secrets_that_lie_open_are_warned_of() {
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
}

#[test]
fn a_file_that_is_not_there_and_a_name_that_is_not_in_it() {
    let missing = Endpoints::load(Path::new("/nowhere/endpoints.yaml")).map(|_| ()).expect_err("it is not there");
    assert!(missing.to_string().contains("ec2-compat init"), "{missing}");
    let endpoints = parse(TEMPLATE).expect("it loads");
    assert_eq!(
        endpoints.get("motto").expect_err("no").to_string(),
        "no endpoint is named `motto`; did you mean `moto`?"
    );
    assert_eq!(
        endpoints.get("x").expect_err("no").to_string(),
        "no endpoint is named `x`; there are: aws, moto, openstack"
    );
}
