//! Shards of a run are one run again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use record::{
    Course, Entry, MergeError, Merged, Outcome, Run, RunHead, RunWriter, ScenarioKey, Shard, ShardEnd, ShardHead,
    SuiteFiles, merge, shard_directories,
};

use crate::run::{entries_file, head, key, redactor, scenario};

const FILES: [&str; 4] = ["area/one", "area/table", "other/two", "other/three"];

/// The scenarios of the run, those of a table with it.
fn ids() -> Vec<&'static str> {
    vec!["area/one", "area/table[a]", "area/table[b]", "other/three", "other/two"]
}

fn whole_head() -> RunHead {
    RunHead { selected: ids().into_iter().map(|id| id.parse().unwrap()).collect(), ..head() }
}

/// The entries of a subject between these times.
fn timed(id: &str, from: u64, to: u64) -> Vec<Entry> {
    let mut entries = scenario(id, 2);
    for entry in &mut entries {
        match entry {
            Entry::ScenarioStarted { at_ms, .. } => *at_ms = from,
            Entry::ScenarioEnded { at_ms, .. } => *at_ms = to,
            _ => {}
        }
    }
    entries
}

/// What a run records that runs one scenario at a time.
fn sequential() -> Vec<Entry> {
    let subjects = ["inventory"].into_iter().chain(ids()).chain(["pages", "fixtures/net", "aftermath"]);
    (1_100..).step_by(10).zip(subjects).flat_map(|(from, id)| timed(id, from, from + 9)).collect()
}

/// The same with all scenarios at the same time: their entries are mixed, and end in the same millisecond.
fn at_once() -> Vec<Entry> {
    let mut scenarios: Vec<_> = ids().into_iter().map(|id| timed(id, 1_110, 1_900).into_iter()).collect();
    scenarios.reverse();
    let mut all = timed("inventory", 1_100, 1_105);
    while scenarios.iter().any(|one| one.len() > 0) {
        all.extend(scenarios.iter_mut().filter_map(Iterator::next));
    }
    all.extend(timed("aftermath", 1_910, 1_950));
    all
}

fn key_of(entry: &Entry) -> ScenarioKey {
    let text = serde_json::to_value(entry).unwrap();
    serde_json::from_value(text["key"].clone()).unwrap()
}

fn write(directory: &Path, head: &RunHead, entries: Vec<Entry>, end: Option<bool>) {
    let files =
        SuiteFiles::new([("suites/suite.yaml", "name: a\nversion: '1'\n"), ("suites/area/one.yaml", "about: a\n")]);
    let mut writer = RunWriter::create(directory, head, redactor(), Some(&files)).unwrap();
    writer.write(Entry::RunStarted(Box::new(head.clone())));
    entries.into_iter().for_each(|entry| drop(writer.write(entry)));
    if let Some(interrupted) = end {
        writer.write(Entry::RunEnded { at_ms: 2_000, interrupted });
    }
    writer.finish().unwrap();
}

fn shard_head(number: u32, of: u32) -> RunHead {
    let scenarios = whole_head().selected;
    let shard = Shard::new(number, of).unwrap();
    RunHead { shard: Some(ShardHead { shard, split: "aa".into(), scenarios }), ..whole_head() }
}

/// Splits what a run recorded by the files of its scenarios into so many shards; what is of the run as a whole stays with the
/// first.
fn split(folder: &Path, entries: &[Entry], of: u32) -> Vec<PathBuf> {
    let shard_of = |entry: &Entry| {
        let id = key_of(entry).scenario;
        let file = FILES.iter().position(|file| id.without_case() == *file);
        file.map_or(1, |file| u32::try_from(file).unwrap() % of + 1)
    };
    let directories = (1..=of).map(|number| {
        let own = entries.iter().filter(|entry| shard_of(entry) == number).cloned().collect();
        let selected = whole_head()
            .selected
            .into_iter()
            .filter(|id| shard_of(&Entry::ScenarioStarted { key: key(id.as_str()), at_ms: 0 }) == number);
        let directory = folder.join(format!("shard-{of}-{number}"));
        write(&directory, &RunHead { selected: selected.collect(), ..shard_head(number, of) }, own, Some(false));
        directory
    });
    directories.collect()
}

