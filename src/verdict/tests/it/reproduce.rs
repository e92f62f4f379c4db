//! Each finding comes with a command that reproduces its call.

use std::process::Command;

use record::EndpointHead;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
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

const PRESIGNED: &str = "https://ec2.cloud.example:8788/?Action=DescribeVpcs&Filter.1=x&Filter.1.Name=a%20b&X-Amz-Algorithm=A&X-Amz-Credential=B&X-Amz-Date=C&X-Amz-Expires=1&X-Amz-SignedHeaders=host&X-Amz-Security-Token=D&X-Amz-Signature=E";

/// The command for a presigned request; `added` is at the end of its URL.
fn presigned(signature: &str, method: &str, body: &str, added: &str) -> String {
    let step = format!(
        "  - raw: {{ method: {method}, parameters: {{ Action: DescribeVpcs }}, presigned: true, signature: {signature} }}\n"
    );
    let presign = |call: &mut Call| {
        let request = &mut call.observation.attempts[0].request;
        (request.url, request.method, request.body) =
            (format!("{PRESIGNED}{added}"), method.into(), body.to_owned().into());
        if body.is_empty() {
            request.headers.clear();
        }
    };
    command(&step, "DescribeVpcs", json!({}), presign, &endpoint())
}

/// Whether the commands of presigned requests can run here: they need Python.
fn has_python() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("skipped: python3 is not installed");
    }
    found
}

/// The arguments that a shell passes to curl.
fn passed_to_curl(command: &str) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}; {command}");
    let output = Command::new("sh")
        .arg("-c")
        .arg(script)
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "a secret")
        .env("AWS_SESSION_TOKEN", "a+token")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split_terminator('\0').map(str::to_owned).collect()
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let pad = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Computes the signature of a presigned URL as a server does, without header but the host.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
fn signature_of(url: &str, secret: &str) -> (String, String) {
    let (_, query) = url.split_once('?').unwrap();
    let (query, stated) = query.split_once("&X-Amz-Signature=").unwrap();
    let value = |name: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        pair.unwrap_or_else(|| panic!("no {name} in {query}")).to_owned()
    };
    let credential = value("X-Amz-Credential").replace("%2F", "/");
    let scope = credential.split_once('/').unwrap().1;
    let body = hex(&Sha256::digest(""));
    let request = format!("GET\n/\n{query}\nhost:ec2.cloud.example:8788\n\nhost\n{body}");
    let request = hex(&Sha256::digest(request));
    let text = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{request}", value("X-Amz-Date"));
    let key = scope.split('/').fold(format!("AWS4{secret}").into_bytes(), |key, part| hmac(&key, part));
    (hex(&hmac(&key, &text)), stated.to_owned())
}

#[test]
fn a_presigned_request_is_presigned_again() {
    if !has_python() {
        return;
    }
    let command = presigned("right", "GET", "", "");
    assert!(!command.contains("--aws-sigv4") && !command.contains("X-Amz-Signature=E"), "{command}");
    let arguments = passed_to_curl(&command);
    let [include, url] = arguments.as_slice() else { panic!("{arguments:?}") };
    assert_eq!(include, "--include");
    let start = "https://ec2.cloud.example:8788/?Action=DescribeVpcs&Filter.1=x&Filter.1.Name=a%20b&X-Amz-Algorithm=";
    assert!(url.starts_with(start), "sorted by name: {url}");
    assert!(
        url.contains("X-Amz-Credential=AKIDEXAMPLE%2F") && url.contains("%2Fxx-test-1%2Fec2%2Faws4_request"),
        "{url}"
    );
    assert!(url.contains("&X-Amz-Security-Token=a%2Btoken&"), "{url}");
    let (expected, stated) = signature_of(url, "a secret");
    assert_eq!(stated, expected);
}

#[test]
fn a_presigned_request_is_invalid_again_as_it_was() {
    if !has_python() {
        return;
    }
    let of = |signature: &str| passed_to_curl(&presigned(signature, "GET", "", "")).pop().unwrap();
    let url = of("wrong-secret");
    let (expected, stated) = signature_of(&url, "a secret");
    assert_ne!(stated, expected);
    assert_eq!(stated, signature_of(&url, "not-the-secret").0);
    assert!(of("unknown-key").contains("X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F"));
    assert!(!of("unknown-key").contains("X-Amz-Security-Token"));
    assert!(of("wrong-region").contains("%2Fxx-elsewhere-1%2Fec2%2F"));
    assert!(of("wrong-service").contains("%2Fxx-test-1%2Fs3%2F"));
    let date = |url: &str| url.split_once("X-Amz-Date=").unwrap().1[..16].to_owned();
    assert!(date(&of("expired")) < date(&of("right")), "signed an hour ago");
    let tampered = passed_to_curl(&presigned("tampered-body", "GET", "", "&DryRun=true")).pop().unwrap();
    let original = tampered.strip_suffix("&DryRun=true").unwrap();
    let (expected, stated) = signature_of(original, "a secret");
    assert_eq!(stated, expected, "what was added after it was signed is not covered");
}

#[test]
fn a_presigned_body_and_its_headers_are_signed() {
    if !has_python() {
        return;
    }
    let arguments = passed_to_curl(&presigned("right", "POST", "Action=It's", ""));
    let (url, others) = arguments.split_last().unwrap();
    let content = "content-type: application/x-www-form-urlencoded";
    assert_eq!(others, ["--include", "-H", content, "--data-binary", "Action=It's"]);
    assert!(url.contains("&X-Amz-SignedHeaders=content-type%3Bhost&"), "{url}");
    let command = presigned("tampered-body", "POST", "Action=It's", "");
    assert!(command.ends_with("# the body was changed after signing, which curl cannot do"), "{command}");
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
