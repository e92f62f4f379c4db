//! Generated checks: well-formed, deterministic, and harmless on any endpoint that follows AWS's model.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Arc, LazyLock};

use contract::{Contract, Operation, Signature, tables};
use record::Subject;
use scenario::{Action, RawRequest, Scenario, Suite, generated, is_generated};

static ALL: LazyLock<Vec<Arc<Scenario>>> = LazyLock::new(|| generated(Contract::embedded()));

fn request(scenario: &Scenario) -> &RawRequest {
    match &scenario.steps[..] {
        [step] => match &step.action {
            Action::Raw(raw) => raw,
            other => panic!("{}: {}", scenario.id, other.in_words()),
        },
        steps => panic!("{}: {} steps", scenario.id, steps.len()),
    }
}

/// Wire parameters, except for `Action`.
fn pairs(scenario: &Scenario) -> BTreeMap<String, String> {
    let all = request(scenario).parameters.value().as_object().unwrap();
    let plain = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    all.iter().filter(|(name, _)| *name != "Action").map(|(name, value)| (name.clone(), plain(value))).collect()
}

fn operation(scenario: &Scenario) -> &'static Operation {
    Contract::embedded().operation(scenario.invalid_action().unwrap()).unwrap()
}

fn check(id: &str) -> &'static Scenario {
    ALL.iter().find(|scenario| scenario.id == id).unwrap_or_else(|| panic!("no {id}"))
}

fn codes(id: &str) -> Vec<&'static str> {
    let codes = &check(id).steps[0].error.as_ref().unwrap().codes;
    codes.iter().map(String::as_str).collect()
}

fn of_action(action: &str) -> Vec<&'static str> {
    let of_it = |scenario: &&Arc<Scenario>| scenario.invalid_action() == Some(action);
    let case = |scenario: &'static Arc<Scenario>| match &scenario.id {
        Subject::Scenario(id) => id.case().unwrap(),
        subject => panic!("{subject}"),
    };
    ALL.iter().filter(of_it).map(case).collect()
}

/// Whether the value of a parameter, or of an item of one, is malformed or an id of no resource.
fn is_invalid_id(name: &str, value: &str) -> bool {
    let top_level = name.split('.').nth(1).is_none_or(|rest| rest == "1") && name.split('.').count() <= 2;
    top_level && (value == "not-an-id" || (tables::resource_id(value).is_some() && value.contains("0f0f0f0f")))
}

#[test]
fn they_are_deterministic_and_sorted() {
    let ids = |all: &[Arc<Scenario>]| all.iter().map(|scenario| scenario.id.to_string()).collect::<Vec<_>>();
    let first = ids(&ALL);
    assert_eq!(first, ids(&generated(Contract::embedded())));
    assert!(first.is_sorted());
    assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), first.len(), "two checks with one id");
    let is_generated = |id: &str| is_generated(&id.parse().unwrap());
    assert!(first.iter().all(|id| is_generated(id)));
    assert!(!is_generated("generated-names/lifecycle") && !is_generated("vpc/lifecycle"));
}

#[test]
fn no_request_can_change_anything() {
    for scenario in ALL.iter() {
        let (operation, pairs) = (operation(scenario), pairs(scenario));
        if operation.is_read_only() {
            continue;
        }
        let required = Contract::embedded().parameters(operation).iter().filter(|member| member.required);
        let lacks = |wire: &str| !pairs.keys().any(|name| name == wire || name.starts_with(&format!("{wire}.")));
        let incomplete = required.into_iter().any(|member| lacks(&member.parameter()));
        let of_nothing = pairs.iter().any(|(name, value)| is_invalid_id(name, value));
        let dry = pairs.get("DryRun").is_some_and(|value| value == "true");
        let cleaned_up = tables::lifecycle(&operation.name).is_some();
        assert!(incomplete || of_nothing || (dry && cleaned_up), "{}: {pairs:?}", scenario.id);
    }
}

