//! A run goes on after an interruption, and a scenario has several attempts.

use std::fs;
use std::path::Path;

use record::{Attempt, Entry, Outcome, Run, RunHead, RunReader, RunWriter, ScenarioKey, has_ended};

use crate::run::{ended, entries_file, head, key, redactor, scenario};

fn begin(directory: &Path, entries: impl IntoIterator<Item = Entry>) {
    let mut writer = RunWriter::create(directory, &head(), redactor(), None).unwrap();
    writer.write(Entry::RunStarted(Box::new(head())));
    entries.into_iter().for_each(|entry| drop(writer.write(entry)));
    writer.finish().unwrap();
}

fn resume(directory: &Path, entries: impl IntoIterator<Item = Entry>) {
    let head = RunHead { resumed_at_ms: vec![5_000], ..head() };
    let mut writer = RunWriter::resume(directory, &head, redactor()).unwrap();
    writer.write(Entry::RunResumed { at_ms: 5_000 });
    entries.into_iter().for_each(|entry| drop(writer.write(entry)));
    writer.finish().unwrap();
}

/// The scenario, interrupted after so many calls.
fn interrupted(id: &str, calls: usize) -> Vec<Entry> {
    let mut entries = scenario(id, calls);
    entries.pop();
    entries.push(Entry::ScenarioEnded { key: key(id), at_ms: 1_900, outcome: Outcome::Interrupted });
    entries
}

/// The id of a scenario, the number of its calls, and how it ended.
type Read = (String, usize, Outcome);

/// The scenarios of a run, and how the run ended.
fn read(directory: &Path) -> (Vec<Read>, Option<(u64, bool)>) {
    let run = Run::read(directory).unwrap();
    let one = |one: record::Transcript| {
        let calls = one.observations().count();
        (one.key.scenario.to_string(), calls, one.ended.unwrap().1)
    };
    (run.transcripts.into_iter().map(one).collect(), run.ended)
}

#[test]
fn what_was_recorded_stays_and_what_was_interrupted_is_read_as_it_was_recorded_anew() {
    let folder = tempfile::tempdir().unwrap();
    let stopped = Entry::RunEnded { at_ms: 2_000, interrupted: true };
    begin(folder.path(), [scenario("a/whole", 2), interrupted("a/cut", 1), vec![stopped]].concat());
    let before = fs::read(entries_file(folder.path())).unwrap();
    resume(folder.path(), scenario("a/cut", 3));
    let whole = ("a/whole".to_owned(), 2, Outcome::Completed);
    let cut = ("a/cut".to_owned(), 3, Outcome::Completed);
    assert_eq!(read(folder.path()), (vec![whole.clone(), cut.clone()], None), "it is cut short");
    assert!(!has_ended(folder.path()));
    assert!(fs::read(entries_file(folder.path())).unwrap().starts_with(&before));

    resume(folder.path(), scenario("a/third", 1).into_iter().chain([ended()]));
    let third = ("a/third".to_owned(), 1, Outcome::Completed);
    assert_eq!(read(folder.path()), (vec![whole, cut, third], Some((2_000, false))));
    let entries = RunReader::open(folder.path()).unwrap().count();
    let end: serde_json::Value = serde_json::from_slice(&fs::read(folder.path().join("ended.json")).unwrap()).unwrap();
    assert_eq!(end["entries"], entries, "those of all parts");
}

#[test]
fn a_fixture_of_the_part_that_was_killed_ended_when_the_run_was_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let mut fixture = scenario("fixtures/net", 1);
    fixture.pop();
    begin(folder.path(), [fixture.clone(), scenario("a/whole", 1)].concat());
    resume(folder.path(), scenario("a/other", 1).into_iter().chain([ended()]));
    let fixture_ended = ("fixtures/net".to_owned(), 1, Outcome::Completed);
    assert_eq!(read(folder.path()).0[1], fixture_ended);

    // One that is created anew is read as it was recorded last.
    let folder = tempfile::tempdir().unwrap();
    begin(folder.path(), fixture);
    resume(folder.path(), scenario("fixtures/net", 2).into_iter().chain([ended()]));
    assert_eq!(read(folder.path()).0, [("fixtures/net".to_owned(), 2, Outcome::Completed)]);
}

#[test]
fn a_killed_run_goes_on_after_its_last_whole_frame_wherever_it_was_cut() {
    let folder = tempfile::tempdir().unwrap();
    begin(folder.path(), scenario("a/whole", 1));
    let frame = fs::read(entries_file(folder.path())).unwrap();
    let later = tempfile::tempdir().unwrap();
    begin(later.path(), scenario("a/lost", 1));
    let cut_frame = fs::read(entries_file(later.path())).unwrap();
    for length in [0, 1, cut_frame.len() / 2, cut_frame.len() - 1] {
        fs::write(entries_file(folder.path()), [&frame[..], &cut_frame[..length]].concat()).unwrap();
        resume(folder.path(), scenario("a/other", 1));
        let ids: Vec<String> = read(folder.path()).0.into_iter().map(|(id, ..)| id).collect();
        assert_eq!(ids, ["a/whole", "a/other"], "cut after {length} bytes");
    }
}

#[test]
fn attempts_of_a_scenario_are_transcripts_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let second = ScenarioKey { attempt: Attempt::FIRST.next(), ..key("a/one") };
    let again = [
        Entry::ScenarioStarted { key: second.clone(), at_ms: 2_100 },
        Entry::ScenarioEnded { key: second, at_ms: 2_200, outcome: Outcome::Completed },
    ];
    begin(folder.path(), scenario("a/one", 2).into_iter().chain(again).chain([ended()]));
    let run = Run::read(folder.path()).unwrap();
    let attempts: Vec<_> = run.transcripts.iter().map(|one| one.key.to_string()).collect();
    assert_eq!(attempts, ["a/one on cloud", "a/one on cloud, attempt 2"]);
    assert_eq!((run.transcripts[0].elapsed_ms(), run.transcripts[1].elapsed_ms()), (800, 100));
}
