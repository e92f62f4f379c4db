//! The reference oracle: which differences of two responses are findings.

use record::{EndpointHead, FailureKind, RunHead, ServiceKind, WaitEnd};
use serde_json::{Value, json};
use test_support::comparing::*;
use test_support::judging::*;
use verdict::{Disposition, FindingKind, Verdict};

const CREATE: &str =
    "  - CreateVolume: { AvailabilityZone: \"${facts.zone}\", Size: 1 }\n    save: { volume: VolumeId }\n";
const THEN: &str = "  - DescribeVolumes: { VolumeIds: [\"${volume}\"] }\n";

/// A response to CreateVolume with these elements after what AWS always returns.
fn volume(id: &str, more: &str) -> Call {
    let plain = format!(
        "<volumeId>{id}</volumeId><size>1</size><availabilityZone>us-east-1a</availabilityZone>\
         <createTime>2026-01-31T12:00:00.000Z</createTime><volumeType>gp2</volumeType><encrypted>false</encrypted>\
         {}{more}",
        if more.contains("<status>") { "" } else { "<status>creating</status>" },
    );
    answered("steps[0]", "CreateVolume", json!({"Size": 1}), 200, success("CreateVolume", &plain))
}

/// What CreateVolume found with one element of the reference's, and one of the target's, after the others.
fn pair(reference: &str, target: &str) -> Vec<(String, String)> {
    let suite = steps("  - CreateVolume: { Size: 1 }\n");
    let ours = volume("vol-0123456789abcdef0", reference);
    let judgement = compared(&suite, [ours], [volume("vol-fedcba98765432100", target)]);
    found(&judgement).into_iter().map(|(code, path)| (code.to_owned(), path.to_owned())).collect()
}

fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

#[test]
fn what_varies_by_nature_is_no_difference_and_is_listed() {
    let suite = steps(&format!("{CREATE}{THEN}"));
    let side = |id: &str, at: &str, zone: &str| {
        let described = |set: &str| {
            format!(
                "{set}<volumeId>{id}</volumeId><createTime>{at}</createTime><availabilityZone>{zone}</availabilityZone>\
                 <size>1</size><status>available</status><volumeType>gp2</volumeType><encrypted>false</encrypted>\
                 <attachmentSet/>"
            )
        };
        let created = success("CreateVolume", &described(""));
        let listed = success("DescribeVolumes", &format!("<volumeSet><item>{}</item></volumeSet>", described("")));
        [
            answered("steps[0]", "CreateVolume", json!({"AvailabilityZone": zone, "Size": 1}), 200, created),
            answered("steps[1]", "DescribeVolumes", json!({"VolumeIds": [id]}), 200, listed),
        ]
    };
    let judgement = compared(
        &suite,
        side("vol-0123456789abcdef0", "2026-01-31T12:00:00.000Z", "us-east-1a"),
        side("vol-fedcba98765432100", "2031-05-05T05:05:05.999Z", "nova"),
    );
    assert_eq!(found(&judgement), []);
    assert_eq!(judgement.compared.as_ref().unwrap().steps, 2);
    let passed = passed(&judgement);
    for rule in
        [("VolumeId", "id"), ("CreateTime", "time"), ("AvailabilityZone", "place"), ("Volumes[].VolumeId", "id")]
    {
        assert!(passed.contains(&rule), "{rule:?} of {passed:?}");
    }
}

