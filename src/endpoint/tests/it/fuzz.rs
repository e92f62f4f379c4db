//! Whatever an endpoints file holds, reading it ends with profiles or with errors.

use std::path::Path;
use std::sync::Arc;

use bolero::check;
use endpoint::Endpoints;
use located::{Source, Style};

#[test]
fn profiles() {
    check!(name = "profiles").for_each(|text: &[u8]| {
        let text = String::from_utf8_lossy(text).into_owned();
        let source = Arc::new(Source::new("endpoints.yaml", text));
        if let Err(found) = Endpoints::parse(source, Path::new(".")) {
            assert!(found.has_errors());
            found.render(Style::Plain);
        }
    });
}
