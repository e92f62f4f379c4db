//! The list of kinds is whole, and every kind is explained.

use std::collections::BTreeSet;

use verdict::{FindingKind, Oracle, explain};

/// The variants of the enum, by their names in the record's spelling, as the compiler knows them.
fn variants() -> Vec<String> {
    let error = serde_json::from_str::<FindingKind>("\"no-such-kind\"").unwrap_err().to_string();
    let list = error.split_once("expected one of ").unwrap().1;
    list.split('`')
        .filter(|word| word.contains(|c: char| c.is_ascii_lowercase()) && !word.contains(' '))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_kind_is_in_the_table_and_explained() {
    let variants = variants();
    assert!(variants.len() > 40, "{variants:?}");
    for name in &variants {
        let kind: FindingKind = serde_json::from_value(name.as_str().into()).unwrap();
        let text = explain(kind);
        assert!(text.starts_with(&format!("{}: {}", kind.code(), kind.title())), "{text}");
        for heading in ["Severity: ", "Why it matters: ", "What to do: ", "Example: "] {
            let after = text.split_once(heading).unwrap_or_else(|| panic!("{name} lacks {heading}")).1;
            assert!(after.lines().next().unwrap().len() > 10, "{name}: {heading}");
        }
    }
    assert_eq!(FindingKind::all().count(), variants.len());
}

#[test]
fn codes_are_unique_and_tell_the_oracle() {
    let mut codes = BTreeSet::new();
    for kind in FindingKind::all() {
        let code = kind.code();
        assert!(codes.insert(code), "{code} twice");
        assert_eq!(FindingKind::of_code(&code.to_lowercase()), Some(kind));
        let letter = match kind.oracle() {
            Oracle::Expect => 'X',
            Oracle::Sdk => 'S',
            Oracle::Reference => 'R',
            Oracle::Contract => code.chars().find(|c| matches!(c, 'C' | 'T')).unwrap(),
        };
        assert!(code.starts_with(letter) && code.len() == 4, "{code}");
    }
    assert_eq!(FindingKind::of_code("X000"), None);
}

/// A code is a promise: known deviations and other people's notes name it.
#[test]
fn codes_stay_what_they_are() {
    let codes: Vec<String> = FindingKind::all()
        .map(|kind| format!("{} {}", kind.code(), serde_json::to_value(kind).unwrap().as_str().unwrap()))
        .collect();
    insta::assert_snapshot!(codes.join("\n"));
}
