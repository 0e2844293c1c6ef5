//! A disk in memory that does everything a real disk is allowed to do.
//!
//! The running program sees its own writes at once. After a power cut, what was synced is there; of the rest any part may
//! be. Each unsynced write is kept, lost (its bytes are zeros if a later write survives) or torn, sector by sector; each
//! unsynced change of a name is done or not. After a failed sync later syncs succeed but do nothing. Everything follows
//! from one seed.

use crate::disk::Disk;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};

/// Bytes that are written as a whole or not at all.
const SECTOR: usize = 512;

/// Which operations shall fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// No operation fails.
    #[default]
    None,
    /// The operation with this number, counted from 0, fails with an I/O error; a write leaves a part behind.
    FailNth(u64),
    /// Every operation from this number on fails like that.
    FailFrom(u64),
    /// Every sync of a file's content fails; what it should have made durable can be read until the power fails, and is gone then.
    FailSyncs,
}

/// A write that has not been synced.
#[derive(Debug, Clone)]
struct Unsynced {
    offset: usize,
    bytes: Vec<u8>,
}

/// A change of the folder that has not been synced. A power cut does it as a whole or not at all.
#[derive(Debug, Clone)]
enum NameChange {
    Link(String, u64),
    Rename(String, String, u64),
    Unlink(String),
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<String, u64>) {
        match self {
            NameChange::Link(name, inode) => drop(names.insert(name.clone(), *inode)),
            NameChange::Rename(from, to, inode) => {
                names.remove(from);
                names.insert(to.clone(), *inode);
            }
            NameChange::Unlink(name) => drop(names.remove(name)),
        }
    }
}

/// A file: its content as the program sees it, and the part that is durable.
#[derive(Debug, Clone, Default)]
struct Inode {
    seen: Vec<u8>,
    durable: Vec<u8>,
    unsynced: Vec<Unsynced>,
    /// The shortest length to which it was cut since the last sync.
    shrunk: Option<usize>,
    /// True after a failed sync: from then on the system reports success, though pages are not on the medium.
    lies: bool,
    /// True when a power cut loses all that was not synced.
    forgets: bool,
}

/// The simulated disk. A clone is a disk image.
#[derive(Debug, Clone)]
pub struct SimDisk {
    inodes: BTreeMap<u64, Inode>,
    next_inode: u64,
    names: BTreeMap<String, u64>,
    durable_names: BTreeMap<String, u64>,
    unsynced_names: Vec<NameChange>,
    capacity: u64,
    fault: Fault,
    operations: u64,
    failed: u64,
    ignores_sync: bool,
    random: u64,
}

impl SimDisk {
    /// An empty disk of `capacity` bytes.
    pub fn new(seed: u64, capacity: u64) -> SimDisk {
        SimDisk {
            inodes: BTreeMap::new(),
            next_inode: 0,
            names: BTreeMap::new(),
            durable_names: BTreeMap::new(),
            unsynced_names: Vec::new(),
            capacity,
            fault: Fault::None,
            operations: 0,
            failed: 0,
            ignores_sync: false,
            random: seed,
        }
    }

    /// Sets which operations shall fail, counted from 0 anew.
    pub fn set_fault(&mut self, fault: Fault) {
        (self.fault, self.operations) = (fault, 0);
    }

    /// How many operations there were since the last [`SimDisk::set_fault`].
    pub fn operations(&self) -> u64 {
        self.operations
    }

    /// How many operations were made to fail.
    pub fn failed(&self) -> u64 {
        self.failed
    }

    /// Sets the most bytes that all files together may take.
    pub fn set_capacity(&mut self, capacity: u64) {
        self.capacity = capacity;
    }

    /// Makes the disk report success for every sync without doing it: to prove that a check notices.
    pub fn ignore_sync(&mut self) {
        self.ignores_sync = true;
    }

    /// The bytes of a file as the program sees them, to damage them.
    pub fn contents_mut(&mut self, name: &str) -> Option<&mut Vec<u8>> {
        let inode = self.names.get(name)?;
        self.inodes.get_mut(inode).map(|inode| &mut inode.seen)
    }

    /// The names of all files.
    pub fn names(&self) -> Vec<String> {
        self.names.keys().cloned().collect()
    }

    /// The power fails: each thing that was not synced is kept, lost or torn by chance. No faults are set afterwards.
    pub fn cut_power(&mut self) {
        let mut names = std::mem::take(&mut self.durable_names);
        for change in std::mem::take(&mut self.unsynced_names) {
            if self.chance(2) {
                change.apply(&mut names);
            }
        }
        let mut random = self.random;
        for inode in self.inodes.values_mut() {
            inode.cut(&mut random);
        }
        self.random = random;
        self.inodes.retain(|inode, _| names.values().any(|kept| kept == inode));
        (self.names, self.durable_names) = (names.clone(), names);
        self.set_fault(Fault::None);
    }

    /// The process dies and the machine goes on: everything that was written stays. No faults are set afterwards.
    pub fn kill_process(&mut self) {
        self.set_fault(Fault::None);
    }

    fn chance(&mut self, of: u64) -> bool {
        next(&mut self.random).is_multiple_of(of)
    }

    /// Counts an operation, and fails it if a fault is set for it.
    fn turn(&mut self) -> io::Result<()> {
        let at = self.operations;
        self.operations += 1;
        let fails = match self.fault {
            Fault::None | Fault::FailSyncs => false,
            Fault::FailNth(nth) => at == nth,
            Fault::FailFrom(from) => at >= from,
        };
        if !fails {
            return Ok(());
        }
        self.failed += 1;
        Err(io::Error::other("simulated I/O error"))
    }