/// Every file of a run by name, its entries without compression.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    fn take(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
            if path.is_dir() {
                take(&path, &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    take(directory, "", &mut files);
    let packed = files.remove("entries.ndjson.zst").unwrap();
    files.insert("entries.ndjson".to_owned(), zstd::decode_all(&*packed).unwrap());
    files
}

fn merged(directories: &[PathBuf], out: &Path) -> Merged {
    merge(directories, out).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_run_that_was_split_by_file_and_merged_is_equal_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("original");
    write(&original, &whole_head(), sequential(), Some(false));
    for of in [1, 3, 8] {
        let mut shards = split(folder.path(), &sequential(), of);
        // In which order they are named makes no difference.
        shards.reverse();
        let out = folder.path().join(format!("merged-{of}"));
        let merged = merged(&shards, &out);
        assert!(!merged.is_partial(), "{merged:?}");
        let mut again = files(&out);
        let provenance: serde_json::Value = serde_json::from_slice(&again.remove("shards.json").unwrap()).unwrap();
        assert_eq!(provenance.as_array().unwrap().len(), of as usize);
        assert_eq!(again, files(&original), "{of}");
    }
}

#[test]
fn how_many_shards_there_were_makes_no_difference_to_scenarios_that_ran_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let entries = |of: u32| {
        let out = folder.path().join(format!("merged-{of}"));
        merged(&split(folder.path(), &at_once(), of), &out);
        fs::read(entries_file(&out)).unwrap()
    };
    let of_one = entries(1);
    assert!([2, 3, 8].map(entries).iter().all(|of_several| *of_several == of_one));
    let run = Run::read(folder.path().join("merged-3")).unwrap();
    let all: Vec<&str> = run.transcripts.iter().map(|one| one.key.scenario.as_str()).collect();
    assert_eq!(all, [["inventory"].to_vec(), ids(), vec!["aftermath"]].concat());
    assert!(run.transcripts.iter().all(|one| one.observations().count() == 2));
    assert_eq!(run.ended, Some((2_000, false)));
}

#[test]
fn what_is_missing_or_cut_short_makes_a_run_that_was_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let shards = split(folder.path(), &sequential(), 3);
    let out = folder.path().join("without-second");
    let without = merged(&[shards[0].clone(), shards[2].clone()], &out);
    let ends = |merged: &Merged| merged.shards.iter().map(|shard| shard.end).collect::<Vec<_>>();
    assert_eq!(ends(&without), [ShardEnd::Complete, ShardEnd::Missing, ShardEnd::Complete]);
    assert_eq!(without.head.selected, whole_head().selected, "what did not run was selected");
    assert_eq!(Run::read(&out).unwrap().ended, Some((2_000, true)));

    let killed = folder.path().join("killed");
    let mut entries = timed("area/table[a]", 1_100, 1_200);
    entries.pop();
    write(&killed, &shard_head(2, 3), entries, None);
    let out = folder.path().join("with-killed");
    let with = merged(&[shards[0].clone(), killed, shards[2].clone()], &out);
    assert_eq!(ends(&with), [ShardEnd::Complete, ShardEnd::CutShort, ShardEnd::Complete]);
    let run = Run::read(&out).unwrap();
    let cut = run.transcripts.iter().find(|one| one.key.scenario == "area/table[a]").unwrap();
    assert_eq!((cut.ended.clone(), cut.observations().count()), (None, 2));
    assert_eq!(run.ended, Some((2_000, true)));
}

