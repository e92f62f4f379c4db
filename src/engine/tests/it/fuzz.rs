//! Whatever a journal holds, reading it ends with what may be left, or an error.

use bolero::check;
use engine::Sweep;

#[test]
fn journals() {
    let folder = tempfile::tempdir().unwrap();
    check!(name = "journals").for_each(|text: &[u8]| {
        std::fs::write(folder.path().join("journal.ndjson"), text).unwrap();
        if let Ok(sweep) = Sweep::read(folder.path()) {
            sweep.leftovers();
            sweep.endpoints();
        }
    });
}
