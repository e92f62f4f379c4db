//! Which clients read what AWS always returns, and how much its absence matters.

use contract::tables::{self, AlwaysPresent};
use contract::{Contract, Severity};

fn claim(operation: &str, path: &str) -> &'static AlwaysPresent {
    let found = tables::always_present(operation).iter().find(|row| row.path == path);
    found.unwrap_or_else(|| panic!("{operation} {path} is not claimed"))
}

fn clients(operation: &str, path: &str) -> Vec<String> {
    claim(operation, path).read_by.iter().map(|reader| reader.client.clone()).collect()
}

#[test]
fn every_row_names_a_client_and_a_claim() {
    for (operation, path, by) in tables::reader_rows() {
        let readers = tables::readers(operation, &path);
        assert!(!readers.is_empty(), "{operation} {path}");
        let (_, file) = by.split_once(' ').unwrap_or_else(|| panic!("{by}: a client and a file"));
        assert!(readers.iter().any(|reader| reader.source.ends_with(file)), "{by}");
        assert!(readers.iter().all(|reader| reader.source.starts_with("https://")), "{by}");
        let rows = tables::always_present(operation);
        let claimed = rows.iter().any(|row| row.path == path || row.path.starts_with(&format!("{path}.")));
        assert!(claimed, "{operation} {path}: nothing claims it, so {by} has no effect");
    }
}

#[test]
fn a_member_matters_as_clients_read_it() {
    for (operation, path, severity) in [
        ("DescribeInstances", "Reservations[].Instances[].State.Name", Severity::Breaking),
        ("DescribeInstances", "Reservations[].Instances[].State", Severity::Breaking),
        ("DescribeInstances", "Reservations[].Instances[].State.Code", Severity::Differs),
        ("DescribeInstances", "Reservations[].Instances[].AmiLaunchIndex", Severity::Cosmetic),
        ("DescribeSubnets", "Subnets[].EnableDns64", Severity::Differs),
        ("CreateSubnet", "Subnet.EnableDns64", Severity::Cosmetic),
        ("CreateVpc", "Vpc.VpcId", Severity::Breaking),
        ("CreateVpc", "Vpc.OwnerId", Severity::Differs),
        ("DescribeVpcs", "Vpcs[].InstanceTenancy", Severity::Breaking),
        ("DescribeVpcs", "Vpcs[].OwnerId", Severity::Differs),
    ] {
        assert_eq!(claim(operation, path).severity, severity, "{operation} {path}");
    }
}

#[test]
fn what_waiters_test_is_derived_from_the_model() {
    let state = clients("DescribeInstances", "Reservations[].Instances[].State.Name");
    assert!(state.contains(&"waiter InstanceRunning".to_owned()), "{state:?}");
    assert!(state.contains(&"Terraform's AWS provider".to_owned()), "{state:?}");
    let ok = clients("DescribeInstanceStatus", "InstanceStatuses[].InstanceStatus.Status");
    assert_eq!(ok, ["waiter InstanceStatusOk"]);
    let contract = Contract::embedded();
    for waiter in contract.waiters() {
        for path in tables::always_present(&waiter.operation) {
            let named = path.read_by.iter().any(|reader| reader.client == format!("waiter {}", waiter.name));
            assert!(!named || path.severity != Severity::Cosmetic, "{} {}", waiter.operation, path.path);
        }
    }
}

#[test]
fn breaking_is_only_what_a_client_reads() {
    for operation in tables::always_present_operations() {
        for row in tables::always_present(operation) {
            assert!(row.severity != Severity::Breaking || !row.read_by.is_empty(), "{operation} {}", row.path);
        }
    }
}

#[test]
fn members_are_required_under_their_conditions() {
    use serde_json::json;
    let subnet = claim("DescribeInstances", "Reservations[].Instances[].NetworkInterfaces[].SubnetId");
    let interface = json!({"NetworkInterfaceId": "eni-1"});
    let holds = |state: &str| subnet.conditions.hold(&[&json!({"State": {"Name": state}}), &interface]);
    assert!(holds("running") && holds("stopped") && !holds("shutting-down") && !holds("terminated"));
    let address = claim("DescribeAddresses", "Addresses[].PublicIp");
    assert!(address.conditions.hold(&[&json!({"AllocationId": "eipalloc-1"})]));
    assert!(!address.conditions.hold(&[&json!({"CarrierIp": "198.51.100.1"})]));
    assert!(address.conditions.hold(&[&json!({"CarrierIp": ""})]));
    let private = claim("DescribeNetworkInterfaces", "NetworkInterfaces[].PrivateIpAddress");
    assert!(private.conditions.hold(&[&json!({"PrivateIpAddresses": [{"Primary": true}]})]));
    assert!(!private.conditions.hold(&[&json!({"PrivateIpAddresses": []})]));
    let cidr = claim("DescribeSubnets", "Subnets[].CidrBlock");
    assert!(cidr.conditions.hold(&[&json!({"Ipv6Native": false})]));
    assert!(!cidr.conditions.hold(&[&json!({"Ipv6Native": true})]));
}

#[test]
fn a_parser_of_its_own_has_its_line() {
    for client in tables::parsing_clients() {
        let parser = tables::parser(client).unwrap_or_else(|| panic!("{client}"));
        assert!(parser.source.starts_with("https://") && parser.source.contains("#L"), "{}", parser.source);
    }
    let libcloud = tables::parser("libcloud").unwrap();
    assert_eq!(libcloud.namespace, Some("http://ec2.amazonaws.com/doc/2016-11-15/"));
    let boto = tables::parser("boto").unwrap();
    assert!(boto.is_misled_by("Vpcs[].cidrBlockAssociationSet") && !boto.is_misled_by("Vpcs[].ownerId"));
    assert_eq!(tables::parser("boto3"), None, "an SDK");
}
