//! The doctor: what is wrong, and what to do.

use std::os::unix::fs::PermissionsExt as _;

use endpoint::{CheckStatus, DoctorCheck, probe};

use super::Lab;
use super::script::{Script, response};
use test_support::{Behavior, Misdeed, Nobody, Server};

async fn visit(lab: &Lab) -> Vec<DoctorCheck> {
    probe(&lab.endpoint().await).await
}

fn find<'a>(checks: &'a [DoctorCheck], name: &str) -> &'a DoctorCheck {
    checks.iter().find(|check| check.name == name).unwrap_or_else(|| panic!("no {name} in {checks:?}"))
}

#[tokio::test]
async fn where_nobody_listens_nothing_else_is_checked() {
    let nobody = Nobody::home();
    let checks = visit(&Lab::at(&nobody.url())).await;
    let reachable = find(&checks, "reachable");
    assert_eq!(reachable.status, CheckStatus::Fail);
    assert!(reachable.to_string().starts_with("FAIL  reachable: http://127.0.0.1:"), "{reachable}");
    assert!(reachable.remedy.as_deref().is_some_and(|remedy| remedy.contains("host and port")), "{reachable}");
    assert_eq!(find(&checks, "credentials").status, CheckStatus::Skipped);
}

#[tokio::test]
async fn refused_credentials_are_explained() {
    let refused = b"<Response><Errors><Error><Code>AuthFailure</Code><Message>no such key</Message></Error></Errors><RequestID>r</RequestID></Response>";
    let server = Script::saying(401, refused);
    let checks = visit(&Lab::at(&server.url)).await;
    let credentials = find(&checks, "credentials");
    assert_eq!(credentials.status, CheckStatus::Fail);
    assert_eq!(credentials.detail, "AuthFailure: no such key");
    assert!(credentials.remedy.as_deref().is_some_and(|remedy| remedy.contains("does not know the access key")));
    assert_eq!(find(&checks, "quotas").status, CheckStatus::Skipped);
}

#[tokio::test]
async fn another_api_version_and_a_clock_that_is_off_are_seen() {
    let regions = r#"<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2014-09-01/"><requestId>r</requestId><regionInfo/></DescribeRegionsResponse>"#;
    let late = String::from_utf8(response(200, regions.as_bytes())).expect("text");
    let late = late.replace("X-Odd: a", "Date: Sun, 06 Nov 1994 08:49:37 GMT");
    let server = Script::new(vec![late.into_bytes()]);
    let checks = visit(&Lab::at(&server.url)).await;
    assert_eq!(find(&checks, "clock").status, CheckStatus::Fail);
    let version = find(&checks, "api version");
    assert_eq!(version.status, CheckStatus::Warn);
    assert!(version.remedy.as_deref().is_some_and(|remedy| remedy.contains("2014-09-01")), "{version}");
}

#[tokio::test]
async fn something_that_is_no_ec2_is_seen() {
    let server = Server::start(Behavior::good().always(Misdeed::html()));
    let checks = visit(&Lab::at(server.url())).await;
    assert_eq!(find(&checks, "reachable").status, CheckStatus::Ok);
    assert_eq!(find(&checks, "credentials").status, CheckStatus::Fail, "{checks:?}");
}

#[tokio::test]
async fn hooks_must_be_there_and_executable() {
    let nobody = Nobody::home();
    let lab =
        Lab::at(&nobody.url()).with("hooks: { good: ./good, shut: ./shut, gone: ./gone, shell: [sh, -c, 'true'] }");
    for (name, mode) in [("good", 0o755), ("shut", 0o644)] {
        let file = lab.path().join(name);
        std::fs::write(&file, "#!/bin/sh\n").expect("a file");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("a mode");
    }
    let checks = visit(&lab).await;
    assert_eq!(find(&checks, "hook good").status, CheckStatus::Ok);
    assert_eq!(find(&checks, "hook shell").status, CheckStatus::Ok);
    assert!(find(&checks, "hook shut").to_string().contains("chmod +x"));
    assert!(find(&checks, "hook gone").to_string().contains("gone not found"));
}

#[tokio::test]
async fn facts_that_scenarios_need_are_asked_for_and_checked() {
    let zones = br#"<DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><availabilityZoneInfo><item><zoneName>north-1</zoneName></item></availabilityZoneInfo></DescribeAvailabilityZonesResponse>"#;
    let server = Script::saying(200, zones);
    let without = visit(&Lab::at(&server.url)).await;
    for name in ["image", "instance type", "zone"] {
        assert_eq!(find(&without, name).status, CheckStatus::Warn, "{without:?}");
    }
    assert!(find(&without, "zone").to_string().contains("north-1"), "{without:?}");

    let server = Script::saying(200, zones);
    let wrong = visit(&Lab::at(&server.url).with("facts: { zone: south-1, image.ebs: true }")).await;
    assert_eq!(find(&wrong, "zone").status, CheckStatus::Fail, "{wrong:?}");
    assert_eq!(find(&wrong, "image").status, CheckStatus::Warn, "an image's root device is no image: {wrong:?}");

    let server = Script::saying(200, zones);
    let right = visit(&Lab::at(&server.url).with("facts: { zone: north-1 }")).await;
    assert_eq!(find(&right, "zone").status, CheckStatus::Ok, "{right:?}");
}
