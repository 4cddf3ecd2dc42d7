//! A server that does what a test tells it, and remembers what it was asked.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server says to a request.
pub(crate) struct Said {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Said {
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::ok("")
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// What each request began with: its path and its head.
pub(crate) type Asked = Arc<Mutex<Vec<(String, String)>>>;

/// Starts it; `says` is asked for every request, with its path, its head, and how often this path was asked before.
pub(crate) async fn start(
    says: impl Fn(&str, &str, usize) -> Said + Send + Sync + 'static,
) -> (SocketAddr, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Asked::default();
    let (says, noted) = (Arc::new(says), Arc::clone(&asked));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (says, noted) = (Arc::clone(&says), Arc::clone(&noted));
            tokio::spawn(async move { talk(stream, &*says, &noted).await });
        }
    });
    (address, asked)
}

async fn talk(mut stream: TcpStream, says: &(impl Fn(&str, &str, usize) -> Said + Sync), asked: &Asked) {
    let mut heard = Vec::new();
    loop {
        while let Some(end) = heard.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8(heard.drain(..end + 4).collect()).unwrap();
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let before = asked.lock().iter().filter(|(other, _)| *other == path).count();
            asked.lock().push((path.clone(), head.clone()));
            let said = says(&path, &head, before);
            let mut answer = format!(
                "HTTP/1.1 {} X\r\ncontent-length: {}\r\n",
                said.status,
                said.body.len()
            );
            for (name, value) in &said.headers {
                write!(answer, "{name}: {value}\r\n").unwrap();
            }
            answer.push_str("\r\n");
            let mut bytes = answer.into_bytes();
            bytes.extend(said.body);
            if stream.write_all(&bytes).await.is_err() {
                return;
            }
        }
        match stream.read_buf(&mut heard).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
