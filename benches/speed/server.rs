//! An endpoint that answers every request with the same two key pairs, after a while. It runs as a process of its own,
//! so that what it costs is not taken for ours.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The argument that makes this program serve.
pub const COMMAND: &str = "serve";

/// What it answers.
pub const BODY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<DescribeKeyPairsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">
    <requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>
    <keySet>
        <item>
            <keyPairId>key-0123456789abcdef0</keyPairId>
            <keyName>first</keyName>
            <keyType>rsa</keyType>
            <keyFingerprint>1f:51:ae:28:bf:89:e9:d8:1f:25:5d:37:2d:7d:b8:ca:9f:f5:f1:6f</keyFingerprint>
            <createTime>2024-01-01T00:00:00.000Z</createTime>
            <tagSet><item><key>team</key><value>one</value></item></tagSet>
        </item>
        <item>
            <keyPairId>key-0123456789abcdef1</keyPairId>
            <keyName>second</keyName>
            <keyType>ed25519</keyType>
            <keyFingerprint>p5OfDzT9HCbhfKcVSgAaFzRvzwZuN4qAJVHxfnDfVxA=</keyFingerprint>
            <createTime>2024-01-01T00:00:00.000Z</createTime>
            <tagSet/>
        </item>
    </keySet>
</DescribeKeyPairsResponse>";

/// The server's process; it ends when this is dropped.
pub struct Server {
    process: Child,
    url: String,
}

impl Server {
    /// Starts one that takes this long to answer.
    pub fn start(delay: Duration) -> Self {
        let this = std::env::current_exe().expect("this program has a path");
        let mut process = Command::new(this)
            .args([COMMAND, &delay.as_millis().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program can be started again");
        let mut url = String::new();
        let said = process.stdout.take().expect("its output is piped");
        BufReader::new(said).read_line(&mut url).expect("it says where it is");
        Server { process, url: url.trim().to_owned() }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends at the end of its input.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Serves until standard input ends: a thread a connection, because the kernel's sleep is to the point where tokio's is
/// to the next millisecond.
pub fn serve(delay: Duration) {
    std::thread::spawn(|| {
        // Whatever comes of reading, there is nobody left to serve.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    println!("http://{}", listener.local_addr().expect("a bound listener has an address"));
    for stream in listener.incoming().flatten() {
        std::thread::spawn(move || connection(stream, delay));
    }
}

fn connection(stream: TcpStream, delay: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let answer = format!("HTTP/1.1 200 \r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{BODY}", BODY.len());
    loop {
        let mut length = 0;
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            if stream.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
        }
        stream.read_exact(&mut vec![0; length])?;
        std::thread::sleep(delay);
        stream.get_mut().write_all(answer.as_bytes())?;
    }
}
