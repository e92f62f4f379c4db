//! The log: what `EC2_COMPAT_LOG` selects, on standard error, without secrets.

use std::io::{self, Write};
use std::sync::LazyLock;

use contract::tables;
use parking_lot::RwLock;
use record::Redactor;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Knows what secrets look like; the endpoints' own are added when they are known.
static REDACTOR: LazyLock<RwLock<Redactor>> =
    LazyLock::new(|| RwLock::new(Redactor::new([], tables::secret_members())));

/// The variable that selects what is logged.
const VARIABLE: &str = "EC2_COMPAT_LOG";
/// What stands for all rooms in a directive: `ec2_compat=debug`.
const ALL: &str = "ec2_compat";
/// The rooms, each the root of the targets that it logs by.
const ROOMS: [&str; 11] = [
    "contract",
    "dispatch",
    "ec2_compat",
    "endpoint",
    "engine",
    "observe",
    "record",
    "report",
    "scenario",
    "session",
    "verdict",
];

/// Starts to log. Directives are those of `tracing_subscriber`: `debug`, `engine=trace`, `aws_smithy_runtime=debug`;
/// `ec2_compat=LEVEL` selects every room.
pub fn begin() {
    let directives = std::env::var(VARIABLE).unwrap_or_else(|_| "off".to_owned());
    let filter = EnvFilter::try_new(for_rooms(&directives)).unwrap_or_else(|error| {
        anstream::eprintln!("warning: {VARIABLE} is not used: {error}");
        EnvFilter::new("off")
    });
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Redacted).init();
}

/// The same directives, with those for all rooms said for each.
fn for_rooms(directives: &str) -> String {
    let for_each = |directive: &str| match directive.trim().strip_prefix(ALL) {
        Some(rest) if rest.is_empty() || rest.starts_with(['=', '[']) => {
            ROOMS.iter().map(|room| format!("{room}{rest}")).collect::<Vec<_>>().join(",")
        }
        _ => directive.to_owned(),
    };
    directives.split(',').map(for_each).collect::<Vec<_>>().join(",")
}

/// Takes the secrets that this one knows out of the log from now on.
pub fn redact_with(redactor: &Redactor) {
    *REDACTOR.write() = redactor.clone();
}

struct Redacted;

impl<'a> MakeWriter<'a> for Redacted {
    type Writer = Redacted;

    fn make_writer(&'a self) -> Redacted {
        Redacted
    }
}

impl Write for Redacted {
    /// Gets an event at a time, so no secret is cut in two.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let redactor = REDACTOR.read();
        let text = redactor.redact_text(&String::from_utf8_lossy(event)).into_owned();
        io::stderr().write_all(text.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_directive_stands_for_all_rooms() {
        assert_eq!(for_rooms("debug"), "debug");
        assert_eq!(for_rooms("aws_config=info, engine::step=trace"), "aws_config=info, engine::step=trace");
        let all = for_rooms("warn,ec2_compat=trace");
        assert!(all.starts_with("warn,") && all.contains("engine=trace") && all.contains("ec2_compat=trace"), "{all}");
        assert_eq!(for_rooms("ec2_compat").split(',').count(), ROOMS.len());
    }

    #[test]
    fn every_room_is_known() {
        let page = include_str!("../ARCHITECTURE.md");
        for room in page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | ")).map(|(room, _)| room) {
            let is_room =
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(room).join("lib.rs").exists();
            // These log nothing: they only read.
            assert!(!is_room || matches!(room, "located" | "builtin") || ROOMS.contains(&room), "{room}");
        }
    }
}
