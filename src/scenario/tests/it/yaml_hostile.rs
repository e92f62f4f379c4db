//! Hostile YAML leads to a clear error, quickly, and never to a crash.

use std::fs::{self, File};
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::Contract;
use located::{Diagnostics, MAX_BYTES, MAX_DEPTH, MAX_NODES, Source, Style, parse};
use scenario::Suite;

/// Generous, because the machine may be busy: without limits, these inputs would take hours, or all memory.
const QUICKLY: Duration = Duration::from_secs(20);

/// The codes of the errors in a text.
fn codes(text: impl Into<String>) -> Vec<&'static str> {
    let began = Instant::now();
    let found = match parse(&Arc::new(Source::new("hostile.yaml", text))) {
        Ok(_) => Diagnostics::default(),
        Err(found) => found,
    };
    // Rendering must be limited, too.
    let shown = found.render(Style::Plain);
    assert!(shown.len() < 200_000, "{} bytes are shown", shown.len());
    assert!(began.elapsed() < QUICKLY, "took {:?}", began.elapsed());
    found.iter().map(|one| one.code()).collect()
}

#[test]
fn a_billion_laughs() {
    let mut text = String::from("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (one, before) in ('b'..='j').zip('a'..) {
        let aliases = vec![format!("*{before}"); 10].join(", ");
        text.push_str(&format!("{one}: &{one} [{aliases}]\n"));
    }
    assert_eq!(codes(text), ["alias-bomb"]);
}

#[test]
fn aliases_of_moderate_size_are_written_out() {
    let node = parse(&Arc::new(Source::new("a.yaml", "one: &a { x: [1, 2] }\ntwo: *a\n"))).unwrap();
    assert_eq!(node.to_value(), serde_json::json!({ "one": { "x": [1, 2] }, "two": { "x": [1, 2] } }));
}

#[test]
fn an_alias_within_its_own_value() {
    assert_eq!(codes("a: &a [1, *a]\n"), ["endless-alias"]);
    assert_eq!(codes("&a b: *a\n"), ["anchored-key"]);
}

