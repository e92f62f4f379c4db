//! A run is written as it happens, and read as far as it was written.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use record::{
    Attempt, CleanUpOutcome, CleanedUp, Course, EndpointHead, Entry, Exchange, FORMAT, HookRun, Observation, Outcome,
    Purpose, ReadError, Redactor, Request, Response, Run, RunHead, RunReader, RunWriter, ScenarioKey, SdkVerdict,
    Secret, ServiceKind, StepName, SuiteFiles, TranscriptReader, Transcripts, WriteError,
};
use serde_json::{Value, json};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

pub(crate) fn redactor() -> Redactor {
    Redactor::new([Secret::hidden(SECRET)], ["KeyMaterial"])
}

pub(crate) fn head() -> RunHead {
    RunHead {
        format: FORMAT,
        run: "ec2c-test".into(),
        at_ms: 1_000,
        tool: "0.1.0".into(),
        suite: "1+abc".into(),
        endpoints: vec![EndpointHead {
            name: "cloud".into(),
            url: "http://127.0.0.1:1/".into(),
            region: "xx-test-1".into(),
            api_version: "2016-11-15".into(),
            service_kind: ServiceKind::Cloud,
            facts: BTreeMap::from([("image".to_owned(), Value::from("ami-1"))]),
            omit_parameters: vec![],
        }],
        selected: vec!["area/one".parse().unwrap()],
        survivors: None,
        course: Course::default(),
        resumed_at_ms: vec![],
        shard: None,
    }
}

pub(crate) fn key(scenario: &str) -> ScenarioKey {
    ScenarioKey { endpoint: "cloud".into(), scenario: scenario.parse().unwrap(), attempt: Attempt::FIRST }
}

fn observation(step: StepName, body: impl Into<bytes::Bytes>) -> Observation {
    Observation {
        step,
        purpose: Purpose::Call,
        operation: Some("DescribeVpcs".into()),
        api_version: "2016-11-15".into(),
        parameters: json!({"VpcIds": ["vpc-1"]}),
        omitted: vec![],
        existing: Vec::new(),
        attempts: vec![Exchange {
            at_ms: 1_500,
            elapsed_us: 2_000,
            request: Request {
                method: "POST".into(),
                url: "http://127.0.0.1:1/".into(),
                headers: vec![("host".into(), "127.0.0.1:1".into())],
                body: "Action=DescribeVpcs".into(),
            },
            response: Some(Response { status: 200, headers: vec![], body: record::Body(body.into()) }),
            failure: None,
        }],
        sdk: SdkVerdict::Accepted,
        bindings: BTreeMap::new(),
        saved: BTreeMap::new(),
    }
}

/// The entries of one scenario of so many calls.
pub(crate) fn scenario(id: &str, calls: usize) -> Vec<Entry> {
    let mut entries = vec![Entry::ScenarioStarted { key: key(id), at_ms: 1_100 }];
    for n in 0..calls {
        let step = StepName::Own(n);
        entries.push(Entry::StepStarted { key: key(id), step: step.clone(), doing: "DescribeVpcs".into() });
        let body = format!("<DescribeVpcsResponse n=\"{n}\"><vpcSet/></DescribeVpcsResponse>");
        entries.push(Entry::Observed { key: key(id), observation: Box::new(observation(step, body)) });
    }
    let outcome = CleanUpOutcome::Failed { reason: "busy".into() };
    let clean_up = CleanedUp { kind: "vpc".into(), id: "vpc-1".into(), operation: "DeleteVpc".into(), outcome };
    entries.push(Entry::CleanedUp { key: key(id), clean_up });
    entries.push(Entry::ScenarioEnded { key: key(id), at_ms: 1_900, outcome: Outcome::Completed });
    entries
}

pub(crate) fn ended() -> Entry {
    Entry::RunEnded { at_ms: 2_000, interrupted: false }
}

