//! The way of a newcomer: from nothing to a run that fails for what is new only.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use test_support::{Behavior, Misdeed, Nobody, Server};

use crate::engine::verdict;
use crate::program::{Finished, Program};

const SOURCE: &str = "source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html";
const DONE: &str = "<DeleteVpcResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>\
                    <return>true</return></DeleteVpcResponse>";

fn describing(action: &str, expect: &str) -> String {
    format!("about: A claim.\n{SOURCE}\nsteps:\n  - {action}: {{}}\n{expect}")
}

/// A few scenarios; each deviates in another way from the server.
fn program(server: &Server) -> Program {
    Program::against(server.url())
        .scenario("vpc/many", &describing("DescribeVpcs", "    expect: [\"length(Vpcs) == `7`\"]\n"))
        .scenario("vpc/listed", &describing("DescribeVpcs", ""))
        .scenario("regions/listed", &describing("DescribeRegions", ""))
        .scenario("subnets/listed", &describing("DescribeSubnets", ""))
}

fn deviating() -> Behavior {
    Behavior::good().on("DescribeSubnets", Misdeed::refusal(400, "InvalidAction"))
}

fn read(program: &Program, name: &str) -> String {
    fs::read_to_string(program.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The reasons of all entries are missing.
fn reasons(text: &str) -> usize {
    text.lines().filter(|line| line.trim() == "reason: \"\"").count()
}

/// Runs all of it, in place of an earlier run.
fn run(program: &Program) -> Finished {
    let _ = fs::remove_dir_all(program.path("run"));
    program.run()
}

#[test]
fn a_baseline_is_green_today_and_red_for_what_is_new() {
    let server = Server::start(deviating());
    let program = program(&server);
    run(&program).exited(1);
    let begun = program.execute(&["known", "init", "--target", "target", "--quiet", "--out", "first"]);
    begun.exited(0).prints("suites/known/target.yaml").prints("ec2-compat run --target target\n");
    let text = read(&program, "suites/known/target.yaml");
    assert!(text.starts_with("# Reasons missing: 2 of 2."), "{text}");
    assert!(text.contains("endpoint: target") && text.contains("baseline: 20"), "{text}");
    assert_eq!(reasons(&text), 2, "{text}");
    // Twice, since the first one runs into what nobody foresaw.
    run(&program).exited(0).prints("2 known deviations of a baseline without a reason");
    let again = run(&program);
    again.exited(0);
    assert_eq!(again.report()["known"]["without_reason"], 2);
    program.execute(&["known", "check", "run"]).exited(0).prints("2 of 2 entries of the baseline of");
    program.execute(&["known", "init", "--target", "target"]).exited(3).prints("already exists").prints("known update");

    // Something new fails, and stays new until it has a reason.
    server.behave(deviating().on("DescribeRegions", Misdeed::refusal(400, "InvalidAction")));
    let new = run(&program);
    new.exited(1);
    assert!(new.stderr.contains("regions/listed") && !new.stderr.contains("subnets/listed"), "{new}");
    program.execute(&["known", "update", "run"]).exited(0).prints("1 entries added");
    let text = read(&program, "suites/known/target.yaml");
    assert!(text.contains("baseline: false\n    reason: \"\""), "{text}");
    assert!(text.starts_with("# Reasons missing: 3 of 3."), "{text}");
    run(&program).exited(1);

    // What is mended may be taken out.
    server.behave(Behavior::good());
    run(&program).exited(0).prints("no longer seen");
    program.execute(&["known", "check", "run"]).exited(1).prints("NO LONGER SEEN");
    program.execute(&["known", "prune", "run"]).exited(0).prints("removed");
    assert!(!read(&program, "suites/known/target.yaml").contains("DescribeSubnets"));
}

#[test]
fn a_baseline_is_made_of_a_recorded_run_and_named_anywhere() {
    let server = Server::start(deviating());
    let program = program(&server);
    run(&program).exited(1);
    let made = ["known", "init", "--run", "run", "--file", "ci/baseline.yaml"];
    program.execute(&made).exited(0).prints("--known ci/baseline.yaml");
    run(&program).exited(1);
    let with = |arguments: &[&str]| program.execute(&[arguments, &["--known", "ci/baseline.yaml"]].concat());
    with(&["run", "--target", "target", "--out", "green"]).exited(0);
    with(&["run", "--target", "target", "--out", "none", "--failed", "run"])
        .exited(4)
        .prints("no selected scenario failed");
    // It is in the run's directory, so that the run is judged again as it was.
    program.execute(&["report", "green"]).exited(0);
    program.execute(&["report", "run", "--known", "ci/baseline.yaml"]).exited(0);
    with(&["known", "check", "green"]).exited(0).prints("ci/baseline.yaml: 2 of 2 entries of the baseline");
    program.execute(&["known", "update", "green", "--file", "ci/baseline.yaml"]).exited(0).prints("no new deviations");
    program.execute(&["run", "--target", "target", "--known", "ci/none.yaml"]).exited(3).prints("does not exist");
    program.execute(&["known", "init"]).exited(2).prints("--target");
    program.execute(&["known", "init", "--run", "suites"]).exited(3).prints("is not a run");
    let other = read(&program, "ci/baseline.yaml").replace("endpoint: target", "endpoint: other");
    fs::write(program.path("ci/baseline.yaml"), other).unwrap();
    with(&["run", "--target", "target", "--out", "other"]).exited(1).prints("does not apply to target");
}

#[test]
fn what_is_left_over_is_in_no_baseline() {
    let vpc = format!("about: A claim.\n{SOURCE}\nsteps:\n  - CreateVpc: {{ CidrBlock: 10.0.0.0/16 }}\n");
    let server = Server::start(Behavior::good().on("DeleteVpc", Misdeed::response(DONE)));
    let quick = "run_checks: { pages: false }\nwait_factor: 0.01\ntimeouts: { connect: 1s, attempt: 1s, call: 5s }";
    let program = Program::against(server.url()).profile(quick).scenario("vpc/made", &vpc);
    let begun = program.execute(&["known", "init", "--target", "target", "--quiet"]);
    begun.exited(6).prints("not deleted, and not covered by any entry");
    let text = read(&program, "suites/known/target.yaml");
    assert!(text.contains("A902") && !text.contains("A904"), "{text}");
}

#[test]
fn filters_that_people_think_in() {
    let server = Server::start(deviating());
    let program = program(&server);
    let listed = |filter: &str| -> Vec<String> {
        let finished = program.execute(&["list", filter]);
        finished.exited(0);
        finished.stdout.lines().filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect()
    };
    assert_eq!(listed("action:DescribeVpcs"), ["vpc/listed", "vpc/many"]);
    assert_eq!(listed("action:*Vpcs"), ["vpc/listed", "vpc/many"]);
    assert_eq!(listed("!action:DescribeVpcs"), ["regions/listed", "subnets/listed"]);
    program.run().exited(1);
    assert_eq!(listed("failed:run"), ["subnets/listed", "vpc/many"]);
    assert_eq!(listed("!failed:run"), ["regions/listed", "vpc/listed"]);
    let commands =
        [&["list"][..], &["lint"], &["plan", "--target", "target"], &["run", "--target", "target", "--out", "other"]];
    for command in commands {
        let with = |filter: &str| program.execute(&[command, &[filter]].concat());
        with("action:DescribeVpc").exited(4).prints("did you mean `action:DescribeVpcs`?");
        with("action:RunInstances").exited(4).prints("AWS's model has RunInstances, and no scenario calls it");
        with("actoin:DescribeVpcs").exited(2).prints("did you mean `action:DescribeVpcs`?").prints("`workflow:NAME`");
        with("flavor:red").exited(2).prints("unknown kind of filter").prints("`changed:REF`");
        with("failed:nowhere").exited(3).prints("nowhere");
    }
    program.execute(&["lint", "action:DescribeVpcs"]).exited(0).prints("2 scenarios and 0 fixtures");
}

#[test]
fn what_a_change_of_files_touched() {
    let git = |folder: &Path, arguments: &[&str]| {
        let identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).output();
        let done = done.expect("git is there, as it is wherever these files are");
        assert!(done.status.success(), "{done:?}");
    };
    let nobody = Nobody::home();
    let fixture = "about: A VPC.\nsteps:\n  - CreateVpc: { CidrBlock: 10.0.0.0/16 }\n    save: { vpc: Vpc.VpcId }\nexports: [vpc]\n";
    let using =
        format!("about: A claim.\n{SOURCE}\ngiven: [net]\nsteps:\n  - DescribeVpcs: {{ VpcIds: [\"${{vpc}}\"] }}\n");
    let program = Program::against(&nobody.url())
        .scenario("fixtures/net", fixture)
        .scenario("vpc/using", &using)
        .scenario("vpc/alone", &describing("DescribeVpcs", ""));
    let changed = |reference: &str| program.execute(&["list", &format!("changed:{reference}")]);
    changed("HEAD").exited(2).prints("git");
    let folder = program.path("");
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "--message", "first"]);
    changed("HEAD").exited(4).prints("no scenario, and no fixture");
    changed("nowhere").exited(2).prints("nowhere");
    changed("--output=x").exited(2).prints("is not a git revision");
    let program = program.scenario("fixtures/net", &fixture.replace("A VPC.", "One VPC."));
    program.execute(&["list", "changed:HEAD"]).exited(0).prints("vpc/using");
    let program = program.scenario("vpc/new", &describing("DescribeVpcs", ""));
    let listed = program.execute(&["list", "changed:HEAD"]);
    assert!(listed.stdout.contains("vpc/new") && !listed.stdout.contains("vpc/alone"), "{listed}");
    let planned = program.execute(&["plan", "--target", "target", "changed:HEAD"]);
    planned.exited(0).prints("2 scenarios would run");
}