#[test]
fn what_is_not_of_one_run_is_refused_with_what_differs() {
    let folder = tempfile::tempdir().unwrap();
    let shards = split(folder.path(), &sequential(), 3);
    let of_other = |name: &str, change: &dyn Fn(&mut RunHead)| {
        let mut head = shard_head(2, 3);
        change(&mut head);
        let directory = folder.path().join(name);
        write(&directory, &head, Vec::new(), Some(false));
        let error = merge(&[shards[0].clone(), directory], &folder.path().join("out")).unwrap_err();
        assert!(!folder.path().join("out").exists(), "nothing is written: {error}");
        error.to_string()
    };
    let split_of = |head: &mut RunHead, text: &str| head.shard.as_mut().unwrap().split = text.into();
    assert!(of_other("split", &|head| split_of(head, "bb")).contains("its split (of which this is the digest"));
    let of_other_split = of_other("selection", &|head| {
        split_of(head, "bb");
        head.run = "ec2c-bb".into();
    });
    assert!(of_other_split.contains("its split (of which"), "the name is made of the split: {of_other_split}");
    assert!(of_other("run", &|head| head.run = "ec2c-other".into()).contains("its name is ec2c-other"));
    assert!(of_other("suite", &|head| head.suite = "2+x".into()).contains("its suite is 2+x, and not 1+abc"));
    assert!(of_other("course", &|head| head.course = Course { repeat: 2, ..Course::default() }).contains("course"));
    assert!(of_other("url", &|head| head.endpoints[0].url = "http://127.0.0.1:2/".into()).contains("endpoint"));
    assert!(of_other("whole", &|head| head.shard = None).contains("is a whole run"));
    let of_four = |head: &mut RunHead| head.shard.as_mut().unwrap().shard.of = 4;
    assert!(of_other("count", &of_four).contains("its number of shards is 4, and not 3"));
}

#[test]
fn a_shard_that_is_there_twice_is_refused_with_both_directories() {
    let folder = tempfile::tempdir().unwrap();
    let shards = split(folder.path(), &sequential(), 3);
    let again = folder.path().join("again");
    write(&again, &shard_head(1, 3), timed("area/one", 1, 2), Some(false));
    let error = merge(&[shards[0].clone(), shards[1].clone(), again], &folder.path().join("out")).unwrap_err();
    assert!(matches!(error, MergeError::Doubled { shard: Shard { number: 1, of: 3 }, .. }), "{error:?}");
    let message = error.to_string();
    assert!(message.contains("shard-3-1") && message.contains("again"), "{message}");
}

#[test]
fn a_directory_with_a_run_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let shards = split(folder.path(), &sequential(), 1);
    let before = files(&shards[0]);
    assert!(matches!(merge(&shards, &shards[0]), Err(MergeError::Taken { .. })));
    assert_eq!(files(&shards[0]), before);
    assert!(matches!(merge(&[], &folder.path().join("out")), Err(MergeError::Nothing)));
}

#[test]
fn a_folder_of_shards_stands_for_all_that_are_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let shards = split(folder.path(), &sequential(), 3);
    fs::create_dir(folder.path().join("something-else")).unwrap();
    let found = shard_directories(&[folder.path().to_owned(), shards[1].clone()]).unwrap();
    assert_eq!(found, [shards.clone(), vec![shards[1].clone()]].concat());
    assert!(shard_directories(&[folder.path().join("something-else")]).is_err());
}

#[test]
fn an_interrupted_scenario_of_a_shard_counts_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let stopped = folder.path().join("stopped");
    let ended = Entry::ScenarioEnded { key: key("area/one"), at_ms: 1_500, outcome: Outcome::Interrupted };
    let begun = Entry::ScenarioStarted { key: key("area/one"), at_ms: 1_400 };
    write(&stopped, &shard_head(1, 1), vec![begun, ended], Some(true));
    let out = folder.path().join("out");
    let merged = merged(&[stopped], &out);
    assert_eq!(merged.shards[0].end, ShardEnd::Interrupted);
    assert_eq!(Run::read(&out).unwrap().ended, Some((2_000, true)));
}