/// Writes a run of these entries, and its end.
fn record(directory: &Path, entries: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
    let mut writer = RunWriter::create(directory, &head(), redactor(), None).unwrap();
    let first = Entry::RunStarted(Box::new(head()));
    let all = std::iter::once(first).chain(entries).chain([ended()]);
    let written = all.map(|entry| (*writer.write(entry)).clone()).collect();
    writer.finish().unwrap();
    written
}

pub(crate) fn entries_file(directory: &Path) -> std::path::PathBuf {
    directory.join("entries.ndjson.zst")
}

#[test]
fn what_is_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let written = record(folder.path(), scenario("area/one", 3));
    let mut reader = RunReader::open(folder.path()).unwrap();
    assert_eq!(reader.head(), &head());
    let read: Vec<Entry> = reader.by_ref().collect::<Result<_, _>>().unwrap();
    assert_eq!(read, written);
    assert!(!reader.cut_short());
    assert_eq!(reader.entries(), written.len() as u64);
    let end: Value = serde_json::from_slice(&fs::read(folder.path().join("ended.json")).unwrap()).unwrap();
    assert_eq!(end, json!({"ended_at_ms": 2_000, "interrupted": false, "entries": written.len()}));
}

#[test]
fn an_odd_id_does_not_make_a_run_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let odd = ScenarioKey { scenario: serde_json::from_value(json!("vpc")).unwrap(), ..key("area/one") };
    let step: StepName = serde_json::from_value(json!("phase 2")).unwrap();
    let mut entries = scenario("area/one", 1);
    entries.push(Entry::ScenarioStarted { key: odd.clone(), at_ms: 1_200 });
    entries.push(Entry::Observed { key: odd.clone(), observation: Box::new(observation(step.clone(), "")) });
    entries.push(Entry::ScenarioEnded { key: odd.clone(), at_ms: 1_950, outcome: Outcome::Completed });
    let written = record(folder.path(), entries);
    let read: Vec<Entry> = RunReader::open(folder.path()).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(read, written);
    let mut head: Value = serde_json::from_slice(&fs::read(folder.path().join("run.json")).unwrap()).unwrap();
    head["selected"] = json!(["area/one", "vpc"]);
    fs::write(folder.path().join("run.json"), head.to_string()).unwrap();
    let run = Run::read(folder.path()).unwrap();
    assert_eq!(run.head.selected, ["area/one", "vpc"]);
    assert_eq!(run.transcripts[1].key, odd);
    assert!(run.transcripts[1].steps.contains_key(&step));
}

#[test]
fn other_programs_read_entries_as_lines_of_json() {
    let folder = tempfile::tempdir().unwrap();
    let written = record(folder.path(), scenario("area/one", 2));
    let text = zstd::decode_all(&*fs::read(entries_file(folder.path())).unwrap()).unwrap();
    let lines: Vec<Value> = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(lines.len(), written.len());
    assert_eq!(lines[0]["entry"], "run-started");
    assert_eq!(lines[3]["observation"]["attempts"][0]["response"]["status"], 200);
    assert_eq!(lines[3]["key"], json!({"endpoint": "cloud", "scenario": "area/one"}));
    let head: Value = serde_json::from_slice(&fs::read(folder.path().join("run.json")).unwrap()).unwrap();
    assert_eq!(head["format"], FORMAT);
}

