//! One question to a part, in its own language: is it there and does it let the hub in?

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// Asks PostgreSQL for a session; the answer to the first message says whether it is ready.
pub async fn postgres(socket: &std::path::Path, user: &str, database: &str) -> Result<(), String> {
    let mut stream = UnixStream::connect(socket).await.map_err(|error| error.to_string())?;
    stream.write_all(&startup(user, database)).await.map_err(|error| error.to_string())?;
    let mut head = [0_u8; 1];
    stream.read_exact(&mut head).await.map_err(|error| error.to_string())?;
    if head[0] == b'R' {
        // Leave as a client does, so that nothing is logged about a lost connection.
        let _ = stream.write_all(b"X\0\0\0\x04").await;
        return Ok(());
    }
    let mut rest = [0_u8; 512];
    let length = stream.read(&mut rest).await.unwrap_or(0);
    Err(message(&rest[..length]))
}

fn startup(user: &str, database: &str) -> Vec<u8> {
    const PROTOCOL_3: u32 = 196_608;
    let mut body = PROTOCOL_3.to_be_bytes().to_vec();
    for text in ["user", user, "database", database, "application_name", "hearth-probe"] {
        body.extend_from_slice(text.as_bytes());
        body.push(0);
    }
    body.push(0);
    let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
    [length.to_be_bytes().as_slice(), &body].concat()
}

/// The `M` field of an error response.
fn message(body: &[u8]) -> String {
    let fields = body.get(4..).unwrap_or_default().split(|byte| *byte == 0);
    let text = fields.filter(|field| field.first() == Some(&b'M')).map(|field| String::from_utf8_lossy(&field[1..]).into_owned()).next();
    text.unwrap_or_else(|| "no session".into())
}

/// Asks the broker for a session with the hub's own login (MQTT 3.1.1).
pub async fn mqtt(address: std::net::SocketAddr, name: &str, password: &str) -> Result<(), String> {
    let mut stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    stream.write_all(&connect(name, password)).await.map_err(|error| error.to_string())?;
    let mut answer = [0_u8; 4];
    stream.read_exact(&mut answer).await.map_err(|error| error.to_string())?;
    // DISCONNECT, so that the broker sees no lost client.
    let _ = stream.write_all(&[0xe0, 0]).await;
    match answer {
        [0x20, 2, _, 0] => Ok(()),
        [0x20, 2, _, code] => Err(format!("the broker refuses the hub's own login (code {code})")),
        _ => Err("no MQTT broker answers".into()),
    }
}

fn connect(name: &str, password: &str) -> Vec<u8> {
    // Clean session, name and password; keep-alive 10 s.
    let mut body = b"\0\x04MQTT\x04\xc2\0\x0a".to_vec();
    for text in ["hearth-probe", name, password] {
        let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
        body.extend_from_slice(&length.to_be_bytes());
        body.extend_from_slice(text.as_bytes());
    }
    // Names and passwords of ours are short: the length fits one or two bytes.
    let mut packet = vec![0x10];
    let length = body.len();
    if length >= 128 {
        packet.push((length % 128) as u8 | 0x80);
        packet.push((length / 128) as u8);
    } else {
        packet.push(length as u8);
    }
    packet.extend(body);
    packet
}