#[test]
fn every_kind_of_difference_in_a_response_is_found_once() {
    assert_eq!(pair("<iops>100</iops>", ""), one("R505", "Iops"));
    assert_eq!(pair("", "<iops>100</iops>"), one("R506", "Iops"));
    assert_eq!(pair("<tagSet/>", ""), one("R507", "Tags"));
    assert_eq!(pair("", "<kmsKeyId></kmsKeyId>"), one("R507", "KmsKeyId"));
    assert_eq!(pair("<iops>100</iops>", "<iops>200</iops>"), one("R508", "Iops"));
    assert_eq!(pair("<iops>100</iops>", "<iops>many</iops>"), [], "C203 says so");
    let snapshot = |id: &str| format!("<snapshotId>{id}</snapshotId>");
    let long = snapshot("snap-0123456789abcdef0");
    assert_eq!(pair(&long, &snapshot("ami-0123456789abcdef0")), one("R510", "SnapshotId"));
    assert_eq!(pair(&long, &snapshot("snap-01234567")), one("R511", "SnapshotId"));
    let tags = |tags: &[&str]| {
        let items: String = tags.iter().map(|key| format!("<item><key>{key}</key><value>v</value></item>")).collect();
        format!("<tagSet>{items}</tagSet>")
    };
    assert_eq!(pair(&tags(&["a", "b", "c"]), &tags(&["c", "b", "a"])), []);
    assert_eq!(pair(&tags(&["a", "b", "c"]), &tags(&["c", "a"])), one("R512", "Tags"));
    assert_eq!(pair(&tags(&["a", "b"]), &tags(&["a", "x", "b"])), one("R513", "Tags"));
    let value = tags(&["a", "b", "c"]).replacen("<value>v", "<value>w", 1);
    assert_eq!(pair(&tags(&["c", "b", "a"]), &value), one("R508", "Tags[].Value"));
}

#[test]
fn an_id_stands_for_one_other_and_only_that() {
    let suite = steps("  - DescribeInstanceAttribute: { InstanceId: i-0123456789abcdef0, Attribute: groupSet }\n");
    let side = |groups: [&str; 2]| {
        let items: String = groups.iter().map(|id| format!("<item><groupId>{id}</groupId></item>")).collect();
        let body = format!("<instanceId>i-0123456789abcdef0</instanceId><groupSet>{items}</groupSet>");
        let request = json!({"InstanceId": "i-0123456789abcdef0", "Attribute": "groupSet"});
        [answered("steps[0]", "DescribeInstanceAttribute", request, 200, success("DescribeInstanceAttribute", &body))]
    };
    let (a, b, c, d) = ("sg-0123456789abcdef0", "sg-fedcba98765432100", "sg-00000000000000001", "sg-00000000000000002");
    assert_eq!(found(&compared(&suite, side([a, b]), side([c, d]))), []);
    assert_eq!(found(&compared(&suite, side([a, b]), side([c, c]))), [("R508", "Groups[].GroupId")]);
    let judgement = compared(&suite, side([a, a]), side([c, d]));
    assert_eq!(found(&judgement), [("R508", "Groups[].GroupId")]);
    let difference = differences(&judgement)[0];
    assert_eq!(difference.expected, Some("<DescribeInstanceAttribute#1.Groups[0].GroupId>".into()));
    assert_eq!(difference.actual, Some("<DescribeInstanceAttribute#1.Groups[1].GroupId>".into()));
}

#[test]
fn an_address_that_was_asked_for_must_come_back() {
    let suite =
        steps("  - CreateNetworkInterface: { SubnetId: subnet-0123456789abcdef0, PrivateIpAddress: 10.0.0.10 }\n");
    let side = |address: &str| {
        let body = format!(
            "<networkInterface><networkInterfaceId>eni-0123456789abcdef0</networkInterfaceId>\
             <privateIpAddress>{address}</privateIpAddress></networkInterface>"
        );
        let request = json!({"SubnetId": "subnet-0123456789abcdef0", "PrivateIpAddress": "10.0.0.10"});
        [answered("steps[0]", "CreateNetworkInterface", request, 200, success("CreateNetworkInterface", &body))]
    };
    assert_eq!(found(&compared(&suite, side("10.0.0.10"), side("10.0.0.10"))), []);
    let path = "NetworkInterface.PrivateIpAddress";
    assert_eq!(found(&compared(&suite, side("10.0.0.10"), side("10.0.0.77"))), [("R508", path)]);
    assert_eq!(found(&compared(&suite, side("10.0.0.76"), side("10.0.0.77"))), []);
}