#[test]
fn what_the_profile_excludes_is_reported_with_the_reason_and_not_in_the_score() {
    let server = Server::start(deviating());
    let exclude = "exclude:\n  - { select: 'subnets/*', reason: there are no subnets }\n  - { select: [action:DescribeRegions, area:vpcs], reason: one region }";
    let program = program(&server).profile(exclude);
    let planned = program.execute(&["plan", "--target", "target"]);
    planned.exited(0).prints("2 are excluded by the profile").prints("subnets/listed: there are no subnets");
    let finished = program.run();
    finished.exited(1).prints("Excluded by the profile").prints("there are no subnets");
    finished.prints("endpoints.yaml:").prints("no scenario matches `area:vpcs`; remove it");
    assert_eq!(verdict(&finished, "subnets/listed"), "excluded");
    assert_eq!(verdict(&finished, "regions/listed"), "excluded");
    let report = finished.report();
    assert_eq!(report["counts"]["excluded"], 2);
    assert_eq!(report["scores"][0]["overall"]["applicable"], 2, "{report:#}");
    assert!(finished.junit().contains("excluded: there are no subnets"), "{}", finished.junit());
    for name in ["report.md", "report.html"] {
        let text = fs::read_to_string(finished.path(name)).unwrap();
        assert!(text.contains("there are no subnets"), "{name}");
    }
    assert_eq!(server.count("DescribeSubnets"), 0);
    let only = program.execute(&["run", "--target", "target", "--out", "only", "subnets/*"]);
    only.exited(4).prints("excluded by the profile");
    program.execute(&["doctor", "--target", "target"]).prints("2 are excluded by the profile");
    let wrong = program.profile("exclude: [{ select: 'subnet:x', reason: r }]");
    wrong.execute(&["run", "--target", "target"]).exited(3).prints("unknown kind of filter").prints("endpoints.yaml:");
    let without = wrong.profile("exclude: [{ select: 'subnets/*' }]");
    without.execute(&["plan", "--target", "target"]).exited(3).prints("an exclusion must have a `reason`");
}