    fn change(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.unsynced_names.push(change);
    }

    fn used(&self) -> u64 {
        self.names.values().filter_map(|inode| self.inodes.get(inode)).map(|inode| inode.seen.len() as u64).sum()
    }

    fn inode(&mut self, name: &str) -> io::Result<&mut Inode> {
        let inode = self.names.get(name).ok_or(ErrorKind::NotFound)?;
        self.inodes.get_mut(inode).ok_or_else(|| ErrorKind::NotFound.into())
    }
}

impl Inode {
    fn write(&mut self, bytes: &[u8]) {
        self.unsynced.push(Unsynced { offset: self.seen.len(), bytes: bytes.to_vec() });
        self.seen.extend_from_slice(bytes);
    }

    fn sync(&mut self) {
        if self.lies {
            return;
        }
        self.durable.clone_from(&self.seen);
        self.unsynced.clear();
        self.shrunk = None;
    }

    /// Keeps a random part of what was not synced; a lost sector before a kept one reads as zeros.
    fn cut(&mut self, random: &mut u64) {
        let mut kept = std::mem::take(&mut self.durable);
        if let Some(len) = self.shrunk.take().filter(|_| next(random).is_multiple_of(2)) {
            kept.truncate(len);
        }
        let forgets = std::mem::take(&mut self.forgets);
        for write in std::mem::take(&mut self.unsynced).into_iter().filter(|_| !forgets) {
            let mode = next(random) % 4;
            for (index, sector) in write.bytes.chunks(SECTOR).enumerate() {
                let whole = mode == 0 || (mode > 1 && next(random).is_multiple_of(2));
                let len = if whole { sector.len() } else { 0 };
                place(&mut kept, write.offset + index * SECTOR, &sector[..len]);
            }
            if mode == 3 {
                // A write may be torn in the middle of a sector, too.
                let len = (next(random) as usize) % (write.bytes.len() + 1);
                place(&mut kept, write.offset, &write.bytes[..len]);
            }
        }
        self.seen.clone_from(&kept);
        (self.durable, self.lies) = (kept, false);
    }
}

fn place(file: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    if bytes.is_empty() {
        return;
    }
    if file.len() < offset + bytes.len() {
        file.resize(offset + bytes.len(), 0);
    }
    file[offset..offset + bytes.len()].copy_from_slice(bytes);
}

/// SplitMix64 (public domain, S. Vigna): random enough for a disk, and the same on every machine.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Disk for SimDisk {
    fn list(&mut self) -> io::Result<Vec<String>> {
        self.turn()?;
        Ok(self.names())
    }

    fn len(&mut self, name: &str) -> io::Result<u64> {
        self.turn()?;
        Ok(self.inode(name)?.seen.len() as u64)
    }

    fn create(&mut self, name: &str) -> io::Result<()> {
        self.turn()?;
        let inode = self.next_inode;
        self.next_inode += 1;
        self.inodes.insert(inode, Inode::default());
        self.change(NameChange::Link(name.to_owned(), inode));
        Ok(())
    }

    fn append(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let room = self.capacity.saturating_sub(self.used()) as usize;
        let turn = self.turn();
        let part = if turn.is_err() { bytes.len() / 2 } else { bytes.len() };
        let inode = self.inode(name)?;
        inode.write(&bytes[..part.min(room)]);
        turn?;
        if bytes.len() > room { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn read_at(&mut self, name: &str, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.turn()?;
        let seen = &self.inode(name)?.seen;
        let rest = seen.get(offset as usize..).unwrap_or_default();
        let len = rest.len().min(into.len());
        into[..len].copy_from_slice(&rest[..len]);
        Ok(len)
    }

    fn truncate(&mut self, name: &str, len: u64) -> io::Result<()> {
        self.turn()?;
        // After a power cut the bytes that were cut off may be back, durable or not.
        let inode = self.inode(name)?;
        inode.seen.truncate(len as usize);
        inode.shrunk = Some(inode.shrunk.unwrap_or(usize::MAX).min(len as usize));
        Ok(())
    }

    fn sync(&mut self, name: &str) -> io::Result<()> {
        let mut turn = self.turn();
        let (ignores, fails) = (self.ignores_sync, self.fault == Fault::FailSyncs);
        if fails {
            self.failed += 1;
            turn = Err(io::Error::other("simulated failure of a sync"));
        }
        let inode = self.inode(name)?;
        inode.lies |= turn.is_err();
        inode.forgets |= fails;
        if !ignores {
            inode.sync();
        }
        turn
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        self.turn()?;
        let inode = *self.names.get(from).ok_or(ErrorKind::NotFound)?;
        self.change(NameChange::Rename(from.to_owned(), to.to_owned(), inode));
        Ok(())
    }

    fn remove(&mut self, name: &str) -> io::Result<()> {
        self.turn()?;
        self.inode(name)?;
        self.change(NameChange::Unlink(name.to_owned()));
        Ok(())
    }

    fn sync_dir(&mut self) -> io::Result<()> {
        self.turn()?;
        if !self.ignores_sync {
            self.durable_names = self.names.clone();
            self.unsynced_names.clear();
        }
        Ok(())
    }

    fn free_bytes(&mut self) -> io::Result<u64> {
        Ok(self.capacity.saturating_sub(self.used()))
    }
}
