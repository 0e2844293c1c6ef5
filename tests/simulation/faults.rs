//! What can go wrong, and which of it a seed allows.

use crate::random::Dice;

/// Kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    KillGateway,
    PowerCut,
    DiskError,
    DiskFull,
    BitRot,
    ClockStep,
    ClockLost,
    CutLink,
    HalfOpen,
    SlowLink,
    Duplicates,
    KillBroker,
    KillHub,
    KillHubAtCommit,
    StoreDown,
    StoreSlow,
    CommitUnknown,
    CommitLate,
    Conflicts,
    BadData,
    Restore,
    Rebind,
    CloneDisk,
    Poison,
}

/// All kinds with their names.
pub const KINDS: [(Kind, &str); 24] = [
    (Kind::KillGateway, "kill gateway at a disk operation"),
    (Kind::PowerCut, "power cut at a disk operation"),
    (Kind::DiskError, "disk error"),
    (Kind::DiskFull, "disk full"),
    (Kind::BitRot, "bit flipped on disk"),
    (Kind::ClockStep, "gateway clock stepped by an hour"),
    (Kind::ClockLost, "gateway clock in 1970"),
    (Kind::CutLink, "link cut"),
    (Kind::HalfOpen, "link half-open"),
    (Kind::SlowLink, "link slow and out of order"),
    (Kind::Duplicates, "deliveries repeated"),
    (Kind::KillBroker, "broker killed, forgets all"),
    (Kind::KillHub, "hub killed"),
    (Kind::KillHubAtCommit, "hub killed around commits"),
    (Kind::StoreDown, "database down"),
    (Kind::StoreSlow, "database slow"),
    (Kind::CommitUnknown, "answers to commits lost"),
    (Kind::CommitLate, "commits done late"),
    (Kind::Conflicts, "transactions in conflict"),
    (Kind::BadData, "data the database refuses"),
    (Kind::Restore, "database restored from a backup"),
    (Kind::Rebind, "device given to another patient"),
    (Kind::CloneDisk, "gateway cloned"),
    (Kind::Poison, "poison message"),
];

/// The name of a kind.
pub fn name(kind: Kind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name)
}

/// The kinds that a seed allows: about half of them, so that frequent faults do not always hide the rare ones.
pub struct Allowed(Vec<Kind>);

impl Allowed {
    pub fn draw(dice: &mut Dice) -> Allowed {
        let mut kinds: Vec<Kind> = KINDS.iter().map(|(kind, _)| *kind).filter(|_| dice.one_in(2)).collect();
        // Segments that were freed to make room cannot be sent again to a store that was set back to a backup.
        if kinds.contains(&Kind::Restore) {
            kinds.retain(|kind| !matches!(kind, Kind::DiskFull | Kind::BitRot));
        }
        if kinds.is_empty() {
            kinds.push(Kind::CutLink);
        }
        Allowed(kinds)
    }

    pub fn has(&self, kind: Kind) -> bool {
        self.0.contains(&kind)
    }

    pub fn next(&self, dice: &mut Dice) -> Kind {
        *dice.pick(&self.0)
    }
}
