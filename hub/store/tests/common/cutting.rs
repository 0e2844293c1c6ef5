//! A connection to the database that breaks once, right before or right after a COMMIT arrives.
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// The name that PostgreSQL gives the socket in its folder.
const SOCKET: &str = ".s.PGSQL.5432";

/// When the connection breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Before the server receives the COMMIT.
    Before,
    /// After the server has committed, before the client hears of it.
    After,
}

/// A folder with a socket that leads to the server's, and the switch for the cut.
pub struct Wire {
    folder: tempfile::TempDir,
    armed: Arc<AtomicBool>,
}

impl Wire {
    /// Makes a connection to the server in `server`, with its own socket in a new folder.
    pub fn to(server: &Path, cut: Cut) -> Wire {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(SOCKET)).unwrap();
        let armed = Arc::new(AtomicBool::new(false));
        let (server, switch) = (server.join(SOCKET), Arc::clone(&armed));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, server.clone(), cut, Arc::clone(&switch)));
            }
        });
        Wire { folder, armed }
    }

    /// The folder of the socket, for the database's address.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets the next COMMIT break the connection.
    pub fn arm(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }

    /// True until the connection has broken.
    pub fn is_armed(&self) -> bool {
        self.armed.load(Ordering::SeqCst)
    }
}

async fn carry(client: UnixStream, server: PathBuf, cut: Cut, armed: Arc<AtomicBool>) {
    let Ok(server) = UnixStream::connect(server).await else { return };
    let ((mut from_client, mut to_client), (mut from_server, mut to_server)) = (client.into_split(), server.into_split());
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = from_client.read(&mut asked) => {
                let Ok(count @ 1..) = read else { return };
                let commits = asked[..count].windows(6).any(|bytes| bytes == b"COMMIT") && armed.swap(false, Ordering::SeqCst);
                if commits && cut == Cut::Before {
                    return;
                }
                if to_server.write_all(&asked[..count]).await.is_err() {
                    return;
                }
                if commits {
                    // The server's answer says that the commit is done; it is not passed on.
                    let _ = from_server.read(&mut answered).await;
                    return;
                }
            }
            read = from_server.read(&mut answered) => {
                let Ok(count @ 1..) = read else { return };
                if to_client.write_all(&answered[..count]).await.is_err() {
                    return;
                }
            }
        }
    }
}
