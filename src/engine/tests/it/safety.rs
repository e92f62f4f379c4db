//! What a sweep must not delete, and what it must name: endpoints that ignore filters and ids, list late, or drop tags.

use std::path::Path;

use endpoint::Endpoint;
use engine::Sweep;
use record::{CleanUpOutcome, CleanedUp, Redactor};
use test_support::{Behavior, Misdeed, Server};

use super::profile;

const RUN: &str = r#"{"note":"run","run":"ec2c-aaaaaaaa"}"#;
const TAG: &str = "<tagSet><item><key>ec2-compat</key><value>ec2c-aaaaaaaa/a/b</value></item></tagSet>";
const TAGS: &str = r#""TagSpecifications":[{"Tags":[{"Key":"ec2-compat","Value":"ec2c-aaaaaaaa/a/b"}]}]"#;

fn answer(action: &str, inner: &str) -> Misdeed {
    Misdeed::response(&format!(
        "<{action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>{inner}\
         </{action}Response>"
    ))
}

fn list(action: &str, set: &str, items: &[String]) -> Misdeed {
    let items: String = items.iter().map(|item| format!("<item>{item}</item>")).collect();
    answer(action, &format!("<{set}>{items}</{set}>"))
}

fn volumes(items: &[String]) -> Misdeed {
    list("DescribeVolumes", "volumeSet", items)
}

fn volume(id: &str, more: &str) -> String {
    format!("<volumeId>{id}</volumeId><status>available</status>{more}")
}

fn images(items: &[String]) -> Misdeed {
    list("DescribeImages", "imagesSet", items)
}

fn image(id: &str, snapshot: &str, more: &str) -> String {
    format!(
        "<imageId>{id}</imageId><imageState>available</imageState><blockDeviceMapping><item><deviceName>/dev/sda1</deviceName>\
         <ebs><snapshotId>{snapshot}</snapshotId></ebs></item></blockDeviceMapping>{more}"
    )
}

/// Deletions that succeed.
fn deleting(behaviour: Behavior) -> Behavior {
    let actions = [
        "DeregisterImage",
        "DeleteSnapshot",
        "DeleteVolume",
        "TerminateInstances",
        "CancelSpotInstanceRequests",
        "DeleteSubnet",
        "DeleteVpc",
        "DeletePlacementGroup",
        "DisassociateAddress",
        "DetachNetworkInterface",
    ];
    actions.into_iter().fold(behaviour, |all, action| all.on(action, answer(action, "<return>true</return>")))
}

fn inventory(kind: &str, ids: &str) -> String {
    format!(r#"{{"note":"inventory","endpoint":"it","kind":"{kind}","ids":[{ids}]}}"#)
}

fn creating(n: u64, operation: &str, request: &str) -> String {
    let key = r#"{"endpoint":"it","scenario":"a/b"}"#;
    format!(r#"{{"note":"creating","n":{n},"key":{key},"operation":"{operation}","request":{{{request}}}}}"#)
}

fn created(n: u64, id: &str, response: &str) -> String {
    format!(r#"{{"note":"created","n":{n},"ids":["{id}"],"response":{response}}}"#)
}

/// How an endpoint is swept.
#[derive(Clone, Copy)]
struct Way {
    /// Whether the account is listed.
    lists: bool,
    wait_factor: f64,
}

const BY_JOURNAL: Way = Way { lists: false, wait_factor: 0.01 };
const BY_LISTS: Way = Way { lists: true, wait_factor: 0.02 };

async fn sweep_in(folder: &Path, server: &Server, way: Way) -> Vec<CleanedUp> {
    let mut profile = profile(folder, server.url());
    (profile.run_checks.aftermath, profile.wait_factor) = (way.lists, way.wait_factor);
    let endpoints = vec![Endpoint::connect(&profile).await.unwrap()];
    let sweep = Sweep::read(folder).unwrap();
    assert_eq!(sweep.endpoints(), ["it"]);
    let swept = sweep.finish(folder, endpoints, Redactor::new(Vec::new(), Vec::<String>::new())).await.unwrap();
    swept.into_iter().flat_map(|swept| swept.outcomes).collect()
}

/// Sweeps a journal with these notes; what came of each resource.
async fn sweep(server: &Server, way: Way, notes: &[String]) -> Vec<CleanedUp> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), notes);
    sweep_in(folder.path(), server, way).await
}