#[test]
fn order_counts_only_where_it_says_something() {
    let suite = steps("  - DescribeDhcpOptions: { DhcpOptionsIds: [dopt-0123456789abcdef0] }\n");
    let side = |servers: [&str; 2], keys: [&str; 2]| {
        let values: String = servers.iter().map(|server| format!("<item><value>{server}</value></item>")).collect();
        let options: String =
            keys.iter().map(|key| format!("<item><key>{key}</key><valueSet>{values}</valueSet></item>")).collect();
        let body = format!(
            "<dhcpOptionsSet><item><dhcpOptionsId>dopt-0123456789abcdef0</dhcpOptionsId>\
             <dhcpConfigurationSet>{options}</dhcpConfigurationSet></item></dhcpOptionsSet>"
        );
        let request = json!({"DhcpOptionsIds": ["dopt-0123456789abcdef0"]});
        [answered("steps[0]", "DescribeDhcpOptions", request, 200, success("DescribeDhcpOptions", &body))]
    };
    let plain = || side(["10.0.0.2", "10.0.0.3"], ["ntp-servers", "domain-name-servers"]);
    let other_keys = side(["10.0.0.2", "10.0.0.3"], ["domain-name-servers", "ntp-servers"]);
    assert_eq!(found(&compared(&suite, plain(), other_keys)), []);
    let other_servers = side(["10.0.0.3", "10.0.0.2"], ["ntp-servers", "domain-name-servers"]);
    let path = "DhcpOptions[].DhcpConfigurations[].Values";
    assert_eq!(found(&compared(&suite, plain(), other_servers)), [("R514", path)]);
}

#[test]
fn what_others_have_made_is_left_out_and_what_hangs_on_own_things_is_not() {
    let suite = steps(
        "  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\n  - DescribeSecurityGroups: {}\n",
    );
    let group = |id: &str, vpc: &str, name: &str| {
        format!(
            "<item><groupId>{id}</groupId><vpcId>{vpc}</vpcId><groupName>{name}</groupName>\
             <groupDescription>d</groupDescription><ownerId>123456789012</ownerId></item>"
        )
    };
    let side = |vpc: &str, groups: &str| {
        let made = success("CreateVpc", &format!("<vpc><vpcId>{vpc}</vpcId></vpc>"));
        let listed = success("DescribeSecurityGroups", &format!("<securityGroupInfo>{groups}</securityGroupInfo>"));
        [
            answered("steps[0]", "CreateVpc", json!({"CidrBlock": "10.0.0.0/16"}), 200, made),
            answered("steps[1]", "DescribeSecurityGroups", json!({}), 200, listed),
        ]
    };
    let (ours, theirs) = ("vpc-0123456789abcdef0", "vpc-fedcba98765432100");
    let own = |vpc: &str, digit: char| group(&format!("sg-{}", digit.to_string().repeat(17)), vpc, "default");
    let other = group("sg-0123456789abcdef0", "vpc-00000000000000009", "another's");
    let reference = || side(ours, &own(ours, '1'));
    let judgement = compared(&suite, reference(), side(theirs, &format!("{other}{}", own(theirs, '2'))));
    assert_eq!(found(&judgement), []);
    assert!(passed(&judgement).contains(&("SecurityGroups", "others")));
    let judgement = compared(&suite, reference(), side(theirs, &other));
    assert_eq!(found(&judgement), [("R512", "SecurityGroups")]);
}

#[test]
fn a_state_on_its_way_is_a_matter_of_when_one_asks() {
    let state = |state: &str, more: &str| format!("<status>{state}</status>{more}");
    assert_eq!(pair(&state("creating", ""), &state("available", "")), []);
    assert_eq!(pair(&state("available", ""), &state("error", "")), one("R508", "State"));
    assert_eq!(pair(&state("available", ""), &state("in-use", "")), one("R508", "State"));
    let iops = "<iops>3</iops>";
    assert_eq!(pair(&state("creating", iops), &state("available", "")), one("R505", "Iops"));
    let attached = "<attachmentSet><item><volumeId>vol-0123456789abcdef0</volumeId></item></attachmentSet>";
    assert_eq!(pair(&state("creating", "<attachmentSet/>"), &state("available", attached)), []);
}

