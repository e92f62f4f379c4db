//! CPU time that `ec2-compat observe` adds to a client's call, over that of a plain reverse proxy; and many calls in flight.

use std::io::{BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use super::Measured;
use super::clock::{Used, used_by, watch};
use super::overhead::with_keys;
use super::server::{Server, end_with_input, message};
use super::workspace::Workspace;

/// The arguments that make this program a client, and a plain proxy.
pub const CLIENT: &str = "client";
pub const PLAIN: &str = "plain-proxy";

/// How much CPU time a call may cost more than by the plain proxy, in seconds.
const LIMIT_S: f64 = 0.001;
/// A first part, which opens connections and is in both figures, and the calls that are measured.
const FIRST: u32 = 200;
const CALLS: u32 = 2000;
/// How many at once in the first measurement.
const LANES: u32 = 4;
const IN_FLIGHT: u32 = 200;
const DELAY: Duration = Duration::from_secs(1);

pub fn measure() -> Measured {
    let server = Server::start(Duration::ZERO);
    let plain = Server::run(&[PLAIN, server.url()]);
    let plain_s = per_call(|calls| {
        let before = used_by(plain.id()).expect("the proxy runs").cpu;
        client_alone(plain.url(), calls, LANES);
        used_by(plain.id()).expect("the proxy runs").cpu - before
    });
    let workspace = observed(server.url());
    let ours_s = per_call(|calls| observe(&workspace, calls, LANES).1.cpu);

    // All at once: nothing waits for another.
    let slow = Server::start(DELAY);
    let slow_plain = Server::run(&[PLAIN, slow.url()]);
    let plain_wall = client_alone(slow_plain.url(), IN_FLIGHT, IN_FLIGHT);
    let (ours_wall, used) = observe(&observed(slow.url()), IN_FLIGHT, IN_FLIGHT);
    let details = json!({
        "calls": CALLS,
        "lanes": LANES,
        "added_ms": (ours_s - plain_s) * 1000.0,
        "limit_ms": LIMIT_S * 1000.0,
        "in_flight": {
            "calls": IN_FLIGHT,
            "server_s": DELAY.as_secs_f64(),
            "plain_s": plain_wall.as_secs_f64(),
            "observed_s": ours_wall.as_secs_f64(),
            "peak_mib": used.peak_kib / 1024,
        },
    });
    Measured { floor: plain_s, figure: ours_s, limit: (plain_s + LIMIT_S) / plain_s, details }
}

/// The CPU time of a call, in seconds: of many calls without those of a few, so that what a run costs besides is in neither.
fn per_call(cpu: impl Fn(u32) -> Duration) -> f64 {
    let few = cpu(FIRST);
    let many = cpu(FIRST + CALLS);
    // The system counts in hundredths of a second.
    many.saturating_sub(few).max(Duration::from_millis(10)).as_secs_f64() / f64::from(CALLS)
}

fn observed(url: &str) -> Workspace {
    let workspace = Workspace::new(url);
    workspace.write(
        "endpoints.yaml",
        &format!(
            "endpoints:\n  local:\n    url: {url}\n    kind: emulator\n    region: test-1\n    \
             credentials: {{ file: credentials }}\n    rate_limit: {{ in_flight: {IN_FLIGHT} }}\n"
        ),
    );
    workspace
}

/// The client behind `ec2-compat observe`: the wall time of its calls, and what the program used.
fn observe(workspace: &Workspace, calls: u32, at_once: u32) -> (Duration, Used) {
    let out = workspace.path("run");
    let _ = std::fs::remove_dir_all(&out);
    let this = std::env::current_exe().expect("this program has a path");
    let mut program = Command::new(env!("CARGO_BIN_EXE_ec2-compat"))
        .args(["observe", "--quiet", "--fail-on", "breaking", "--target", "local", "--endpoints"])
        .arg(workspace.path("endpoints.yaml"))
        .arg("--suites")
        .arg(workspace.path("suites"))
        .arg("--out")
        .arg(&out)
        .arg("--")
        .arg(this)
        .args([CLIENT, &calls.to_string(), &at_once.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the program was built with this one");
    let mut said = program.stdout.take().expect("its output is piped");
    let reading = std::thread::spawn(move || {
        let mut text = String::new();
        said.read_to_string(&mut text).map(|_| text)
    });
    let (status, used) = watch(&mut program);
    let text = reading.join().expect("reading does not panic").expect("it prints text");
    assert!(status.success(), "{text}");
    (elapsed(&text), used)
}

/// The client by itself: the wall time of its calls.
fn client_alone(url: &str, calls: u32, at_once: u32) -> Duration {
    let this = std::env::current_exe().expect("this program has a path");
    let output = Command::new(this)
        .args([CLIENT, &calls.to_string(), &at_once.to_string()])
        .env("AWS_ENDPOINT_URL", url)
        .env("AWS_ACCESS_KEY_ID", "testing")
        .env("AWS_SECRET_ACCESS_KEY", "testing")
        .stdin(Stdio::null())
        .output()
        .expect("this program can be started again");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    elapsed(&String::from_utf8_lossy(&output.stdout))
}

fn elapsed(text: &str) -> Duration {
    let seconds = text.lines().find_map(|line| line.strip_prefix("elapsed_s ")?.parse().ok());
    Duration::from_secs_f64(seconds.unwrap_or_else(|| panic!("the client did not print its time:\n{text}")))
}

/// What the client does: so many calls, so many at once, by AWS's SDK.
pub fn client(calls: u32, at_once: u32) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let of_environment = |name: &str| std::env::var(name).expect("the environment of a client");
        let client = with_keys(
            &of_environment("AWS_ENDPOINT_URL"),
            &of_environment("AWS_ACCESS_KEY_ID"),
            &of_environment("AWS_SECRET_ACCESS_KEY"),
        );
        let left = Arc::new(AtomicU32::new(calls));
        let begun = Instant::now();
        let lanes: Vec<_> = (0..at_once)
            .map(|_| {
                let (client, left) = (client.clone(), left.clone());
                tokio::spawn(async move {
                    while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                        client.describe_key_pairs().send().await.expect("the server always responds");
                    }
                })
            })
            .collect();
        for lane in lanes {
            lane.await.expect("a lane does not panic");
        }
        println!("elapsed_s {}", begun.elapsed().as_secs_f64());
    });
}

/// A plain reverse proxy: a thread a connection, which passes on requests and responses as they are.
pub fn plain(url: &str) {
    end_with_input();
    let upstream = url.strip_prefix("http://").expect("a server of this program").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    println!("http://{}", listener.local_addr().expect("a bound listener has an address"));
    for stream in listener.incoming().flatten() {
        let upstream = upstream.clone();
        std::thread::spawn(move || passing(stream, &upstream));
    }
}

fn passing(stream: TcpStream, upstream: &str) -> std::io::Result<()> {
    let to = TcpStream::connect(upstream)?;
    stream.set_nodelay(true)?;
    to.set_nodelay(true)?;
    let (mut client, mut server) = (BufReader::new(stream), BufReader::new(to));
    loop {
        let Some(request) = message(&mut client)? else { return Ok(()) };
        server.get_mut().write_all(&request)?;
        let Some(response) = message(&mut server)? else { return Ok(()) };
        client.get_mut().write_all(&response)?;
        client.get_mut().flush()?;
    }
}