fn write(folder: &Path, notes: &[String]) {
    let text: String =
        std::iter::once(RUN).chain(notes.iter().map(String::as_str)).map(|line| format!("{line}\n")).collect();
    std::fs::write(folder.join("journal.ndjson"), text).unwrap();
}

/// The values of a parameter in all calls of an action.
fn sent(server: &Server, action: &str, parameter: &str) -> Vec<String> {
    let requests = server.requests();
    let calls = requests.iter().filter(|seen| seen.action() == action);
    let mut sent: Vec<String> = calls.filter_map(|seen| Some(seen.parameters.get(parameter)?.to_owned())).collect();
    sent.dedup();
    sent
}

/// What is said of a resource that may be left.
fn left<'o>(outcomes: &'o [CleanedUp], kind: &str) -> Vec<(&'o str, &'o str)> {
    let mut left = Vec::new();
    for one in outcomes.iter().filter(|one| one.kind == kind) {
        if let CleanUpOutcome::Failed { reason } = &one.outcome {
            left.push((one.id.as_str(), reason.as_str()));
        }
    }
    left
}

#[tokio::test]
async fn snapshots_of_other_images_are_not_deleted_with_an_image() {
    // It ignores the id, and the other image was made from the run's.
    let all = [image("ami-b", "snap-b", "<sourceImageId>ami-a</sourceImageId>"), image("ami-a", "snap-a", "")];
    let server = Server::start(deleting(Behavior::good().on("DescribeImages", images(&all))));
    let notes = [
        creating(1, "CreateImage", r#""InstanceId":"i-1","Name":"ec2c-aaaaaaaa-1""#),
        created(1, "ami-a", r#"{"ImageId":"ami-a"}"#),
    ];
    let outcomes = sweep(&server, BY_JOURNAL, &notes).await;
    assert_eq!(sent(&server, "DeregisterImage", "ImageId"), ["ami-a"], "{outcomes:?}");
    assert_eq!(sent(&server, "DeleteSnapshot", "SnapshotId"), ["snap-a"], "{outcomes:?}");
}

const LAUNCH: &str = r#""BlockDeviceMappings":[{"DeviceName":"/dev/sda1","Ebs":{"DeleteOnTermination":false}}]"#;

fn launched() -> [String; 2] {
    [creating(1, "RunInstances", LAUNCH), created(1, "i-a", r#"{"Instances":[{"InstanceId":"i-a"}]}"#)]
}

fn attached(id: &str, instance: &str) -> String {
    volume(
        id,
        &format!(
            "<attachmentSet><item><volumeId>{id}</volumeId><instanceId>{instance}</instanceId></item></attachmentSet>"
        ),
    )
}

fn with_instances(behaviour: Behavior) -> Server {
    Server::start(deleting(behaviour.on("DescribeInstances", list("DescribeInstances", "reservationSet", &[]))))
}

#[tokio::test]
async fn volumes_of_other_instances_are_not_deleted_with_an_instance() {
    let all = volumes(&[attached("vol-b", "i-b"), volume("vol-c", ""), attached("vol-a", "i-a")]);
    // It ignores the filter, or does not know it.
    for first in [None, Some(Misdeed::refusal(400, "InvalidParameterValue"))] {
        let behaviour = Behavior::good();
        let behaviour = match first {
            Some(refusal) => behaviour.first(1, "DescribeVolumes", refusal),
            None => behaviour,
        };
        let server = with_instances(behaviour.on("DescribeVolumes", all.clone()));
        let outcomes = sweep(&server, BY_JOURNAL, &launched()).await;
        assert_eq!(sent(&server, "DeleteVolume", "VolumeId"), ["vol-a"], "{outcomes:?}");
    }
}

#[tokio::test]
async fn what_came_with_an_instance_is_found_on_a_later_page() {
    let page = |items: &str, token: &str| {
        let token = if token.is_empty() { String::new() } else { format!("<nextToken>{token}</nextToken>") };
        answer("DescribeVolumes", &format!("<volumeSet><item>{items}</item></volumeSet>{token}"))
    };
    let behaviour = Behavior::good()
        .first(1, "DescribeVolumes", page(&attached("vol-b", "i-b"), "more"))
        .on("DescribeVolumes", page(&attached("vol-a", "i-a"), ""));
    let server = with_instances(behaviour);
    let outcomes = sweep(&server, BY_JOURNAL, &launched()).await;
    assert_eq!(sent(&server, "DeleteVolume", "VolumeId"), ["vol-a"], "{outcomes:?}");
}

#[tokio::test]
async fn what_came_with_an_instance_is_named_where_it_cannot_be_looked_up() {
    let server = with_instances(Behavior::good().on("DescribeVolumes", Misdeed::refusal(403, "UnauthorizedOperation")));
    let outcomes = sweep(&server, BY_JOURNAL, &launched()).await;
    let [(id, reason)] = left(&outcomes, "volume")[..] else { panic!("{outcomes:?}") };
    assert_eq!(
        (id, reason.starts_with("what came with i-a is not known: DescribeVolumes")),
        ("unknown", true),
        "{reason}"
    );
    assert_eq!(server.count("TerminateInstances"), 1);
}

#[tokio::test]
async fn subnets_of_other_vpcs_and_instances_of_other_requests_stay() {
    let subnet = |id: &str, vpc: &str| format!("<subnetId>{id}</subnetId><vpcId>{vpc}</vpcId>");
    let request = |id: &str, instance: &str| {
        format!(
            "<spotInstanceRequestId>{id}</spotInstanceRequestId><state>active</state><instanceId>{instance}</instanceId>"
        )
    };
    let subnets = [subnet("subnet-b", "vpc-b"), subnet("subnet-a", "vpc-a")];
    let requests = [request("sir-b", "i-b"), request("sir-a", "i-a")];
    let server = with_instances(
        Behavior::good()
            .on("DescribeSubnets", list("DescribeSubnets", "subnetSet", &subnets))
            .on("DescribeInternetGateways", list("DescribeInternetGateways", "internetGatewaySet", &[]))
            .on(
                "DescribeSpotInstanceRequests",
                list("DescribeSpotInstanceRequests", "spotInstanceRequestSet", &requests),
            ),
    );
    let notes = [
        creating(1, "CreateDefaultVpc", ""),
        created(1, "vpc-a", r#"{"Vpc":{"VpcId":"vpc-a"}}"#),
        creating(2, "RequestSpotInstances", ""),
        created(2, "sir-a", r#"{"SpotInstanceRequests":[{"SpotInstanceRequestId":"sir-a"}]}"#),
    ];
    let outcomes = sweep(&server, BY_JOURNAL, &notes).await;
    assert_eq!(sent(&server, "DeleteSubnet", "SubnetId"), ["subnet-a"], "{outcomes:?}");
    assert_eq!(sent(&server, "TerminateInstances", "InstanceId.1"), ["i-a"], "{outcomes:?}");
}

#[tokio::test]
async fn what_existed_before_is_refused_and_named_whatever_the_journal_says() {
    let server = Server::start(deleting(Behavior::good()));
    let notes = [
        inventory("placement-group", r#""cluster""#),
        inventory("volume", r#""vol-b""#),
        creating(1, "CreatePlacementGroup", r#""GroupName":"cluster""#),
        created(1, "cluster", "{}"),
        creating(2, "RunInstances", LAUNCH),
        created(2, "i-a", "{}"),
        r#"{"note":"companions","n":2,"of":"i-a","row":0,"ids":["vol-b"]}"#.to_owned(),
    ];
    let outcomes = sweep(&server, BY_JOURNAL, &notes).await;
    assert_eq!((server.count("DeletePlacementGroup"), server.count("DeleteVolume")), (0, 0), "{outcomes:?}");
    for (kind, id) in [("placement-group", "cluster"), ("volume", "vol-b")] {
        assert_eq!(left(&outcomes, kind), [(id, "it existed before the run, so it is not deleted")]);
    }
}

#[tokio::test]
async fn what_an_image_of_the_run_was_made_from_is_not_the_runs() {
    let name = "<name>base</name>";
    let source = format!("{TAG}<sourceImageId>ami-b</sourceImageId>");
    let (ours, base) = (image("ami-a", "snap-a", &source), image("ami-b", "snap-b", name));
    let snapshots = list("DescribeSnapshots", "snapshotSet", &[]);
    let behaviour = Behavior::good().on("DescribeImages", images(&[ours, base])).on("DescribeSnapshots", snapshots);
    let server = Server::start(deleting(behaviour));
    // Without a list from before, nothing but the mark tells them apart.
    let notes = [
        creating(1, "CreateImage", r#""InstanceId":"i-1","Name":"ec2c-aaaaaaaa-1""#),
        created(1, "ami-a", r#"{"ImageId":"ami-a"}"#),
        r#"{"note":"gone","n":1,"id":"ami-a"}"#.to_owned(),
        r#"{"note":"settled","n":1}"#.to_owned(),
    ];
    let outcomes = sweep(&server, BY_LISTS, &notes).await;
    assert_eq!(sent(&server, "DeregisterImage", "ImageId"), ["ami-a"], "{outcomes:?}");
    assert_eq!(sent(&server, "DeleteSnapshot", "SnapshotId"), ["snap-a"], "{outcomes:?}");
}

#[tokio::test]
async fn attachments_that_were_not_asked_for_are_not_detached() {
    let address = |n: u32, id: &str| {
        format!(
            "<publicIp>192.0.2.{n}</publicIp><allocationId>eipalloc-{id}</allocationId><associationId>eipassoc-{id}</associationId>"
        )
    };
    let interface = |id: &str, instance: &str| {
        format!(
            "<networkInterfaceId>eni-{id}</networkInterfaceId><status>in-use</status><attachment><attachmentId>eni-attach-{id}\
             </attachmentId><instanceId>{instance}</instanceId></attachment>"
        )
    };
    let addresses = list("DescribeAddresses", "addressesSet", &[address(2, "b"), address(1, "a")]);
    let interfaces = [interface("b", "i-b"), interface("a", "i-a"), interface("c", "i-b")];
    let interfaces = list("DescribeNetworkInterfaces", "networkInterfaceSet", &interfaces);
    let behaviour = Behavior::good().on("DescribeAddresses", addresses).on("DescribeNetworkInterfaces", interfaces);
    let server = Server::start(deleting(behaviour));
    let notes = [
        creating(1, "AssociateAddress", r#""AllocationId":"eipalloc-a","InstanceId":"i-a""#),
        creating(2, "AttachNetworkInterface", r#""NetworkInterfaceId":"eni-a","InstanceId":"i-a","DeviceIndex":1"#),
        // Somebody else attached it.
        creating(3, "AttachNetworkInterface", r#""NetworkInterfaceId":"eni-c","InstanceId":"i-a","DeviceIndex":1"#),
    ];
    let outcomes = sweep(&server, BY_JOURNAL, &notes).await;
    assert_eq!(sent(&server, "DisassociateAddress", "AssociationId"), ["eipassoc-a"], "{outcomes:?}");
    assert_eq!(sent(&server, "DisassociateAddress", "PublicIp"), Vec::<String>::new());
    assert_eq!(sent(&server, "DetachNetworkInterface", "AttachmentId"), ["eni-attach-a"], "{outcomes:?}");
}

#[tokio::test]
async fn a_response_that_shows_others_alone_says_nothing_of_what_was_asked_for() {
    let interface = "<networkInterfaceId>eni-b</networkInterfaceId><status>in-use</status>".to_owned();
    for (shown, is_left) in [(vec![interface], true), (Vec::new(), false)] {
        let list = list("DescribeNetworkInterfaces", "networkInterfaceSet", &shown);
        let server = Server::start(Behavior::good().on("DescribeNetworkInterfaces", list));
        let notes = [creating(1, "AttachNetworkInterface", r#""NetworkInterfaceId":"eni-a","InstanceId":"i-a""#)];
        let outcomes = sweep(&server, BY_JOURNAL, &notes).await;
        assert_eq!(!left(&outcomes, "network-interface-attachment").is_empty(), is_left, "{outcomes:?}");
    }
}

#[tokio::test]
async fn a_search_that_finds_nothing_proves_nothing_where_nothing_was_listed_before() {
    let failed = r#"{"note":"inventory","endpoint":"it","kind":"volume","failure":"no response"}"#.to_owned();
    let notes = [failed, creating(1, "CreateVolume", TAGS)];
    for way in [BY_JOURNAL, BY_LISTS] {
        let server = Server::start(Behavior::good().on("DescribeVolumes", volumes(&[volume("vol-c", "")])));
        let outcomes = sweep(&server, way, &notes).await;
        let [(id, reason)] = left(&outcomes, "volume")[..] else { panic!("{outcomes:?}") };
        assert_eq!((id, reason.contains("proves nothing")), ("unknown", true), "{reason}");
        // An account without any has none of the run.
        let server = Server::start(Behavior::good().on("DescribeVolumes", volumes(&[])));
        let outcomes = sweep(&server, way, &notes).await;
        assert_eq!(left(&outcomes, "volume"), []);
    }
}

#[tokio::test]
async fn a_run_that_has_ended_is_swept_too_and_only_a_mark_tells_what_it_left_from_what_has_its_id_since() {
    for (more, is_own) in [(TAG, true), ("", false), (&TAG.replace("aaaaaaaa", "bbbbbbbb"), false)] {
        let server = Server::start(deleting(Behavior::good().on("DescribeVolumes", volumes(&[volume("vol-a", more)]))));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ended.json"), "{}").unwrap();
        let gone = [r#"{"note":"gone","n":1,"id":"vol-a"}"#.to_owned(), r#"{"note":"settled","n":1}"#.to_owned()];
        let notes = [inventory("volume", ""), creating(1, "CreateVolume", ""), created(1, "vol-a", "{}")];
        write(folder.path(), &[&notes[..], &gone].concat());
        assert!(!Sweep::read(folder.path()).unwrap().is_needed());
        let outcomes = sweep_in(folder.path(), &server, BY_LISTS).await;
        assert_eq!(server.count("DeleteVolume") > 0, is_own, "{more}: {outcomes:?}");
        // It is described all the time.
        assert_eq!(left(&outcomes, "volume").len(), 1, "{outcomes:?}");
    }
}

#[tokio::test]
async fn what_a_lost_call_created_is_looked_for_as_long_as_descriptions_may_be_behind() {
    let late = Behavior::good().first(8, "DescribeVolumes", volumes(&[]));
    let shown = volumes(&[volume("vol-c", TAG)]);
    let server = Server::start(deleting(late.first(1, "DescribeVolumes", shown).on("DescribeVolumes", volumes(&[]))));
    let way = Way { lists: true, wait_factor: 0.2 };
    let notes = [inventory("volume", ""), creating(1, "CreateVolume", TAGS)];
    let outcomes = sweep(&server, way, &notes).await;
    assert_eq!(sent(&server, "DeleteVolume", "VolumeId"), ["vol-c"], "{outcomes:?}");
    assert_eq!(left(&outcomes, "volume"), []);
    // One that was sent long ago is not waited for.
    let server = Server::start(Behavior::good().on("DescribeVolumes", volumes(&[])));
    let sent_before = creating(1, "CreateVolume", TAGS).replace(r#","request""#, r#","at_ms":1,"request""#);
    let outcomes = sweep(&server, BY_LISTS, &[inventory("volume", ""), sent_before]).await;
    assert_eq!(left(&outcomes, "volume"), []);
}

#[tokio::test]
async fn an_interface_that_is_detaching_may_be_the_runs() {
    let interface = "<networkInterfaceId>eni-c</networkInterfaceId><status>detaching</status>".to_owned();
    let list = list("DescribeNetworkInterfaces", "networkInterfaceSet", &[interface]);
    let server = Server::start(Behavior::good().on("DescribeNetworkInterfaces", list));
    let notes = [inventory("network-interface", ""), creating(1, "CreateNetworkInterface", TAGS)];
    let outcomes = sweep(&server, BY_LISTS, &notes).await;
    let [(id, reason)] = left(&outcomes, "network-interface")[..] else { panic!("{outcomes:?}") };
    assert_eq!((id, reason.contains("may be the run's, so it stays")), ("eni-c", true), "{reason}");
}

#[tokio::test]
async fn what_is_gone_is_gone_in_every_spelling_of_its_kind() {
    let unavailable = Misdeed::refusal(400, "InvalidAMIID.Unavailable");
    let refused = Misdeed::refusal(400, "InvalidParameterCombination");
    let server = Server::start(Behavior::good().on("DescribeImages", unavailable).on("DeregisterImage", refused));
    let notes = [creating(1, "CreateImage", ""), created(1, "ami-a", r#"{"ImageId":"ami-a"}"#)];
    let outcomes = sweep(&server, BY_JOURNAL, &notes).await;
    assert_eq!(left(&outcomes, "image"), [], "{outcomes:?}");
}
