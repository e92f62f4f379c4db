//! Whatever a response holds, decoding ends with a value or an error.

use bolero::check;
use contract::{Contract, decode, decode_any, decode_error, root_element};

#[test]
fn xml() {
    let contract = Contract::embedded();
    let operations: Vec<_> = ["DescribeInstances", "DescribeVolumes", "CreateVpc", "DescribeRegions"]
        .into_iter()
        .filter_map(|name| contract.operation(name))
        .collect();
    check!(name = "xml").for_each(|body: &[u8]| {
        let any = decode_any(body);
        for operation in &operations {
            // What the model cannot be found in is a mismatch, not an error: both read the same XML.
            assert_eq!(decode(contract, operation, body).is_ok(), any.is_ok(), "{}", operation.name);
        }
        let _ = decode_error(body);
        assert!(root_element(body).is_ok() || any.is_err());
    });
}
