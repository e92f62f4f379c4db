//! Files of known deviations: what is wrong with them is said, and programs change them by line.

use std::path::PathBuf;
use std::sync::Arc;

use located::{Diagnostic, Diagnostics, Source};
use record::Location;
use time::macros::date;
use verdict::{KnownDeviations, KnownFile, added, without};

const GOOD: &str = "\
# What our cloud does otherwise.
platform: A cloud
when: { platform: cloud }

deviations:
  # Volumes.

  # The first.
  - finding: X114
    operation: CreateVolume # always
    reason: >
      folded
      text

  # The second, in two lines
  # of comment.
  - finding: [X104, X106]
    operation: Create*
    scenarios: [volumes/*]
    reason: two
  - operation: DeleteVolume
    reason: three
# The end.
";

fn file(text: &str) -> Result<KnownFile, Diagnostics> {
    KnownFile::read(PathBuf::from("cloud.yaml"), &Arc::new(Source::new("suites/known/cloud.yaml", text)))
}

fn codes(found: &Diagnostics) -> Vec<&'static str> {
    found.iter().map(|one| one.code()).collect()
}

/// What is wrong with a file with one entry of these keys.
fn wrong(entry: &str) -> Vec<&'static str> {
    match file(&format!("platform: x\nwhen: {{ platform: x }}\ndeviations:\n  - {entry}\n")) {
        Ok(_) => Vec::new(),
        Err(found) => codes(&found),
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    assert_eq!(wrong("{ operation: CreateVpc, reason: a bug }"), Vec::<&str>::new());
    assert_eq!(wrong("{ operation: CreateVpc, finding: X999, reason: a bug }"), ["unknown-code"]);
    assert_eq!(wrong("{ operation: CreateVpc, until: tomorrow, reason: a bug }"), ["bad-date"]);
    assert_eq!(wrong("{ operation: CreateVpc, since: new, reason: a bug }"), ["bad-version", "no-version-fact"]);
    assert_eq!(wrong("{ operation: CreateVpc, severity: bad, reason: a bug }"), ["bad-severity"]);
    assert_eq!(wrong("{ operation: CreateVpc, fingerprints: [abc], reason: a bug }"), ["bad-fingerprint"]);
    assert_eq!(wrong("{ operation: CreateVpc, advice: '', reason: a bug }"), ["empty"]);
    assert_eq!(wrong("{ operation: CreateVpc, when: {}, reason: a bug }"), ["no-condition"]);
    assert_eq!(wrong("{ operation: CreateVpc, because: a bug }").first(), Some(&"unknown-key"));
    // An entry without an action or scenarios is an error.
    for any in [
        "{ finding: X114, reason: a bug }",
        "{ operation: \"*\", reason: a bug }",
        "{ scenarios: [\"*/*\"], reason: a bug }",
    ] {
        assert_eq!(wrong(any), ["covers-anything"], "{any}");
    }
    assert_eq!(codes(&file("platform: x\ndeviations: []\n").unwrap_err()), ["missing-key"]);
    let entry = "  - operation: CreateVpc\n    reason: a bug\n    until: soon\n";
    let found = file(&format!("platform: x\nwhen: {{ platform: x }}\ndeviations:\n{entry}")).unwrap_err();
    assert_eq!(found.iter().next().unwrap().position().unwrap().line, 6);
}

#[test]
fn alternatives_are_a_list_and_stand_alone() {
    for good in ["{ one_of: [a] }", "{ Code: { one_of: [a, null] } }", "{ one_of: [{ Code: a }, b] }"] {
        assert_eq!(wrong(&format!("{{ operation: CreateVpc, actual: {good}, reason: a bug }}")), [""; 0], "{good}");
    }
    for bad in ["{ one_of: a }", "{ one_of: [] }", "{ one_of: [a], Code: b }", "{ Code: { one_of: {} } }"] {
        assert_eq!(
            wrong(&format!("{{ operation: CreateVpc, expected: {bad}, reason: a bug }}")),
            ["bad-one-of"],
            "{bad}"
        );
    }
    assert_eq!(wrong("{ operation: CreateVpc, wide: [a], reason: a bug }"), ["wrong-kind"]);
}

/// What a review says of an entry of these keys, and the text that it points to.
fn reviewed(entry: &str) -> Vec<(&'static str, String)> {
    let text = format!("platform: x\nwhen: {{ platform: x }}\ndeviations:\n  - {{ reason: a bug, {entry} }}\n");
    let known = KnownDeviations { files: vec![file(&text).unwrap()] };
    let found = known.review(date!(2020 - 01 - 31));
    let pointed = |one: &Diagnostic| {
        let json = one.to_json();
        let column = |key: &str| usize::try_from(json[key].as_u64().unwrap()).unwrap() - 1;
        assert_eq!(json["line"], 4, "{json}");
        text.lines().nth(3).unwrap()[column("column")..column("end_column")].trim_end().to_owned()
    };
    found.iter().map(|one| (one.code(), pointed(one))).collect()
}

