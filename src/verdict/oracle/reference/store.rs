//! Transcripts that wait for their partner.

use std::collections::HashMap;

use record::{EndpointHead, RunHead, Transcript};

/// The level at which transcripts are packed: zstd's fastest ordinary one.
const LEVEL: i32 = 1;

/// A recorded run as the reference of others: its transcripts by scenario, as compressed JSON.
///
/// The memory that it takes is that of the run's record on disk, about: 1 to 2 kB a scenario of ten calls.
#[derive(Debug)]
pub struct References {
    head: RunHead,
    packed: HashMap<String, Packed>,
}

/// A transcript, packed.
#[derive(Debug)]
pub(crate) struct Packed {
    frame: Vec<u8>,
    length: usize,
}

impl References {
    /// Takes the transcripts of a recorded run: those of its target, where it had a reference of its own.
    ///
    /// # Errors
    /// Those of the transcripts.
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

    /// The run that was recorded.
    pub fn head(&self) -> &RunHead {
        &self.head
    }

    /// The endpoint that it was recorded from.
    pub fn endpoint(&self) -> Option<&EndpointHead> {
        self.head.endpoints.first()
    }

    /// The bytes that the transcripts take.
    pub fn size(&self) -> usize {
        self.packed.values().map(|packed| packed.frame.len()).sum()
    }

    /// What was seen of a scenario.
    pub fn transcript(&self, scenario: &str) -> Option<Transcript> {
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
        let json = zstd::bulk::decompress(&self.frame, self.length).expect("the frame is one that `new` made");
        serde_json::from_slice(&json).expect("the JSON is what `new` wrote")
    }
}
