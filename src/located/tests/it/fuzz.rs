//! Whatever a file holds, reading it ends with a value or with errors that point into it.

use std::sync::Arc;

use bolero::check;
use located::{Source, Style, parse};

#[test]
fn yaml() {
    check!(name = "yaml").for_each(|text: &[u8]| {
        let text = String::from_utf8_lossy(text).into_owned();
        let source = Arc::new(Source::new("fuzz.yaml", text));
        if let Err(found) = parse(&source) {
            assert!(found.has_errors());
            assert!(found.render(Style::Plain).contains("fuzz.yaml"));
        }
    });
}
