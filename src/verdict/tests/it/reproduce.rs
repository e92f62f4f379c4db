//! Each finding comes with a command that reproduces its call.

use std::process::Command;

use record::EndpointHead;
use serde_json::{Value, json};
use test_support::judging::*;
use verdict::judge;

/// The command for a call of `steps[0]` that was refused.
fn command(
    step: &str,
    action: &str,
    parameters: Value,
    change: impl FnOnce(&mut Call),
    endpoint: &EndpointHead,
) -> String {
    let suite = test_support::judging::steps(step);
    let mut call = answered("steps[0]", action, parameters, 400, error("InvalidParameterValue", "no"));
    change(&mut call);
    let transcript = transcript("area/one", [call.entry("area/one")], record::Outcome::Completed);
    let judgement = judge(&transcript, scenario(&suite, "area/one"), &suite, endpoint);
    judgement.findings[0].reproduce.clone().unwrap()
}

fn plain(step: &str, action: &str, parameters: Value) -> String {
    command(step, action, parameters, |_| {}, &endpoint())
}

const START: &str = "--endpoint-url https://ec2.cloud.example:8788/ --region xx-test-1";

#[test]
fn plain_parameters_become_options() {
    let command =
        plain("  - DescribeVpcs: {}\n", "DescribeVpcs", json!({"VpcIds": ["vpc-1", "vpc 2"], "MaxResults": 5}));
    assert_eq!(command, format!("aws ec2 describe-vpcs {START} --vpc-ids vpc-1 'vpc 2' --max-results 5"));
}

#[test]
fn others_go_as_json() {
    let parameters = json!({"Filters": [{"Name": "tag:a", "Values": ["it's"]}]});
    let command = plain("  - DescribeVpcs: {}\n", "DescribeVpcs", parameters.clone());
    let json = command.strip_prefix(&format!("aws ec2 describe-vpcs {START} --cli-input-json ")).unwrap();
    let words = shlex::split(json).unwrap();
    assert_eq!(words.len(), 1);
    assert_eq!(serde_json::from_str::<Value>(&words[0]).unwrap(), parameters);
}

#[test]
fn tokens_that_we_filled_in_are_left_to_the_command_line() {
    let parameters = json!({"Size": 1, "AvailabilityZone": "a", "ClientToken": "0-1-2"});
    let filled_in = plain("  - CreateVolume: { Size: 1, AvailabilityZone: a }\n", "CreateVolume", parameters.clone());
    assert!(!filled_in.contains("0-1-2"), "{filled_in}");
    let given =
        plain("  - CreateVolume: { Size: 1, AvailabilityZone: a, ClientToken: 0-1-2 }\n", "CreateVolume", parameters);
    assert!(given.contains("--client-token 0-1-2"), "{given}");
}

#[test]
fn user_data_is_given_as_text_because_the_command_line_encodes_it() {
    let step = "  - RunInstances: { ImageId: ami-1, MinCount: 1, MaxCount: 1, UserData: aGVsbG8= }\n";
    let command = plain(step, "RunInstances", json!({"ImageId": "ami-1", "UserData": "aGVsbG8="}));
    assert!(command.contains("--user-data hello"), "{command}");
}

#[test]
fn other_versions_and_omitted_parameters_go_by_curl() {
    let expected = "curl --include --aws-sigv4 aws:amz:xx-test-1:ec2 --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" \
        -H 'content-type: application/x-www-form-urlencoded' --data-binary 'Action=DescribeVpcs&Version=2016-11-15' \
        https://ec2.cloud.example:8788/";
    let older = command(
        "  - DescribeVpcs: {}\n",
        "DescribeVpcs",
        json!({}),
        |call| call.observation.api_version = "2014-10-01".into(),
        &endpoint(),
    );
    assert_eq!(older, expected);
    let omitted = command(
        "  - DescribeVpcs: {}\n",
        "DescribeVpcs",
        json!({}),
        |call| call.observation.omitted = vec!["ClientToken".into()],
        &endpoint(),
    );
    assert_eq!(omitted, expected);
}

