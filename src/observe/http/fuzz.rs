//! Whatever a client sends, reading it ends with requests or a refusal, the same in however many pieces it is received.

use bolero::check;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::{Incoming, ReadError, Reader};

/// All requests on a connection, and the status of the refusal that ends it; absent where the client ends it.
async fn requests(stream: impl AsyncRead + Unpin) -> (Vec<Incoming>, Option<u16>) {
    let mut reader = Reader::new(stream);
    let mut read = Vec::new();
    loop {
        let request = match reader.head().await {
            Ok(head) => reader.body(head).await,
            Err(error) => Err(error),
        };
        match request {
            Ok(request) => read.push(request),
            Err(ReadError::Refused(status, _)) => return (read, Some(status)),
            Err(ReadError::Closed) => return (read, None),
        }
    }
}

#[test]
fn http_requests() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    check!(name = "http_requests").for_each(|bytes: &[u8]| {
        // The first byte chooses where what is sent is divided.
        let (at, sent) = bytes.split_first().map_or((0, bytes), |(first, rest)| (usize::from(*first), rest));
        let (first, second) = sent.split_at(at.min(sent.len()));
        let (read, refused) = runtime.block_on(requests(sent));
        assert_eq!(runtime.block_on(requests(first.chain(second))), (read.clone(), refused));
        assert!(refused.is_none_or(|status| matches!(status, 400 | 413 | 431)), "{refused:?}");
        for request in read {
            assert!(request.body.len() <= sent.len());
            assert!(request.headers.iter().all(|(name, _)| *name == name.to_lowercase()), "{request:?}");
            assert!(request.target.ends_with(request.query()) && request.target.starts_with(request.path()));
        }
    });
}
