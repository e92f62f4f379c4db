//! Filters select scenarios, and one that matches nothing is an error.

use std::fs;

use contract::Contract;
use record::ScenarioId;
use scenario::{LookedUp, SelectError, Suite, is_selected, matches_pattern};

fn suite() -> Suite {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("suite.yaml", "name: test\nversion: '1'\n");
    let keys = "  key-pairs: { workflow: keys-and-access, level: standard, why: They are keys. }\n";
    let vpc = "  vpc: { workflow: network, level: core, why: It is a network. }\n";
    write("levels.yaml", &format!("areas:\n{keys}{vpc}"));
    let head = "about: A.\nsource: https://docs.aws.amazon.com/a\n";
    write("key-pairs/lifecycle.yaml", &format!("{head}tags: [core]\nsteps: [DescribeKeyPairs: {{}}]\n"));
    let cases = "cases: { empty: { name: '' }, long: { name: aaa } }\n";
    let step = "steps: [DescribeKeyPairs: { KeyNames: ['${name}'] }]\n";
    write("key-pairs/names.yaml", &format!("{head}tags: [slow]\n{cases}{step}"));
    write("vpc/lifecycle.yaml", &format!("{head}tags: [core, slow]\nsteps: [DescribeVpcs: {{}}]\n"));
    Suite::load(folder.path(), Contract::embedded()).unwrap_or_else(|found| panic!("{found}"))
}

fn selected(filters: &[&str]) -> Vec<String> {
    suite().select(filters).unwrap().iter().map(|scenario| scenario.id.to_string()).collect()
}

const LIFECYCLE: &str = "key-pairs/lifecycle";
const EMPTY: &str = "key-pairs/names[empty]";
const LONG: &str = "key-pairs/names[long]";
const VPC: &str = "vpc/lifecycle";

#[test]
fn no_filter_selects_all_in_order() {
    assert_eq!(selected(&[]), [LIFECYCLE, EMPTY, LONG, VPC]);
}

#[test]
fn ids_with_and_without_their_case() {
    assert_eq!(selected(&["key-pairs/lifecycle"]), [LIFECYCLE]);
    assert_eq!(selected(&["key-pairs/names"]), [EMPTY, LONG]);
    assert_eq!(selected(&["key-pairs/names[long]"]), [LONG]);
}

#[test]
fn globs() {
    assert_eq!(selected(&["key-pairs/*"]), [LIFECYCLE, EMPTY, LONG]);
    assert_eq!(selected(&["*/lifecycle"]), [LIFECYCLE, VPC]);
    assert_eq!(selected(&["*[l???]"]), [LONG]);
    assert_eq!(selected(&["*a*c*"]), [LIFECYCLE]);
    assert_eq!(selected(&["*"]).len(), 4);
}

#[test]
fn tags_areas_and_several_filters() {
    assert_eq!(selected(&["tag:core"]), [LIFECYCLE, VPC]);
    assert_eq!(selected(&["area:vpc"]), [VPC]);
    assert_eq!(selected(&["area:vpc", "key-pairs/names[empty]"]), [EMPTY, VPC]);
    assert_eq!(selected(&["level:core"]), [VPC]);
    assert_eq!(selected(&["workflow:keys-and-access", "!tag:slow"]), [LIFECYCLE]);
}

#[test]
fn filters_with_an_exclamation_mark_exclude() {
    assert_eq!(selected(&["!tag:slow"]), [LIFECYCLE]);
    assert_eq!(selected(&["key-pairs/*", "!*[empty]"]), [LIFECYCLE, LONG]);
    assert!(selected(&["area:vpc", "!tag:core"]).is_empty());
}

#[test]
fn a_filter_that_matches_nothing_is_an_error_with_a_suggestion() {
    let suggestion = |filter: &str| match suite().select(&[filter]).unwrap_err() {
        SelectError::Unmatched { suggestion, .. } => suggestion,
        other => panic!("{other}"),
    };
    assert_eq!(suggestion("tag:cor").as_deref(), Some("tag:core"));
    assert_eq!(suggestion("level:cor").as_deref(), Some("level:core"));
    assert_eq!(suggestion("!workflow:key-and-access").as_deref(), Some("!workflow:keys-and-access"));
    assert_eq!(suggestion("area:vpcs").as_deref(), Some("area:vpc"));
    assert_eq!(suggestion("key_pairs").as_deref(), Some("key-pairs/*"));
    assert_eq!(suggestion("lifecycle").as_deref(), Some("key-pairs/lifecycle"));
    assert_eq!(suggestion("key-pairs/lifecycl").as_deref(), Some("key-pairs/lifecycle"));
    assert_eq!(suggestion("key-pairs/names[lon]").as_deref(), Some("key-pairs/names"));
    assert_eq!(suggestion("!tag:slo").as_deref(), Some("!tag:slow"));
    assert_eq!(suggestion("volumes/*"), None);
    let shown = suite().select(&["lifecycle"]).unwrap_err().to_string();
    assert_eq!(shown, "no scenario matches `lifecycle`; did you mean `key-pairs/lifecycle`?");
    for nothing in ["", "!", "tag:", "area:", "level:", "workflow:", "action:", "!action:", "changed:", "failed:"] {
        assert!(matches!(suite().select(&[nothing]), Err(SelectError::Empty { .. })), "{nothing}");
    }
}