#[test]
fn different_outcomes_are_found_and_nothing_after_them_is_compared() {
    let suite = steps(&format!(
        "  - ModifyVpcAttribute: {{ VpcId: vpc-0123456789abcdef0 }}\n    error: any\n{}",
        THEN.replace("\"${volume}\"", "vol-0123456789abcdef0")
    ));
    let request = json!({"VpcId": "vpc-0123456789abcdef0"});
    let refused = |status: u16, code: &str, message: &str| {
        answered("steps[0]", "ModifyVpcAttribute", request.clone(), status, error(code, message))
    };
    let plain = || refused(400, "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789abcdef0' does not exist");
    let of = |target: Call| {
        let judgement = compared(&suite, [plain()], [target]);
        found(&judgement).into_iter().map(|(code, path)| format!("{code} {path}")).collect::<Vec<_>>()
    };
    assert_eq!(of(plain()), [""; 0]);
    assert_eq!(of(refused(400, "InvalidParameterValue", "no")), ["R502 Code"]);
    assert_eq!(
        of(refused(404, "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789abcdef0' does not exist")),
        ["R504 status"]
    );
    assert_eq!(of(refused(400, "InvalidVpcID.NotFound", "There is no such VPC")), ["R503 Message"]);
    // A success is what `error: any` speaks of already.
    let done = answered("steps[0]", "ModifyVpcAttribute", request.clone(), 200, success("ModifyVpcAttribute", ""));
    let describe = |size: u32| {
        let body = format!(
            "<volumeSet><item><volumeId>vol-0123456789abcdef0</volumeId><size>{size}</size></item></volumeSet>"
        );
        let request = json!({"VolumeIds": ["vol-0123456789abcdef0"]});
        answered("steps[1]", "DescribeVolumes", request, 200, success("DescribeVolumes", &body))
    };
    let judgement = compared(&suite, [plain(), describe(1)], [done, describe(2)]);
    assert_eq!(found(&judgement), []);
    assert!(passed(&judgement).contains(&("", "reported by X106")));
    assert!(passed(&judgement).contains(&("", "after steps[0], which had another outcome")));
    assert_eq!(found(&compared(&suite, [plain(), describe(1)], [plain(), describe(2)])), [("R508", "Volumes[].Size")]);
}

#[test]
fn outcomes_without_an_expectation_are_judged_by_the_reference() {
    let suite = steps("  - raw: { method: POST, parameters: { Action: DescribeVpcs } }\n    http: [status]\n");
    let raw = |status: u16, body: String| {
        answered("steps[0]", "DescribeVpcs", json!({"Action": "DescribeVpcs"}), status, body)
    };
    let refused = || raw(401, error("AuthFailure", "no"));
    let judgement = compared(&suite, [raw(200, vpcs(&[]))], [refused()]);
    assert_eq!(found(&judgement), [("R501", "")]);
    let difference = differences(&judgement)[0];
    assert_eq!(
        (&difference.expected, &difference.actual),
        (&Some("succeeded".into()), &Some(json!({"Code": "AuthFailure"})))
    );
    assert_eq!(difference.message, "DescribeVpcs was rejected with AuthFailure; on the reference it succeeded");
}

#[test]
fn without_a_response_or_the_action_on_the_reference_nothing_is_compared() {
    let suite = steps("  - DescribeVpcs: {}\n");
    let described = |status, body: String| answered("steps[0]", "DescribeVpcs", json!({}), status, body);
    let response = || described(200, vpcs(&["vpc-0123456789abcdef0"]));
    let judgement = compared(&suite, [unanswered("steps[0]", "DescribeVpcs", FailureKind::Timeout)], [response()]);
    assert_eq!((found(&judgement), passed(&judgement)), (vec![], vec![("", "no response from the reference")]));
    let missing =
        || described(400, error("InvalidAction", "The action DescribeVpcs is not valid for this web service."));
    let judgement = compared(&suite, [missing()], [response()]);
    assert_eq!(
        (found(&judgement), passed(&judgement)),
        (vec![], vec![("", "the reference does not support the action")])
    );
    let judgement = compared(&suite, [response()], [missing()]);
    assert_eq!((found(&judgement), passed(&judgement)), (vec![], vec![("", "the action is not supported here")]));
}