/// Every key of an object below, except those of values that are not of this format.
fn keys(value: &Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Object(members) => {
            for (key, member) in members {
                found.insert(key.clone());
                if !["facts", "parameters", "bindings", "saved", "output"].contains(&key.as_str()) {
                    keys(member, found);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn keys_are_in_snake_case_and_the_words_of_lists_in_kebab_case() {
    let mut entries = scenario("area/one", 1);
    entries.push(Entry::RunStarted(Box::new(head())));
    entries.push(Entry::HookRun {
        key: key("area/one"),
        hook_run: HookRun {
            step: StepName::Own(0),
            hook: "live-migrate".into(),
            exit_status: Some(0),
            output: json!({"fromHost": "a"}),
            stderr: String::new(),
            elapsed_ms: 1,
            bindings: BTreeMap::from([("a-b".into(), Value::Null)]),
            saved: BTreeMap::new(),
        },
    });
    let entries: Vec<Value> = entries.iter().map(|entry| serde_json::to_value(entry).unwrap()).collect();
    let mut found = Default::default();
    entries.iter().for_each(|entry| keys(entry, &mut found));
    let snake = |key: &String| key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    assert!(found.iter().all(snake), "{found:?}");
    assert!(["service_kind", "omit_parameters", "exit_status", "hook_run"].iter().all(|key| found.contains(*key)));
    assert_eq!(entries.last().unwrap()["entry"], "hook-run");
    assert_eq!(entries[2]["observation"]["purpose"], "call");
}

#[test]
fn bytes_that_are_not_text_are_read_back_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let body: Vec<u8> = (0..=255).rev().collect();
    let observed =
        Entry::Observed { key: key("a/b"), observation: Box::new(observation(StepName::Own(0), body.clone())) };
    record(folder.path(), [Entry::ScenarioStarted { key: key("a/b"), at_ms: 1 }, observed]);
    let run = Run::read(folder.path()).unwrap();
    let last = run.transcripts[0].steps[&StepName::Own(0)].observations[0].last().unwrap();
    assert_eq!(last.response.as_ref().unwrap().body.0, body);
}

#[test]
fn no_secret_reaches_any_file_of_a_run() {
    let scenario = format!("about: a secret, {SECRET}\nraw: {{Signature: abcdef}}\n");
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("deep/run");
    let names = ["added/area/two.yaml", "my-suites/area/one.yaml", "my-suites/suite.yaml"];
    let files = SuiteFiles::new(names.into_iter().zip(["about: more\n", &scenario, "version: 1\n"]));
    let mut spilt = head();
    spilt.endpoints[0].facts.insert("note".into(), Value::from(SECRET));
    let mut writer = RunWriter::create(&directory, &spilt, redactor(), Some(&files)).unwrap();
    let mut seen = observation(StepName::Own(0), format!("<a>{SECRET}</a><keyMaterial>hush</keyMaterial>"));
    seen.parameters = json!({"Note": SECRET, "KeyMaterial": "hush"});
    let shown = writer.write(Entry::Observed { key: key("area/one"), observation: Box::new(seen) });
    writer.finish().unwrap();

    let [copied, added] = RunReader::open(&directory).unwrap().suite_roots().try_into().unwrap();
    assert!(copied.ends_with("suite/my-suites") && added.ends_with("suite/added"), "{copied:?} {added:?}");
    let copy = fs::read_to_string(copied.join("area/one.yaml")).unwrap();
    assert!(copy.contains("Signature: abcdef"), "the text of a scenario is not changed: {copy}");
    assert!(copied.join("suite.yaml").exists() && added.join("area/two.yaml").exists());
    let entries = zstd::decode_all(&*fs::read(entries_file(&directory)).unwrap()).unwrap();
    let head = fs::read_to_string(directory.join("run.json")).unwrap();
    for text in [copy, head, String::from_utf8(entries).unwrap(), serde_json::to_string(&*shown).unwrap()] {
        assert!(!text.contains("wJalr") && !text.contains("hush"), "{text}");
    }
}

#[test]
fn a_directory_with_a_run_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    record(folder.path(), []);
    let before = fs::read(entries_file(folder.path())).unwrap();
    let again = RunWriter::create(folder.path(), &head(), redactor(), None);
    assert!(matches!(again, Err(WriteError::Taken { .. })));
    assert_eq!(fs::read(entries_file(folder.path())).unwrap(), before);
}

#[test]
fn a_run_that_was_killed_is_readable_up_to_its_last_frame() {
    let folder = tempfile::tempdir().unwrap();
    let written = record(folder.path(), (0..40).flat_map(|n| scenario(&format!("area/n{n}"), 10)));
    fs::remove_file(folder.path().join("ended.json")).unwrap();
    let whole = fs::read(entries_file(folder.path())).unwrap();
    let mut counts = Vec::new();
    for length in (0..whole.len()).step_by(whole.len() / 61 + 1) {
        fs::write(entries_file(folder.path()), &whole[..length]).unwrap();
        let mut reader = RunReader::open(folder.path()).unwrap();
        let read: Vec<Entry> = reader.by_ref().collect::<Result<_, _>>().unwrap();
        assert!(reader.cut_short(), "{length} bytes");
        assert_eq!(read, written[..read.len()], "{length} bytes");
        counts.push(read.len());
    }
    assert!(counts.is_sorted());
    assert!(*counts.last().unwrap() > 0, "{counts:?}");
}

#[test]
fn a_scenario_that_did_not_end_has_no_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let mut entries = scenario("area/open", 2);
    entries.truncate(4);
    let mut writer = RunWriter::create(folder.path(), &head(), redactor(), None).unwrap();
    for entry in scenario("area/done", 1).into_iter().chain(entries) {
        writer.write(entry);
    }
    drop(writer);
    let mut reader = TranscriptReader::open(folder.path()).unwrap();
    let transcripts: Vec<_> = reader.by_ref().collect::<Result<_, _>>().unwrap();
    assert_eq!(reader.ended(), None);
    assert!(reader.entries().cut_short());
    let names: Vec<_> = transcripts.iter().map(|one| (one.key.scenario.as_str(), one.ended.is_some())).collect();
    assert_eq!(names, [("area/done", true), ("area/open", false)]);
    assert_eq!(transcripts[1].elapsed_ms(), 402, "up to its last call");
    assert!(!folder.path().join("ended.json").exists());
}

#[test]
fn damage_is_reported_with_its_place_and_the_entries_before_it_are_read() {
    let folder = tempfile::tempdir().unwrap();
    record(folder.path(), (0..60).flat_map(|n| scenario(&format!("area/n{n}"), 40)));
    let whole = fs::read(entries_file(folder.path())).unwrap();
    let frame = zstd::zstd_safe::find_frame_compressed_size(&whole).unwrap();
    assert!(frame < whole.len(), "there are several frames");
    let mut damaged = whole.clone();
    damaged[frame + 60] ^= 0x55;
    fs::write(entries_file(folder.path()), &damaged).unwrap();
    let mut reader = RunReader::open(folder.path()).unwrap();
    let error = reader.by_ref().find_map(Result::err).unwrap();
    assert!(
        matches!(error, ReadError::Damaged { offset, entries, .. } if offset == frame as u64 && entries > 100),
        "{error}"
    );
    assert!(error.to_string().contains(&format!("damaged in the frame at byte {frame}")), "{error}");
    assert!(reader.next().is_none());
}

#[test]
fn a_line_that_is_not_an_entry_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    record(folder.path(), []);
    let mut file = fs::OpenOptions::new().append(true).open(entries_file(folder.path())).unwrap();
    file.write_all(&zstd::encode_all(&b"{\"entry\":\"nonsense\"}\n"[..], 1).unwrap()).unwrap();
    let error = Run::read(folder.path()).unwrap_err();
    assert!(error.to_string().contains("unknown variant `nonsense`"), "{error}");
}

