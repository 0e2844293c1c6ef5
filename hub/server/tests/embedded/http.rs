//! One HTTP request as a browser sends it, and its answer.
#![allow(dead_code, reason = "each test uses some of it")]

use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: serde_json::Value,
    pub text: String,
}

impl Answer {
    /// The session's cookie, as the browser sends it back.
    pub fn cookie(&self) -> String {
        let line = self.head.lines().find(|line| line.to_lowercase().starts_with("set-cookie:")).expect("a cookie");
        line.split_once(':').unwrap().1.split(';').next().unwrap().trim().to_owned()
    }

    /// The end of the problem's type.
    pub fn problem(&self) -> &str {
        self.body["type"].as_str().unwrap_or_default().rsplit(':').next().unwrap()
    }
}

pub async fn ask(address: SocketAddr, line: &str, cookie: &str, body: &str) -> Answer {
    tried(address, line, cookie, body).await.unwrap()
}

/// The same of a hub that may be starting or ending: it lets go of a connection that has not said anything yet.
pub async fn tried(address: SocketAddr, line: &str, cookie: &str, body: &str) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    let length = body.len();
    let request = format!(
        "{line} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncookie: {cookie}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    parse(&text)
}

/// An answer as it came.
pub fn parse(text: &str) -> std::io::Result<Answer> {
    let (head, body) = text.split_once("\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Ok(Answer { status, head: head.to_owned(), body: serde_json::from_str(body).unwrap_or_default(), text: body.to_owned() })
}
