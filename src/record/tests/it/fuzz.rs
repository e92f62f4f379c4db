//! A secret never comes through, and whatever a run's files hold, reading them ends.

use std::fs;
use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bolero::check;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use record::{Redactor, Secret, TranscriptReader};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

#[test]
fn redaction() {
    let redactor = Redactor::new([Secret::hidden(SECRET)], ["KeyMaterial"]);
    let planted = [
        SECRET.to_owned(),
        utf8_percent_encode(SECRET, NON_ALPHANUMERIC).to_string(),
        STANDARD.encode(SECRET),
        serde_json::to_string(SECRET).unwrap(),
    ];
    check!(name = "redaction").with_type::<(Vec<u8>, Vec<u8>, u8)>().for_each(|(before, after, which)| {
        let secret = &planted[usize::from(*which) % planted.len()];
        let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
        let text = format!("{before} {secret} {after}");
        assert!(!redactor.redact_text(&text).contains(secret), "{text}");
        let bytes = redactor.redact_bytes(text.as_bytes()).expect("there is a secret in it");
        assert!(!String::from_utf8_lossy(&bytes).contains(secret), "{text}");
        let mut value = serde_json::json!({ "a": [&text], &*text: 1 });
        redactor.redact_value(&mut value);
        assert!(!value.to_string().contains(secret), "{text}");
    });
}

#[test]
fn runs() {
    let folder = tempfile::tempdir().unwrap();
    let head = serde_json::to_string(&crate::run::head()).unwrap();
    check!(name = "runs").for_each(|bytes: &[u8]| {
        // The first byte chooses which file is hostile; the others are as they should be.
        let (which, rest) = bytes.split_first().map_or((0, bytes), |(first, rest)| (*first, rest));
        let packed = |text: &[u8]| {
            let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
            encoder.write_all(text).unwrap();
            encoder.finish().unwrap()
        };
        let (run, entries) = match which % 3 {
            0 => (rest.to_vec(), packed(b"")),
            1 => (head.clone().into_bytes(), packed(rest)),
            _ => (head.clone().into_bytes(), rest.to_vec()),
        };
        fs::write(folder.path().join("run.json"), run).unwrap();
        fs::write(folder.path().join("entries.ndjson.zst"), entries).unwrap();
        if let Ok(transcripts) = TranscriptReader::open(folder.path()) {
            assert!(transcripts.take(10_000).count() < 10_000);
        }
    });
}
