//! Wall time of a whole run of the program over what no schedule can better.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use super::Measured;
use super::server::Server;
use super::workspace::Workspace;

const LIMIT: f64 = 1.15;
const SCENARIOS: u32 = 200;
const CALLS: u32 = 5;
const IN_FLIGHT: u32 = 16;
const DELAY: Duration = Duration::from_millis(50);

pub fn measure() -> Measured {
    let server = Server::start(DELAY);
    let workspace = Workspace::new(server.url());
    for n in 0..SCENARIOS {
        workspace.write(&format!("suites/waiting/scenario-{n}.yaml"), &scenario(n));
    }
    let begun = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_ec2-compat"))
        .args(["run", "--quiet", "--target", "local", "--endpoints"])
        .arg(workspace.path("endpoints.yaml"))
        .arg("--suites")
        .arg(workspace.path("suites"))
        .arg("--out")
        .arg(workspace.path("run"))
        .stdin(Stdio::null())
        .output()
        .expect("the program was built with this one");
    let wall = begun.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let bound = DELAY * SCENARIOS * CALLS / IN_FLIGHT;
    let details = json!({
        "wall_s": wall.as_secs_f64(),
        "lower_bound_s": bound.as_secs_f64(),
        "scenarios": SCENARIOS,
        "calls_each": CALLS,
        "in_flight": IN_FLIGHT,
        "server_ms": DELAY.as_millis(),
    });
    Measured { figure: wall.as_secs_f64() / bound.as_secs_f64(), limit: LIMIT, details }
}

fn scenario(n: u32) -> String {
    let step = "  - DescribeKeyPairs: {}\n    expect:\n      - length(KeyPairs): 2\n";
    format!(
        "about: Scenario {n} asks for the key pairs a few times.\n\
         source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html\n\
         steps:\n{}",
        step.repeat(CALLS as usize)
    )
}