#[test]
fn hand_made_requests_are_signed_as_they_were() {
    let of = |signature: &str| {
        plain(
            &format!("  - raw: {{ method: POST, parameters: {{ Action: DescribeVpcs }}, signature: {signature} }}\n"),
            "DescribeVpcs",
            json!({}),
        )
    };
    assert!(
        of("right").contains("--aws-sigv4 aws:amz:xx-test-1:ec2 --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"")
    );
    assert!(!of("none").contains("--user"));
    assert!(of("wrong-secret").contains("--user \"$AWS_ACCESS_KEY_ID:not-the-secret\""));
    assert!(of("unknown-key").contains("--user AKIAIOSFODNN7EXAMPLE:not-a-secret"));
    assert!(of("wrong-region").contains("aws:amz:xx-elsewhere-1:ec2"));
    assert!(of("wrong-service").contains("aws:amz:xx-test-1:s3"));
    assert!(of("expired").contains("-H 'X-Amz-Date: 20200101T000000Z'"));
    assert!(of("tampered-body").ends_with("# the body was changed after signing, which curl cannot do"));
}

#[test]
fn a_presigned_url_loses_its_signature() {
    let step = "  - raw: { method: GET, parameters: { Action: DescribeVpcs }, presigned: true }\n";
    let url = "https://ec2.cloud.example:8788/?Action=DescribeVpcs&X-Amz-Algorithm=A&X-Amz-Credential=B&X-Amz-Date=C&X-Amz-Expires=1&X-Amz-SignedHeaders=host&X-Amz-Security-Token=D&X-Amz-Signature=E";
    let presign = |call: &mut Call| {
        let request = &mut call.observation.attempts[0].request;
        (request.url, request.method, request.body) = (url.into(), "GET".into(), "".into());
    };
    let command = command(step, "DescribeVpcs", json!({}), presign, &endpoint());
    assert!(command.contains(" 'https://ec2.cloud.example:8788/?Action=DescribeVpcs'  # was presigned"), "{command}");
    assert!(!command.contains("X-Amz-Signature") && !command.contains("--data"), "{command}");
}

#[test]
fn a_session_token_is_taken_from_the_environment() {
    let with_token = |call: &mut Call| {
        call.observation.omitted = vec!["X".into()];
        call.observation.attempts[0].request.headers.push(("x-amz-security-token".into(), "[redacted]".into()));
    };
    let command = command("  - DescribeVpcs: {}\n", "DescribeVpcs", json!({}), with_token, &endpoint());
    assert!(
        command.contains("-H \"X-Amz-Security-Token: $AWS_SESSION_TOKEN\"") && !command.contains("[redacted]"),
        "{command}"
    );
}

#[test]
fn nothing_that_an_endpoint_or_a_scenario_says_can_become_a_command() {
    let mut hostile = endpoint();
    hostile.url = "http://x/$(touch /tmp/never);`id`".into();
    hostile.region = "a; echo b".into();
    let nasty = "'; echo $(id) \n \u{0} \\ \" `x` !";
    let command = command("  - DescribeVpcs: {}\n", "DescribeVpcs", json!({"VpcIds": [nasty]}), |_| {}, &hostile);
    let script = format!("aws() {{ printf '%s\\0' \"$@\"; }}; {command}");
    let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
    let words: Vec<String> = String::from_utf8(output.stdout).unwrap().split('\0').map(str::to_owned).collect();
    let as_said = nasty.replace('\0', "");
    assert_eq!(
        words,
        [
            "ec2",
            "describe-vpcs",
            "--endpoint-url",
            &hostile.url,
            "--region",
            &hostile.region,
            "--vpc-ids",
            &as_said,
            ""
        ]
    );
}
