//! An endpoint that answers every request with the same two key pairs, after a while. It runs as a process of its own,
//! so that what it costs is not taken for ours.

use std::io::{BufRead as _, Read as _};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The argument that makes this program serve.
pub const COMMAND: &str = "serve";

const BODY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
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
        std::io::BufReader::new(said).read_line(&mut url).expect("it says where it is");
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

/// Serves until standard input ends.
pub fn serve(delay: Duration) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    std::thread::spawn(|| {
        // Whatever comes of reading, there is nobody left to serve.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has free ports");
        println!("http://{}", listener.local_addr().expect("a bound listener has an address"));
        loop {
            if let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(connection(stream, delay));
            }
        }
    });
}

async fn connection(stream: TcpStream, delay: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let answer = format!("HTTP/1.1 200 \r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{BODY}", BODY.len());
    loop {
        let mut length = 0;
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
        }
        stream.read_exact(&mut vec![0; length]).await?;
        tokio::time::sleep(delay).await;
        stream.write_all(answer.as_bytes()).await?;
    }
}