#[test]
fn aliases_that_nest_deeper_than_they_look() {
    let mut text = String::from("a0: &a0 [1]\n");
    for level in 1..=MAX_DEPTH {
        text.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    assert_eq!(codes(text), ["too-deep"]);
}

#[test]
fn deep_nesting_in_every_style() {
    assert_eq!(codes("[".repeat(500_000)), ["too-deep"]);
    assert_eq!(codes("{a: ".repeat(200_000)), ["too-deep"]);
    assert_eq!(codes("- ".repeat(500_000)), ["too-deep"]);
    let stairs: String = (0..1_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(codes(stairs), ["too-deep"]);
    let allowed = format!("{}1{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    assert!(codes(allowed).is_empty());
}

#[test]
fn very_many_values() {
    assert_eq!(codes("- 1\n".repeat(MAX_NODES + 1)), ["too-many-values"]);
}

#[test]
fn very_many_keys() {
    let keys: String = (0..MAX_NODES / 2).map(|number| format!("k{number}: 1\n")).collect();
    assert!(codes(keys.clone()).is_empty());
    let twice: String = keys.lines().take(1_000).flat_map(|line| [line, "\n", line, "\n"]).collect();
    assert_eq!(codes(twice), ["duplicate-key"; 1_000]);
}

#[test]
fn one_line_of_a_megabyte() {
    let text = format!("a: {}\nb: [\n", "x".repeat(1_000_000));
    assert_eq!(codes(text), ["yaml-syntax"]);
}

#[test]
fn quotes_that_never_close() {
    assert_eq!(codes(format!("a: \"{}", "b ".repeat(400_000))), ["yaml-syntax"]);
    assert_eq!(codes(format!("a: '{}", "\n ".repeat(400_000))), ["yaml-syntax"]);
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let source = Arc::new(Source::new("a.yaml", "about: a\n\"\\e[31mred\\a\": 1\n\"\\e[31mred\\a\": 2\n"));
    let shown = parse(&source).unwrap_err().render(Style::Plain);
    assert!(shown.contains("duplicate key"), "{shown}");
    assert!(shown.chars().all(|c| !c.is_control() || c == '\n'), "{shown:?}");
    let raw = Arc::new(Source::new("a.yaml", "a: \u{1b}[31m\u{7}\nb: [\n"));
    let shown = parse(&raw).unwrap_err().render(Style::Plain);
    assert!(shown.chars().all(|c| !c.is_control() || c == '\n'), "{shown:?}");
}

#[test]
fn numbers_without_a_counterpart_in_json() {
    assert_eq!(codes("a: .inf\nb: .nan\n"), ["not-a-json-number", "not-a-json-number"]);
}

#[test]
fn arbitrary_bytes_never_crash() {
    let alphabet: Vec<char> = "ab:-?[]{}&*!|>'\"%@`#,\n \t~<0é鍵\u{feff}\\$".chars().collect();
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..5_000 {
        let length = random.usize(0..60);
        let text: String = (0..length).map(|_| alphabet[random.usize(0..alphabet.len())]).collect();
        codes(text);
    }
}

/// A suite folder with one file in it, written by `write`.
fn check(write: impl FnOnce(&mut File)) -> String {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("suites");
    fs::create_dir_all(root.join("area")).unwrap();
    fs::write(root.join("suite.yaml"), "name: hostile\nversion: '1'\n").unwrap();
    write(&mut File::create(root.join("area/hostile.yaml")).unwrap());
    let began = Instant::now();
    let (suite, found) = Suite::check(&root, Contract::embedded());
    assert!(suite.is_none());
    assert!(began.elapsed() < QUICKLY, "took {:?}", began.elapsed());
    found.render(Style::Plain)
}

#[test]
fn a_file_of_100_megabytes_is_rejected_before_it_is_read() {
    let shown = check(|file| file.set_len(100_000_000).unwrap());
    assert!(shown.contains("file-too-large"), "{shown}");
    assert!(shown.contains(&format!("100000000 bytes, but the limit is {MAX_BYTES}")), "{shown}");
    assert!(shown.contains("suites/area/hostile.yaml"), "{shown}");
}

#[test]
fn invalid_utf8_is_rejected_with_its_line() {
    let shown = check(|file| file.write_all(b"about: a\nsource: \xff\n").unwrap());
    assert!(shown.contains("not-utf8"), "{shown}");
    assert!(shown.contains("line 2"), "{shown}");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_not_regular_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("area")).unwrap();
    fs::write(folder.path().join("suite.yaml"), "name: hostile\nversion: '1'\n").unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("area/endless.yaml")).unwrap();
    let (_, found) = Suite::check(folder.path(), Contract::embedded());
    assert!(found.to_string().contains("not a regular file"), "{found}");
}

#[test]
fn a_missing_folder_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let (_, found) = Suite::check(&folder.path().join("none"), Contract::embedded());
    assert_eq!(found.iter().map(|one| one.code()).collect::<Vec<_>>(), ["no-suite"]);
}

#[test]
fn expressions_that_would_exhaust_the_stack_are_rejected() {
    for text in ["(", "!", "[", "&", "{a: ", "a[", "a||", "a.", "length("] {
        let expression = scenario::Expression::parse(&text.repeat(4_000));
        assert!(expression.is_err(), "{text}");
        let shorter = scenario::Expression::parse(&text.repeat(250));
        assert!(shorter.is_err(), "{text}");
    }
    assert!(scenario::Expression::parse(&format!("{}a", "a||".repeat(120))).is_ok());
}

#[test]
fn many_errors_are_shown_up_to_a_count() {
    let keys: String = (0..200).map(|number| format!("unknown{number}: 1\n")).collect();
    let shown = check(|file| file.write_all(keys.as_bytes()).unwrap());
    assert!(shown.ends_with("... and 153 more\n\n"), "{}", &shown[shown.len() - 200..]);
}
