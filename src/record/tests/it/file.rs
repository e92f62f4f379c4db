//! Files that appear whole or not at all.

use std::fs;
use std::io;

use record::write_atomically;

#[test]
fn a_file_is_replaced_only_when_it_is_complete() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    write_atomically(&path, |out| out.write_all(b"first")).unwrap();
    let failed: io::Result<()> = write_atomically(&path, |out| {
        out.write_all(b"half")?;
        Err(io::Error::other("no more"))
    });
    assert_eq!(failed.unwrap_err().to_string(), "no more");
    assert_eq!(fs::read(&path).unwrap(), b"first");
    write_atomically(&path, |out| out.write_all(b"second")).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"second");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
}

#[test]
fn a_path_without_a_file_name_is_an_error() {
    let error = write_atomically(std::path::Path::new("/"), |_| Ok::<(), io::Error>(())).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
}
