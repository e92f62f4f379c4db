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

/// Written by `build.rs`: a JSON object of texts by path.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/suites.json.gz"));

static FILES: LazyLock<CarriedFiles> = LazyLock::new(|| {
    let mut text = String::new();
    GzDecoder::new(PACKED).read_to_string(&mut text).expect("build.rs compressed text");
    serde_json::from_str(&text).expect("build.rs wrote an object of texts")
});

/// Every file below `suites/`, by its path there. Unpacked at first use.
pub fn files() -> &'static CarriedFiles {
    &FILES
}

/// The suites that the program carries.
pub fn suites() -> SuiteRoot {
    SuiteRoot::carried(files())
}