#[test]
fn irrevocable_actions_are_never_called() {
    let irrevocable = tables::untracked_actions().filter(|row| row.sort == tables::UntrackedSort::Irrevocable);
    let mut seen = 0;
    for row in irrevocable {
        assert_eq!(of_action(&row.action), [""; 0], "{}", row.action);
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn every_check_is_well_formed() {
    for scenario in ALL.iter() {
        let (id, step, raw) = (&scenario.id, &scenario.steps[0], request(scenario));
        assert!(raw.invalid && raw.signature == Signature::Right && raw.method == "POST", "{id}");
        assert!(step.expects_error(), "{id}");
        assert!(step.error.as_ref().unwrap().codes.iter().all(|code| tables::is_known_error_code(code)), "{id}");
        assert!(step.status.is_none_or(|status| (400..500).contains(&status)), "{id}");
        assert_eq!(scenario.source[0], operation(scenario).page(), "{id}");
        assert!(scenario.about.ends_with(" is refused."), "{id}: {}", scenario.about);
        let file = format!("generated/{}", operation(scenario).name);
        assert!(*scenario.location.file == file && id.to_string().starts_with(&format!("{file}[")), "{id}");
    }
}

#[test]
fn no_two_checks_send_the_same_request() {
    let mut sent: BTreeMap<String, String> = BTreeMap::new();
    for scenario in ALL.iter() {
        let request = format!("{} {:?}", operation(scenario).name, pairs(scenario));
        if let Some(other) = sent.insert(request, scenario.id.to_string()) {
            panic!("{other} and {} send the same request", scenario.id);
        }
    }
}

#[test]
fn an_action_has_a_check_for_each_thing_that_can_be_wrong() {
    let describe = ["absent-id.SubnetIds", "bad-token", "dry-run", "malformed-id.SubnetIds", "max-results.above"];
    let rest = ["max-results.below", "max-results.junk", "unknown-filter", "unknown-parameter"];
    assert_eq!(of_action("DescribeSubnets"), [&describe[..], &rest[..]].concat());
    let attach = ["absent-ids", "malformed-id.InstanceId", "malformed-id.VolumeId", "missing-all", "missing.Device"];
    let attached = of_action("AttachVolume");
    assert!(attach.iter().all(|case| attached.contains(case)), "{attached:?}");
    // No required parameter, and no id: only a dry run is harmless.
    assert_eq!(of_action("CreateInternetGateway"), ["dry-run"]);
    assert_eq!(of_action("EnableEbsEncryptionByDefault"), [""; 0]);
}

#[test]
fn expected_codes_are_those_that_aws_documents() {
    let missing = ["InvalidParameterCombination", "InvalidParameterDependency", "MissingAction", "MissingParameter"];
    assert_eq!(codes("generated/DeleteVpc[missing.VpcId]"), missing);
    assert_eq!(codes("generated/DescribeVpcs[unknown-parameter]"), ["UnknownParameter"]);
    assert_eq!(check("generated/DescribeVpcs[unknown-parameter]").steps[0].status, Some(400));
    assert_eq!(codes("generated/DeleteVpc[absent-id.VpcId]"), ["InvalidVpcID.NotFound"]);
    assert_eq!(codes("generated/DescribeVpcs[unknown-filter]"), ["InvalidFilter", "InvalidParameterValue"]);
    assert_eq!(codes("generated/DescribeVpcs[dry-run]"), ["DryRunOperation", "UnauthorizedOperation"]);
    assert!(codes("generated/DescribeVpcs[max-results.below]").contains(&"InvalidMaxResults"));
    assert!(codes("generated/CreateVolume[unknown-value.VolumeType]").contains(&"UnknownVolumeType"));
    assert!(codes("generated/DescribeInstanceTypes[unknown-value.InstanceTypes]").contains(&"InvalidInstanceType"));
    // AWS distinguishes malformed and absent ids for instances, but not for VPCs.
    let instance = codes("generated/StopInstances[malformed-id.InstanceIds]");
    assert!(instance.contains(&"InvalidInstanceID.Malformed") && !instance.contains(&"InvalidInstanceID.NotFound"));
    let vpc = codes("generated/DescribeVpcs[malformed-id.VpcIds]");
    assert!(vpc.contains(&"InvalidVpcID.Malformed") && vpc.contains(&"InvalidVpcID.NotFound"));
    // The request is invalid in two ways, and AWS does not document which error it returns.
    let two = codes("generated/CreateSubnet[wrong-type.Ipv6NetmaskLength]");
    assert!(two.contains(&"InvalidParameterValue") && two.contains(&"InvalidVpcID.NotFound"));
    // The model does not express that one of several parameters is required.
    let address = codes("generated/AssociateAddress[absent-id.AllocationId]");
    assert!(address.contains(&"InvalidAllocationID.NotFound") && address.contains(&"MissingParameter"), "{address:?}");
    assert!(codes("generated/DescribeLaunchTemplateVersions[unknown-parameter]").contains(&"MissingParameter"));
    // Where AWS documents no code, any is allowed.
    assert!(codes("generated/DeleteTags[malformed-id.Resources]").contains(&"InvalidResourceID.NotFound"));
    let is_of_any = |id: &str| id.contains("[malformed-id.") && codes(id).is_empty();
    assert!(ALL.iter().any(|scenario| is_of_any(&scenario.id.to_string())));
}

#[test]
fn bounds_of_page_sizes_are_those_of_the_model() {
    let size =
        |case: &str| pairs(check(&format!("generated/DescribeRouteTables[max-results.{case}]")))["MaxResults"].clone();
    assert_eq!([size("below"), size("above"), size("junk")], ["4", "101", "many"]);
    // The model has no bounds for this one.
    let size =
        |case: &str| pairs(check(&format!("generated/DescribeInstances[max-results.{case}]")))["MaxResults"].clone();
    assert_eq!([size("below"), size("above")], ["-1", "2147483648"]);
}

#[test]
fn an_absent_id_has_the_form_of_its_kind() {
    let absent = |id: &str, name: &str| pairs(check(id))[name].clone();
    assert_eq!(absent("generated/DescribeVpcs[absent-id.VpcIds]", "VpcId.1"), "vpc-0f0f0f0f0f0f0f0f0");
    assert_eq!(absent("generated/DescribeSecurityGroups[absent-id.GroupIds]", "GroupId.1"), "sg-0f0f0f0f0f0f0f0f0");
    assert_eq!(absent("generated/DisassociateAddress[malformed-id.AssociationId]", "AssociationId"), "not-an-id");
    let fleet = "fleet-0f0f0f0f-0f0f-0f0f-0f0f-0f0f0f0f0f0f";
    assert_eq!(absent("generated/DescribeFleets[absent-id.FleetIds]", "FleetId.1"), fleet);
}

#[test]
fn they_are_added_to_a_suite_and_selected_like_scenarios() {
    let suite = Suite::default().with_generated(Contract::embedded());
    assert_eq!(suite.scenarios.len(), ALL.len());
    let selected = suite.select(&["generated/DescribeVpcs"]).unwrap();
    assert_eq!(selected.len(), of_action("DescribeVpcs").len());
    assert!(suite.select(&["tag:unknown-filter"]).unwrap().len() > 100);
}

#[test]
fn their_area_is_reserved() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("suite.yaml", "name: test\nversion: '1'\n");
    write("generated/one.yaml", "about: A.\nsource: https://docs.aws.amazon.com/a\nsteps: [DescribeVpcs: {}]\n");
    let (suite, found) = Suite::check(folder.path(), Contract::embedded());
    assert!(suite.is_none());
    assert!(found.to_string().contains("reserved-area"), "{found}");
}

#[test]
fn older_api_versions_have_checks_for_their_own_actions() {
    for version in Contract::versions() {
        let contract = Contract::of_version(version).unwrap();
        let all = generated(contract);
        assert!(!all.is_empty(), "{version}");
        assert!(all.iter().all(|one| contract.operation(one.invalid_action().unwrap()).is_some()), "{version}");
    }
}

#[test]
fn every_row_of_the_tables_is_used() {
    let ids: serde_json::Value = serde_yaml::from_str(include_str!("../../negative/ids.yaml")).unwrap();
    let contract = Contract::embedded();
    let takes = |action: &str, name: &str| {
        contract.operation(action).is_some_and(|operation| contract.has_parameter(operation, name))
    };
    let prefixes: BTreeSet<&str> = contract::id_prefixes().map(|(prefix, _)| prefix).collect();
    for (name, prefix) in ids["parameters"].as_object().unwrap() {
        assert!(contract.operations().any(|operation| contract.has_parameter(operation, name)), "{name}");
        assert!(prefixes.contains(prefix.as_str().unwrap()), "{name}: {prefix}");
    }
    for (action, row) in ids["actions"].as_object().unwrap() {
        for (name, prefix) in row.as_object().unwrap() {
            assert!(takes(action, name), "{action}.{name}");
            assert!(prefixes.contains(prefix.as_str().unwrap()), "{action}.{name}: {prefix}");
        }
    }
    for (action, row) in ids["tolerated"].as_object().unwrap() {
        assert!(row.as_array().unwrap().iter().all(|name| takes(action, name.as_str().unwrap())), "{action}");
    }
    let expected: BTreeMap<String, Vec<String>> =
        serde_yaml::from_str(include_str!("../../negative/expected.yaml")).unwrap();
    for (thing, codes) in
        expected.iter().filter(|(thing, _)| !["distinguished", "undeclared_of"].contains(&thing.as_str()))
    {
        assert!(codes.iter().all(|code| tables::is_known_error_code(code)), "{thing}: {codes:?}");
    }
}
