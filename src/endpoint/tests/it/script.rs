//! A server that sends given bytes and keeps what it receives.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

/// The server: one response a request, in order, the last one over and over.
pub struct Script {
    pub url: String,
    seen: Receiver<Vec<u8>>,
}

impl Script {
    pub fn new(responses: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (send, seen) = channel();
        std::thread::spawn(move || {
            let mut given = 0;
            for stream in listener.incoming() {
                let mut stream = BufReader::new(stream.expect("a connection"));
                while let Some(request) = read(&mut stream) {
                    let response = &responses[given.min(responses.len() - 1)];
                    given += 1;
                    // The test may be over, or have stopped waiting for this response.
                    if send.send(request).is_err() || stream.get_mut().write_all(response).is_err() {
                        break;
                    }
                }
            }
        });
        Script { url, seen }
    }

    /// One response of this status and body, for every request.
    pub fn saying(status: u16, body: &[u8]) -> Self {
        Self::new(vec![response(status, body)])
    }

    /// The requests so far, byte for byte.
    pub fn seen(&self) -> Vec<Vec<u8>> {
        self.seen.try_iter().collect()
    }
}

pub fn response(status: u16, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 {status} \r\nContent-Type: text/xml\r\nX-Odd: a\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn read(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let mut length = 0;
    loop {
        let start = request.len();
        if stream.read_until(b'\n', &mut request).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&request[start..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    request.extend(body);
    Some(request)
}
