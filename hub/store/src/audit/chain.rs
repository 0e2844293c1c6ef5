//! Seals of the audit, as values: what a seal is made of, and where a chain of them breaks.
//!
//! Whoever can write to the database could make a whole chain anew. That is found by heads: seals that were noted outside the
//! database ([decision 68](../../../../docs/decisions/0068-the-audit-is-sealed-after-it-is-written.md)).

use hearth_vitals::WallMs;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// What an entry of the audit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its id: rises, with gaps.
    pub id: i64,
    /// When it was written, µs since 1970.
    pub at_us: i64,
    /// Who did it; `None` for the hub itself, and for whoever is not known.
    pub staff: Option<Uuid>,
    /// What was done, such as `admit`.
    pub act: String,
    /// To what: an id, or a word of the act.
    pub subject: String,
    /// The rest, as JSON in the database's own form.
    pub detail: String,
}

/// SHA-256 over an entry and the seal before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seal(pub [u8; 32]);

impl Seal {
    /// What stands before the first entry.
    pub const GENESIS: Seal = Seal([0; 32]);

    /// The seal of the entry with this number in the chain.
    pub fn over(before: Seal, number: i64, entry: &AuditEntry) -> Seal {
        let mut hash = Sha256::new();
        hash.update(b"hearth audit 1");
        hash.update(before.0);
        for number in [number, entry.id, entry.at_us] {
            hash.update(number.to_be_bytes());
        }
        // Nobody has an id of zeros.
        hash.update(entry.staff.unwrap_or_default().as_bytes());
        for text in [&entry.act, &entry.subject, &entry.detail] {
            // With its length, or a letter could move from one to the next unseen.
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        Seal(hash.finalize().into())
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A text that is no seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a seal is 64 hexadecimal digits")]
pub struct NoSeal;

impl FromStr for Seal {
    type Err = NoSeal;

    fn from_str(text: &str) -> Result<Seal, NoSeal> {
        if text.len() != 64 || !text.is_ascii() {
            return Err(NoSeal);
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| NoSeal)?;
        }
        Ok(Seal(bytes))
    }
}

/// The end of the chain at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries were sealed.
    pub number: i64,
    /// The seal of the last of them; [`Seal::GENESIS`] of none.
    pub seal: Seal,
}

/// Where the audit does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// Seals are missing in the middle.
    #[error("the seals {from} to {until} are gone")]
    Gap {
        /// The first that is missing.
        from: i64,
        /// The last that is missing.
        until: i64,
    },
    /// A sealed entry is not there any more.
    #[error("the entry {id} (seal {number}) is gone")]
    Removed {
        /// Its number in the chain.
        number: i64,
        /// Id of the entry in the audit.
        id: i64,
    },
    /// An entry does not say any more what was sealed.
    #[error("the entry {id} (seal {number}, of {} ms since 1970) was changed, or its seal was", at.0)]
    Changed {
        /// Its number in the chain.
        number: i64,
        /// Id of the entry in the audit.
        id: i64,
        /// When it says that it was written.
        at: WallMs,
    },
    /// An entry came in past the hub's own way: nobody told that it has to be sealed.
    #[error("the entry {id} was never sealed: it was written while the trigger of the table was off")]
    Unsealed {
        /// Id of the entry in the audit.
        id: i64,
    },
    /// An entry waited for its seal and was gone before it.
    #[error("the entry {id} is gone; it had no seal yet")]
    Vanished {
        /// Id of the entry in the audit.
        id: i64,
    },
    /// The chain ends before a head that was noted.
    #[error("the seals {from} to {until} are gone from the end: seal {until} was noted outside the database")]
    Shortened {
        /// The first that is missing.
        from: i64,
        /// The last that was noted.
        until: i64,
    },
    /// The chain has another seal than the one that was noted.
    #[error("seal {number} is not the one that was noted outside the database: it, or entries before it, were written anew")]
    Rewritten {
        /// Its number in the chain.
        number: i64,
    },
}

/// A walk along the chain, from its beginning.
#[derive(Debug)]
pub struct Walk {
    head: Head,
    /// True while the seal before is the one that was stored there.
    is_known: bool,
    noted: BTreeMap<i64, Seal>,
}

impl Walk {
    /// A walk that compares the chain with heads that were noted outside the database.
    pub fn new(noted: &[Head]) -> Walk {
        let noted = noted.iter().filter(|head| head.number > 0).map(|head| (head.number, head.seal)).collect();
        Walk { head: Head { number: 0, seal: Seal::GENESIS }, is_known: true, noted }
    }