#[test]
fn the_file_may_be_recompressed_by_other_programs() {
    let folder = tempfile::tempdir().unwrap();
    let written = record(folder.path(), scenario("area/one", 5));
    let text = zstd::decode_all(&*fs::read(entries_file(folder.path())).unwrap()).unwrap();
    // Frames that end in the midst of lines.
    let frames: Vec<u8> = text.chunks(700).flat_map(|chunk| zstd::encode_all(chunk, 19).unwrap()).collect();
    fs::write(entries_file(folder.path()), frames).unwrap();
    let read: Vec<Entry> = RunReader::open(folder.path()).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(read, written);
}

#[test]
fn a_directory_without_a_run_and_other_formats_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |folder: &Path| RunReader::open(folder).unwrap_err().to_string();
    assert!(refused(folder.path()).contains("is not a run: it has no run.json"));
    fs::write(folder.path().join("run.json"), "{").unwrap();
    assert!(refused(folder.path()).contains("not the head of a run"));
    fs::write(folder.path().join("run.json"), r#"{"format": 7, "tool": "9.9.9", "new": true}"#).unwrap();
    let message = refused(folder.path());
    let expected =
        "recorded in format 7 by ec2-compat 9.9.9, but this version reads formats 2 to 5: use a newer version";
    assert!(message.contains(expected), "{message}");
    fs::write(folder.path().join("run.json"), r#"{"format": 1, "tool": "0.1.0", "account": "cloud"}"#).unwrap();
    let message = refused(folder.path());
    let expected =
        "recorded in format 1 by ec2-compat 0.1.0, but this version reads formats 2 to 5: record the run again";
    assert!(message.contains(expected), "{message}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported_at_once_and_the_run_can_go_on_to_clean_up() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/dev/full", entries_file(folder.path())).unwrap();
    let mut writer = RunWriter::create(folder.path(), &head(), redactor(), None).unwrap();
    let started = std::time::Instant::now();
    while writer.failed().is_none() {
        assert!(started.elapsed().as_secs() < 30, "never reported");
        let body = bytes::Bytes::from(vec![b'x'; 1 << 20]);
        writer.write(Entry::Observed { key: key("a/b"), observation: Box::new(observation(StepName::Own(0), body)) });
    }
    // More than the room that the queue has: it must not wait for a writer that is gone.
    for _ in 0..200 {
        let body = bytes::Bytes::from(vec![b'x'; 1 << 20]);
        writer.write(Entry::Observed { key: key("a/b"), observation: Box::new(observation(StepName::Own(0), body)) });
    }
    writer.write(ended());
    let error = writer.finish().unwrap_err().to_string();
    assert!(error.contains("No space left on device") && error.contains("free disk space"), "{error}");
    assert!(!folder.path().join("ended.json").exists());
    assert!(RunReader::open(folder.path()).is_ok(), "the head is there");
}

#[test]
fn entries_reach_the_disk_while_the_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = RunWriter::create(folder.path(), &head(), redactor(), None).unwrap();
    writer.write(Entry::ScenarioStarted { key: key("a/b"), at_ms: 1 });
    let started = std::time::Instant::now();
    while RunReader::open(folder.path()).unwrap().filter_map(Result::ok).count() == 0 {
        assert!(started.elapsed().as_secs() < 30, "never written");
        std::thread::yield_now();
    }
    writer.finish().unwrap();
}

