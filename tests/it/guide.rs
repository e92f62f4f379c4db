//! The guide to Amazon's own service says what `plan` says of the suites that the program carries.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;
use test_support::{assert_file, repository};

use crate::program::Program;

const GUIDE: &str = "reports/README.md";
const BEGIN: &str = "<!-- plan on AWS: made by `EC2_COMPAT_UPDATE=1 cargo test --test it guide` -->\n";
const END: &str = "<!-- end of plan on AWS -->\n";

/// The built-in suites, with the endpoints file that `init` writes.
fn program() -> Program {
    let program = Program::against("http://127.0.0.1:9/");
    fs::remove_dir_all(program.path("suites")).expect("the folder is there");
    fs::remove_file(program.path("endpoints.yaml")).expect("the file is there");
    program.execute(&["init"]).exited(0);
    // What is planned must not depend on the clients of this machine.
    program.environment("PATH", "")
}

fn plan(program: &Program, filters: &[&str]) -> Value {
    let finished = program.execute(&[&["plan", "--target", "aws", "--json"], filters].concat());
    finished.exited(0);
    serde_json::from_str(&finished.stdout).expect("it is JSON")
}

/// The length of each policy, white space not counted, and the notes about them.
fn policies(program: &Program, filters: &[&str]) -> (Vec<usize>, Vec<String>) {
    let finished = program.execute(&[&["plan", "--target", "aws", "--iam-policy"], filters].concat());
    finished.exited(0);
    let documents = serde_json::Deserializer::from_str(&finished.stdout).into_iter::<Value>();
    let lengths = documents.map(|document| document.expect("only documents are printed").to_string().len());
    (lengths.collect(), finished.stderr.lines().map(str::to_owned).collect())
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn list<'a>(plan: &'a Value, name: &str) -> &'a [Value] {
    plan[name].as_array().unwrap_or_else(|| panic!("no {name}"))
}

/// One row for each selection.
fn selections(program: &Program) -> String {
    let mut table = String::from(
        "| selection | scenarios | calls, at least | `--allow-billable`, at least | with a price at once, at most | \
         time of the calls alone | time at most, about | IAM policies: characters |\n|---|---|---|---|---|---|---|---|\n",
    );
    let selections: [(&str, &[&str]); 3] =
        [("all", &[]), ("`level:core`", &["level:core"]), ("`'!tag:slow'`", &["!tag:slow"])];
    for (name, filters) in selections {
        let plan = plan(program, filters);
        let calls: u64 = plan["calls"].as_object().into_iter().flatten().map(|(_, count)| number(count)).sum();
        let (billable, time) = (&plan["billable"], &plan["time"]);
        let minutes = number(&time["calls_s"]).div_ceil(60);
        let hours = number(&time["at_most_s"]).div_ceil(3600);
        let lengths: Vec<String> = policies(program, filters).0.iter().map(usize::to_string).collect();
        let (scenarios, lengths) = (number(&plan["scenarios"]), lengths.join(", "));
        let (least, most) = (number(&billable["least"]), number(&billable["at_once"]));
        let row = writeln!(
            table,
            "| {name} | {scenarios} | {calls} | {least} | {most} | {minutes} min | {hours} h | {lengths} |"
        );
        row.expect("a string takes everything");
    }
    table
}

/// What has a price, by kind.
fn prices(plan: &Value) -> String {
    let mut rows: BTreeSet<(String, String, String, String)> = BTreeSet::new();
    let with_price = list(plan, "creations").iter().filter(|creation| creation["price"] != "free");
    for creation in with_price {
        let price = text(&creation["price"]).replace("gib-month", "GiB-month");
        let counted = format!("{price}: {}", text(&creation["price_note"]));
        let is_tagged = creation["is_tagged"].as_bool().expect("it is stated");
        let tag = if is_tagged { "yes" } else { "no" };
        let source = format!("<{}>", text(&creation["price_source"]));
        rows.insert((text(&creation["kind"]).to_owned(), counted, tag.to_owned(), source));
    }
    let rows = rows.iter().map(|(kind, counted, tag, source)| format!("| {kind} | {counted} | {tag} | {source} |\n"));
    format!("| kind | price | tagged on creation | page |\n|---|---|---|---|\n{}", rows.collect::<String>())
}

/// How much of each quota is taken.
fn quotas(plan: &Value) -> String {
    let mut table = String::from(
        "| key of `quotas` | limit | taken at once, at most | by one scenario, at most |\n|---|---|---|---|\n",
    );
    for quota in list(plan, "quotas") {
        let (name, limit) = (text(&quota["name"]), number(&quota["limit"]));
        let (at_once, of_one) = (number(&quota["at_once"]), number(&quota["of_one"]));
        assert!(at_once <= limit, "{quota}");
        writeln!(table, "| `{name}` | {limit} {} | {at_once} | {of_one} |", text(&quota["units"])).expect("as above");
    }
    table
}

#[test]
fn the_guide_to_amazons_own_service_is_what_plan_says() {
    let program = program();
    let plan = plan(&program, &[]);
    let notes: String = policies(&program, &[]).1.iter().map(|note| format!("- {note}\n")).collect();
    let made = format!(
        "{}\nWhat has a price, of all:\n\n{}\nQuotas, of all:\n\n{}\nWhat `plan --iam-policy` adds, of all:\n\n{notes}",
        selections(&program),
        prices(&plan),
        quotas(&plan),
    );
    let guide = fs::read_to_string(repository().join(GUIDE)).expect("the guide is there");
    let (before, rest) = guide.split_once(BEGIN).unwrap_or_else(|| panic!("{GUIDE} has no line {BEGIN}"));
    let (_, after) = rest.split_once(END).unwrap_or_else(|| panic!("{GUIDE} has no line {END}"));
    assert_file(GUIDE, &format!("{before}{BEGIN}{made}{END}{after}"));
}

#[test]
fn what_the_guide_tells_to_type_is_understood() {
    let guide = fs::read_to_string(repository().join(GUIDE)).expect("the guide is there");
    let (_, section) =
        guide.split_once("\n## Amazon's own service, step by step\n").expect("the guide has the section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let program = program();
    let typed: Vec<&str> =
        section.lines().filter_map(|line| line.trim_start().strip_prefix("ec2-compat plan ")).collect();
    assert!(typed.len() >= 3, "{typed:?}");
    for line in typed {
        // Without the comment, and without where it is written to.
        let command = line.split(['#', '>', '|']).next().unwrap_or_default().replace('\'', "");
        let words: Vec<&str> = ["plan"].into_iter().chain(command.split_whitespace()).collect();
        program.execute(&words).exited(0);
    }
}
