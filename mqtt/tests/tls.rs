//! TLS with client certificates, against a real broker that asks for them.
use crate::support::{Broker, PATIENCE};
use hearth_mqtt::{Cause, Identity, Options, Reason, Sender, SenderEvent, TlsFiles};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A certificate authority, with what it signed as PEM files in a folder.
struct Authority {
    dir: tempfile::TempDir,
}

impl Authority {
    fn new() -> Authority {
        let authority = Authority { dir: tempfile::tempdir().unwrap() };
        authority.openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=authority",
        );
        authority
    }

    fn openssl(&self, arguments: &str) {
        let mut command = Command::new("openssl");
        command.args(arguments.split(' ')).current_dir(self.dir.path()).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().expect("openssl is installed").success(), "openssl {arguments}");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Makes `name.pem` and `name.key`, valid for 127.0.0.1.
    fn sign(&self, name: &str) {
        std::fs::write(self.path("san"), "subjectAltName=IP:127.0.0.1").unwrap();
        self.openssl(&format!(
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}"
        ));
        self.openssl(&format!("x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out {name}.pem"));
    }

    fn identity(&self, name: &str) -> Option<Identity> {
        Some(Identity { cert: self.path(&format!("{name}.pem")), key: self.path(&format!("{name}.key")) })
    }
}

fn broker(authority: &Authority) -> Broker {
    authority.sign("broker");
    let file = |name: &str| authority.path(name).display().to_string();
    // A broker that root starts gives up root's rights before it reads the key, and then may not read it.
    Broker::start(&format!(
        "user root\ncafile {}\ncertfile {}\nkeyfile {}\nrequire_certificate true",
        file("ca.pem"),
        file("broker.pem"),
        file("broker.key")
    ))
}

async fn first_event(port: u16, ca: &Path, identity: Option<Identity>) -> Result<(), Reason> {
    let tls = Some(TlsFiles { ca: ca.to_owned(), identity });
    let options = Options { tls, reconnect_cap: Duration::from_millis(300), ..Options::new("tls-test", "127.0.0.1", port) };
    let (_sender, mut events) = Sender::connect(options);
    let patience = tokio::time::timeout(PATIENCE, async {
        loop {
            match events.recv().await.expect("not the end") {
                // A broker may say only after the handshake that a client certificate is missing.
                SenderEvent::Connected => break Ok(()),
                SenderEvent::Disconnected { reason } => break Err(reason),
                _ => {}
            }
        }
    });
    patience.await.expect("an event in time")
}

#[tokio::test]
async fn a_client_with_a_certificate_of_the_authority_is_let_in() {
    let authority = Authority::new();
    authority.sign("home-0001");
    let broker = broker(&authority);
    first_event(broker.port, &authority.path("ca.pem"), authority.identity("home-0001")).await.unwrap();
}

#[tokio::test]
async fn a_missing_or_foreign_certificate_is_named_as_such() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    stranger.sign("home-0001");
    let broker = broker(&authority);
    let without = first_event(broker.port, &authority.path("ca.pem"), None).await.unwrap_err();
    assert_eq!(without.cause, Cause::Certificate, "{without}");
    let foreign = first_event(broker.port, &authority.path("ca.pem"), stranger.identity("home-0001")).await.unwrap_err();
    assert_eq!(foreign.cause, Cause::Certificate, "{foreign}");
    let wrong_broker = first_event(broker.port, &stranger.path("ca.pem"), stranger.identity("home-0001")).await.unwrap_err();
    assert_eq!(wrong_broker.cause, Cause::Certificate, "{wrong_broker}");
    let unreadable = first_event(broker.port, Path::new("/nonexistent/ca.pem"), None).await.unwrap_err();
    assert_eq!(unreadable.cause, Cause::Certificate);
    assert!(unreadable.to_string().contains("/nonexistent/ca.pem"), "{unreadable}");
}
