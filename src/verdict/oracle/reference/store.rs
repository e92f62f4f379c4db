//! Compressed transcripts that wait for the other side.

use std::collections::HashMap;

use record::{EndpointHead, RunHead, Subject, Transcript};

/// The compression level: zstd's fastest but for the negative ones.
const LEVEL: i32 = 1;

/// A recorded run as the reference of others: its transcripts by scenario, as compressed JSON.
///
/// Takes about as much memory as the recorded run on disk: 1 to 2 kB per scenario of ten calls.
#[derive(Debug)]
pub struct References {
    head: RunHead,
    packed: HashMap<Subject, Packed>,
}

/// A transcript as compressed JSON.
#[derive(Debug)]
pub(crate) struct Packed {
    frame: Vec<u8>,
    length: usize,
}

impl References {
    /// Takes the transcripts of a recorded run's target; those of its reference are dropped.
    ///
    /// # Errors
    /// The first one among the transcripts.
    pub fn recorded<E>(head: RunHead, transcripts: impl IntoIterator<Item = Result<Transcript, E>>) -> Result<Self, E> {
        let mut packed = HashMap::new();
        for transcript in transcripts {
            let transcript = transcript?;
            if head.endpoints.first().is_some_and(|endpoint| endpoint.name == transcript.key.endpoint) {
                packed.insert(transcript.key.scenario.clone(), Packed::new(&transcript));
            }
        }
        Ok(References { head, packed })
    }

    /// The head of the recorded run.
    pub fn head(&self) -> &RunHead {
        &self.head
    }

    /// The recorded run's target.
    pub fn endpoint(&self) -> Option<&EndpointHead> {
        self.head.endpoints.first()
    }

    /// The size of the compressed transcripts in bytes.
    pub fn size(&self) -> usize {
        self.packed.values().map(|packed| packed.frame.len()).sum()
    }

    /// The transcript of a scenario, decompressed.
    pub fn transcript(&self, scenario: &Subject) -> Option<Transcript> {
        self.packed.get(scenario).map(Packed::unpack)
    }
}

impl Packed {
    pub(crate) fn new(transcript: &Transcript) -> Self {
        let json = serde_json::to_vec(transcript).expect("a transcript has text keys alone");
        let frame = zstd::bulk::compress(&json, LEVEL).expect("memory can be compressed into memory");
        Packed { frame, length: json.len() }
    }

    pub(crate) fn unpack(&self) -> Transcript {
        let json = zstd::bulk::decompress(&self.frame, self.length).expect("`new` compressed the frame");
        serde_json::from_slice(&json).expect("`new` wrote the JSON")
    }
}
