//! Somebody with the password of one gateway, who writes whatever MQTT 3.1.1 can say.

use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const LIMIT: Duration = Duration::from_secs(60);

/// What to publish, and how.
pub struct Letter<'a> {
    pub topic: &'a str,
    pub payload: &'a [u8],
    pub qos: u8,
    pub retain: bool,
}

pub struct Insider {
    stream: TcpStream,
}

fn text(text: &str) -> Vec<u8> {
    [u16::try_from(text.len()).unwrap().to_be_bytes().as_slice(), text.as_bytes()].concat()
}

/// A packet with its length as MQTT writes it.
fn packet(kind: u8, body: &[u8]) -> Vec<u8> {
    let (mut head, mut rest) = (vec![kind], body.len());
    loop {
        let more = if rest >= 128 { 0x80 } else { 0 };
        head.push((rest % 128) as u8 | more);
        rest /= 128;
        if rest == 0 {
            return [head, body.to_vec()].concat();
        }
    }
}

/// A message as it goes over the wire.
pub fn letter(letter: &Letter<'_>) -> Vec<u8> {
    let id = if letter.qos == 0 { vec![] } else { vec![0, 7] };
    packet(0x30 | letter.qos << 1 | u8::from(letter.retain), &[text(letter.topic), id, letter.payload.to_vec()].concat())
}

impl Insider {
    /// Signs in under any client id.
    pub async fn connect(port: u16, name: &str, password: &str, id: &str) -> Result<Insider, String> {
        let mut insider = Insider { stream: TcpStream::connect(("127.0.0.1", port)).await.map_err(|error| error.to_string())? };
        let body = [b"\0\x04MQTT\x04\xc2\0\x3c".to_vec(), text(id), text(name), text(password)].concat();
        insider.write(&packet(0x10, &body)).await?;
        match insider.read().await? {
            (0x20, body) if body == [0, 0] => Ok(insider),
            (kind, body) => Err(format!("{kind:#x} {body:?}")),
        }
    }

    /// Publishes; waits for the broker's word if there is to be one.
    pub async fn publish(&mut self, what: &Letter<'_>) -> Result<(), String> {
        self.write(&letter(what)).await?;
        if what.qos == 0 { Ok(()) } else { self.read().await.map(drop) }
    }

    /// Writes bytes as they are.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        let written = tokio::time::timeout(LIMIT, self.stream.write_all(bytes)).await;
        written.map_err(|_| "nobody reads".to_owned())?.map_err(|error| error.to_string())
    }

    /// True once the broker has ended the connection; until then it answers pings.
    pub async fn is_ended(&mut self) -> bool {
        self.write(&[0xc0, 0]).await.is_err() || self.read().await.is_err()
    }

    async fn read(&mut self) -> Result<(u8, Vec<u8>), String> {
        let read = async {
            let head = self.stream.read_u16().await?.to_be_bytes();
            let mut body = vec![0; usize::from(head[1])];
            self.stream.read_exact(&mut body).await?;
            Ok::<_, std::io::Error>((head[0], body))
        };
        tokio::time::timeout(LIMIT, read).await.map_err(|_| "no answer".to_owned())?.map_err(|error| error.to_string())
    }
}