#[test]
fn the_program_alone_says_what_to_do_first() {
    let nobody = Nobody::home();
    let program = Program::against(&nobody.url());
    let result = program.execute(&[]);
    result.exited(0).prints("ec2-compat init").prints("target  (emulator, http://127.0.0.1:");
    result.prints("Next: ec2-compat doctor --target target");
    fs::remove_file(program.path("endpoints.yaml")).unwrap();
    program.execute(&[]).exited(0).prints("There is no endpoints.yaml yet. Start with: ec2-compat init");
    fs::write(program.path("endpoints.yaml"), "endpoints: 7\n").unwrap();
    program.execute(&[]).exited(0).prints("endpoints.yaml has errors").prints("must be a mapping");
}

#[test]
fn what_is_suggested_names_the_files_that_were_typed() {
    let nobody = Nobody::home();
    let program = Program::against(&nobody.url()).scenario(
        "vpc/listed",
        "about: Networks are listed.\nsource: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html\n\
         steps:\n  - DescribeVpcs: {}\n",
    );
    let file = "my clouds.yaml";
    fs::rename(program.path("endpoints.yaml"), program.path(file)).unwrap();
    let typed = ["--endpoints", file];
    let ask = |words: &[&str]| program.execute(&[words, &typed[..]].concat());
    let alone = ask(&[]);
    alone.exited(0).prints("ec2-compat init 'my clouds.yaml'").prints("run --endpoints 'my clouds.yaml' --target NAME");
    alone.prints("Next: ec2-compat doctor --endpoints 'my clouds.yaml' --target target");
    let unreached = "run `ec2-compat doctor --endpoints 'my clouds.yaml' --target target`";
    ask(&["run", "--target", "target"]).exited(3).prints(unreached);
    program
        .execute(&["run", "--target", "target", "--endpoints", "other one.yaml"])
        .exited(3)
        .prints("`ec2-compat init 'other one.yaml'` writes one");
    let made = program.execute(&["new", "vpc/made", "--action", "CreateVpc", "--suites", "my suites"]);
    made.exited(0).prints("ec2-compat lint --suites 'my suites'");
    // What a variable names needs no option.
    let program = program.environment("EC2_COMPAT_ENDPOINTS", file);
    program.execute(&[]).exited(0).prints("Next: ec2-compat doctor --target target");
}

