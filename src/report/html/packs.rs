//! Data that the page decompresses on demand: JSON, gzip, base64, in elements that no browser executes.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::mem;

use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderWriter;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

/// Bytes of JSON at which a pack is closed: similar responses compress well together, and a browser decompresses this
/// in a few milliseconds.
const FULL: usize = 256 << 10;

/// Writes packs as they fill; one pack at a time is in memory.
pub(crate) struct Packs<'o> {
    out: &'o mut dyn Write,
    /// The JSON object of the open pack, without its closing brace.
    open: Vec<u8>,
    number: usize,
    places: BTreeMap<String, usize>,
}

impl<'o> Packs<'o> {
    pub(crate) fn new(out: &'o mut dyn Write) -> Self {
        Packs { out, open: Vec::new(), number: 0, places: BTreeMap::new() }
    }

    /// Adds a value under a key, unless the key exists.
    pub(crate) fn add(&mut self, key: String, value: &impl Serialize) -> io::Result<()> {
        if self.places.contains_key(&key) {
            return Ok(());
        }
        self.open.push(if self.open.is_empty() { b'{' } else { b',' });
        serde_json::to_writer(&mut self.open, &key)?;
        self.open.push(b':');
        serde_json::to_writer(&mut self.open, value)?;
        self.places.insert(key, self.number);
        if self.open.len() >= FULL { self.close() } else { Ok(()) }
    }

    /// Closes the last pack; returns the number of the pack of each key.
    pub(crate) fn finish(mut self) -> io::Result<BTreeMap<String, usize>> {
        if !self.open.is_empty() {
            self.close()?;
        }
        Ok(self.places)
    }

    fn close(&mut self) -> io::Result<()> {
        self.open.push(b'}');
        write!(self.out, "<script type=\"text/plain\" id=\"pack-{}\">", self.number)?;
        let base64 = EncoderWriter::new(&mut *self.out, &STANDARD);
        let mut gzip = GzEncoder::new(base64, Compression::fast());
        gzip.write_all(&self.open)?;
        gzip.finish()?.finish()?;
        self.out.write_all(b"</script>\n")?;
        self.number += 1;
        mem::take(&mut self.open);
        Ok(())
    }
}