    /// Takes the next seal, in the order of their numbers, with the entry of this id, if it is there.
    pub fn take(&mut self, number: i64, seal: Seal, id: i64, entry: Option<&AuditEntry>) -> Vec<AuditFault> {
        let mut faults = Vec::new();
        if number > self.head.number + 1 {
            faults.push(AuditFault::Gap { from: self.head.number + 1, until: number - 1 });
            self.is_known = false;
        }
        match entry {
            None => faults.push(AuditFault::Removed { number, id }),
            // What the seal before a gap was is not known: this one cannot be judged.
            Some(entry) if self.is_known && Seal::over(self.head.seal, number, entry) != seal => {
                faults.push(AuditFault::Changed { number, id, at: WallMs(entry.at_us / 1_000) });
            }
            Some(_) => {}
        }
        if self.noted.remove(&number).is_some_and(|noted| noted != seal) {
            faults.push(AuditFault::Rewritten { number });
        }
        // From the seal as it stands, so that each break is named once and not with all that follow it.
        (self.head, self.is_known) = (Head { number, seal }, true);
        faults
    }

    /// The last seal, and what is missing behind it.
    pub fn end(self) -> (Head, Option<AuditFault>) {
        let last = self.noted.last_key_value().map(|(number, _)| *number).filter(|last| *last > self.head.number);
        (self.head, last.map(|until| AuditFault::Shortened { from: self.head.number + 1, until }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: i64) -> AuditEntry {
        let [act, subject, detail] = ["admit", "a", "{}"].map(str::to_owned);
        AuditEntry { id, at_us: 1_795_521_600_000_000 + id, staff: Some(Uuid::from_u128(7)), act, subject, detail }
    }

    fn chain(length: i64) -> Vec<(i64, Seal, AuditEntry)> {
        let mut before = Seal::GENESIS;
        let sealed = |number| {
            before = Seal::over(before, number, &entry(10 * number));
            (number, before, entry(10 * number))
        };
        (1..=length).map(sealed).collect()
    }

    fn walked(chain: &[(i64, Seal, AuditEntry)], noted: &[Head]) -> Vec<AuditFault> {
        let mut walk = Walk::new(noted);
        let mut faults: Vec<_> = chain.iter().flat_map(|(number, seal, entry)| walk.take(*number, *seal, entry.id, Some(entry))).collect();
        faults.extend(walk.end().1);
        faults
    }

    #[test]
    fn a_chain_that_nobody_touched_holds() {
        let whole = chain(5);
        assert_eq!(walked(&whole, &[Head { number: 3, seal: whole[2].1 }, Head { number: 5, seal: whole[4].1 }]), []);
    }

    #[test]
    fn whatever_of_an_entry_is_changed_that_entry_is_named_and_no_other() {
        let changes: [fn(&mut AuditEntry); 6] = [
            |entry| entry.at_us += 1,
            |entry| entry.staff = None,
            |entry| entry.act.push('x'),
            |entry| entry.subject.clear(),
            |entry| entry.detail = "{\"a\": 1}".into(),
            |entry| (entry.act, entry.subject) = ("admita".into(), String::new()),
        ];
        for change in changes {
            let mut chain = chain(5);
            change(&mut chain[2].2);
            let faults = walked(&chain, &[]);
            assert!(matches!(faults[..], [AuditFault::Changed { number: 3, id: 30, .. }]), "{faults:?}");
        }
    }

    #[test]
    fn a_gap_a_short_end_and_a_chain_made_anew_are_each_named() {
        let whole = chain(5);
        let mut gap = whole.clone();
        gap.drain(1..3);
        assert_eq!(walked(&gap, &[]), [AuditFault::Gap { from: 2, until: 3 }]);

        let noted = [Head { number: 4, seal: whole[3].1 }];
        assert_eq!(walked(&whole[..2], &noted), [AuditFault::Shortened { from: 3, until: 4 }]);
        assert_eq!(walked(&[], &noted), [AuditFault::Shortened { from: 1, until: 4 }]);

        let mut anew: Vec<_> = Vec::new();
        let mut before = Seal::GENESIS;
        for (number, _, mut entry) in whole.clone() {
            entry.subject.push_str(if number == 2 { "other" } else { "" });
            before = Seal::over(before, number, &entry);
            anew.push((number, before, entry));
        }
        assert_eq!(walked(&anew, &[]), [], "it holds by itself");
        assert_eq!(walked(&anew, &noted), [AuditFault::Rewritten { number: 4 }]);
    }

    #[test]
    fn a_seal_is_read_back_from_its_digits() {
        let seal = chain(1)[0].1;
        assert_eq!(seal.to_string().parse(), Ok(seal));
        for wrong in ["", "00", &"zz".repeat(32), &"é".repeat(32)] {
            assert_eq!(wrong.parse::<Seal>(), Err(NoSeal));
        }
    }
}
