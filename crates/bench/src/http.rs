//! A client that costs next to nothing: HTTP/1.1 (RFC 9112) on one connection, one request at a time.
//!
//! It shares the machine with the server that it measures, so it understands only what those servers send:
//! answers with a `content-length`, never chunks, never pipelined.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection that is kept open.
pub(crate) struct Connection {
    stream: TcpStream,
    inbox: Vec<u8>,
}

/// An answer's status and body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)
            .await
            .with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            inbox: Vec::with_capacity(8 << 10),
        })
    }

    /// Sends a whole request and waits for its whole answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> anyhow::Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.inbox.clear();
        let (status, head, length) = loop {
            if self.stream.read_buf(&mut self.inbox).await? == 0 {
                bail!("the server closed the connection in the middle of an answer");
            }
            if let Some((status, head, length)) = measure(&self.inbox)? {
                match self.inbox.len().cmp(&(head + length)) {
                    std::cmp::Ordering::Less => {}
                    std::cmp::Ordering::Equal => break (status, head, length),
                    std::cmp::Ordering::Greater => bail!("the server sent more than one answer"),
                }
            }
        };
        let body = self.inbox.get(head..head + length).unwrap_or_default();
        Ok(Answer { status, body })
    }
}

/// A request's bytes.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut request = format!("{method} {path} HTTP/1.1\r\nhost: bench\r\n").into_bytes();
    for (name, value) in headers {
        request.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    request.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
    request.extend_from_slice(body);
    request
}

/// Status, length of the head and length of the body, as soon as the head is there.
fn measure(bytes: &[u8]) -> anyhow::Result<Option<(u16, usize, usize)>> {
    const END: &[u8] = b"\r\n\r\n";
    let Some(end) = bytes.windows(END.len()).position(|window| window == END) else {
        return Ok(None);
    };
    let head = bytes.get(..end).unwrap_or_default();
    let head = std::str::from_utf8(head).context("the head of an answer is not text")?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.strip_prefix("HTTP/1.1 "))
        .and_then(|line| line.get(..3))
        .and_then(|status| status.parse().ok())
        .context("an answer does not begin with `HTTP/1.1` and a status")?;
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .context("an answer has no `content-length`, which this client needs")?;
    Ok(Some((status, end + END.len(), length)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_answer_is_measured_by_its_head() {
        let check = |bytes: &str, expected: Option<(u16, usize, usize)>| {
            assert_eq!(measure(bytes.as_bytes()).unwrap(), expected, "{bytes}");
        };
        check("", None);
        check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", None);
        check("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", Some((200, 38, 2)));
        check(
            "HTTP/1.1 503 No\r\na: b\r\ncontent-length:0\r\n\r\nmore",
            Some((503, 43, 0)),
        );
    }

    #[test]
    fn what_this_client_cannot_measure_is_an_error_and_no_guess() {
        let check = |bytes: &str, expected: &str| {
            assert_eq!(measure(bytes.as_bytes()).unwrap_err().to_string(), expected);
        };
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        check(
            chunked,
            "an answer has no `content-length`, which this client needs",
        );
        check(
            "hello\r\n\r\n",
            "an answer does not begin with `HTTP/1.1` and a status",
        );
    }

    proptest! {
        #[test]
        fn bytes_of_any_kind_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            drop(measure(&bytes));
        }

        #[test]
        fn an_answer_that_comes_in_parts_is_measured_as_one(body in "[a-z]{0,40}", cut in 0_usize..90) {
            let whole = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            let expected = measure(whole.as_bytes()).unwrap();
            let part = whole.as_bytes().get(..cut).unwrap_or(whole.as_bytes());
            let measured = measure(part).unwrap();
            prop_assert!(measured.is_none() || measured == expected);
        }
    }
}
