//! The table of clients: what each gets done, task by task.

use report::{
    CompatibilityPage, Extras, Matrix, MatrixKind, Report, write_compatibility, write_markdown, write_matrix,
};
use scenario::Suite;
use serde_json::json;
use verdict::{Compatibility, FindingKind, Judgement, Scores, StepsRun, Verdict};

use crate::matrix::{made, side_by_side};
use crate::sample;

/// Clients that work, stop at a response, stop with words of their own, and are not there.
fn judgements() -> Vec<Judgement> {
    let mut stopped = sample::judgement("client-ansible/instance", Verdict::Broken);
    let by = "DescribeInstances: AttachTime | is <b>no</b> timestamp";
    let cause = sample::finding(FindingKind::BadTimestamp, "DescribeInstances", "x.AttachTime", json!(1), json!(2));
    let stop = sample::finding(FindingKind::ClientFailed, "", "ansible-playbook", json!("exit status 0"), json!(by));
    stopped.findings = vec![
        verdict::Finding { message: format!("ansible exited with status 2: {by}"), operation: None, ..stop.clone() },
        verdict::Finding { message: by.to_owned(), ..cause },
    ];
    let mut rejected = sample::judgement("client-ansible/volume", Verdict::Broken);
    let actual = json!("CreateVolume was rejected with InvalidRequest: no");
    rejected.findings = vec![verdict::Finding { actual: Some(actual), operation: None, ..stop }];
    let mut differs = sample::judgement("client-ansible/address", Verdict::Broken);
    let kind = FindingKind::UnequalValue;
    differs.findings = vec![sample::finding(kind, "", "stats.localhost.changed", json!(0), json!(1))];
    let mut deviates = sample::judgement("client-ansible/key-pair", Verdict::Broken);
    deviates.findings = vec![sample::finding(FindingKind::BadTimestamp, "DescribeKeyPairs", "x", json!(1), json!(2))];
    let mut own = sample::judgement("client-boto3/image", Verdict::Error);
    own.reason = Some("python exited with status 1: KeyError: 'Tags'".to_owned());
    let mut absent = sample::judgement("client-boto/image", Verdict::Skipped);
    absent.reason = Some("the client boto was not found".to_owned());
    let works = sample::judgement("client-boto3/key-pair", Verdict::Works);
    vec![stopped, rejected, differs, deviates, own, absent, works, sample::judgement("vpc/one", Verdict::Identical)]
}

fn report() -> Report {
    let mut report = made::report("moto", judgements());
    report.head.endpoints[0].facts.insert("client.boto3".to_owned(), json!("1.44.8"));
    report
}

/// The lines of a table that begin so.
fn rows<'a>(text: &'a str, begins: &str) -> Vec<&'a str> {
    text.lines().filter(|line| line.starts_with(begins)).collect()
}

/// What every page shows of the endpoint, whether its colons are written as references or not.
fn shows(page: &str) {
    let page = &page.replace("&#58;", ":");
    let ansible = rows(page, "| ansible ");
    assert_eq!(ansible.len(), 4, "{page}");
    assert!(ansible.iter().any(|row| row.contains("works, but C")), "the client did its task\n{page}");
    assert!(ansible.iter().any(|row| row.contains("stops at DescribeInstances: ")), "{page}");
    assert!(ansible.iter().any(|row| row.contains("stops: CreateVolume was rejected with InvalidRequest")), "{page}");
    assert!(ansible.iter().any(|row| row.contains("differs: X102")), "{page}");
    assert!(!rows(page, "|").iter().any(|row| row.contains("<b>no")), "text of an endpoint is no markup\n{page}");
    let boto3 = rows(page, "| boto3 1.44.8 |");
    assert_eq!(boto3.len(), 2, "{page}");
    assert!(boto3.iter().any(|row| row.ends_with("| key-pair | works |")), "{page}");
    assert!(boto3.iter().any(|row| row.contains("KeyError")), "{page}");
    assert!(page.contains("Not run here: boto."), "{page}");
}

#[test]
fn the_markdown_of_a_run_has_it() {
    let report = report();
    let extras =
        Extras::new(&report.head, &Suite::default(), &StepsRun::default(), &report.judgements, vec![], &[], vec![]);
    let mut page = Vec::new();
    write_markdown(&report, &extras, &mut page).unwrap();
    shows(&String::from_utf8(page).unwrap());
}

#[test]
fn the_compatibility_page_has_it() {
    let report = report();
    let refs: Vec<&Judgement> = report.judgements.iter().collect();
    let run = StepsRun::default();
    let scores = Scores::of("moto", &Suite::default(), &[], &report.judgements, &run);
    let page = CompatibilityPage {
        platform: "moto",
        about: None,
        run: &report.head,
        endpoint: &report.head.endpoints[0],
        scores: &scores,
        fixes: &[],
        surfaces: &[],
        judgements: &refs,
    };
    let mut out = Vec::new();
    write_compatibility(page, &Compatibility::of("moto", &Suite::default(), &run, &refs), &mut out).unwrap();
    shows(&String::from_utf8(out).unwrap());
}

#[test]
fn a_matrix_has_it_by_column_and_does_not_order_by_it() {
    let all_work = judgements().into_iter().filter(|one| one.scenario.area() == "client-boto3");
    let all_work = all_work.map(|one| sample::judgement(one.scenario.as_str(), Verdict::Works));
    let other = sample::judgement("vpc/one", Verdict::Broken);
    let reports = [report(), made::report("other", all_work.chain([other]).collect())];
    let document = side_by_side(&reports);
    let value = json!(document);
    let clients = value["clients"].as_array().unwrap();
    assert_eq!(clients.len(), 6, "boto ran nowhere: {clients:#?}");
    assert_eq!(clients[0]["client"], "ansible");
    assert!(clients[0]["cells"][1].is_null(), "it did not run there");
    let image = clients.iter().find(|row| row["client"] == "boto3" && row["task"] == "image").unwrap();
    assert_eq!((&image["cells"][0]["works"], &image["cells"][1]["text"]), (&json!(false), &json!("works")));
    assert_eq!(image["cells"][0]["version"], "1.44.8");
    assert_eq!(value["columns"][0]["name"], "moto", "the better one by its scenarios");
    assert_eq!(value["common"], 1, "clients' tasks are not among the common scenarios");
    let folder = tempfile::tempdir().unwrap();
    let matrix = Matrix::of(reports.iter().map(made::column), MatrixKind::SideBySide).unwrap();
    write_matrix(folder.path(), &matrix).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let markdown = read("matrix.md");
    assert!(markdown.contains("| boto3 | 1 of 2 | 2 of 2 |"), "{markdown}");
    assert!(markdown.contains("| ansible | 1 of 4 |"), "{markdown}");
    assert!(markdown.contains("| ansible | address | differs: X102"), "{markdown}");
    assert!(read("matrix.html").contains("stops at DescribeInstances"));
}