#[test]
fn actions_that_steps_call() {
    assert_eq!(selected(&["action:DescribeVpcs"]), [VPC]);
    assert_eq!(selected(&["action:Describe*Pairs", "!*[empty]"]), [LIFECYCLE, LONG]);
    assert_eq!(selected(&["!action:DescribeKeyPairs"]), [VPC]);
    let message = |filter: &str| suite().select(&[filter]).unwrap_err().to_string();
    assert_eq!(
        message("action:DescribeVpc"),
        "no scenario matches `action:DescribeVpc`; did you mean `action:DescribeVpcs`?"
    );
    assert_eq!(
        message("!action:describevpcs"),
        "no scenario matches `!action:describevpcs`; did you mean `!action:DescribeVpcs`?"
    );
    assert_eq!(message("DescribeVpcs"), "no scenario matches `DescribeVpcs`; did you mean `action:DescribeVpcs`?");
    let uncalled = "AWS's model has RunInstances, and no scenario calls it; `run --generated` has checks for it";
    assert_eq!(message("action:RunInstances"), format!("no scenario matches `action:RunInstances`; {uncalled}"));
    assert_eq!(message("RunInstances"), format!("no scenario matches `RunInstances`; {uncalled}"));
    assert_eq!(
        message("!action:DescribeVpnGateways"),
        "no scenario matches `!action:DescribeVpnGateways`; AWS's model has DescribeVpnGateways, and no scenario calls it; \
         `run --generated` has checks for it"
    );
    // Such an action is no misspelling of one that scenarios call.
    let near = message("action:DescribeKeyPair");
    assert!(near.ends_with("did you mean `action:DescribeKeyPairs`?"), "{near}");
    assert_eq!(
        message("action:DescribeIpams"),
        "no scenario matches `action:DescribeIpams`; AWS's model has DescribeIpams, and no scenario calls it; \
         `run --generated` has checks for it; scenarios call `action:DescribeVpcs`"
    );
    assert!(message("action:RunInstanses").contains("AWS's model has RunInstances, and no scenario calls it"));
    assert_eq!(message("action:Nonsense*"), "no scenario matches `action:Nonsense*`");
}

#[test]
fn an_unknown_kind_of_filter_names_the_known_ones() {
    let message = |filter: &str| suite().select(&[filter]).unwrap_err().to_string();
    let known = "`action:NAME`, `area:NAME`, `level:NAME`, `tag:NAME`, `workflow:NAME`, `changed:REF` or `failed:DIR`";
    let expected = format!(
        "unknown kind of filter in `!tags:slow`: write an id (`key-pairs/*`), or {known}; did you mean `!tag:slow`?"
    );
    assert_eq!(message("!tags:slow"), expected);
    assert!(message("colour:red").ends_with(known));
    // The name of a case may have a colon.
    assert!(matches!(suite().select(&["key-pairs/names[a:b]"]), Err(SelectError::Unmatched { .. })));
    assert!(matches!(suite().select(&["changed:HEAD"]), Err(SelectError::NotLookedUp { .. })));
}

#[test]
fn filters_whose_scenarios_were_looked_up() {
    let ids = |ids: &[&str]| ids.iter().map(|id| id.parse().unwrap()).collect();
    let looked_up: LookedUp =
        [("failed:run".to_owned(), ids(&[EMPTY, VPC])), ("changed:HEAD".to_owned(), ids(&[]))].into();
    let selected = |filters: &[&str]| -> Vec<String> {
        let selected = suite().select_with(filters, &looked_up).unwrap();
        selected.iter().map(|scenario| scenario.id.to_string()).collect()
    };
    assert_eq!(selected(&["failed:run"]), [EMPTY, VPC]);
    assert_eq!(selected(&["!failed:run"]), [LIFECYCLE, LONG]);
    assert_eq!(selected(&["!changed:HEAD"]).len(), 4, "nothing changed, so nothing is excluded");
}

#[test]
fn scenarios_of_files() {
    let suite = suite();
    let written_in = |end: &str| {
        let mut ids: Vec<ScenarioId> = suite.written_in(|file| file.ends_with(end)).into_iter().collect();
        ids.sort();
        ids
    };
    assert_eq!(written_in("/key-pairs/names.yaml"), [EMPTY, LONG]);
    assert_eq!(written_in("/none.yaml"), [""; 0]);
}

#[test]
fn one_of_several_filters_selects_a_scenario() {
    let suite = suite();
    let vpc = suite.scenarios.iter().find(|scenario| scenario.id == VPC).unwrap();
    assert_eq!(is_selected(&["key-pairs/*", "tag:slow"], vpc), Ok(true));
    assert_eq!(is_selected(&["key-pairs/*"], vpc), Ok(false));
    assert_eq!(is_selected::<&str>(&[], vpc), Ok(false));
    for wrong in ["!tag:slow", "", "tags:slow", "failed:run"] {
        assert!(is_selected(&[wrong], vpc).is_err(), "{wrong}");
    }
}

#[test]
fn wildcards_match_characters_and_case() {
    let matches = [
        ("*", ""),
        ("*", "a/b"),
        ("a*", "a"),
        ("*b", "ab"),
        ("a*c", "abbc"),
        ("a**c", "ac"),
        ("?", "é"),
        ("a?c", "abc"),
        ("*a*b", "xaxbab"),
        ("[a]", "[a]"),
        ("", ""),
        ("a.b", "a.b"),
    ];
    for (pattern, text) in matches {
        assert!(matches_pattern(pattern, text), "{pattern} {text}");
    }
    let others = [
        ("?", ""),
        ("", "a"),
        ("a?", "a"),
        ("A*", "ab"),
        ("a", "A"),
        ("a*c", "acb"),
        ("[a]", "a"),
        ("a.b", "axb"),
        ("\\*", "*"),
    ];
    for (pattern, text) in others {
        assert!(!matches_pattern(pattern, text), "{pattern} {text}");
    }
}
