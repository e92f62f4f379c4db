//! HTTP that clients speak, and what endpoints return.

use endpoint::ResponsePiece;
use record::RefusalCause;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Kept, exchange, head, host, open, short};

#[tokio::test]
async fn what_is_no_request_is_refused_with_a_clear_error() {
    let (kept, proxy) = open(short()).await;
    let host = host(&proxy);
    for (request, status, says) in [
        ("nonsense\r\n\r\n".to_owned(), 400, "not an HTTP request"),
        (
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 104857600\r\nExpect: 100-continue\r\n\r\n"),
            413,
            "8 MiB",
        ),
        (format!("GET /?Action=DescribeVpcs HTTP/1.0\r\nHost: {host}\r\n\r\n"), 403, "not signed"),
    ] {
        let response = exchange(&proxy, request.as_bytes()).await;
        assert!(
            response.starts_with(&format!("HTTP/1.1 {status}")) && response.contains(says),
            "{request}\n{response}"
        );
    }
    assert!(kept.calls.lock().is_empty());
    assert!(proxy.tally().refused.iter().any(|one| one.cause == RefusalCause::Malformed));
}

#[tokio::test]
async fn a_hundred_megabytes_are_read_dropped_and_refused() {
    let (_, proxy) = open(short()).await;
    let mut stream = TcpStream::connect(host(&proxy)).await.unwrap();
    let length = 100 * 1024 * 1024;
    stream.write_all(format!("POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n").as_bytes()).await.unwrap();
    let piece = vec![b'A'; 1024 * 1024];
    for _ in 0..100 {
        stream.write_all(&piece).await.unwrap();
    }
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");
}

#[tokio::test]
async fn connections_are_kept_many_at_once_and_all_end_with_the_proxy() {
    let (_, proxy) = open(short()).await;
    let request = "GET /?Action=DescribeVpcs HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut streams = Vec::new();
    for _ in 0..500 {
        streams.push(TcpStream::connect(host(&proxy)).await.unwrap());
    }
    let mut buffer = [0; 4096];
    for stream in &mut streams {
        for _ in 0..2 {
            stream.write_all(request.as_bytes()).await.unwrap();
            let count = stream.read(&mut buffer).await.unwrap();
            assert!(buffer[..count].starts_with(b"HTTP/1.1 403"), "the connection is kept");
        }
    }
    assert_eq!(proxy.tally().refused[0].count, 1000);
    drop(proxy);
    for mut stream in streams {
        assert!(matches!(stream.read(&mut buffer).await, Ok(0) | Err(_)), "the connection has ended");
    }
}

#[tokio::test]
async fn responses_are_passed_on_as_they_come_and_break_off_where_they_do() {
    let request = async |kept: Kept| {
        let (_, proxy) = open(kept).await;
        let signed = super::signatures::valid(&proxy);
        exchange(&proxy, signed.as_bytes()).await
    };
    let pieces =
        vec![head(503, &[("x-amzn-requestid", "1"), ("connection", "upgrade")]), ResponsePiece::Data("ab".into())];
    let chunked = request(Kept { pieces: pieces.clone(), ..Kept::default() }).await;
    assert!(chunked.starts_with("HTTP/1.1 503") && chunked.ends_with("2\r\nab\r\n0\r\n\r\n"), "{chunked}");
    assert!(chunked.contains("x-amzn-requestid: 1") && !chunked.contains("upgrade"), "{chunked}");
    let broken = request(Kept { pieces, breaks: true, ..Kept::default() }).await;
    assert!(broken.ends_with("2\r\nab\r\n"), "it has no end: {broken}");
    let none = request(Kept { breaks: true, ..Kept::default() }).await;
    assert!(none.starts_with("HTTP/1.1 502") && none.contains("the endpoint did not respond: it went away"), "{none}");
}

#[tokio::test]
async fn a_client_of_http_1_0_gets_a_response_that_ends_with_the_connection() {
    let pieces = vec![head(200, &[]), ResponsePiece::Data("ab".into()), ResponsePiece::Data("c".into())];
    let (kept, proxy) = open(Kept { pieces, ..Kept::default() }).await;
    let request = super::signatures::valid(&proxy).replacen("HTTP/1.1", "HTTP/1.0", 1);
    let response = exchange(&proxy, request.as_bytes()).await;
    assert!(response.contains(" 200 ") && response.ends_with("\r\n\r\nabc"), "not chunked: {response}");
    assert_eq!(kept.calls.lock().len(), 1);
}

#[tokio::test]
async fn a_compressed_body_is_refused_because_what_it_asks_for_cannot_be_recorded() {
    let (kept, proxy) = open(short()).await;
    let request = super::signatures::valid(&proxy).replacen("\r\n", "\r\nContent-Encoding: gzip\r\n", 1);
    let response = exchange(&proxy, request.as_bytes()).await;
    assert!(response.starts_with("HTTP/1.1 400") && response.contains("compressed (gzip)"), "{response}");
    assert!(kept.calls.lock().is_empty());
    assert_eq!(proxy.tally().refused[0].cause, RefusalCause::Malformed);
}

#[tokio::test]
async fn a_hundred_megabytes_in_chunks_are_read_dropped_and_refused() {
    let (kept, proxy) = open(short()).await;
    let mut stream = TcpStream::connect(host(&proxy)).await.unwrap();
    stream.write_all(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").await.unwrap();
    let mut chunk = format!("{:x}\r\n", 1024 * 1024).into_bytes();
    chunk.resize(chunk.len() + 1024 * 1024, b'A');
    chunk.extend_from_slice(b"\r\n");
    for _ in 0..100 {
        stream.write_all(&chunk).await.unwrap();
    }
    stream.write_all(b"0\r\n\r\n").await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");
    assert!(kept.calls.lock().is_empty());
}
