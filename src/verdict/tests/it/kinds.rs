//! The table of kinds is complete, and agrees with the enums that it is about.

use std::collections::BTreeSet;

use contract::MismatchKind;
use strum::IntoEnumIterator as _;
use verdict::{FindingClass, FindingKind, Oracle, explain};

#[test]
fn every_kind_is_in_the_table_and_explained() {
    for kind in FindingKind::iter() {
        let text = explain(kind);
        assert!(text.starts_with(&format!("{}: {}", kind.code(), kind.title())), "{text}");
        for heading in ["Severity: ", "Why it matters: ", "What to do: ", "Example: "] {
            let after = text.split_once(heading).unwrap_or_else(|| panic!("{kind} lacks {heading}")).1;
            assert!(after.lines().next().unwrap().len() > 10, "{kind}: {heading}");
        }
    }
    assert_eq!(FindingKind::all().count(), FindingKind::iter().count());
}

#[test]
fn codes_are_unique_and_begin_with_the_letter_of_their_oracle() {
    let mut codes = BTreeSet::new();
    for kind in FindingKind::all() {
        let code = kind.code();
        assert!(codes.insert(code), "{code} twice");
        assert_eq!(FindingKind::of_code(&code.to_lowercase()), Some(kind));
        let letter = match kind.oracle() {
            Oracle::Expect => 'X',
            Oracle::Contract => 'C',
            Oracle::Sdk => 'S',
            Oracle::Transport => 'T',
            Oracle::Reference => 'R',
            Oracle::SaidAndShown => 'D',
            Oracle::Relations => 'L',
            Oracle::Pages => 'P',
            Oracle::Aftermath => 'A',
            Oracle::Client => 'U',
        };
        assert!(code.starts_with(letter) && code.len() == 4, "{code}");
    }
    assert_eq!(FindingKind::of_code("X000"), None);
}

/// A code is a promise: known deviations and other people's notes name it.
#[test]
fn codes_stay_what_they_are() {
    let codes: Vec<String> = FindingKind::all().map(|kind| format!("{} {}", kind.code(), <&str>::from(kind))).collect();
    insta::assert_snapshot!(codes.join("\n"));
}

#[test]
fn every_mismatch_with_the_model_is_a_kind_of_finding() {
    for mismatch in MismatchKind::iter() {
        let kind: FindingKind = mismatch.name().parse().unwrap_or_else(|_| panic!("no kind {}", mismatch.name()));
        assert_eq!(kind.oracle(), Oracle::Contract, "{kind}");
    }
}

#[test]
fn every_rule_across_members_is_a_kind_of_finding() {
    for rule in contract::tables::rules() {
        let kind: FindingKind = rule.id.parse().unwrap_or_else(|_| panic!("no kind {}", rule.id));
        assert_eq!((kind.oracle(), kind.severity()), (Oracle::Contract, rule.severity), "{kind}");
    }
}

#[test]
fn every_class_and_oracle_has_kinds() {
    for class in FindingClass::iter() {
        assert!(FindingKind::all().any(|kind| kind.class() == class), "{class:?}");
    }
    for oracle in Oracle::iter() {
        assert!(FindingKind::all().any(|kind| kind.oracle() == oracle), "{oracle}");
    }
}

/// The sentence of a comparison is the kind's own, or that of its class.
#[test]
fn regressions_fill_in_what_the_table_documents() {
    let filled = |kind: FindingKind| {
        kind.regression(|name| match name {
            "operation" => "CreateVpc".to_owned(),
            "path" => "net".to_owned(),
            "code" => " Conflict".to_owned(),
            "with_code" => " with Conflict".to_owned(),
            other => panic!("{kind}: {other} is not documented"),
        })
    };
    assert!(FindingKind::all().filter_map(filled).all(|sentence| !sentence.contains(['{', '}'])));
    assert_eq!(filled(FindingKind::ServerError).unwrap(), "CreateVpc now fails (server error Conflict)");
    assert_eq!(filled(FindingKind::UnexpectedError).unwrap(), "CreateVpc is now rejected with Conflict");
    assert_eq!(filled(FindingKind::FixtureFailed).unwrap(), "the fixture net can no longer be created");
    assert_eq!(filled(FindingKind::UnequalValue), None);
}

/// What `explain` prints names keys of `endpoints.yaml` in backticks, in sentences about the profile.
#[test]
fn every_key_of_a_profile_that_is_named_exists() {
    let template = std::fs::read_to_string(test_support::repository().join("src/endpoint/profile/init.yaml")).unwrap();
    let words: BTreeSet<&str> = template
        .match_indices(':')
        .map(|(colon, _)| template[..colon].rsplit(|c: char| !c.is_ascii_alphanumeric() && !"_-".contains(c)))
        .filter_map(|mut words| words.next())
        .collect();
    let mut named = BTreeSet::new();
    for kind in FindingKind::all() {
        let text = explain(kind);
        let text = text.split_once("Example: ").map_or("", |(text, _)| text);
        for sentence in text.split(". ").filter(|sentence| sentence.contains("profile")) {
            // `operator` and `timeout` are keys of scenarios.
            let quoted = sentence.split('`').skip(1).step_by(2).filter(|key| !["operator", "timeout"].contains(key));
            named.extend(quoted.filter(|word| !word.contains(char::is_uppercase)).map(str::to_owned));
        }
    }
    assert!(named.contains("wait_factor") && named.contains("ca") && named.len() >= 4, "{named:?}");
    let missing: Vec<&String> = named.iter().filter(|key| !words.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "src/endpoint/profile/init.yaml lacks {missing:?}");
}
