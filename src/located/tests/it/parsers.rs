//! What is read is what serde_yaml alone reads, whether it was asked or not.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use located::{Source, parse};
use serde_json::Value;

/// Fails if a text is read otherwise than serde_yaml reads it; whether it is read at all.
#[track_caller]
fn is_read_alike(text: &str) -> bool {
    let Ok(node) = parse(&Arc::new(Source::new("it.yaml", text.to_owned()))) else { return false };
    let value: Result<Value, _> = serde_yaml::from_str(text);
    assert_eq!(Some(node.to_value()), value.ok(), "{text}");
    true
}

/// All files of the suites.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("it is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "yaml") {
            found.push(path);
        }
    }
}

fn texts() -> Vec<String> {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../suites"), &mut found);
    found.sort();
    found.iter().map(|path| std::fs::read_to_string(path).expect("it is there")).collect()
}

#[test]
fn the_suites_are_read_alike() {
    assert!(texts().iter().all(|text| is_read_alike(text)));
}

#[test]
fn texts_that_went_wrong_are_read_alike_or_refused() {
    const LETTERS: &[u8] = b" :-[]{}'\"#&*!|>?,\n%@`~0x_.e+tnoyFALSEnull\\\t=19$";
    // The same numbers in every run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let mut read = 0;
    for text in texts().iter().step_by(7) {
        for _ in 0..120 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..1 + random(3) {
                if bytes.is_empty() {
                    break;
                }
                let (at, letter) = (random(bytes.len()), LETTERS[random(LETTERS.len())]);
                match random(4) {
                    0 => drop(bytes.remove(at)),
                    1 => bytes[at] = letter,
                    2 => bytes.insert(at, letter),
                    _ => bytes.truncate(at.max(1)),
                }
            }
            read += usize::from(String::from_utf8(bytes).is_ok_and(|text| is_read_alike(&text)));
        }
    }
    assert!(read > 1000, "hardly anything of it is YAML: {read}");
}

#[test]
fn scalars_are_read_alike_or_refused() {
    let scalars = [
        "true",
        "True",
        "TRUE",
        "yes",
        "No",
        "on",
        "y",
        "null",
        "Null",
        "~",
        "nan",
        ".nan",
        "inf",
        ".inf",
        "-.Inf",
        "Infinity",
        "0",
        "00",
        "007",
        "0o14",
        "0x1F",
        "1_000",
        "12",
        "-12",
        "+12",
        "1e3",
        "1.5",
        "1.",
        ".5",
        "1:30",
        "12:30:45",
        "123456789012345",
        "1234567890123456",
        "18446744073709551616",
        "2016-11-15",
        "2016-11-15T00:00:00Z",
        "10.0.0.0",
        "10.0.0.0/16",
        "30s",
        "5m",
        "1h30m",
        "1_k",
        "0xg",
        "0b11",
        "''",
        "'a''b'",
        "'true'",
        "\"a\\nb\"",
        "\"12\"",
        "a b",
        "a: b",
        "a #b",
        "a#b",
        "${x}",
        "$",
        "e5",
        "E5",
        "1e",
        "0e0",
        "a\n    b",
        "|\n  a\n  b",
        ">\n  a\n  b",
        "[a, b]",
        "{a: b}",
        "[1,\n2]",
        "- a",
        "@a",
        "`a`",
        "%a",
        "&a b",
        "*a",
        "!a b",
        "? a",
        "a?",
        "<<",
        "=",
        "\u{e9}",
        "a\tb",
        "'a\tb'",
        "",
    ];
    let mut read = 0;
    for scalar in scalars {
        for text in [
            format!("key: {scalar}\n"),
            format!("- {scalar}\n- b\n"),
            format!("{scalar}: value\n"),
            format!("{{ key: {scalar} }}\n"),
            format!("[{scalar}, {scalar}]\n"),
            scalar.to_owned(),
        ] {
            read += usize::from(is_read_alike(&text));
        }
    }
    assert!(read > 200, "{read}");
}
