//! An outbox on a simulated disk, beside a model of what the outbox has to keep.
//!
//! The model knows every record that got a number, up to where each stream was promised to be durable, what the hub holds,
//! and every loss that was named.

use hearth_outbox::sim::{Fault, SimDisk};
use hearth_outbox::{AppendError, ClassId, Config, Gap, GapKind, Outbox, Read, SyncError};
use std::collections::{BTreeMap, BTreeSet};

pub type Stream = (u64, ClassId);

pub struct Rig {
    outbox: Option<Outbox<SimDisk>>,
    pub config: Config,
    generation: u64,
    /// Every number that was issued, with the size of its record in bytes.
    issued: BTreeMap<(Stream, u64), usize>,
    durable_end: BTreeMap<Stream, u64>,
    held: BTreeSet<(Stream, u64)>,
    pub losses: Vec<Gap>,
    /// True once the disk was too small: from then on durable records may be lost by shedding.
    pub may_shed: bool,
    /// True once the disk was damaged on purpose: then any loss is allowed, but never a wrong record.
    pub is_damaged: bool,
}

/// The payload that this record must have.
pub fn payload((generation, class): Stream, seq: u64, size: usize) -> Vec<u8> {
    let stamp = generation.wrapping_mul(31).wrapping_add(u64::from(class.code())).wrapping_mul(0x9e37_79b9).wrapping_add(seq);
    let mut bytes = stamp.to_le_bytes().repeat(size / 8 + 1);
    bytes.truncate(size.max(1));
    bytes
}

type Outcome = Result<(), String>;

impl Rig {
    pub fn new(disk: SimDisk, config: Config) -> Rig {
        let mut rig = Rig {
            outbox: None,
            config,
            generation: 100,
            issued: BTreeMap::new(),
            durable_end: BTreeMap::new(),
            held: BTreeSet::new(),
            losses: Vec::new(),
            may_shed: false,
            is_damaged: false,
        };
        rig.reopen(disk).expect("a sound empty disk opens");
        rig
    }

    pub fn outbox(&mut self) -> &mut Outbox<SimDisk> {
        self.outbox.as_mut().expect("open")
    }

    pub fn disk<T>(&mut self, act: impl FnOnce(&mut SimDisk) -> T) -> T {
        act(self.outbox().disk_mut())
    }

    pub fn append(&mut self, class: ClassId, size: usize) -> Outcome {
        let stream = (self.generation, class);
        let next = self.outbox().next_seq(class);
        let result = self.outbox().append(class, &payload(stream, next, size));
        match result {
            Ok(seq) if seq != next => return Err(format!("number {seq} instead of {next}")),
            Ok(seq) if self.issued.insert((stream, seq), size.max(1)).is_some() => return Err(format!("{stream:?} {seq} issued twice")),
            Err(AppendError::Full) if !self.may_shed => return Err("full on a large disk".into()),
            _ => {}
        }
        self.collect_losses();
        Ok(())
    }

    pub fn sync(&mut self, class: ClassId) -> Outcome {
        let next = self.outbox().next_seq(class);
        match self.outbox().sync(class) {
            Ok(end) if end != next => return Err(format!("durable up to {end}, not {next}")),
            Ok(end) => drop(self.durable_end.insert((self.generation, class), end)),
            Err(SyncError::Full) if !self.may_shed => return Err("full on a large disk".into()),
            Err(_) => {}
        }
        self.collect_losses();
        Ok(())
    }

    fn collect_losses(&mut self) {
        let losses = self.outbox().take_losses();
        self.losses.extend(losses);
    }

    /// The hub commits some of the records and losses, and the outbox gets the receipt.
    pub fn hub_takes(&mut self, class: ClassId, share: u64) -> Outcome {
        for info in self.outbox().streams() {
            if info.class != class {
                continue;
            }
            let end = info.first + (info.end - info.first) * share / 10;
            let mut held = Vec::new();
            let mut from = info.first;
            while let Some((first, range_end)) = self.outbox().next_unreceipted(info.generation, class, from) {
                if first >= end {
                    break;
                }
                held.push((first, range_end.min(end)));
                from = range_end;
            }
            let lost: Vec<_> = self.losses.iter().filter(|gap| (gap.generation, gap.class) == (info.generation, class)).collect();
            held.extend(lost.iter().filter(|gap| gap.first < end).map(|gap| (gap.first, gap.end)));
            for range in &held {
                self.held.extend((range.0..range.1).map(|seq| ((info.generation, class), seq)));
            }
            // A receipt is refused only after the outbox has stopped.
            let _ = self.outbox().receipt(info.generation, class, &held);
        }
        self.collect_losses();
        Ok(())
    }

