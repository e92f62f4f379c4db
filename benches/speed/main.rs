//! What we cost, against the limits that we set ourselves. `ci/bench` runs it; `ci/README.md` says what it measures.
//!
//! Prints one JSON object, a member for each measurement; exits with 1 when one is over its limit. Arguments choose
//! measurements; none: all.

mod clock;
mod judging;
mod lint;
mod overhead;
mod schedule;
mod server;
mod workspace;

use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Map, Value, json};

/// One measurement.
struct Measured {
    /// The figure that the limit is for.
    figure: f64,
    /// Its limit, in the same unit.
    limit: f64,
    /// What the figure was made from.
    details: Value,
}

type Measurement = (&'static str, fn() -> Measured);

const MEASUREMENTS: [Measurement; 5] = [
    ("call_overhead", overhead::measure),
    ("schedule", schedule::measure),
    ("lint", lint::measure),
    ("judging", judging::measure),
    ("judging_growth", judging::growth),
];

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [first, milliseconds] = &arguments[..]
        && first == server::COMMAND
    {
        server::serve(Duration::from_millis(milliseconds.parse().expect("milliseconds")));
        return ExitCode::SUCCESS;
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
            let Measured { figure, limit, details } = measure();
            let good = figure <= limit;
            all_good &= good;
            let round = |value: f64| (value * 1000.0).round() / 1000.0;
            report.insert(
                name.into(),
                json!({"figure": round(figure), "limit": limit, "good": good, "details": details}),
            );
        }
    }
    println!("{:#}", Value::Object(report));
    if all_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