#[test]
fn different_ends_of_waits_are_found() {
    let suite = steps("  - wait: VpcAvailable\n    with: { VpcIds: [vpc-0123456789abcdef0] }\n");
    let side = |on: &str, end: WaitEnd| {
        let request = json!({"VpcIds": ["vpc-0123456789abcdef0"]});
        let call = answered("steps[0]", "DescribeVpcs", request, 200, vpcs(&["vpc-0123456789abcdef0"]));
        ended(on, "area/one", [call], Some(("steps[0]", "VpcAvailable", end)))
    };
    let of = |ours: WaitEnd, theirs: WaitEnd| {
        of(&suite, &both(ServiceKind::Aws), &[side("reference", ours), side("cloud", theirs)])
    };
    assert_eq!(found(&of(WaitEnd::Deadline, WaitEnd::Met)), [("R515", "VpcAvailable")]);
    assert_eq!(found(&of(WaitEnd::Met, WaitEnd::Met)), []);
    let judgement = of(WaitEnd::Met, WaitEnd::Deadline);
    assert_eq!((found(&judgement), passed(&judgement)), (vec![], vec![("VpcAvailable", "reported by X111")]));
}

#[test]
fn only_aws_as_a_reference_decides_and_only_where_it_conforms() {
    let suite = steps("  - CreateVolume: { Size: 1 }\n");
    let verdict = |account, ours: &str, theirs: &str| {
        let transcripts = [
            ran("reference", "area/one", [volume("vol-0123456789abcdef0", ours)]),
            ran("cloud", "area/one", [volume("vol-fedcba98765432100", theirs)]),
        ];
        let judgement = of(&suite, &both(account), &transcripts);
        let [difference] = differences(&judgement)[..] else { panic!("{:?}", judgement.findings) };
        (judgement.verdict, difference.disposition.clone())
    };
    let informs = |reason: &str| Disposition::Informational { reason: reason.to_owned() };
    let (ours, theirs) = ("<iops>1</iops>", "<iops>2</iops>");
    assert_eq!(verdict(ServiceKind::Aws, ours, theirs), (Verdict::Broken, Disposition::Counts));
    let emulator = informs("the reference is an emulator, not AWS");
    assert_eq!(verdict(ServiceKind::Emulator, ours, theirs), (Verdict::Identical, emulator));
    let cloud = informs("the reference is another cloud, not AWS");
    assert_eq!(verdict(ServiceKind::Cloud, ours, theirs), (Verdict::Identical, cloud));
    let broken = informs("the reference itself deviates from what AWS documents here");
    assert_eq!(verdict(ServiceKind::Aws, "<iops>many</iops>", theirs), (Verdict::Identical, broken));
}

#[test]
fn the_same_difference_elsewhere_and_at_another_time_has_the_same_fingerprint() {
    let suite = suite(&[
        ("area/one.yaml", "about: A.\nsource: https://docs.aws.amazon.com/x\nsteps:\n  - CreateVolume: { Size: 1 }\n"),
        ("area/two.yaml", "about: B.\nsource: https://docs.aws.amazon.com/x\nsteps:\n  - CreateVolume: { Size: 1 }\n"),
    ]);
    let of = |scenario: &str, id: &str, more: &str| {
        let mut judge = verdict::Judge::new(&both(ServiceKind::Aws), suite.clone());
        judge.take(&ran("cloud", scenario, [volume(id, "")]));
        judge.take(&ran("reference", scenario, [volume("vol-0123456789abcdef0", more)]));
        let judgement = of_target(judge.finish(), scenario);
        differences(&judgement)[0].fingerprint.clone()
    };
    let first = of("area/one", "vol-fedcba98765432100", "<iops>100</iops>");
    assert_eq!(first, of("area/two", "vol-00000000000000001", "<iops>3000</iops>"));
    assert_ne!(first, of("area/one", "vol-fedcba98765432100", "<kmsKeyId>k</kmsKeyId>"));
    assert!(FindingKind::of_code("R505").is_some());
}

