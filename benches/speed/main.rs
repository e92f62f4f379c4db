//! What we cost, as a multiple of a floor that is measured in the same run: seconds do not travel from one machine to
//! another. `ci/bench` runs it; `README.md` has the figures.
//!
//! Prints one JSON object, a member for each measurement. Arguments choose measurements; none: all. With `--strict` it exits
//! with 1 when a limit is exceeded.

mod clock;
mod judging;
mod lint;
mod overhead;
mod proxy;
mod schedule;
mod server;
mod workspace;

use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Map, Value, json};

/// One measurement.
struct Measured {
    /// What the same work costs without us, in seconds.
    floor: f64,
    /// What it costs with us, in seconds.
    figure: f64,
    /// The most that the figure may be, as a multiple of the floor.
    limit: f64,
    /// What the figure was made from.
    details: Value,
}

type Measurement = (&'static str, fn() -> Measured);

const MEASUREMENTS: [Measurement; 6] = [
    ("call_overhead", overhead::measure),
    ("proxy", proxy::measure),
    ("schedule", schedule::measure),
    ("lint", lint::measure),
    ("judging", judging::measure),
    ("judging_growth", judging::growth),
];

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let mut arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let given = arguments.len();
    arguments.retain(|argument| argument != "--strict");
    let strict = arguments.len() < given;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [server::COMMAND, milliseconds] => {
            server::serve(Duration::from_millis(milliseconds.parse().expect("milliseconds")));
            return ExitCode::SUCCESS;
        }
        [proxy::PLAIN, url] => {
            proxy::plain(url);
            return ExitCode::SUCCESS;
        }
        [proxy::CLIENT, calls, at_once] => {
            proxy::client(calls.parse().expect("calls"), at_once.parse().expect("calls at once"));
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    if let Some(unknown) = arguments.iter().find(|name| MEASUREMENTS.iter().all(|(known, _)| known != name)) {
        let known: Vec<&str> = MEASUREMENTS.iter().map(|(name, _)| *name).collect();
        eprintln!("no measurement is named `{unknown}`; there are: {}", known.join(", "));
        return ExitCode::from(2);
    }
    let mut all_good = true;
    let mut report = Map::new();
    for (name, measure) in MEASUREMENTS {
        if arguments.is_empty() || arguments.iter().any(|argument| argument == name) {
            let Measured { floor, figure, limit, details } = measure();
            let ratio = figure / floor;
            let good = ratio <= limit;
            all_good &= good;
            let round = |value: f64, digits: i32| (value * 10_f64.powi(digits)).round() / 10_f64.powi(digits);
            let (floor, figure, ratio) = (round(floor, 6), round(figure, 6), round(ratio, 3));
            report.insert(
                name.into(),
                json!({"floor_s": floor, "figure_s": figure, "ratio": ratio, "limit": limit, "good": good, "details": details}),
            );
        }
    }
    println!("{:#}", Value::Object(report));
    if all_good || !strict { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The least of several measurements, in seconds: what else the machine does only adds to them.
fn least(measured: Vec<Duration>) -> f64 {
    measured.into_iter().min().unwrap_or_default().as_secs_f64()
}
