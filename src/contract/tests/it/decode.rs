//! Responses decoded by AWS's model, and the findings where they violate it.

use contract::{Contract, Decoded, Mismatch, MismatchKind, decode, decode_any, root_element};
use serde_json::{Value, json};

fn decoded(operation: &str, body: &str) -> Decoded {
    let contract = Contract::embedded();
    let operation = contract.operation(operation).expect("the operation is in the model");
    decode(contract, operation, body.as_bytes()).expect("the body can be read")
}

/// A response of `operation` as AWS wraps it.
fn response(operation: &str, inside: &str) -> Decoded {
    let xmlns = "http://ec2.amazonaws.com/doc/2016-11-15/";
    let id = "<requestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</requestId>";
    decoded(
        operation,
        &format!(
            "<?xml version=\"1.0\"?>\n<{operation}Response xmlns=\"{xmlns}\">{id}{inside}</{operation}Response>\n"
        ),
    )
}

/// The mismatches of a response, each as `kind path: expected / actual`.
fn mismatches(decoded: &Decoded) -> Vec<String> {
    let words =
        |Mismatch { kind, path, expected, actual }: &Mismatch| format!("{kind:?} {path}: {expected} / {actual}");
    decoded.mismatches.iter().map(words).collect()
}

#[test]
fn a_response_as_aws_gives_it_has_names_and_types_of_the_model() {
    // The sample response of API_DescribeVolumes, shortened.
    let decoded = response(
        "DescribeVolumes",
        "<volumeSet>\n  <item>\n    <volumeId>vol-1234567890abcdef0</volumeId>
           <size>80</size>
           <snapshotId/>
           <availabilityZone>us-east-1a</availabilityZone>
           <status>in-use</status>
           <createTime>2016-12-15T22:35:18.000Z</createTime>
           <attachmentSet>
              <item>
                 <volumeId>vol-1234567890abcdef0</volumeId>
                 <instanceId>i-1234567890abcdef0</instanceId>
                 <device>/dev/sdh</device>
                 <status>attached</status>
                 <deleteOnTermination>false</deleteOnTermination>
              </item>
           </attachmentSet>
           <tagSet/>
           <volumeType>standard</volumeType>
           <encrypted>true</encrypted>
        </item></volumeSet>",
    );
    assert_eq!(
        decoded.value,
        json!({"Volumes": [{
            "VolumeId": "vol-1234567890abcdef0", "Size": 80, "SnapshotId": "", "AvailabilityZone": "us-east-1a",
            "State": "in-use", "CreateTime": "2016-12-15T22:35:18.000Z",
            "Attachments": [{
                "VolumeId": "vol-1234567890abcdef0", "InstanceId": "i-1234567890abcdef0", "Device": "/dev/sdh",
                "State": "attached", "DeleteOnTermination": false,
            }],
            "Tags": [], "VolumeType": "standard", "Encrypted": true,
        }]})
    );
    assert_eq!(mismatches(&decoded), [""; 0]);
    assert_eq!(decoded.root, "DescribeVolumesResponse");
    assert_eq!(decoded.xmlns.as_deref(), Some("http://ec2.amazonaws.com/doc/2016-11-15/"));
    assert_eq!(decoded.request_id.as_deref(), Some("7a62c49f-347e-4fc4-9331-6e8eEXAMPLE"));
}

#[test]
fn text_is_put_together_from_all_its_pieces() {
    let decoded = response(
        "DescribeKeyPairs",
        "<keySet><item><keyName>a&amp;<![CDATA[<b>]]><!-- no -->&#x63;\r\nd</keyName></item></keySet>",
    );
    assert_eq!(decoded.value, json!({"KeyPairs": [{"KeyName": "a&<b>c\nd"}]}));
}

/// Every EC2 response has a request id and most actions that return nothing else return `<return>true</return>`:
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
#[test]
fn return_is_no_mismatch_where_the_model_has_no_response_at_all() {
    let contract = Contract::embedded();
    assert_eq!(contract.operation("DeleteVpc").and_then(|operation| operation.output), None);
    let decoded = response("DeleteVpc", "<return>true</return>");
    assert_eq!((decoded.value.clone(), mismatches(&decoded)), (json!({}), vec![]));
    assert_eq!(mismatches(&response("DeleteVpc", "<return>yes</return>")), ["WrongType return: true or false / yes"]);
    // Where the model has it, it is in the value.
    assert_eq!(response("DeleteSecurityGroup", "<return>true</return>").value["Return"], true);
}

