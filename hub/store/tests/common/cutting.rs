//! A wire to the database that breaks once, right before or right after a COMMIT arrives.
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// PostgreSQL's name for a socket in a folder.
const SOCKET: &str = ".s.PGSQL.5432";

/// Where it breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The server never hears of the COMMIT.
    Before,
    /// The server has committed; the client never hears of it.
    After,
}

/// The folder of a socket that leads to the server's, and the switch that arms the cut.
pub struct Wire {
    folder: tempfile::TempDir,
    armed: Arc<AtomicBool>,
}

impl Wire {
    /// A wire to the server with its socket in this folder.
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

    /// Its folder, for the database's address.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The next COMMIT breaks it.
    pub fn arm(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }

    /// True until it broke.
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
                    // The answer says that it is done, and stays here.
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