    /// Takes the disk from the process as it is at this moment.
    pub fn stop(&mut self) -> SimDisk {
        self.collect_losses();
        self.outbox.take().expect("open").into_disk()
    }

    pub fn power_cut(&mut self) -> Outcome {
        let mut disk = self.stop();
        disk.cut_power();
        self.reopen(disk)
    }

    pub fn kill(&mut self) -> Outcome {
        let mut disk = self.stop();
        disk.kill_process();
        self.reopen(disk)
    }

    pub fn reopen(&mut self, mut disk: SimDisk) -> Outcome {
        disk.set_fault(Fault::None);
        self.generation += 1;
        let (outbox, recovery) = Outbox::open(disk, self.config, self.generation).map_err(|error| error.to_string())?;
        self.losses.extend(&recovery.losses);
        if let Some(gap) = recovery.losses.iter().find(|gap| gap.kind == GapKind::Missing && !self.is_damaged) {
            return Err(format!("a segment went without a note: {gap:?}"));
        }
        for info in &recovery.streams {
            if info.is_current {
                return Err("an old stream poses as the current one".into());
            }
        }
        if recovery.ledger_is_damaged && !self.is_damaged {
            return Err("the ledger broke".into());
        }
        self.outbox = Some(outbox);
        self.check()
    }

    /// Reads everything that is here and compares it with the model.
    pub fn check(&mut self) -> Outcome {
        let mut present = BTreeSet::new();
        for info in self.outbox().streams() {
            self.check_stream((info.generation, info.class), info.end, &mut present)?;
        }
        self.collect_losses();
        for (stream, end) in &self.durable_end {
            for seq in 0..*end {
                let number = (*stream, seq);
                if !present.contains(&number) && !self.held.contains(&number) {
                    self.check_loss(*stream, seq)?;
                }
            }
        }
        Ok(())
    }

    fn check_stream(&mut self, stream: Stream, end: u64, present: &mut BTreeSet<(Stream, u64)>) -> Outcome {
        let mut from = 0;
        loop {
            let read = self.outbox().read(stream.0, stream.1, from, 7, 100_000).map_err(|error| error.to_string())?;
            from = match read {
                Read::Records(records) => self.check_records(stream, from, &records, present)?,
                Read::Lost(gap) if gap.first == from && gap.end > from => gap.end,
                Read::Freed(first, end) if first == from && end > from => self.check_freed(stream, first, end)?,
                Read::End if from >= end => return Ok(()),
                other => return Err(format!("{stream:?} at {from} of {end}: {other:?}")),
            };
        }
    }

    fn check_records(
        &self,
        stream: Stream,
        from: u64,
        records: &[(u64, Vec<u8>)],
        present: &mut BTreeSet<(Stream, u64)>,
    ) -> Result<u64, String> {
        for (index, (seq, bytes)) in records.iter().enumerate() {
            if *seq != from + index as u64 {
                return Err(format!("{stream:?}: {seq} read at the place of {}", from + index as u64));
            }
            let Some(size) = self.issued.get(&(stream, *seq)) else { return Err(format!("{stream:?} {seq} was never issued")) };
            if *bytes != payload(stream, *seq, *size) {
                return Err(format!("{stream:?} {seq} has another's payload"));
            }
            if !present.insert((stream, *seq)) {
                return Err(format!("{stream:?} {seq} read twice"));
            }
        }
        Ok(from + records.len() as u64)
    }

    fn check_freed(&self, stream: Stream, first: u64, end: u64) -> Result<u64, String> {
        match (first..end).find(|seq| !self.held.contains(&(stream, *seq))) {
            Some(seq) => Err(format!("{stream:?} {seq} was freed and the hub does not hold it")),
            None => Ok(end),
        }
    }

    /// Checks a durable record that is neither here nor held by the hub: a loss must name it, of a kind that is allowed.
    fn check_loss(&self, (generation, class): Stream, seq: u64) -> Outcome {
        let named = |gap: &&Gap| (gap.generation, gap.class) == (generation, class) && (gap.first..gap.end).contains(&seq);
        match self.losses.iter().find(named) {
            None => Err(format!("{generation} {class:?} {seq} is gone without a word")),
            Some(_) if self.is_damaged => Ok(()),
            Some(gap) if self.may_shed && class != ClassId::EVENTS && gap.kind == GapKind::Shed => Ok(()),
            Some(gap) => Err(format!("{generation} {class:?} {seq} was durable and is lost as {:?}", gap.kind)),
        }
    }
}