#[test]
fn unknown_elements_are_distinguished_from_misspelled_ones() {
    let key =
        |inside: &str| mismatches(&response("DescribeKeyPairs", &format!("<keySet><item>{inside}</item></keySet>")));
    let misspelt = |right: &str, actual: &str| {
        format!("MisspelledMember {{ right: {right:?} }} KeyPairs[0].{actual}: {right} / {actual}")
    };
    assert_eq!(key("<KeyName>a</KeyName>"), [misspelt("keyName", "KeyName")]);
    assert_eq!(key("<key_name>a</key_name>"), [misspelt("keyName", "key_name")]);
    assert_eq!(key("<keyFingerprnt>a</keyFingerprnt>"), [misspelt("keyFingerprint", "keyFingerprnt")]);
    // The name in SDKs is `Tags`, the element's is `tagSet`.
    assert_eq!(key("<tags/>"), [misspelt("tagSet", "tags")]);
    assert_eq!(key("<owner>a</owner>"), ["UnknownMember KeyPairs[0].owner: no such element / an element <owner>"]);
    assert_eq!(
        mismatches(&response("DeleteVpc", "<x><y/></x>")),
        ["UnknownMember x: no such element / an element <x>"]
    );
}

#[test]
fn a_lists_items_must_have_their_name_and_are_read_without_it() {
    let decoded = response(
        "DescribeKeyPairs",
        "<keySet><member><keyName>a</keyName></member><member><keyName>b</keyName></member></keySet>",
    );
    assert_eq!(decoded.value, json!({"KeyPairs": [{"KeyName": "a"}, {"KeyName": "b"}]}));
    assert_eq!(mismatches(&decoded), ["MisspelledMember { right: \"item\" } KeyPairs[0]: item / member"]);
}

#[test]
fn values_of_another_type_stay_as_the_text_that_came() {
    let volume = |inside: &str| {
        let decoded = response("DescribeVolumes", &format!("<volumeSet><item>{inside}</item></volumeSet>"));
        (decoded.value["Volumes"][0].clone(), mismatches(&decoded))
    };
    let wrong =
        |name: &str, expected: &str, actual: &str| vec![format!("WrongType Volumes[0].{name}: {expected} / {actual}")];
    for text in ["", "80 ", " 80", "80.0", "2147483648", "0x50", "many"] {
        let (value, found) = volume(&format!("<size>{text}</size>"));
        assert_eq!((value, found), (json!({"Size": text}), wrong("Size", "integer", text)));
    }
    assert_eq!(volume("<size/>"), (json!({"Size": ""}), wrong("Size", "integer", "")));
    for text in ["True", "1", ""] {
        let (value, found) = volume(&format!("<encrypted>{text}</encrypted>"));
        assert_eq!((value, found), (json!({"Encrypted": text}), wrong("Encrypted", "true or false", text)));
    }
    // An element where text should be is no value at all.
    assert_eq!(
        volume("<volumeId><item>vol-1</item></volumeId>"),
        (json!({}), wrong("VolumeId", "string", "an element <item>"))
    );
    assert_eq!(volume("<tagSet>none</tagSet>"), (json!({"Tags": []}), wrong("Tags", "list", "none")));
    assert_eq!(
        volume("one\n<size>1</size>two"),
        (json!({"Size": 1}), vec!["StrayText Volumes[0]: no text between elements / one".into()])
    );
}

#[test]
fn timestamps_must_be_as_every_sdk_reads_them() {
    let created = |text: &str| {
        let decoded = response(
            "DescribeVolumes",
            &format!("<volumeSet><item><createTime>{text}</createTime></item></volumeSet>"),
        );
        assert_eq!(decoded.value["Volumes"][0]["CreateTime"], text, "the text stays");
        decoded.mismatches.first().map(|mismatch| mismatch.kind.clone())
    };
    for text in ["2016-12-15T22:35:18Z", "2016-12-15T22:35:18.123456789Z", "2016-12-15T23:35:18+01:00"] {
        assert_eq!(created(text), None, "{text}");
    }
    for text in [
        "",
        "2016-12-15 22:35:18",
        "2016-12-15 22:35:18Z",
        "2016-12-15T22:35:18",
        "2016-12-15",
        "1481841318",
        "2016-13-15T22:35:18Z",
    ] {
        assert_eq!(created(text), Some(MismatchKind::BadTimestamp), "{text}");
    }
}