#[test]
fn transcripts_group_entries_by_step() {
    let mut transcripts = Transcripts::new();
    let mut done = None;
    for entry in scenario("area/one", 2) {
        if let Some(open) = transcripts.open(&key("area/one")) {
            assert_eq!(open.ended, None);
        }
        done = transcripts.take(entry).or(done);
    }
    let done = done.unwrap();
    assert_eq!(done.ended, Some((1_900, Outcome::Completed)));
    assert_eq!(done.elapsed_ms(), 800);
    assert_eq!(done.steps.keys().collect::<Vec<_>>(), [&StepName::Own(0), &StepName::Own(1)]);
    assert_eq!(done.observations().count(), 2);
    assert_eq!(done.clean_ups.len(), 1);
    assert!(transcripts.take(scenario("area/one", 1).remove(1)).is_none(), "entries after the end are ignored");
    assert!(transcripts.finish().is_empty());
}

#[test]
fn runs_of_the_formats_before_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let written = record(folder.path(), scenario("area/one", 1));
    let head = fs::read_to_string(folder.path().join("run.json")).unwrap();
    for format in 2..FORMAT {
        let older = head.replace(&format!("\"format\": {FORMAT}"), &format!("\"format\": {format}"));
        assert_ne!(head, older);
        fs::write(folder.path().join("run.json"), older).unwrap();
        let read: Vec<Entry> = RunReader::open(folder.path()).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(read, written);
    }
}
