//! What supports the claims about AWS.

use std::collections::BTreeSet;

use contract::tables::{self, EvidenceKind, Strength};
use contract::{Contract, Members, ShapeKind};

#[test]
fn a_member_has_the_figures_of_its_recordings() {
    let evidence = tables::member_evidence("DescribeImages", "Images[].BlockDeviceMappings[].Ebs.VolumeSize");
    let sentence = "in 917 of 917 recorded places, 896 since 2019, newest 2024";
    assert_eq!(evidence.sentences().last().unwrap(), sentence);
    let recorded = evidence.recorded.unwrap();
    assert_eq!((recorded.all.present, recorded.since_2019.places, recorded.newest), (917, 896, Some(2024)));
    assert_eq!(recorded.sources, ["custodian", "manageiq"]);
    let partly = tables::member_evidence("DescribeSubnets", "Subnets[].EnableDns64");
    assert!(partly.to_string().contains("in 72 of 139 recorded places, 72 of 130 since 2019, newest 2026"), "{partly}");
    assert!(partly.is_contradicted());
    let old = tables::member_evidence("AcceptVpcPeeringConnection", "VpcPeeringConnection");
    assert!(old.to_string().starts_with("in 1 of 1 recorded places, none since 2019, newest 2017"), "{old}");
    let none = tables::member_evidence("DescribeVpcs", "Vpcs[].NoSuchMember");
    assert!(none.is_empty(), "{none}");
}

#[test]
fn awss_worked_examples_are_evidence() {
    let evidence = tables::member_evidence("DescribeVpcs", "Vpcs[].VpcId");
    let count = evidence.example.unwrap();
    assert!(count.present > 0 && count.present == count.places);
    assert!(evidence.kinds().starts_with(&[EvidenceKind::Example, EvidenceKind::Recorded]));
    assert!(evidence.to_string().starts_with(&format!("in {count} places of AWS's worked examples; in ")));
}

#[test]
fn codes_have_their_pages_and_observations() {
    let evidence = tables::error_evidence("InvalidVolume.NotFound", Some("DescribeVolumes"));
    assert!(evidence.kinds().starts_with(&[EvidenceKind::Documented, EvidenceKind::Recorded]), "{evidence}");
    assert_eq!(evidence.witnesses[0].strength, Strength::Recorded);
    assert!(evidence.to_string().contains("; recorded for DescribeVolumes in 2021, "), "{evidence}");
    assert!(tables::error_evidence("InvalidVolume.NotFound", Some("DescribeVpcs")).to_string().contains("decides"));
    let verified = tables::error_evidence("CidrLimitExceeded", None);
    assert_eq!(verified.kinds(), [EvidenceKind::Verified], "{verified}");
    assert!(tables::error_evidence("NoSuchCode", None).is_empty());
}

#[test]
fn values_and_prefixes_have_their_evidence() {
    let pending = tables::value_evidence("NetworkInterfaceStatus", "pending");
    assert_eq!(pending.kinds(), [EvidenceKind::Recorded]);
    assert_eq!(tables::value_evidence("AttachmentStatus", "available").kinds(), [EvidenceKind::Documented]);
    assert!(tables::value_evidence("NetworkInterfaceStatus", "in-use").is_empty(), "the model lists it");
    let of = |prefix: &str| tables::id_prefixes().find(|(known, _)| *known == prefix).unwrap().1.evidence(prefix);
    assert_eq!(of("vpc").kinds(), [EvidenceKind::Example]);
    assert_eq!(of("ela-attach").kinds(), [EvidenceKind::Recorded]);
    assert_eq!(tables::resource_id("ela-attach-0cf98331"), Some("network-interface-attachment"));
    assert!(tables::is_word_for_id("GatewayId", "local") && !tables::is_word_for_id("VpcId", "local"));
}

#[test]
fn claims_are_counted_by_what_supports_them() {
    let claims = tables::claims();
    let counts = tables::claim_counts();
    let tables: Vec<&str> = counts.iter().map(|count| count.table).collect();
    assert_eq!(tables, ["always", "errors", "enums", "prefixes", "rules"]);
    assert_eq!(counts.iter().map(|count| count.claims).sum::<usize>(), claims.len());
    let without = contract::tables::claims_without_evidence();
    assert_eq!(counts.iter().map(|count| count.without).sum::<usize>(), without.len());
    for count in &counts {
        assert_eq!(count.by_evidence.len(), 5);
        let supported = claims.iter().filter(|claim| claim.table == count.table && !claim.evidence.is_empty()).count();
        assert_eq!(supported + count.without, count.claims, "{}", count.table);
        assert!(count.by_evidence.values().all(|number| *number <= supported), "{}", count.table);
    }
    let recorded = counts[0].by_evidence[&EvidenceKind::Recorded];
    assert!(recorded > 350, "only {recorded} claims of members are recorded");
    let subjects: BTreeSet<(&str, &str)> = claims.iter().map(|claim| (claim.table, claim.subject.as_str())).collect();
    assert_eq!(subjects.len(), claims.len(), "a claim is made twice");
}

