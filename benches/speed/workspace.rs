//! A folder with what the program needs to run: a file of endpoints, and a suite.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The folder; it goes when this is dropped.
pub struct Workspace(TempDir);

impl Workspace {
    /// One whose only endpoint, `local`, is at this URL.
    pub fn new(url: &str) -> Self {
        let workspace = Workspace(tempfile::tempdir().expect("there is room for temporary files"));
        workspace.write(
            "endpoints.yaml",
            &format!(
                "endpoints:\n  local:\n    url: {url}\n    kind: emulator\n    region: test-1\n    \
                 credentials: {{ file: credentials }}\n    rate_limit: {{ in_flight: 16 }}\n"
            ),
        );
        workspace.write("credentials", "[default]\naws_access_key_id = testing\naws_secret_access_key = testing\n");
        workspace.write("suites/suite.yaml", "name: speed\nversion: 0.0.0\n");
        workspace
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a temporary folder can be written");
        std::fs::write(path, text).expect("a temporary folder can be written");
    }
}
