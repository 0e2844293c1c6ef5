//! Somebody at the broker's encrypted door with whatever certificate he has, who writes MQTT by hand; and certificates of any kind.

use super::home::Hub;
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use time::OffsetDateTime;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConnection;
use tokio_rustls::rustls::pki_types::ServerName;

const LIMIT: Duration = Duration::from_secs(10);

/// Files of a certificate and its key.
pub struct Signed {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// A certificate for `name`, good from and until so many days from now.
fn wish(name: &str, (from, until): (i64, i64)) -> CertificateParams {
    let mut wish = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    wish.distinguished_name.push(DnType::CommonName, name);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let day = |days: i64| OffsetDateTime::from_unix_timestamp(now + days * 86_400).unwrap();
    (wish.not_before, wish.not_after) = (day(from), day(until));
    wish.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::ServerAuth];
    wish
}

impl Signed {
    fn write(folder: &Path, name: &str, certificate: &str, key: &KeyPair) -> Signed {
        let signed = Signed { certificate: folder.join(format!("{name}.given.pem")), key: folder.join(format!("{name}.given.key")) };
        std::fs::write(&signed.certificate, certificate).unwrap();
        std::fs::write(&signed.key, key.serialize_pem()).unwrap();
        std::fs::set_permissions(&signed.key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        signed
    }

    /// By an authority that nobody knows.
    pub fn by_another_authority(folder: &Path, name: &str) -> Signed {
        let mut authority = wish("another", (-1, 9));
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let issuer = Issuer::new(authority, KeyPair::generate().unwrap());
        let key = KeyPair::generate().unwrap();
        Signed::write(folder, name, &wish(name, (-1, 9)).signed_by(&key, &issuer).unwrap().pem(), &key)
    }

    /// By the hub's own authority, as somebody with its key could.
    pub fn by_this_authority(folder: &Path, name: &str, days: (i64, i64)) -> Signed {
        let read = |file: &str| std::fs::read_to_string(folder.join("data/certificates").join(file)).unwrap();
        let issuer = Issuer::from_ca_cert_pem(&read("authority.pem"), KeyPair::from_pem(&read("authority.key")).unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        Signed::write(folder, name, &wish(name, days).signed_by(&key, &issuer).unwrap().pem(), &key)
    }
}

/// A TLS connection that takes any server, and shows a certificate if there is one.
pub async fn open(address: SocketAddr, identity: Option<(&Signed, &[u8])>) -> Result<TlsStream<TcpStream>, String> {
    let config = match identity {
        None => hearth_mqtt::tls::unproven(),
        Some((Signed { certificate, key }, authority)) => {
            let (certificate, key) = (std::fs::read(certificate).unwrap(), std::fs::read(key).unwrap());
            hearth_mqtt::tls::client(authority, Some((&certificate, &key)))
        }
    };
    let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config?)).connect(name, stream).await.map_err(|error| error.to_string())
}

/// The first message of a handshake.
pub fn hello() -> Vec<u8> {
    let config = hearth_mqtt::tls::unproven().unwrap();
    let mut client = ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap()).unwrap();
    let mut message = Vec::new();
    client.write_tls(&mut message).unwrap();
    message
}

/// The serial of the certificate that is shown there.
pub async fn serial(address: SocketAddr, _: &[u8]) -> String {
    let stream = open(address, None).await.unwrap();
    let shown = stream.get_ref().1.peer_certificates().unwrap()[0].to_vec();
    hearth_trust::Certificate::of(&shown).unwrap().serial
}

pub struct Stranger(TlsStream<TcpStream>);

fn text(text: &str) -> Vec<u8> {
    [u16::try_from(text.len()).unwrap().to_be_bytes().as_slice(), text.as_bytes()].concat()
}

impl Stranger {
    /// Signs in with a certificate, and claims to be home-0001 in everything else.
    pub async fn with(hub: &Hub, signed: &Signed) -> Result<Stranger, String> {
        Stranger(open(hub.broker, Some((signed, &hub.authority()))).await?).signed_in().await
    }

    /// The same without a certificate.
    pub async fn without(hub: &Hub) -> Result<Stranger, String> {
        Stranger(open(hub.broker, None).await?).signed_in().await
    }

    /// Speaks plain text to the encrypted port.
    pub async fn plain(hub: &Hub) -> Result<(), String> {
        let mut stream = TcpStream::connect(hub.broker).await.map_err(|error| error.to_string())?;
        stream.write_all(&[0x10, 13, 0, 4, b'M', b'Q', b'T', b'T', 4, 2, 0, 60, 0, 1, b'x']).await.map_err(|error| error.to_string())?;
        let mut answer = [0; 4];
        stream.read_exact(&mut answer).await.map(drop).map_err(|error| error.to_string())
    }

    async fn signed_in(mut self) -> Result<Stranger, String> {
        let name = "home-0001";
        let body = [b"\0\x04MQTT\x04\xc2\0\x3c".to_vec(), text(name), text(name), text("a password")].concat();
        self.write(0x10, &body).await?;
        match self.read().await? {
            (0x20, body) if body == [0, 0] => Ok(self),
            (kind, body) => Err(format!("{kind:#x} {body:?}")),
        }
    }

    pub async fn publish(&mut self, topic: &str, payload: &[u8]) -> Result<(), String> {
        self.write(0x32, &[text(topic), vec![0, 7], payload.to_vec()].concat()).await?;
        self.read().await.map(drop)
    }

    pub async fn subscribe(&mut self, topic: &str) {
        self.write(0x82, &[vec![0, 1], text(topic), vec![1]].concat()).await.unwrap();
    }

    /// How many messages it hears within a while.
    pub async fn heard(&mut self, within: Duration) -> usize {
        let until = tokio::time::Instant::now() + within;
        let mut heard = 0;
        while let Ok(Ok((kind, _))) = tokio::time::timeout_at(until, self.read()).await {
            heard += usize::from(kind & 0xf0 == 0x30);
        }
        heard
    }

    async fn write(&mut self, kind: u8, body: &[u8]) -> Result<(), String> {
        let packet = [vec![kind, u8::try_from(body.len()).unwrap()], body.to_vec()].concat();
        self.0.write_all(&packet).await.map_err(|error| error.to_string())?;
        self.0.flush().await.map_err(|error| error.to_string())
    }

    async fn read(&mut self) -> Result<(u8, Vec<u8>), String> {
        let read = async {
            let mut head = [0; 2];
            self.0.read_exact(&mut head).await?;
            let mut body = vec![0; usize::from(head[1])];
            self.0.read_exact(&mut body).await?;
            Ok::<_, std::io::Error>((head[0], body))
        };
        tokio::time::timeout(LIMIT, read).await.map_err(|_| "no answer".to_owned())?.map_err(|error| error.to_string())
    }
}
