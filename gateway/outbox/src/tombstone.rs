//! How a segment is removed when the disk is so full that the ledger cannot be written.
//!
//! The file is renamed: its new name states its range and that it is gone. The name is made durable, and only then the
//! content is cut off. That makes the room in which the ledger is written, and after that the empty file is removed.
//! Whatever happens in between, the name tells the next opening what is lost.

use crate::class::ClassId;
use crate::disk::Disk;
use crate::gap::{Gap, GapKind};
use crate::outbox::Outbox;
use crate::stream::Key;
use std::io;

/// The name of a tombstone, `{generation:016x}-{class}-{first:016x}-{end:016x}.gone`.
pub fn name(key: Key, first: u64, end: u64) -> String {
    format!("{:016x}-{}-{first:016x}-{end:016x}.gone", key.generation, key.class.code())
}

/// The loss that a tombstone's name states; `None` if it is not the name of one.
pub fn from_name(name: &str) -> Option<Gap> {
    let mut parts = name.strip_suffix(".gone")?.split('-');
    let mut number = || u64::from_str_radix(parts.next()?, 16).ok();
    let (generation, class, first, end) = (number()?, number()?, number()?, number()?);
    let class = ClassId::new(u8::try_from(class).ok()?)?;
    let key = Key { opening: 0, generation, class };
    (first < end && self::name(key, first, end) == name).then(|| key.gap(first, end, GapKind::Shed))
}

impl<D: Disk> Outbox<D> {
    /// Turns the segments' files into tombstones and empties them. They are removed with the next ledger.
    pub(crate) fn bury(&mut self, segments: &[(Key, u64, u64)]) -> io::Result<()> {
        let names: Vec<String> = segments.iter().map(|(key, first, end)| name(*key, *first, *end)).collect();
        for ((key, first, _), name) in segments.iter().zip(&names) {
            self.disk.rename(&key.file(*first), name)?;
        }
        self.disk.sync_dir()?;
        for name in names {
            self.disk.truncate(&name, 0)?;
            self.disk.close(&name);
            self.tombstones.push(name);
        }
        Ok(())
    }

    /// Removes the tombstones, because the ledger now says what they said.
    pub(crate) fn clear_tombstones(&mut self) -> io::Result<()> {
        if self.tombstones.is_empty() {
            return Ok(());
        }
        for name in std::mem::take(&mut self.tombstones) {
            self.disk.remove(&name)?;
        }
        self.disk.sync_dir()
    }
}