#[test]
fn what_is_everywhere_and_not_claimed_is_listed() {
    let unclaimed = tables::unclaimed_members();
    assert!(!unclaimed.is_empty());
    for member in &unclaimed {
        let claimed = tables::always_present(member.operation).iter().any(|row| row.path == member.path);
        assert!(!claimed && !member.evidence.is_empty() && !member.evidence.is_contradicted(), "{member:?}");
    }
    let listed =
        |operation: &str, path: &str| unclaimed.iter().any(|row| (row.operation, row.path) == (operation, path));
    assert!(listed("DescribeTransitGateways", "TransitGateways[].OwnerId"));
    assert!(!listed("DescribeImages", "Images[].ImageId"), "it is claimed");
    assert!(!listed("DescribeInstances", "Reservations[].Instances[].KeyName"), "not every instance has one");
}

#[test]
fn every_observed_code_is_in_the_table() {
    assert_eq!(tables::unlisted_codes(), [""; 0]);
}

#[test]
fn codes_of_validation_are_told_by_their_form() {
    for code in ["InvalidParameterValue", "MissingParameter", "InvalidParameterCombination", "InvalidVpcID.Malformed"] {
        assert!(tables::is_validation_code(code), "{code}");
    }
    for code in ["InvalidVpcID.NotFound", "DependencyViolation", "InvalidGroup.Duplicate", "UnauthorizedOperation", ""]
    {
        assert!(!tables::is_validation_code(code), "{code}");
    }
    assert!(tables::is_validation_code("InvalidFutureThingId.Malformed"), "a code that the table lacks");
}

#[test]
fn clients_decide_by_codes() {
    let clients =
        |code: &str| -> Vec<&str> { tables::decided_by(code).iter().map(|reader| reader.client.as_str()).collect() };
    assert!(clients("InvalidInstanceID.NotFound").contains(&"waiter InstanceRunning"));
    assert!(clients("InvalidInstanceID.NotFound").contains(&"Karpenter"));
    assert!(clients("DependencyViolation").contains(&"Terraform's AWS provider"));
    assert!(clients("InvalidVpcID.Malformed").is_empty());
    for code in tables::decisive_codes() {
        assert!(tables::is_known_error_code(code), "{code} is decided by, and not in the table");
        assert!(tables::decided_by(code).iter().all(|reader| reader.source.starts_with("https://")), "{code}");
    }
}

#[test]
fn elements_beyond_the_model_are_no_mismatch_in_their_place() {
    let contract = Contract::embedded();
    let mismatches = |inside: &str| {
        let body = format!(
            "<DescribeNetworkInterfacesResponse xmlns=\"{}/\"><requestId>r</requestId><networkInterfaceSet><item>{inside}</item>\
             </networkInterfaceSet></DescribeNetworkInterfacesResponse>",
            contract.xml_namespace()
        );
        let operation = contract.operation("DescribeNetworkInterfaces").unwrap();
        contract::decode(contract, operation, body.as_bytes()).unwrap().mismatches.len()
    };
    assert_eq!(mismatches("<association><natEnabled>true</natEnabled></association>"), 0);
    assert_eq!(mismatches("<natEnabled>true</natEnabled>"), 1);
    for row in tables::more_elements() {
        let has = |members: &Members| members.by_element(&row.element).is_some();
        let is_shape = |name: &str| name == row.shape;
        let found = contract
            .operations()
            .filter_map(|operation| operation.output)
            .any(|output| find_shape(contract, output, &is_shape).is_some_and(|members| !has(members)));
        assert!(found, "{row:?}");
    }
}

/// The members of the structure of that name inside `id`.
fn find_shape<'c>(
    contract: &'c Contract,
    id: contract::ShapeId,
    is_shape: &dyn Fn(&str) -> bool,
) -> Option<&'c Members> {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![id]);
    while let Some(id) = waiting.pop().filter(|_| seen.len() < 10_000) {
        if !seen.insert(id) {
            continue;
        }
        match &contract.shape(id).kind {
            ShapeKind::Structure(members) if is_shape(&contract.shape(id).name) => return Some(members),
            ShapeKind::Structure(members) => waiting.extend(members.iter().map(|member| member.shape)),
            ShapeKind::List(list) => waiting.push(list.item),
            _ => {}
        }
    }
    None
}
