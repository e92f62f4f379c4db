//! A response as it is received, piece by piece, for whoever passes it on.

use bytes::Bytes;
use tokio::sync::mpsc;

/// How many pieces may wait to be passed on; then reading waits, too.
const PIECES: usize = 16;

/// A piece of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponsePiece {
    /// Status and headers: always the first piece.
    Head {
        /// The HTTP status code.
        status: u16,
        /// Header names in lower case, in the order received.
        headers: Vec<(String, String)>,
    },
    /// A part of the body, without transfer encoding.
    Data(Bytes),
}

/// Takes a response as it is received. The channel closes after the last piece, whether the response is complete or not: the
/// attempt has that.
#[derive(Debug, Clone)]
pub struct Relay(mpsc::Sender<ResponsePiece>);

impl Relay {
    /// A relay, and where its pieces come out.
    pub fn new() -> (Self, mpsc::Receiver<ResponsePiece>) {
        let (sender, receiver) = mpsc::channel(PIECES);
        (Relay(sender), receiver)
    }

    /// Passes a piece on. If nobody takes it any more, the response is read to its end all the same.
    pub async fn pass(&self, piece: ResponsePiece) {
        let _ = self.0.send(piece).await;
    }
}
