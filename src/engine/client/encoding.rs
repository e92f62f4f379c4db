//! Compressed responses: a client gets them as they are, and the record has them decoded.

use std::io::Read;

use flate2::read::{GzDecoder, ZlibDecoder};
use record::Exchange;

/// Decodes the body of a response by its `Content-Encoding`, up to `limit` bytes. What cannot be decoded stays as it is.
pub(crate) fn decode(exchange: &mut Exchange, limit: usize) {
    let Some(response) = &mut exchange.response else { return };
    let encoding = response.header("content-encoding").map(str::to_lowercase);
    let body = response.body.0.clone();
    let decoded = match encoding.as_deref() {
        Some("gzip" | "x-gzip") => whole(GzDecoder::new(&body[..]), limit),
        Some("deflate") => whole(ZlibDecoder::new(&body[..]), limit),
        _ => None,
    };
    if let Some(decoded) = decoded {
        response.body = decoded.into();
    }
}

/// All that a decoder has, if it is no more than that and comes to its end.
fn whole(decoder: impl Read, limit: usize) -> Option<Vec<u8>> {
    let mut decoded = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    decoder.take(most).read_to_end(&mut decoded).ok()?;
    (decoded.len() <= limit).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use record::{Request, Response};

    use super::*;

    fn exchange(encoding: &str, body: Vec<u8>) -> Exchange {
        let headers = vec![("content-encoding".to_owned(), encoding.to_owned())];
        Exchange {
            at_ms: 0,
            elapsed_us: 0,
            request: Request { method: "GET".into(), url: "/".into(), headers: Vec::new(), body: Default::default() },
            response: Some(Response { status: 200, headers, body: body.into() }),
            failure: None,
        }
    }

    #[test]
    fn a_compressed_response_is_read_and_a_bomb_is_not() {
        let packed = |text: &[u8]| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(text).unwrap();
            encoder.finish().unwrap()
        };
        let read = |encoding: &str, body: Vec<u8>| {
            let mut exchange = exchange(encoding, body);
            decode(&mut exchange, 1000);
            exchange.response.unwrap().body.0
        };
        assert_eq!(&read("gzip", packed(b"<ok/>"))[..], b"<ok/>");
        assert_eq!(&read("GZIP", packed(b""))[..], b"");
        let bomb = packed(&vec![b'a'; 100_000]);
        assert_eq!(read("gzip", bomb.clone()), bomb);
        assert_eq!(&read("gzip", b"<ok/>".to_vec())[..], b"<ok/>", "an endpoint that does not do what it says");
        assert_eq!(&read("identity", b"<ok/>".to_vec())[..], b"<ok/>");
    }
}
