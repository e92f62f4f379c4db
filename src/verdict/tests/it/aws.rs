//! Responses as AWS sends them: no finding.

use test_support::aws_responses;
use test_support::judging::*;

#[test]
fn no_response_of_aws_is_a_finding() {
    let mut found = Vec::new();
    let responses = aws_responses();
    for response in &responses {
        let refused = response.status >= 400;
        let suite = steps(if refused { "  - DescribeVpcs: {}\n    error: any\n" } else { "  - DescribeVpcs: {}\n" });
        let call =
            answered("steps[0]", &response.operation, response.parameters.clone(), response.status, &response.body);
        for finding in judged(&suite, [call.headers(&response.headers)]).findings {
            found.push(format!("{}: {} {} {}", response.name, finding.kind.code(), finding.path, finding.message));
        }
    }
    assert!(responses.len() >= 40);
    assert_eq!(found, [""; 0], "{found:#?}");
}
