//! The data folder: `outbox/`, a note of the hub that was heard last, and a note of the gateway that owns the folder.
//!
//! The disk of another gateway is refused: records that the hub already holds under the owner's name would be sent again
//! under a different name, and stored twice.

use crate::keeper::{Hub, Medium};
use hearth_outbox::RealDisk;
use hearth_vitals::{GatewayId, Generation};
use std::io;
use std::path::{Path, PathBuf};

/// The note of the hub. If it is lost, a restored hub is sent what it already has, and nothing worse.
const HUB: &str = "hub.json";
/// The note of the owner. If it is lost, only a disk that is swapped before the next start goes unnoticed.
const OWNER: &str = "gateway";

/// A real data folder.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
}

/// The gateway that owns a data folder; `None` if none has used it yet.
pub fn owner(root: &Path) -> Option<GatewayId> {
    GatewayId::new(std::fs::read_to_string(root.join(OWNER)).ok()?.trim()).ok()
}

impl Folder {
    /// Makes the folder if it does not exist, and notes its owner.
    pub fn new(root: &Path, gateway: &GatewayId) -> io::Result<Folder> {
        std::fs::create_dir_all(root)?;
        let folder = Folder { root: root.to_owned() };
        match owner(root) {
            Some(owner) if owner == *gateway => {}
            Some(owner) => return Err(io::Error::other(format!("it holds the records of gateway {owner}"))),
            None => folder.write_note(OWNER, format!("{gateway}\n").as_bytes())?,
        }
        Ok(folder)
    }

    fn write_note(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let next = self.root.join(format!("{name}.next"));
        std::fs::write(&next, bytes)?;
        std::fs::rename(&next, self.root.join(name))
    }

    fn outbox(&self) -> PathBuf {
        self.root.join("outbox")
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
        serde_json::from_slice(&std::fs::read(self.root.join(HUB)).ok()?).ok()
    }

    fn know_hub(&mut self, hub: &Hub) -> Result<(), String> {
        let bytes = serde_json::to_vec(hub).map_err(|error| error.to_string())?;
        self.write_note(HUB, &bytes).map_err(|error| error.to_string())
    }
}