#[test]
fn values_outside_an_enum_are_reported_and_kept() {
    let decoded = response("DescribeVolumes", "<volumeSet><item><status>attached</status></item></volumeSet>");
    assert_eq!(decoded.value["Volumes"][0]["State"], "attached");
    let expected = "one of creating, available, in-use, deleting, deleted, error";
    assert_eq!(mismatches(&decoded), [format!("NotInEnum Volumes[0].State: {expected} / attached")]);
}

/// Only the low byte of an instance state's code counts; which one counts is not for decoding to say:
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html
#[test]
fn the_high_byte_of_an_instance_state_stays() {
    let decoded = response(
        "StopInstances",
        "<instancesSet><item><currentState><code>272</code><name>running</name></currentState></item></instancesSet>",
    );
    assert_eq!(decoded.value["StoppingInstances"][0]["CurrentState"]["Code"], 272);
    assert_eq!(mismatches(&decoded), [""; 0]);
}

#[test]
fn a_member_that_is_no_list_counts_once() {
    let decoded =
        response("DescribeKeyPairs", "<keySet><item><keyName>a</keyName><keyName>b</keyName></item></keySet><keySet/>");
    assert_eq!(decoded.value, json!({"KeyPairs": [{"KeyName": "a"}]}));
    assert_eq!(
        mismatches(&decoded),
        [
            "RepeatedMember KeyPairs[0].KeyName: one element / one more <keyName>",
            "RepeatedMember KeyPairs: one element / one more <keySet>"
        ]
    );
}

#[test]
fn a_member_of_a_newer_version_is_no_misspelled_one() {
    let older = Contract::of_version("2014-10-01").unwrap();
    let operation = older.operation("DescribeSubnets").unwrap();
    let of = |element: &str| {
        let item = format!("<subnetSet><item><{element}>a</{element}></item></subnetSet>");
        let found =
            decode(older, operation, format!("<DescribeSubnetsResponse>{item}</DescribeSubnetsResponse>").as_bytes());
        found.unwrap().mismatches.into_iter().map(|one| (one.kind, one.path)).find(|(_, path)| path.contains(element))
    };
    let path = |element: &str| format!("Subnets[0].{element}");
    assert_eq!(of("availabilityZoneId"), Some((MismatchKind::UnknownMember, path("availabilityZoneId"))));
    let right = "availabilityZone".to_owned();
    let misspelled = MismatchKind::MisspelledMember { right };
    assert_eq!(of("availabilityzone"), Some((misspelled, path("availabilityzone"))));
}

#[test]
fn root_namespace_and_request_id_are_looked_at() {
    let of = |body: &str| mismatches(&decoded("DescribeVpcs", body));
    let right = "xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"";
    let id = "<requestId>a</requestId>";
    let (no_namespace, no_id) = (
        "NoNamespace : http://ec2.amazonaws.com/doc/2016-11-15/ / none",
        "NoRequestId : an element requestId / no such element",
    );
    assert_eq!(of("<DescribeVpcsResponse/>"), [no_namespace, no_id]);
    assert_eq!(of(&format!("<DescribeVpcsResponse {right}>{id}</DescribeVpcsResponse>")), [""; 0]);
    // The model has the namespace without the slash that AWS puts there.
    let without = right.replace("15/", "15");
    assert_eq!(of(&format!("<DescribeVpcsResponse {without}>{id}</DescribeVpcsResponse>")), [""; 0]);
    assert_eq!(
        of(&format!(
            "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2010-08-31/\">{id}</DescribeVpcsResponse>"
        )),
        ["WrongNamespace : http://ec2.amazonaws.com/doc/2016-11-15/ / http://ec2.amazonaws.com/doc/2010-08-31/"]
    );
    assert_eq!(
        of(&format!("<DescribeVpcsResult {right}>{id}</DescribeVpcsResult>")),
        ["WrongRoot : DescribeVpcsResponse / DescribeVpcsResult"]
    );
    // A prefix for the namespace is as good as a default.
    let prefixed = format!(
        "<e:DescribeVpcsResponse {}><e:requestId>a</e:requestId></e:DescribeVpcsResponse>",
        right.replace("xmlns", "xmlns:e")
    );
    assert_eq!(of(&prefixed), [""; 0]);
    // One that is misspelt is still there.
    let decoded = decoded(
        "DescribeVpcs",
        &format!("<DescribeVpcsResponse {right}><RequestId>a</RequestId></DescribeVpcsResponse>"),
    );
    assert_eq!(mismatches(&decoded), ["MisspelledMember { right: \"requestId\" } : requestId / RequestId"]);
    assert_eq!(decoded.request_id.as_deref(), Some("a"));
}

