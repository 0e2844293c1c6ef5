//! One HTTP request as a browser sends it, and its answer.

use serde_json::Value;
use std::net::SocketAddr;
use std::sync::OnceLock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub text: String,
    pub body: Value,
}

impl Answer {
    /// The end of the problem's type; empty for an answer that is no problem.
    pub fn problem(&self) -> &str {
        self.body["type"].as_str().unwrap_or_default().rsplit(':').next().unwrap()
    }

    /// The fields a problem names.
    pub fn fields(&self) -> Vec<&str> {
        let errors = self.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        errors.iter().map(|error| error["field"].as_str().unwrap()).collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
    }
}

/// `line` as "GET /api/v1/watch"; `headers` as "cookie: a=b".
pub async fn send(address: SocketAddr, line: &str, headers: &[&str], body: &str) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let extra: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let length = body.len();
    let request = format!("{line} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{extra}content-length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    // A server that refuses a long body may close before it has read it all.
    let _ = stream.read_to_end(&mut bytes).await;
    let answer = String::from_utf8_lossy(&bytes).into_owned();
    let (head, text) = answer.split_once("\r\n\r\n").expect("an answer");
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let answer = Answer { status, head: head.to_owned(), text: text.to_owned(), body: serde_json::from_str(text).unwrap_or_default() };
    if answer.header("content-type") == Some("application/problem+json") {
        assert_told("causes", &answer.body, "detail");
        answer.body["errors"].as_array().into_iter().flatten().for_each(|error| assert_told("field_faults", error, "message"));
    }
    answer
}

/// Whatever these tests provoke: its code is of the list, so that every screen has words for it; it has the parameters of
/// that code, no more and no fewer; and an English sentence for logs and scripts.
fn assert_told(list: &str, told: &Value, english: &str) {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    let description = DESCRIPTION.get_or_init(|| serde_json::from_str(&hearth_hub::api::openapi().to_json().unwrap()).unwrap());
    let code = told["code"].as_str().unwrap_or_default();
    assert!(description["x-codes"][list].as_array().unwrap().iter().any(|known| known == code), "'{code}' is none of the {list}: {told}");
    let known = description["x-params"][list][code].as_object().unwrap();
    let given = told["params"].as_object().unwrap();
    assert!(known.keys().eq(given.keys()), "{code} has the parameters {known:?}: {told}");
    for (name, is) in known {
        let right = match is.as_str().unwrap() {
            "number" | "seconds" | "instant" => given[name].is_number(),
            "choices" => given[name]["of"].is_string() && given[name]["codes"].is_array(),
            "text" | "unit" | "english" => given[name].is_string(),
            list => description["x-codes"][list].as_array().unwrap().contains(&given[name]),
        };
        assert!(right, "{name} of {code} is no {is}: {told}");
    }
    assert!(told[english].as_str().is_some_and(|sentence| !sentence.is_empty()), "{told}");
}
