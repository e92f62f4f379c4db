//! Comparison with files that are kept.

use std::fs;

use crate::root::repository;

/// Asserts that the text is what the file holds (below the repository's root), or writes it there if EC2_COMPAT_UPDATE is set.
pub fn assert_file(path: &str, actual: &str) {
    let path = repository().join(path);
    if std::env::var_os("EC2_COMPAT_UPDATE").is_some() {
        fs::write(&path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected != actual {
        let diff = similar::TextDiff::from_lines(expected.as_str(), actual);
        panic!(
            "{} is not what is written now; EC2_COMPAT_UPDATE=1 renews it:\n{}",
            path.display(),
            diff.unified_diff().context_radius(2)
        );
    }
}
