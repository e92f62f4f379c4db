//! Whatever a file of known deviations holds, reading it ends with entries or with errors.

use std::path::PathBuf;
use std::sync::Arc;

use bolero::check;
use located::{Source, Style};
use verdict::KnownFile;

#[test]
fn known_deviations() {
    check!(name = "known_deviations").for_each(|text: &[u8]| {
        let text = String::from_utf8_lossy(text).into_owned();
        let source = Arc::new(Source::new("suites/known/fuzz.yaml", text));
        if let Err(found) = KnownFile::read(PathBuf::from("fuzz.yaml"), &source) {
            assert!(found.has_errors());
            found.render(Style::Plain);
        }
    });
}
