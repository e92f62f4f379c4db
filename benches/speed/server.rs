//! An endpoint that responds to every request with the same two key pairs, after a while. It runs as a process of its own,
//! so that what it costs is not taken for ours.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How many requests were received, over all connections.
static REQUESTS: AtomicUsize = AtomicUsize::new(0);

/// The argument that makes this program serve.
pub const COMMAND: &str = "serve";

/// The body of every response, but for the id of the request.
const BODY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<DescribeKeyPairsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">
    <requestId>{request}</requestId>
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

/// The body of the response to the request of this number: each has an id of its own, as on AWS.
pub fn body(request: usize) -> String {
    BODY.replace("{request}", &format!("59dbff89-35bd-4eac-99ed-{request:012x}"))
}

/// The server's process; it ends when this is dropped.
pub struct Server {
    process: Child,
    url: String,
}

impl Server {
    /// Starts one that takes this long to respond.
    pub fn start(delay: Duration) -> Self {
        Server::run(&[COMMAND, &delay.as_millis().to_string()])
    }

    /// Starts this program with these arguments, by which it serves.
    pub fn run(arguments: &[&str]) -> Self {
        let this = std::env::current_exe().expect("this program has a path");
        let mut process = Command::new(this)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program can be started again");
        let mut url = String::new();
        let said = process.stdout.take().expect("its output is piped");
        BufReader::new(said).read_line(&mut url).expect("it says where it is");
        Server { process, url: url.trim().to_owned() }
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
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
    end_with_input();
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    println!("http://{}", listener.local_addr().expect("a bound listener has an address"));
    for stream in listener.incoming().flatten() {
        std::thread::spawn(move || connection(stream, delay));
    }
}

fn connection(stream: TcpStream, delay: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while message(&mut stream)?.is_some() {
        let body = body(REQUESTS.fetch_add(1, Ordering::Relaxed));
        let response =
            format!("HTTP/1.1 200 \r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        std::thread::sleep(delay);
        stream.get_mut().write_all(response.as_bytes())?;
    }
    Ok(())
}

/// Ends this program when its standard input ends.
pub fn end_with_input() {
    std::thread::spawn(|| {
        // Whatever comes of reading, there is nobody left to serve.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
}

/// Reads a request or a response, head and body as they are; nothing where the connection ended.
pub fn message(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<Vec<u8>>> {
    let (mut whole, mut length) = (Vec::new(), 0);
    loop {
        let begin = whole.len();
        if stream.read_until(b'\n', &mut whole)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&whole[begin..]);
        if line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
    }
    let head = whole.len();
    whole.resize(head + length, 0);
    stream.read_exact(&mut whole[head..])?;
    Ok(Some(whole))
}
