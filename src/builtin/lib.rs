//! What the program carries, so that it works in any folder: the suites with their fixtures, known deviations, schemas and
//! guides, as they were when it was built.
//!
//! ```
//! let files = builtin::files();
//! assert!(files.contains_key("suite.yaml") && files.contains_key("schema.json"));
//! let suite = scenario::Suite::load(builtin::suites(), contract::Contract::embedded());
//! assert!(suite.is_ok());
//! ```

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;
use scenario::{CarriedFiles, SuiteRoot};

/// Written by `build.rs`: of each file its path and its text, each ended by a NUL.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/suites.gz"));

static FILES: LazyLock<CarriedFiles> = LazyLock::new(|| {
    let mut text = String::new();
    GzDecoder::new(PACKED).read_to_string(&mut text).expect("build.rs compressed text");
    let mut parts = text.split_terminator('\0').map(str::to_owned);
    std::iter::from_fn(|| Some((parts.next()?, parts.next()?))).collect()
});

/// Every file below `suites/`, by its path there. Unpacked at first use.
pub fn files() -> &'static CarriedFiles {
    &FILES
}

/// The suites that the program carries.
pub fn suites() -> SuiteRoot {
    SuiteRoot::carried(files())
}
