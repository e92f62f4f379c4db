//! The models in the program itself.

use std::time::Duration;

use contract::{Contract, Matcher, ShapeKind, UnpackError, WaiterState, provenance_page};

fn contracts() -> impl Iterator<Item = &'static Contract> {
    Contract::versions().map(|version| Contract::of_version(version).expect("every version listed is there"))
}

#[test]
fn every_api_version_has_its_operations() {
    let found: Vec<(&str, usize)> =
        contracts().map(|contract| (contract.api_version(), contract.operations().count())).collect();
    assert_eq!(
        found,
        [
            ("2014-09-01", 154),
            ("2014-10-01", 160),
            ("2015-03-01", 165),
            ("2015-04-15", 182),
            ("2015-10-01", 204),
            ("2016-04-01", 210),
            ("2016-09-15", 212),
            ("2016-11-15", 830),
        ]
    );
    assert!(Contract::versions().eq(found.iter().map(|(version, _)| *version)), "each under its own version");
    assert!(Contract::of_version("2010-08-31").is_none());
    assert_eq!(Contract::embedded().api_version(), "2016-11-15");
    for contract in contracts() {
        assert_eq!(contract.xml_namespace(), format!("http://ec2.amazonaws.com/doc/{}", contract.api_version()));
    }
}

/// Reading and writing lose nothing, so that what is kept is what was imported. `protocol_cases.rs` imports anew.
#[test]
fn what_is_packed_is_read_and_written_the_same() {
    for contract in contracts() {
        let packed = Contract::packed(contract.api_version()).expect("it was read from there");
        let stored = zstd::stream::decode_all(packed).expect("it is packed with zstd");
        assert!(contract.to_json().expect("it can be written") == stored, "{}", contract.api_version());
        let again = Contract::unpack(&contract.pack().expect("it can be packed")).expect("it can be unpacked");
        assert!(again.to_json().expect("it can be written") == stored, "{}", contract.api_version());
    }
}

#[test]
fn the_page_of_provenance_is_fresh() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).expect("it is in the repository");
    assert_eq!(provenance_page(contracts()), read("src/contract/model/PROVENANCE.md"));
    let version = &Contract::embedded().provenance().version;
    let script = read("ci/fetch-protocol-cases");
    assert!(script.contains(&format!("\nversion={version}\n")), "the protocol cases are of the models' version");
}

#[test]
fn the_packed_models_are_small() {
    let total: usize = Contract::versions().filter_map(Contract::packed).map(<[u8]>::len).sum();
    assert!(total < 1_000_000, "{total} bytes");
}

#[test]
fn what_is_no_packed_model_is_refused() {
    let unpack = |json: &str| {
        let packed = zstd::bulk::compress(json.as_bytes(), 1).expect("it can be packed");
        Contract::unpack(&packed).expect_err("it is no model")
    };
    assert!(matches!(Contract::unpack(b"not packed"), Err(UnpackError::Zstd(_))));
    assert!(matches!(unpack("{}"), UnpackError::Json(_)));
    let contract = Contract::of_version("2014-09-01").expect("it is embedded");
    let json = String::from_utf8(contract.to_json().expect("it can be written")).expect("JSON is UTF-8");
    let newer = unpack(&json.replacen("{\"format\":1,", "{\"format\":2,", 1));
    assert_eq!(newer.to_string(), "the model has format 2, but this version reads format 1: import it again");
    let names = json.find("\"names\":[").expect("it has names") + "\"names\":[".len();
    let end = names + json[names..].find(']').expect("they end");
    let nameless = unpack(&format!("{}{}", &json[..names], &json[end..]));
    assert_eq!(nameless.to_string(), "damaged: it refers to a name that it does not have; import it again");
}

#[test]
fn operations_are_found_by_name_and_near_it() {
    let contract = Contract::embedded();
    for operation in contract.operations() {
        assert_eq!(contract.operation(&operation.name), Some(operation));
    }
    assert_eq!(contract.operation("describeVpcs"), None);
    assert_eq!(contract.nearest_operation("describeVpcs"), Some("DescribeVpcs"));
    assert_eq!(contract.nearest_operation("DescribeInstnaces"), Some("DescribeInstances"));
    assert_eq!(contract.nearest_operation("Elephant"), None);
    let reads = |name: &str| contract.operation(name).map(|operation| operation.is_read_only());
    assert_eq!(
        [reads("DescribeVpcs"), reads("GetConsoleOutput"), reads("CreateVpc"), reads("Nothing")],
        [Some(true), Some(true), Some(false), None]
    );
}