#[test]
fn values_of_the_run_are_names_in_every_text() {
    let suite = steps(
        "  - CreateSecurityGroup: { GroupName: \"${unique}\", Description: \"for ${unique}\" }\n    error: any\n",
    );
    let side = |name: &str| {
        let request = json!({"GroupName": name, "Description": format!("for {name}")});
        let message = format!("The security group '{name}' already exists for VPC");
        [answered("steps[0]", "CreateSecurityGroup", request, 400, error("InvalidGroup.Duplicate", &message))]
    };
    let judgement = compared(&suite, side("ec2c-test-4"), side("ec2c-test-77"));
    assert_eq!((found(&judgement), passed(&judgement)), (vec![], vec![("Message", "name")]));
    let mut other = side("ec2c-test-77");
    other[0].observation.attempts[0].response.as_mut().unwrap().body =
        error("InvalidGroup.Duplicate", "The security group 'ec2c-test-78' already exists for VPC").into();
    let judgement = compared(&suite, side("ec2c-test-4"), other);
    assert_eq!(found(&judgement), [("R503", "Message")]);
    let shown = differences(&judgement)[0].expected.clone().unwrap();
    assert_eq!(
        shown["Message"],
        Value::from("The security group '<CreateSecurityGroup#1.GroupName>' already exists for VPC")
    );
}

#[test]
fn the_name_of_a_root_device_is_the_images_and_other_names_are_the_requests() {
    let suite = steps("  - DescribeInstances: { InstanceIds: [\"i-0123456789abcdef0\"] }\n");
    let described = |root: &str, data: &str| {
        let device = |name: &str, volume: char| {
            let volume = volume.to_string().repeat(17);
            format!("<item><deviceName>{name}</deviceName><ebs><volumeId>vol-{volume}</volumeId></ebs></item>")
        };
        let (root_device, data_device) = (device(root, '1'), device(data, '2'));
        let body = format!(
            "<reservationSet><item><instancesSet><item><instanceId>i-0123456789abcdef0</instanceId>\
             <rootDeviceName>{root}</rootDeviceName><blockDeviceMapping>{root_device}{data_device}</blockDeviceMapping>\
             </item></instancesSet></item></reservationSet>"
        );
        let request = json!({"InstanceIds": ["i-0123456789abcdef0"]});
        [answered("steps[0]", "DescribeInstances", request, 200, success("DescribeInstances", &body))]
    };
    let judgement = compared(&suite, described("/dev/sda1", "/dev/sdf"), described("/dev/xvda", "/dev/sdf"));
    assert_eq!(found(&judgement), []);
    assert!(passed(&judgement).contains(&("Reservations[].Instances[].RootDeviceName", "device")));
    let judgement = compared(&suite, described("/dev/sda1", "/dev/sdf"), described("/dev/xvda", "/dev/xvdf"));
    let path = "Reservations[].Instances[].BlockDeviceMappings";
    assert_eq!(found(&judgement), [("R512", path), ("R513", path)]);
}

#[test]
fn what_an_image_of_the_profile_is_like_is_no_difference_and_how_it_is_described_is() {
    let suite = steps("  - DescribeImages: { ImageIds: [\"${facts.image}\"] }\n");
    let described = |id: &str, name: &str, more: &str| {
        let body = format!("<imagesSet><item><imageId>{id}</imageId><name>{name}</name>{more}</item></imagesSet>");
        [answered("steps[0]", "DescribeImages", json!({"ImageIds": [id]}), 200, success("DescribeImages", &body))]
    };
    let (ours, theirs) = ("ami-0123456789abcdef0", "ami-fedcba98765432100");
    let with_image = |endpoint: EndpointHead, image: &str| EndpointHead {
        facts: [("image".to_owned(), json!(image))].into_iter().collect(),
        ..endpoint
    };
    let of_profiles = |reference_image: &str, target_image: &str| {
        let endpoints =
            vec![with_image(endpoint(), target_image), with_image(reference(ServiceKind::Aws), reference_image)];
        let sides = [
            ran("reference", "area/one", described(ours, "Amazon Linux 2", "<enaSupport>true</enaSupport>")),
            ran("cloud", "area/one", described(theirs, "lab", "")),
        ];
        of(&suite, &RunHead { endpoints, ..head(&[]) }, &sides)
    };
    let judgement = of_profiles(ours, theirs);
    assert_eq!(found(&judgement), [("R505", "Images[].EnaSupport")]);
    assert!(passed(&judgement).contains(&("Images[].Name", "profile")));
    let judgement = of_profiles("ami-1", "ami-2");
    assert_eq!(found(&judgement), [("R508", "Images[].Name"), ("R505", "Images[].EnaSupport")]);
}