#[test]
fn an_entry_that_would_hide_another_deviation_is_refused_where_it_is_too_wide() {
    // What deviates is in the value of an expectation and of a transport error, in the path of anything else.
    for unpinned in ["X104", "X106", "X111", "T417"] {
        assert_eq!(reviewed(&format!("operation: CreateVpc, finding: {unpinned}")), [("no-value", unpinned.into())]);
    }
    assert_eq!(reviewed("operation: CreateVpc")[0].0, "no-value", "any kind of finding");
    assert_eq!(reviewed("operation: CreateVpc, finding: [C212, X102], path: Vpc")[0].0, "no-value");
    assert_eq!(reviewed("operation: CreateVpc, finding: C212, path: Vpc.State"), []);
    for unplaced in ["C212", "D601", "L801"] {
        assert_eq!(reviewed(&format!("operation: CreateVpc, finding: {unplaced}")), [("no-path", unplaced.into())]);
    }
    // What every finding of the kind has tells nothing apart.
    for value in
        ["expected: success", "actual: success", "expected: true", "actual: false", "actual: null", "actual: {}"]
    {
        let entry = format!("operation: CreateVpc, finding: X106, {value}");
        assert_eq!(reviewed(&entry), [("no-value", "X106".to_owned())], "{entry}");
        assert_eq!(reviewed(&format!("{entry}, path: Vpc.State")), [], "{entry}");
    }
    for pin in
        ["actual: 7", "expected: InvalidVpc.Range", "actual: { Code: Internal* }", "fingerprints: 0123456789abcdef"]
    {
        assert_eq!(reviewed(&format!("operation: CreateVpc, finding: X104, {pin}")), [], "{pin}");
    }
    let wide = [
        ("operation: \"*\", scenarios: [vpc/create]", "\"*\""),
        ("operation: [CreateVpc, \"??*\"]", "\"??*\""),
        ("scenarios: [\"vpc/*\"]", "\"vpc/*\""),
        ("scenarios: [vpc/create, \"*/*\"]", "\"*/*\""),
        ("scenarios: [vpc/create, \"vpc/*-*\"]", "\"vpc/*-*\""),
        ("operation: [CreateVpc, \"?*s\"]", "\"?*s\""),
        ("operation: CreateVpc, actual: \"*a*\"", "\"*a*\""),
        ("operation: CreateVpc, path: \"*\"", "\"*\""),
        ("operation: CreateVpc, path: [Vpc.State, \"\"]", "\"\""),
        ("operation: CreateVpc, path: \"*[].*\"", "\"*[].*\""),
        ("operation: CreateVpc, actual: \"*Error*\"", "\"*Error*\""),
        ("operation: CreateVpc, expected: \"*\"", "\"*\""),
        ("operation: CreateVpc, actual: { Code: \"*\" }", "\"*\""),
        ("operation: CreateVpc, actual: { one_of: [a, \"?*\"] }", "\"?*\""),
        ("operation: CreateVpc, actual: \"*\\\"Code\\\":\\\"Error*\"", "\"*\\\"Code\\\":\\\"Error*\""),
    ];
    for (entry, place) in wide {
        let path = if entry.contains("path:") { "" } else { ", path: Vpc.State" };
        let entry = format!("finding: C212, {entry}{path}");
        assert_eq!(reviewed(&entry), [("too-wide", place.to_owned())], "{entry}");
        assert_eq!(reviewed(&format!("{entry}, wide: \"\"")).len(), 1, "an empty reason is none");
        assert_eq!(reviewed(&format!("{entry}, wide: nothing else is known of it")), []);
    }
    let narrow = [
        "operation: Describe*",
        "scenarios: [\"protocol/dry-run*\"]",
        "scenarios: [\"tags/values[*]\"]",
        "operation: CreateVpc, path: \"*Vpc*.State\"",
        "operation: CreateVpc, actual: \"*TypeError*\"",
        "operation: CreateVpc, actual: Error",
        "operation: CreateVpc, actual: \"Internal*\"",
    ];
    for entry in narrow {
        let path = if entry.contains("path:") { "" } else { ", path: Vpc.State" };
        assert_eq!(reviewed(&format!("finding: C212, {entry}{path}")), [], "{entry}");
    }
    let needless = reviewed("finding: C212, operation: CreateVpc, path: Vpc.State, wide: for nothing");
    assert_eq!(needless, [("needless-wide", "for nothing".to_owned())]);
}