#[test]
fn members_are_found_by_every_name_they_have() {
    for contract in contracts() {
        for operation in contract.operations() {
            for members in [operation.input, operation.output].into_iter().flatten().map(|id| contract.members(id)) {
                for member in members {
                    assert_eq!(members.get(&member.name), Some(member));
                    assert_eq!(members.by_element(member.element()), Some(member), "{}", operation.name);
                }
                assert_eq!((members.get("NoSuchMember"), members.by_element("noSuchElement")), (None, None));
            }
        }
    }
    let contract = Contract::embedded();
    let describe = contract.operation("DescribeVpcs").expect("it is in the model");
    let parameters = contract.parameters(describe);
    let ids = parameters.get("VpcIds").expect("it is in the model");
    assert_eq!((&*ids.parameter(), contract.list(ids.shape).map(|list| list.element())), ("VpcId", Some("VpcId")));
    assert!(contract.has_parameter(describe, "VpcIds") && !contract.has_parameter(describe, "VpcId"));
    let volume_type = contract.operation("CreateVolume").map(|operation| contract.parameters(operation));
    let volume_type = volume_type.and_then(|members| members.get("VolumeType")).expect("it is in the model");
    let ShapeKind::String { values } = &contract.shape(volume_type.shape).kind else { panic!("it is an enum") };
    assert_eq!(values, &["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"]);
}

#[test]
fn waiters_and_paginators_are_those_of_the_model() {
    let contract = Contract::embedded();
    assert_eq!(contract.waiters().count(), 43);
    for waiter in contract.waiters() {
        assert_eq!(contract.waiter(&waiter.name), Some(waiter));
        assert!(contract.operation(&waiter.operation).is_some(), "{}", waiter.name);
    }
    let running = contract.waiter("InstanceRunning").expect("it is in the model");
    assert_eq!((running.operation.as_str(), running.delay), ("DescribeInstances", Duration::from_secs(15)));
    assert_eq!(running.max_attempts, 40);
    let first = &running.acceptors[0];
    let argument = "Reservations[].Instances[].State.Name".to_owned();
    assert_eq!(first.state, WaiterState::Success);
    assert_eq!(first.matcher, Matcher::PathAll { argument, expected: "running".into() });
    assert!(running.acceptors.iter().any(|acceptor| {
        acceptor.state == WaiterState::Retry && acceptor.matcher == Matcher::Error("InvalidInstanceID.NotFound".into())
    }));
    let pages = contract.paginator("DescribeInstances").expect("it is in the model");
    assert_eq!(
        (pages.results.as_slice(), pages.limit.as_deref()),
        (&["Reservations".to_owned()][..], Some("MaxResults"))
    );
    assert_eq!(contract.paginator("CreateVpc"), None);
    assert_eq!(contract.operations().filter(|operation| contract.paginator(&operation.name).is_some()).count(), 177);
}

#[test]
fn a_model_that_refers_to_what_it_does_not_have_is_refused() {
    let refused = |model: &str| Contract::of_model(model).expect_err("it cannot be used").to_string();
    let model = |operation: &str, shapes: &str, protocol: &str| {
        format!(
            r#"{{"metadata": {{"apiVersion": "2020-01-08", "protocol": "{protocol}"}},
               "operations": {{"Ask": {operation}}}, "shapes": {shapes}}}"#
        )
    };
    assert!(refused("[").starts_with("not a model in the form of botocore's service-2.json: "));
    assert_eq!(
        refused(&model("{}", "{}", "rest-xml")),
        "the model's protocol is `rest-xml`, but EC2's is `ec2`: take the file from botocore/data/ec2/"
    );
    assert_eq!(
        refused(&model(r#"{"input": {"shape": "AskRequest"}}"#, "{}", "ec2")),
        "Ask refers to the shape `AskRequest`, which the model does not have: the file is incomplete"
    );
    assert_eq!(
        refused(&model("{}", r#"{"A": {"type": "list"}}"#, "ec2")),
        "shape `A` is a list without its `member`: the file is damaged"
    );
    assert_eq!(
        refused(&model("{}", r#"{"A": {"type": "document"}}"#, "ec2")),
        "shape `A` has the type `document`, which this program does not implement"
    );
}
