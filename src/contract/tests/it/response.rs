//! One reading of a response: by its status, by the model where there is one.

use contract::{Contract, DecodeError, LooksLike, ResponseContent, read_response};
use serde_json::{Value, json};

const EMPTY_LIST: &str = "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\
    <requestId>r-1</requestId><vpcSet/></DescribeVpcsResponse>";
const ERROR: &str = "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>m</Message></Error></Errors>\
    <RequestID>r-1</RequestID></Response>";

fn read(operation: Option<&str>, status: u16, body: &str) -> ResponseContent {
    let contract = Contract::embedded();
    read_response(contract, operation.and_then(|name| contract.operation(name)), status, body.as_bytes())
}

#[test]
fn a_success_is_decoded_by_its_model_or_without_one() {
    let typed = read(Some("DescribeVpcs"), 200, EMPTY_LIST);
    assert!(matches!(&typed, ResponseContent::Success(decoded) if decoded.mismatches.is_empty()), "{typed:?}");
    assert_eq!(typed.to_value(), json!({"Vpcs": []}));
    let untyped = read(None, 204, EMPTY_LIST);
    assert!(matches!(untyped, ResponseContent::UntypedSuccess(_)), "{untyped:?}");
    assert!(untyped.success().is_some());
}

#[test]
fn any_other_status_is_an_error_of_the_service_or_a_redirect() {
    for status in [199, 400, 412, 500, 503] {
        let error = read(Some("DescribeVpcs"), status, ERROR);
        assert_eq!(error.to_value()["Code"], "InvalidVpcID.NotFound", "{status}");
        assert_eq!(error.success(), None);
    }
    // Whatever is in it: a client that does not follow a redirect does not read its body.
    assert_eq!(read(Some("DescribeVpcs"), 301, ERROR), ResponseContent::Redirect);
    assert_eq!(ResponseContent::Redirect.to_value(), Value::Null);
}

#[test]
fn a_body_that_breaks_the_promise_of_its_status_is_unreadable() {
    let html = ResponseContent::Unreadable(DecodeError::NotXml { looks_like: LooksLike::Html });
    assert_eq!(read(Some("DescribeVpcs"), 200, "<html/>"), html);
    assert_eq!(read(None, 502, "<html/>"), html);
    let no_error = DecodeError::NoError { root: "DescribeVpcsResponse".to_owned() };
    assert_eq!(read(Some("DescribeVpcs"), 400, EMPTY_LIST), ResponseContent::Unreadable(no_error));
    assert_eq!(html.to_value(), Value::Null);
}
