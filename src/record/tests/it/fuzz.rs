//! A secret never comes through, and whatever a run's files hold, reading them ends.

use std::fs;
use std::io::Write as _;
use std::panic::AssertUnwindSafe;

use bolero::check;
use record::{Redactor, Secret, TranscriptReader};

use crate::encodings::{SECRETS, base64_of_all, encodings};

/// What a text contains, and a part of it that must not be left.
fn planted(before: &[u8], after: &[u8], which: u8) -> (Vec<u8>, String) {
    let (which, secret) = (usize::from(which) / SECRETS.len(), SECRETS[usize::from(which) % SECRETS.len()]);
    let encodings = encodings(secret);
    match encodings.get(which % (encodings.len() + 2)) {
        Some((_, encoding)) => {
            let left = encoding[4..encoding.len() - 4].to_owned();
            ([before, encoding.as_bytes(), after].concat(), left)
        }
        None => {
            let (encoded, left) = base64_of_all(before, secret, after, which % 2 == 1);
            (encoded.into_bytes(), left)
        }
    }
}

#[test]
fn redaction() {
    // Whatever an input does to it, it redacts the next one as it should.
    let redactor = AssertUnwindSafe(Redactor::new(SECRETS.map(Secret::hidden), ["KeyMaterial"]));
    check!(name = "redaction").with_type::<(Vec<u8>, Vec<u8>, u8)>().for_each(|(before, after, which)| {
        let redactor = &redactor;
        let (bytes, left) = planted(before, after, *which);
        let redacted = redactor.redact_bytes(&bytes).expect("there is a secret in it");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!String::from_utf8_lossy(&redacted).contains(&left), "{text}");
        assert!(!redactor.redact_text(&text).contains(&left), "{text}");
        let mut value = serde_json::json!({ "a": [&text], &*text: 1 });
        redactor.redact_value(&mut value);
        for (key, value) in value.as_object().unwrap() {
            assert!(!key.contains(&left) && !value[0].as_str().unwrap_or("").contains(&left), "{text}");
        }
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
