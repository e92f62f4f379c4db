//! No secret reaches anything that is written, in any encoding.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use record::{
    Entry, Exchange, Observation, Purpose, Redactor, Request, Response, ScenarioKey, SdkVerdict, Secret, SentTogether,
};
use serde_json::{Value, json};

use crate::encodings::{SECRETS, encodings};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const TOKEN: &str = "IQoJb3JpZ2luX2VjEBQaCXVzLWVhc3QtMSJHMEUCIQ==/+abc";
const PEM: &str =
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAsecretsecret\nsecondline+/==\n-----END RSA PRIVATE KEY-----";

fn redactor() -> Redactor {
    let secrets = [Secret::hidden(SECRET), Secret::hidden(TOKEN), Secret::access_key_id(KEY_ID)];
    Redactor::new(secrets, ["KeyMaterial", "PasswordData", "UserData", "PreSharedKey"])
}

/// Whether a text still tells the secret to somebody who knows all the encodings, or most of it.
fn reveals(text: &str, secret: &str, encoding: &str) -> bool {
    let middle: String = encoding.chars().skip(2).take(encoding.chars().count().saturating_sub(4)).collect();
    text.contains(secret) || text.contains(&middle)
}

#[test]
fn a_known_secret_is_found_in_every_encoding() {
    let redactor = redactor();
    for secret in [SECRET, TOKEN] {
        for (name, encoding) in encodings(secret) {
            for text in [
                encoding.clone(),
                format!("before {encoding} after"),
                format!("<a>{encoding}</a>"),
                format!("a={encoding}&b=c"),
            ] {
                let redacted = redactor.redact_text(&text);
                assert!(!reveals(&redacted, secret, &encoding), "{name}: {redacted}");
                assert!(redacted.contains("[redacted"), "{name}: {redacted}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_secret_survives_in_any_encoding(
        secret in "[ -~]{8,48}",
        before in "[ -~]{0,12}",
        after in "[ -~]{0,12}",
        which in 0..31usize,
    ) {
        let redactor = Redactor::new([Secret::hidden(secret.clone())], Vec::<String>::new());
        let (name, encoding) = encodings(&secret).swap_remove(which);
        let text = format!("{before} {encoding} {after}");
        let redacted = redactor.redact_text(&text);
        prop_assert!(!reveals(&redacted, &secret, &encoding), "{}: {:?} left in {:?}", name, secret, redacted);
        let twice = redactor.redact_text(&redacted).into_owned();
        prop_assert_eq!(twice, redacted.into_owned(), "redacting again changes it");
    }

    #[test]
    fn what_holds_no_secret_stays_byte_for_byte(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert_eq!(redactor().redact_bytes(&bytes), None);
    }
}

#[test]
fn a_secret_that_looks_escaped_itself_is_found() {
    for secret in ["A%a0A0\\a", "pass&amp;%41\\n1", "%25%25%25%25", "\\u0041bcdefg&lt;"] {
        let redactor = Redactor::new([Secret::hidden(secret)], Vec::<String>::new());
        for (name, encoding) in encodings(secret) {
            let redacted = redactor.redact_text(&encoding).into_owned();
            assert!(!reveals(&redacted, secret, &encoding), "{name}: {redacted}");
        }
    }
}

#[test]
fn a_secret_spelt_in_pieces_of_different_encodings_is_found() {
    let mixed = SECRET.replace('/', "%2F").replace("K7", "&#75;7").replacen('w', "\\u0077", 1);
    assert!(!redactor().redact_text(&mixed).contains("MDENG"));
}

#[test]
fn an_access_key_id_shows_its_ends() {
    let redactor = redactor();
    assert_eq!(redactor.redact_text(&format!("key {KEY_ID} is")), "key AKIA***MPLE is");
    assert_eq!(
        redactor.redact_text("X-Amz-Credential=AKIDOFSOMEBODYELSE%2F2026&x=1"),
        "X-Amz-Credential=AKID***ELSE%2F2026&x=1"
    );
    assert_eq!(redactor.redact_text("AWSAccessKeyId=short&x=1"), "AWSAccessKeyId=[redacted]&x=1");
}

#[test]
fn secrets_that_are_not_known_are_found_by_their_place() {
    let redactor = redactor();
    let gone = [
        "https://ec2.example/?Action=X&X-Amz-Signature=deadbeef&X-Amz-Security-Token=deadbeef",
        "AWSAccessKeyId=abc&Signature=deadbeef%3D&SignatureVersion=2",
        r#"{"Signature": "deadbeef", "SessionToken":"deadbeef"}"#,
        "the canonical string is x-amz-security-token:deadbeef\nhost:a",
        "Authorization: Basic deadbeef",
        "<SignatureProvided>deadbeef</SignatureProvided>",
        "Url=https%3A%2F%2Fbucket%2F%3FX-Amz-Signature%3Ddeadbeef%26a%3Db",
        "<ns:passwordData xmlns:ns='u'>deadbeef</ns:passwordData>",
        "<passwordData>deadbeef",
        r#"{"keyMaterial" : "dead\"beef deadbeef"}"#,
        "UserData.Value=deadbeef&Version=1",
        "<userData>\n  <value>deadbeef</value>\n</userData>",
        "PreSharedKey.1=deadbeef",
        "https://somebody:deadbeef@cloud.example/path",
        "aws_secret_access_key = deadbeef",
        "PuTTY-User-Key-File-2: ssh-rsa\r\nPrivate-Lines: 1\r\ndeadbeef",
        "-----BEGIN OPENSSH PRIVATE KEY-----deadbeef",
        "<keyMaterial>-----BEGIN EC PRIVATE KEY-----&#10;deadbeef&#10;-----END EC PRIVATE KEY-----</keyMaterial>",
        r#"{"k": "-----BEGIN PRIVATE KEY-----\ndeadbeef\n-----END PRIVATE KEY-----"}"#,
        "KeyMaterial=-----BEGIN+RSA+PRIVATE+KEY-----%0Adeadbeef%0A-----END+RSA+PRIVATE+KEY-----",
    ];
    for text in gone {
        let redacted = redactor.redact_text(text).into_owned();
        assert!(!redacted.contains("deadbeef"), "{redacted}");
        assert_eq!(redactor.redact_text(&redacted), redacted.as_str(), "redacting again changes it");
    }
}

#[test]
fn what_only_looks_like_the_place_of_a_secret_stays() {
    let redactor = redactor();
    for text in [
        "SignatureVersion=4&SignatureMethod=HmacSHA256",
        "X-Amz-SignedHeaders=host&X-Amz-Date=20260101T000000Z",
        "<keyMaterial/><passwordData></passwordData>",
        "The parameter KeyMaterial is required",
        "-----BEGIN CERTIFICATE-----MIIB-----END CERTIFICATE-----",
        "<publicKeyMaterial>abc</publicKeyMaterial>",
        "<a xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">user@host</a>",
        "",
    ] {
        assert_eq!(redactor.redact_text(text), text);
    }
}

#[test]
fn a_private_key_keeps_the_lines_that_say_what_it_is() {
    let body = format!("<r><keyMaterial>{PEM}</keyMaterial><keyName>k</keyName></r>");
    let redacted = redactor().redact_text(&body).into_owned();
    assert!(redacted.starts_with("<r><keyMaterial>-----BEGIN RSA PRIVATE KEY-----[redacted:"), "{redacted}");
    assert!(redacted.ends_with("]-----END RSA PRIVATE KEY-----</keyMaterial><keyName>k</keyName></r>"), "{redacted}");
}

#[test]
fn secrets_compare_as_before_and_responses_keep_their_shape() {
    let redactor = redactor();
    let redacted =
        |data: &str| redactor.redact_text(&format!("<userData><value>{data}</value></userData>")).into_owned();
    assert_eq!(redacted("aGVsbG8="), redacted("aGVsbG8="));
    assert_ne!(redacted("aGVsbG8="), redacted("d29ybGQ="));
    assert!(redacted("aGVsbG8=").starts_with("<userData><value>[redacted:"));
    let mut parameters = json!({"UserData": "aGVsbG8="});
    redactor.redact_value(&mut parameters);
    let stand_in = parameters["UserData"].as_str().unwrap().to_owned();
    assert_eq!(redacted("aGVsbG8="), format!("<userData><value>{stand_in}</value></userData>"));
    let other = Redactor::new([], ["UserData"]).redact_text("UserData=aGVsbG8=").into_owned();
    assert_ne!(other, format!("UserData={stand_in}"), "another run has other digits");
}

#[test]
fn values_lose_secrets_in_texts_keys_and_under_secret_names() {
    let mut value = json!({
        "Tags": [{"Key": "k", "Value": format!("my {SECRET}")}],
        SECRET: 1,
        "UserData": {"Value": "d29ybGQgaGVsbG8gd29ybGQ="},
        "material": PEM,
        "MaxResults": 5,
    });
    redactor().redact_value(&mut value);
    let text = value.to_string();
    for secret in [SECRET, "d29ybGQ", "MIIEow", "secondline"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert_eq!(value["MaxResults"], 5);
}

#[test]
fn an_observation_loses_them_everywhere() {
    let password = "c2VjcmV0LXdpbmRvd3MtcGFzc3dvcmQ=";
    let headers = |authorization: &str| {
        vec![
            ("authorization".to_owned(), authorization.to_owned()),
            ("x-amz-security-token".to_owned(), TOKEN.to_owned()),
            ("cookie".to_owned(), "session=deadbeef".to_owned()),
            ("x-amz-date".to_owned(), "20260101T000000Z".to_owned()),
        ]
    };
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={KEY_ID}/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=deadbeef"
    );
    let exchange = Exchange {
        at_ms: 1,
        elapsed_us: 1,
        request: Request {
            method: "POST".into(),
            url: "https://me:deadbeef@ec2.example/".into(),
            headers: headers(&authorization),
            body: format!("Action=X&UserData=deadbeef&Other={}", utf8_percent_encode(TOKEN, NON_ALPHANUMERIC))
                .into_bytes()
                .into(),
        },
        response: Some(Response {
            status: 200,
            headers: vec![("set-cookie".into(), "deadbeef".into())],
            body: format!("<r><passwordData>{password}</passwordData></r>").into_bytes().into(),
        }),
        failure: None,
    };
    let key = ScenarioKey { endpoint: "e".into(), scenario: "a/b".parse().unwrap(), attempt: record::Attempt::FIRST };
    let observation = Observation {
        step: "steps[0]".parse().unwrap(),
        purpose: Purpose::Call,
        operation: Some("GetPasswordData".into()),
        api_version: "2016-11-15".into(),
        parameters: json!({"UserData": "deadbeef", "Note": SECRET}),
        omitted: vec![],
        existing: Vec::new(),
        attempts: vec![exchange],
        sdk: SdkVerdict::Unreadable { reason: format!("it contains {SECRET}") },
        bindings: BTreeMap::from([("pw".to_owned(), Value::from(password))]),
        saved: BTreeMap::from([("pw".to_owned(), Value::from(format!("is {password}")))]),
    };
    let redactor = redactor();
    let mut entry = Entry::Observed { key: key.clone(), observation: Box::new(observation) };
    redactor.redact_entry(&mut entry);
    let text = serde_json::to_string(&entry).unwrap();
    for secret in ["deadbeef", SECRET, KEY_ID, TOKEN, password, "IQoJb3JpZ2lu"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains("Credential=AKIA***MPLE/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host"), "{text}");
    // What one response showed is known from then on, wherever a scenario uses it.
    let mut later =
        Entry::Blocked { key, step: "steps[1]".parse().unwrap(), reason: format!("wants {password}").into() };
    redactor.redact_entry(&mut later);
    assert!(!serde_json::to_string(&later).unwrap().contains(password));
    let mut again = entry.clone();
    redactor.redact_entry(&mut again);
    assert_eq!(again, entry, "redacting again changes it");
}

#[test]
fn bytes_that_are_expected_stay_equal_to_the_user_data_that_is_received() {
    let redactor = redactor();
    let key =
        || ScenarioKey { endpoint: "e".into(), scenario: "a/b".parse().unwrap(), attempt: record::Attempt::FIRST };
    // Too short to be searched for elsewhere.
    let mut bindings = json!({ "base64": "AA==" });
    let expected = |bindings: &serde_json::Value| {
        let together = SentTogether {
            step: "steps[0]".parse().unwrap(),
            bindings: BTreeMap::from([("data".to_owned(), json!([bindings]))]),
            saved: BTreeMap::new(),
        };
        let mut entry = Entry::Together { key: key(), together };
        redactor.redact_entry(&mut entry);
        let once = entry.clone();
        redactor.redact_entry(&mut entry);
        assert_eq!(entry, once, "redacting again changes it");
        let Entry::Together { together, .. } = entry else { panic!("{entry:?}") };
        together.bindings["data"][0]["base64"].as_str().unwrap().to_owned()
    };
    for received in ["AA==", "AA", "A\nA==\n"] {
        let received = redactor.redact_text(&format!("<userData><value>{received}</value></userData>")).into_owned();
        assert_eq!(received, format!("<userData><value>{}</value></userData>", expected(&bindings)));
    }
    bindings["base64"] = "AQ==".into();
    let other = redactor.redact_text("<userData><value>AA==</value></userData>").into_owned();
    assert!(!other.contains(&expected(&bindings)), "{other}");
}

#[test]
fn a_secret_that_comes_up_later_is_known_to_every_clone() {
    let redactor = redactor();
    let clone = redactor.clone();
    redactor.learn(Secret::hidden("refreshed-session-token"));
    assert!(!clone.redact_text("x refreshed-session-token x").contains("refreshed"));
}

#[test]
fn hostile_texts_end_soon() {
    let redactor = redactor();
    let deep = "%25".repeat(200_000);
    let open = "<keyMaterial>".repeat(20_000);
    let begin = "-----BEGIN RSA PRIVATE KEY-----".repeat(20_000);
    let started = std::time::Instant::now();
    for text in [deep, open, begin, "\\".repeat(1_000_000), "&".repeat(1_000_000), "://".repeat(300_000)] {
        redactor.redact_bytes(text.as_bytes());
    }
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn the_ids_in_the_configuration_of_a_vpn_connection_are_no_secrets() {
    let redactor = Redactor::new([], ["CustomerGatewayConfiguration"]);
    let (id, key) = ("cgw-0123456789abcdef0", "tq3Qv8y_1Jw5Zk9xPm2N");
    let configuration = format!(
        "&lt;vpn&gt;&lt;customer_gateway_id&gt;{id}&lt;/customer_gateway_id&gt;&lt;pre_shared_key&gt;{key}&lt;/pre_shared_key&gt;&lt;/vpn&gt;"
    );
    let body = format!("<customerGatewayConfiguration>{configuration}</customerGatewayConfiguration>");
    let shown = redactor.redact_text(&body).into_owned();
    assert!(!shown.contains(key), "{shown}");
    let later = redactor.redact_text(&format!("CustomerGatewayId={id}&Text={key}")).into_owned();
    assert!(later.starts_with(&format!("CustomerGatewayId={id}&Text=")) && !later.contains(key), "{later}");
}

#[test]
fn a_secret_in_the_place_of_a_key_id_goes_whatever_is_beside_it() {
    let redactor = Redactor::new([Secret::hidden(SECRET)], ["KeyMaterial"]);
    let encoded = STANDARD.encode(SECRET);
    for name in ["CREDENTIAL", "Credential", "AWSAccessKeyId"] {
        for secret in [SECRET, &encoded] {
            for text in [format!("{name}: {secret} ***"), format!("{name}={secret}***"), format!("{name}=***{secret}")]
            {
                let redacted = redactor.redact_text(&text);
                assert!(!redacted.contains(secret), "{text}: {redacted}");
                assert!(!redacted.contains(&secret[..4]), "no part of it: {redacted}");
            }
        }
    }
}

#[test]
fn a_secret_is_found_beside_the_beginnings_of_escapes() {
    let beside = [
        "", "4", "=", "\n", "%", "%4", "%25", "%250", "\\", "\\\\", "\\u", "\\u004", "&", "&#", "&#x4", "&#4", "&am",
        "&amp;", "é",
    ];
    for secret in SECRETS {
        let redactor = Redactor::new([Secret::hidden(secret)], ["KeyMaterial"]);
        for (name, encoding) in encodings(secret) {
            for (before, after) in beside.iter().flat_map(|before| beside.map(|after| (*before, after))) {
                let redacted = redactor.redact_text(&format!("{before}{encoding}{after}")).into_owned();
                assert!(!redacted.contains(&encoding[4..encoding.len() - 4]), "{name} after {before}: {redacted}");
            }
        }
    }
}

#[test]
fn what_only_ends_as_a_secret_does_stays() {
    let redactor = Redactor::new([Secret::hidden("deadbeef/and/more")], ["KeyMaterial"]);
    for text in ["the beef/and/more", "cold%20beef/and/more", "eef%2Fand%2Fmore", "&#x41;def/and/more"] {
        assert_eq!(redactor.redact_text(text), text);
    }
    assert_eq!(redactor.redact_text("%4deadbeef%2Fand%2Fmore").find("beef"), None);
}
