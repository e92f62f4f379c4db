//! The log: what `EC2_COMPAT_LOG` asks for, on standard error, without secrets.

use std::io::{self, Write};
use std::sync::{LazyLock, PoisonError, RwLock};

use contract::tables;
use record::Redactor;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Knows what secrets look like; the endpoints' own are added when they are known.
static REDACTOR: LazyLock<RwLock<Redactor>> =
    LazyLock::new(|| RwLock::new(Redactor::new([], tables::secret_members())));

/// Begins to log.
pub fn begin() {
    let filter = EnvFilter::try_from_env("EC2_COMPAT_LOG").unwrap_or_else(|_| EnvFilter::new("off"));
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Redacted).init();
}

/// Takes the secrets that this one knows out of the log from now on.
pub fn redact_with(redactor: &Redactor) {
    *REDACTOR.write().unwrap_or_else(PoisonError::into_inner) = redactor.clone();
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
        let redactor = REDACTOR.read().unwrap_or_else(PoisonError::into_inner);
        let text = redactor.redact_text(&String::from_utf8_lossy(event)).into_owned();
        io::stderr().write_all(text.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