#[test]
fn a_scenario_is_run_again_with_the_files_that_were_typed() {
    let server = Server::start(Behavior::good());
    let program = Program::against(server.url()).scenario(
        "vpc/wrong",
        "about: It is wrong.\nsource: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html\nsteps:\n  \
         - CreateVpc: { CidrBlock: 10.1.0.0/16 }\n    expect:\n      - Vpc.State: lost\n",
    );
    fs::rename(program.path("endpoints.yaml"), program.path("mine.yaml")).unwrap();
    let result = program.execute(&[
        "run",
        "--target",
        "target",
        "--endpoints",
        "mine.yaml",
        "--out",
        "run",
        "--verbose",
        "vpc/wrong",
    ]);
    result.exited(1).prints("ec2-compat run --endpoints mine.yaml --target target vpc/wrong");
    assert!(read(&program, "run/junit.xml").contains("ec2-compat run --endpoints mine.yaml --target target vpc/wrong"));
}

fn listing(action: &str, inner: &str) -> Misdeed {
    Misdeed::response(&format!(
        "<{action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>{inner}</{action}Response>"
    ))
}

/// An endpoint with two images, a zone and a type.
fn furnished() -> Behavior {
    let image = |id: &str, name: &str| {
        format!(
            "<item><imageId>{id}</imageId><imageState>available</imageState><architecture>x86_64</architecture>\
             <imageType>machine</imageType><name>{name}</name><rootDeviceType>ebs</rootDeviceType></item>"
        )
    };
    let images = format!("<imagesSet>{}{}</imagesSet>", image("ami-2", "windows"), image("ami-1", "cirros-0.6"));
    let zone = "<availabilityZoneInfo><item><zoneName>north-1</zoneName><zoneState>available</zoneState></item></availabilityZoneInfo>";
    let kind = "<instanceTypeSet><item><instanceType>m1.tiny</instanceType><memoryInfo><sizeInMiB>512</sizeInMiB></memoryInfo></item></instanceTypeSet>";
    Behavior::good()
        .on("DescribeImages", listing("DescribeImages", &images))
        .on("DescribeAvailabilityZones", listing("DescribeAvailabilityZones", zone))
        .on("DescribeInstanceTypes", listing("DescribeInstanceTypes", kind))
}

