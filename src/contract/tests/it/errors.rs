//! Errors of the service, as EC2 wraps them and as others do.

use contract::{DecodeError, LooksLike, MismatchKind, ServiceError, decode_error};
use serde_json::json;

fn error(body: &str) -> ServiceError {
    decode_error(body.as_bytes()).expect("there is an error in it")
}

fn kinds(error: &ServiceError) -> Vec<(&MismatchKind, &str)> {
    error.mismatches.iter().map(|mismatch| (&mismatch.kind, mismatch.actual.as_str())).collect()
}

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, "Example error response"
#[test]
fn an_error_as_ec2_has_it() {
    let error = error(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response>\n  <Errors>\n    <Error>
              <Code>InvalidInstanceID.NotFound</Code>
              <Message>The instance ID 'i-1a2b3c4d' does not exist</Message>
            </Error>
          </Errors>
          <RequestID>ea966190-f9aa-478e-9ede-example</RequestID>
        </Response>",
    );
    assert_eq!(kinds(&error), []);
    let message = "The instance ID 'i-1a2b3c4d' does not exist";
    assert_eq!(
        error.to_value(),
        json!({
            "Code": "InvalidInstanceID.NotFound", "Message": message, "RequestID": "ea966190-f9aa-478e-9ede-example",
            "Errors": [{"Code": "InvalidInstanceID.NotFound", "Message": message}],
        })
    );
}

#[test]
fn of_several_errors_the_first_counts_and_all_are_there() {
    let error = error(
        "<Response><Errors><Error><Code>A</Code><Message>a</Message></Error><Error><Code>B</Code><Message>b</Message>\
         </Error></Errors><RequestID>1</RequestID></Response>",
    );
    assert_eq!((error.code.as_str(), error.message.as_str()), ("A", "a"));
    assert_eq!(error.all.iter().map(|entry| entry.code.as_str()).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn errors_wrapped_as_elsewhere_are_taken_and_reported() {
    let envelope = MismatchKind::ErrorEnvelope;
    let misspelt = |right: &str| MismatchKind::MisspelledMember { right: right.to_owned() };
    let query = error(
        "<ErrorResponse><Error><Type>Sender</Type><Code>A</Code><Message>m</Message></Error><RequestId>1</RequestId></ErrorResponse>",
    );
    assert_eq!((query.code.as_str(), query.request_id.as_deref()), ("A", Some("1")));
    assert_eq!(kinds(&query), [(&envelope, "ErrorResponse/Error"), (&misspelt("RequestID"), "RequestId")]);

    let bare = error("<Error><Code>A</Code><Message>m</Message><RequestID>1</RequestID></Error>");
    assert_eq!((bare.code.as_str(), kinds(&bare)), ("A", vec![(&envelope, "Error")]));

    let no_list = error("<Response><Error><code>A</code><Message>m</Message></Error></Response>");
    assert_eq!(no_list.code, "A");
    assert_eq!(
        kinds(&no_list),
        [(&envelope, "Response/Error"), (&misspelt("Code"), "code"), (&MismatchKind::NoRequestId, "no such element")]
    );

    for json in [r#"{"__type": "A", "message": "m"}"#, r#"{"Error": {"Code": "A", "Message": "m"}}"#] {
        let json = error(json);
        assert_eq!((json.code.as_str(), json.message.as_str()), ("A", "m"));
        assert_eq!(kinds(&json), [(&envelope, "JSON"), (&MismatchKind::NoRequestId, "no such element")]);
    }
}

#[test]
fn an_error_may_lack_what_it_should_have() {
    let no_message =
        error("<Response><Errors><Error><Code>A</Code></Error></Errors><RequestID>1</RequestID></Response>");
    assert_eq!((no_message.code.as_str(), no_message.message.as_str()), ("A", ""));
    assert_eq!(kinds(&no_message), [(&MismatchKind::ErrorEnvelope, "Error without a Message")]);
    let none = error("<Response><Errors/><RequestID>1</RequestID></Response>");
    assert_eq!((none.code.as_str(), none.all.len()), ("", 0));
    assert_eq!(kinds(&none), [(&MismatchKind::ErrorEnvelope, "Response without an error")]);
}

#[test]
fn what_has_no_error_in_it_is_refused() {
    let refused = |body: &str| decode_error(body.as_bytes()).expect_err("there is no error in it");
    let body = "<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>";
    assert_eq!(refused(body), DecodeError::NoError { root: "DescribeVpcsResponse".to_owned() });
    assert_eq!(refused("<html><title>502</title></html>"), DecodeError::NotXml { looks_like: LooksLike::Html });
    // OpenStack's own errors have a number where EC2 has a code.
    let keystone = r#"{"error": {"code": 401, "title": "Unauthorized", "message": "m"}}"#;
    assert_eq!(refused(keystone), DecodeError::NotXml { looks_like: LooksLike::Json });
}
