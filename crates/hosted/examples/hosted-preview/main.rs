//! Shows every hosted page, filled with the people of an invented bookshop, on this machine alone:
//! `cargo run -p hosted --example hosted-preview`, or with the address to listen on, such as `127.0.0.1:8090`.
//!
//! It is for looking at pages and for testing them in a browser: forms lead on to the page that would follow,
//! and nothing is verified or kept.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use hosted::{CONTENT_SECURITY_POLICY, Language, assets, fields, paths};

mod sample;

const USUAL_ADDRESS: &str = "127.0.0.1:0";

/// The longest body that is read, in bytes.
const LONGEST_BODY: usize = 64 * 1024;

#[expect(clippy::print_stdout, reason = "where it listens is all that it has to say")]
fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| USUAL_ADDRESS.to_owned());
    let listener = TcpListener::bind(address)?;
    // A name, since browsers take passkeys for names only.
    println!("http://localhost:{}/", listener.local_addr()?.port());
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || {
            // Who hangs up in the middle has seen enough.
            drop(answer(stream));
        });
    }
    Ok(())
}

/// What a browser asks.
struct Asked {
    method: String,
    target: String,
    cookie: String,
    accepted: String,
    body: String,
}

fn answer(mut stream: TcpStream) -> Result<(), Box<dyn Error>> {
    let asked = read(&stream)?;
    let language = Language::choose(asked.cookie.strip_prefix("language="), Some(&asked.accepted));
    let path = asked.target.split('?').next().unwrap_or_default();
    if asked.method == "POST" {
        return redirect(&mut stream, path, &asked.body);
    }
    if let Some(name) = path.strip_prefix(paths::ASSETS) {
        return match assets::find(name, &sample::theme()) {
            Some((content_type, bytes)) => send(&mut stream, "200 OK", content_type, "", &bytes),
            None => send(&mut stream, "404 Not Found", "text/plain", "", b"no such asset"),
        };
    }
    let pages = sample::pages(language);
    if path == "/" {
        let index = index(&pages);
        return send(
            &mut stream,
            "200 OK",
            "text/html; charset=utf-8",
            "",
            index.as_bytes(),
        );
    }
    // A page's other queries, such as a link's secret, lead to its usual state.
    let page = pages
        .iter()
        .find(|page| page.address == asked.target)
        .or_else(|| pages.iter().find(|page| page.address == path));
    let policy = format!("content-security-policy: {CONTENT_SECURITY_POLICY}\r\n");
    match page {
        Some(page) => send(
            &mut stream,
            "200 OK",
            "text/html; charset=utf-8",
            &policy,
            page.html.as_bytes(),
        ),
        None => send(&mut stream, "404 Not Found", "text/plain", "", b"no such page"),
    }
}

fn read(stream: &TcpStream) -> Result<Asked, Box<dyn Error>> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut words = first.split_whitespace();
    let mut asked = Asked {
        method: words.next().unwrap_or_default().to_owned(),
        target: words.next().unwrap_or("/").to_owned(),
        cookie: String::new(),
        accepted: String::new(),
        body: String::new(),
    };
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "cookie" => value.trim().clone_into(&mut asked.cookie),
            "accept-language" => value.trim().clone_into(&mut asked.accepted),
            "content-length" => length = value.trim().parse::<usize>()?.min(LONGEST_BODY),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    asked.body = String::from_utf8(body)?;
    Ok(asked)
}

/// Where a form leads.
fn redirect(stream: &mut TcpStream, path: &str, body: &str) -> Result<(), Box<dyn Error>> {
    let value = |name: &str| {
        body.split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value.replace("%2F", "/").replace("%3F", "?").replace("%3D", "="))
    };
    let next = match path {
        paths::LANGUAGE => value(fields::BACK).unwrap_or_default(),
        paths::SIGN_UP => format!("{}?state=sent", paths::SIGN_UP),
        paths::SIGN_UP_CONTINUE => paths::SIGN_UP_PROTECT.to_owned(),
        paths::SIGN_UP_PASSPHRASE => paths::SIGN_UP_APP.to_owned(),
        paths::SIGN_UP_PROTECT | paths::SIGN_UP_APP => paths::SIGN_UP_CODES.to_owned(),
        paths::SIGN_UP_CODES => format!("{}?state=new", paths::ACCOUNT),
        paths::SIGN_IN => paths::SIGN_IN_SECOND.to_owned(),
        paths::SIGN_OUT => format!("{}?state=out", paths::SIGN_IN),
        paths::RECOVER => format!("{}?state=sent", paths::RECOVER),
        paths::RECOVER_CONTINUE => paths::RECOVER_METHODS.to_owned(),
        paths::RECOVER_METHODS => paths::RECOVER_WAITING.to_owned(),
        paths::TOKENS_CREATE | paths::TOKENS_ROTATE => format!("{}?state=fresh", paths::TOKENS),
        _ => paths::ACCOUNT.to_owned(),
    };
    let cookie = value(fields::LANGUAGE)
        .and_then(|tag| Language::tagged(&tag))
        .map(|language| format!("set-cookie: language={}; path=/\r\n", language.tag()))
        .unwrap_or_default();
    let headers = format!("location: {next}\r\n{cookie}");
    send(stream, "303 See Other", "text/plain", &headers, b"")
}

fn index(pages: &[sample::Page]) -> String {
    let mut lines = String::new();
    for page in pages {
        lines.push_str("<li><a href=\"");
        lines.push_str(&page.address);
        lines.push_str("\">");
        lines.push_str(&page.address);
        lines.push_str("</a></li>");
    }
    format!(
        "<!DOCTYPE html><html lang=\"en\"><title>Preview</title><link rel=\"icon\" href=\"data:,\"><h1>Preview</h1><ul>{lines}</ul></html>"
    )
}

fn send(
    stream: &mut TcpStream,
    status: &str,
    content_type: &str,
    headers: &str,
    body: &[u8],
) -> Result<(), Box<dyn Error>> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\ncache-control: no-store\r\n{headers}connection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)?;
    Ok(())
}