#[test]
fn init_describes_an_endpoint_and_fills_in_what_it_has() {
    let server = Server::start(furnished());
    let program = Program::against(server.url()).environment("A_KEY", "a").environment("A_SECRET", "b");
    let url = server.url();
    let stated = [
        "init",
        "mine.yaml",
        "--url",
        url,
        "--access-key-var",
        "A_KEY",
        "--secret-key-var",
        "A_SECRET",
        "--name",
        "lab",
    ];
    let done = program.execute(&stated);
    done.exited(0)
        .prints("found      image: ami-1 (cirros-0.6, 1 of 2 images)")
        .prints("Next: ec2-compat doctor --endpoints mine.yaml --target lab");
    let text = read(&program, "mine.yaml");
    for line in
        ["      image: ami-1 # cirros-0.6, 1 of 2 images", "      zone: north-1 # 1 of 1 zones", "    kind: emulator"]
    {
        assert!(text.lines().any(|one| one == line), "{line}\n{text}");
    }
    program.execute(&["doctor", "--target", "lab", "--endpoints", "mine.yaml"]).exited(0);
    program.execute(&stated).exited(3).prints("already exists");
    let offline = ["init", "off.yaml", "--kind", "cloud", "--url", "https://cloud.example.org:8788/", "--offline"];
    program.execute(&offline).exited(0).prints("`ec2-compat doctor --endpoints off.yaml --target cloud --fix`");
    program.execute(&["plan", "--target", "cloud", "--endpoints", "off.yaml"]).exited(4);
    program.execute(&["init", "bad.yaml", "--url", "cloud.example.org", "--offline"]).exited(2).prints("https://");
    assert!(!program.path("bad.yaml").exists());
    // Without a terminal and options, the commented example.
    let example = program.execute(&["init", "example.yaml"]);
    example.exited(0).prints("ec2-compat doctor --endpoints example.yaml --target NAME");
    assert!(read(&program, "example.yaml").contains("openstack:"));
}

#[test]
fn doctor_writes_facts_that_are_missing_or_wrong() {
    let server = Server::start(furnished());
    let program = Program::against(server.url()).profile("facts:\n  image: ami-9 # mine\n  zone: south-1");
    let seen = program.execute(&["doctor", "--target", "target"]);
    seen.prints("To write them: ec2-compat doctor --target target --fix").prints("would run");
    let json = program.execute(&["doctor", "--target", "target", "--json"]);
    assert!(serde_json::from_str::<Value>(&json.stdout).is_ok(), "{json}");
    let before = read(&program, "endpoints.yaml");
    program.execute(&["doctor", "--target", "target", "--fix"]).prints("Written into").prints("image: ami-1");
    let after = read(&program, "endpoints.yaml");
    assert_ne!(before, after);
    for line in
        ["      image: ami-1 # mine", "      zone: north-1", "      instance_type: m1.tiny", "      image.ebs: true"]
    {
        assert!(after.lines().any(|one| one == line), "{line}\n{after}");
    }
    let again = program.execute(&["doctor", "--target", "target", "--fix"]);
    assert!(!again.stdout.contains("written:"), "{again}");
    assert_eq!(read(&program, "endpoints.yaml"), after);
}

/// What is typed wrong, what is said, and what to do about it.
#[test]
fn messages_on_the_way_say_what_to_do() {
    let server = Server::start(Behavior::good());
    let nobody = Nobody::home();
    let program = program(&server);
    let ask = |arguments: &[&str]| -> Finished { program.execute(arguments) };
    ask(&["run", "--target", "targt"]).exited(3).prints("did you mean `target`?").prints("endpoints.yaml");
    ask(&["run", "--target", "target", "--endpoints", "no.yaml"]).exited(3).prints("ec2-compat init");
    ask(&["run"]).exited(2).prints("--target");
    ask(&["run", "--target", "target", "--fial-on", "breaking"]).exited(2).prints("--fail-on");
    ask(&["docter"]).exited(2).prints("doctor");
    ask(&["report", "suites"]).exited(3).prints("is not a run").prints("ec2-compat run");
    ask(&["report", "nowhere"]).exited(3).prints("nowhere");
    let gone = Program::against(&nobody.url()).scenario("vpc/listed", &describing("DescribeVpcs", ""));
    gone.run().exited(3).prints("127.0.0.1").prints("doctor");
    let unnamed = Program::against(server.url()).scenario("vpc/listed", &describing("DescribeVpcs", ""));
    let text = read(&unnamed, "endpoints.yaml")
        .replace("{ file: credentials }", "{ env_vars: { access_key: NO_KEY, secret_key: NO_SECRET } }");
    fs::write(unnamed.path("endpoints.yaml"), text).unwrap();
    unnamed.run().exited(3).prints("NO_KEY").prints("export");
}
