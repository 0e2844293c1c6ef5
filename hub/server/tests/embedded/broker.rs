//! A client of thirty lines that speaks MQTT 3.1.1, so that the broker's rights are tried
//! by something that knows nothing of them.

use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const LIMIT: Duration = Duration::from_secs(10);

pub struct Client {
    stream: TcpStream,
}

fn text(text: &str) -> Vec<u8> {
    [u16::try_from(text.len()).unwrap().to_be_bytes().as_slice(), text.as_bytes()].concat()
}

impl Client {
    pub async fn connect(port: u16, name: &str, password: &str) -> Result<Client, String> {
        let mut client = Client { stream: TcpStream::connect(("127.0.0.1", port)).await.map_err(|e| e.to_string())? };
        let id = format!("{name}-{:?}", client.stream.local_addr().unwrap().port());
        client.send(0x10, &[b"\0\x04MQTT\x04\xc2\0\x3c".to_vec(), text(&id), text(name), text(password)].concat()).await?;
        match client.packet().await? {
            (0x20, body) if body == [0, 0] => Ok(client),
            (kind, body) => Err(format!("{kind:#x} {body:?}")),
        }
    }

    pub async fn subscribe(&mut self, topic: &str) -> Result<(), String> {
        self.send(0x82, &[vec![0, 1], text(topic), vec![1]].concat()).await?;
        match self.packet().await? {
            (0x90, body) if body == [0, 1, 1] => Ok(()),
            (kind, body) => Err(format!("{kind:#x} {body:?}")),
        }
    }

    /// At least once; waits for the broker's acknowledgement, which it also gives to what it drops.
    pub async fn publish(&mut self, topic: &str, payload: &[u8]) -> Result<(), String> {
        self.send(0x32, &[text(topic), vec![0, 7], payload.to_vec()].concat()).await?;
        match self.packet().await? {
            (0x40, _) => Ok(()),
            (kind, body) => Err(format!("{kind:#x} {body:?}")),
        }
    }

    pub async fn message(&mut self) -> Result<(String, Vec<u8>), String> {
        let (kind, body) = self.packet().await?;
        assert_eq!(kind & 0xf0, 0x30);
        let length = usize::from(u16::from_be_bytes([body[0], body[1]]));
        let topic = String::from_utf8(body[2..2 + length].to_vec()).unwrap();
        let id = if kind & 0x06 == 0 { 0 } else { 2 };
        if id == 2 {
            self.send(0x40, &body[2 + length..4 + length]).await?;
        }
        Ok((topic, body[2 + length + id..].to_vec()))
    }

    pub async fn ping(&mut self) -> Result<(), String> {
        self.send(0xc0, &[]).await?;
        self.packet().await.map(|(kind, _)| assert_eq!(kind, 0xd0))
    }

    async fn send(&mut self, kind: u8, body: &[u8]) -> Result<(), String> {
        let length = u8::try_from(body.len()).ok().filter(|length| *length < 128).map_or_else(
            // Two bytes of seven bits are enough for whatever a test says.
            || vec![(body.len() & 127) as u8 | 128, (body.len() >> 7) as u8],
            |length| vec![length],
        );
        self.stream.write_all(&[vec![kind], length, body.to_vec()].concat()).await.map_err(|error| error.to_string())
    }

    async fn packet(&mut self) -> Result<(u8, Vec<u8>), String> {
        let read = async {
            let head = self.stream.read_u16().await?.to_be_bytes();
            let rest = if head[1] & 128 == 0 { 0 } else { usize::from(self.stream.read_u8().await?) };
            let mut body = vec![0; usize::from(head[1] & 127) | rest << 7];
            self.stream.read_exact(&mut body).await?;
            Ok::<_, std::io::Error>((head[0], body))
        };
        tokio::time::timeout(LIMIT, read).await.map_err(|_| "no answer".to_owned())?.map_err(|error| error.to_string())
    }
}