#[test]
fn the_committed_files_are_not_too_wide() {
    let (known, found) = KnownDeviations::load(&test_support::repository().join("suites")).unwrap();
    assert!(found.is_empty() && known.entries().count() > 100, "{found}");
    let found = known.review(date!(2026 - 11 - 28));
    assert!(found.is_empty(), "{found}");
}

#[test]
fn entries_that_cover_nothing_are_warned_about() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("suites");
    std::fs::create_dir_all(root.join("known")).unwrap();
    let text = "platform: x\nwhen: { platform: x }\ndeviations:\n  \
                - { operation: CreateVpc, actual: a }\n  \
                - { operation: CreatVpc, actual: a, reason: a bug }\n  \
                - { operation: DeleteVpc, actual: a, reason: a bug, until: 2020-01-31 }\n  \
                - { operation: DeleteVpc, actual: a, reason: another }\n";
    std::fs::write(root.join("known/x.yaml"), text).unwrap();
    let (known, found) = KnownDeviations::load(&root).unwrap();
    assert_eq!(codes(&found), ["no-reason", "unknown-action"]);
    assert_eq!(codes(&known.review(date!(2020 - 01 - 31))), ["duplicate"]);
    assert_eq!(codes(&known.review(date!(2020 - 02 - 01))), ["expired", "duplicate"]);
    assert!(KnownDeviations::load(folder.path()).unwrap().0.files.is_empty(), "no folder, nothing known");
}

#[test]
fn pruning_leaves_all_else_as_it_was() {
    let good = file(GOOD).unwrap();
    let places: Vec<&Location> = good.deviations.iter().map(|entry| &entry.place).collect();
    let texts: Vec<String> = places.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["suites/known/cloud.yaml:9", "suites/known/cloud.yaml:17", "suites/known/cloud.yaml:21"]);
    let cut = |from: &str, to: &str| {
        let (start, end) = (GOOD.find(from).unwrap(), GOOD.find(to).unwrap());
        format!("{}{}", &GOOD[..start], &GOOD[end..])
    };
    assert_eq!(without(&good, &places[..1]).unwrap(), cut("  # The first", "  # The second"));
    assert_eq!(without(&good, &places[1..2]).unwrap(), cut("  # The second", "  - operation: DeleteVolume"));
    assert_eq!(without(&good, &places[2..]).unwrap(), cut("  - operation: DeleteVolume", "# The end"));
    assert_eq!(without(&good, &[]).unwrap(), GOOD);
    let none = without(&good, &places).unwrap();
    assert!(none.contains("deviations: []\n") && none.contains("# The end."), "{none}");
    assert!(file(&none).unwrap().deviations.is_empty());
}

#[test]
fn a_file_that_cannot_be_changed_line_by_line_is_not_changed() {
    let inline =
        file("platform: x\nwhen: { platform: x }\ndeviations: [{ operation: CreateVpc, reason: a }]\n").unwrap();
    let error = without(&inline, &[&Location::new("suites/known/cloud.yaml", 3)]).unwrap_err();
    assert!(error.to_string().contains("change the file by hand"), "{error}");
    assert!(added(&inline, &["- operation: DeleteVpc\n  reason: \"\"\n".into()]).is_err());
}

#[test]
fn added_entries_leave_all_else_as_it_was_and_are_counted() {
    let entry = || vec!["- operation: DeleteVpc\n  reason: \"\"\n".to_owned()];
    let between = added(&file(GOOD).unwrap(), &entry()).unwrap();
    let (counted, rest) = between.split_once('\n').unwrap();
    assert_eq!(counted, "# Reasons missing: 1 of 4. An entry covers nothing until it has one.");
    assert_eq!(rest, GOOD.replace("# The end.", "  - operation: DeleteVpc\n    reason: \"\"\n# The end."));
    // The count follows what is there, and goes when nothing is missing.
    let more = added(&file(&between).unwrap(), &entry()).unwrap();
    assert!(more.starts_with("# Reasons missing: 2 of 5.") && more.matches("Reasons missing").count() == 1, "{more}");
    let completed = file(&more.replace("reason: \"\"", "reason: a bug")).unwrap();
    assert!(!without(&completed, &[]).unwrap().contains("Reasons missing"));
    let last = file(&more).unwrap();
    let places: Vec<&Location> = last.deviations.iter().map(|entry| &entry.place).collect();
    let pruned = without(&last, &places[4..]).unwrap();
    assert!(pruned.starts_with("# Reasons missing: 1 of 4."), "{pruned}");
}
