//! The data folder: `outbox/` and the note which hub was heard last.

use crate::keeper::{Hub, Medium};
use hearth_outbox::RealDisk;
use hearth_vitals::Generation;
use std::io;
use std::path::{Path, PathBuf};

/// A real folder.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes the folder if it is not there.
    pub fn new(root: &Path) -> io::Result<Folder> {
        std::fs::create_dir_all(root)?;
        Ok(Folder { root: root.to_owned() })
    }

    fn outbox(&self) -> PathBuf {
        self.root.join("outbox")
    }

    /// Losing this note costs nothing but sending to a restored hub what it has.
    fn note(&self) -> PathBuf {
        self.root.join("hub.json")
    }
}

impl Medium for Folder {
    type Disk = RealDisk;

    fn open(&mut self) -> Result<RealDisk, String> {
        std::fs::create_dir_all(self.outbox()).map_err(|error| format!("cannot make {}: {error}", self.outbox().display()))?;
        RealDisk::open(self.outbox()).map_err(|error| error.to_string())
    }

    fn generation(&mut self) -> Generation {
        Generation(rand::random())
    }

    fn free_bytes(&self) -> u64 {
        nix::sys::statvfs::statvfs(&self.root).map_or(0, |stat| stat.blocks_available() * stat.fragment_size())
    }

    fn known_hub(&self) -> Option<Hub> {
        serde_json::from_slice(&std::fs::read(self.note()).ok()?).ok()
    }

    fn know_hub(&mut self, hub: &Hub) -> Result<(), String> {
        let next = self.root.join("hub.json.next");
        let bytes = serde_json::to_vec(hub).map_err(|error| error.to_string())?;
        std::fs::write(&next, bytes).and_then(|()| std::fs::rename(&next, self.note())).map_err(|error| error.to_string())
    }
}
