//! Wall time of a whole run of the program, over that of the same calls sent by the SDK alone.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use super::overhead::bare;
use super::server::Server;
use super::workspace::Workspace;
use super::{Measured, least};

const LIMIT: f64 = 1.05;
const SCENARIOS: u32 = 200;
const CALLS: u32 = 5;
const IN_FLIGHT: u32 = 16;
const DELAY: Duration = Duration::from_millis(50);
/// How often each is measured, in turn.
const ROUNDS: usize = 3;

pub fn measure() -> Measured {
    let server = Server::start(DELAY);
    let workspace = Workspace::new(server.url());
    for n in 0..SCENARIOS {
        workspace.write(&format!("suites/waiting/scenario-{n}.yaml"), &scenario(n));
    }
    let (mut alone, mut whole) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        alone.push(bare_chains(server.url()));
        whole.push(program(&workspace, round));
    }
    let bound = DELAY * SCENARIOS * CALLS / IN_FLIGHT;
    let details = json!({
        "lower_bound_s": bound.as_secs_f64(),
        "scenarios": SCENARIOS,
        "calls_each": CALLS,
        "in_flight": IN_FLIGHT,
        "server_ms": DELAY.as_millis(),
    });
    Measured { floor: least(alone), figure: least(whole), limit: LIMIT, details }
}

/// The same chains of calls, sent by the SDK alone: as many workers as requests may be in flight, each with its next chain.
fn bare_chains(url: &str) -> Duration {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let client = bare(url);
        let next = Arc::new(AtomicU32::new(0));
        let begun = Instant::now();
        let workers: Vec<_> = (0..IN_FLIGHT)
            .map(|_| {
                let (client, next) = (client.clone(), next.clone());
                tokio::spawn(async move {
                    while next.fetch_add(1, Ordering::Relaxed) < SCENARIOS {
                        for _ in 0..CALLS {
                            client.describe_key_pairs().send().await.expect("the server always responds");
                        }
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.await.expect("a worker does not panic");
        }
        begun.elapsed()
    })
}

/// A whole run of the program.
fn program(workspace: &Workspace, round: usize) -> Duration {
    let begun = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_ec2-compat"))
        .args(["run", "--quiet", "--target", "local", "--endpoints"])
        .arg(workspace.path("endpoints.yaml"))
        .arg("--suites")
        .arg(workspace.path("suites"))
        .arg("--out")
        .arg(workspace.path(&format!("run-{round}")))
        .stdin(Stdio::null())
        .output()
        .expect("the program was built with this one");
    let wall = begun.elapsed();
    assert!(output.status.success(), "{output:?}");
    wall
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