#[test]
fn an_older_api_version_has_its_own_members() {
    let body = "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2014-10-01/\"><requestId>a</requestId>\
                <vpcSet><item><vpcId>vpc-1</vpcId><ownerId>1</ownerId></item></vpcSet></DescribeVpcsResponse>";
    let contract = Contract::of_version("2014-10-01").expect("it is embedded");
    let operation = contract.operation("DescribeVpcs").expect("it has the operation");
    let decoded = decode(contract, operation, body.as_bytes()).expect("the body can be read");
    assert_eq!(mismatches(&decoded), ["UnknownMember Vpcs[0].ownerId: no such element / an element <ownerId>"]);
}

#[test]
fn without_a_model_xml_is_plain() {
    let plain = |body: &str| decode_any(body.as_bytes()).expect("the body can be read");
    assert_eq!(plain("<a>text</a>"), json!("text"));
    assert_eq!(plain("<a/>"), json!(""));
    assert_eq!(
        plain(
            "<a b='1'>\n <set><item>1</item><item><x>2</x></item></set> <one><item>1</item></one> <c>1</c><c>2</c><d/></a>"
        ),
        json!({"set": ["1", {"x": "2"}], "one": ["1"], "c": ["1", "2"], "d": ""})
    );
    assert_eq!(plain("<a><item>1</item><other>2</other></a>"), json!({"item": "1", "other": "2"}));
    let root = root_element(b"<?xml version='1.0'?><x:a xmlns:x='u'>never closed").expect("it begins well");
    assert_eq!((root.name.as_str(), root.xmlns.as_deref()), ("a", Some("u")));
}

/// AWS's worked responses, as XML by the model: they decode to what they were.
#[test]
fn responses_of_awss_examples_are_decoded_to_what_they_were() {
    let contract = Contract::embedded();
    let mut count = 0;
    for operation in contract.operations() {
        for example in contract.examples(&operation.name) {
            let (Some(output), Some(id)) = (&example.output, operation.output) else { continue };
            let mut xml = String::new();
            // The examples have members, and values for members, that the model does not have: those are no test of us.
            let kept = written(contract, id, output, &mut xml);
            let decoded = response(&operation.name, &xml);
            assert_eq!(decoded.value, kept, "{}", example.id);
            count += 1;
        }
    }
    assert_eq!(count, 121);
}

/// Writes a value as XML by its shape, and gives what of it the shape has.
fn written(contract: &Contract, id: contract::ShapeId, value: &Value, xml: &mut String) -> Value {
    use contract::ShapeKind;
    match (&contract.shape(id).kind, value) {
        (ShapeKind::Structure(members), Value::Object(map)) => {
            let known = map.iter().filter_map(|(name, value)| Some((members.get(name)?, value)));
            let entry = |(member, value): (&contract::Member, &Value)| {
                xml.push_str(&format!("<{}>", member.element()));
                let kept = written(contract, member.shape, value, xml);
                xml.push_str(&format!("</{}>", member.element()));
                (member.name.clone(), kept)
            };
            known.map(entry).collect()
        }
        (ShapeKind::List(list), Value::Array(items)) => {
            let item = |item: &Value| {
                xml.push_str("<item>");
                let kept = written(contract, list.item, item, xml);
                xml.push_str("</item>");
                kept
            };
            items.iter().map(item).collect()
        }
        // Some examples have `"false"` for false.
        (ShapeKind::Boolean, Value::String(text)) => {
            xml.push_str(text);
            json!(text == "true")
        }
        (kind, Value::String(text)) if kind.is_scalar() => {
            xml.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            value.clone()
        }
        (_, value) => {
            xml.push_str(&value.to_string());
            value.clone()
        }
    }
}
