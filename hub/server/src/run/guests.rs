//! How many connections are open at the listener, and from where: a stranger who opens a thousand must not use up what the
//! hub needs to serve those who watch.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Files that the hub needs beside its listener: database, broker, logs, backups.
const OTHER_FILES: usize = 256;
/// The least that are let in, on a machine with few files.
const LEAST: usize = 64;
/// The most, on a machine with any number of files.
const MOST: usize = 16_384;
/// One address may have a quarter of all.
const SHARE: usize = 4;

/// Who is in; cheap to clone.
#[derive(Debug, Clone)]
pub struct Guests(Arc<Mutex<Inside>>);

#[derive(Debug)]
struct Inside {
    most: usize,
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One connection; it counts until this is dropped.
#[derive(Debug)]
pub struct Guest {
    guests: Guests,
    address: IpAddr,
}

/// What counts as one address: who has one of the newer kind has its whole network of 2^64.
fn counted(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(long) => IpAddr::V6(Ipv6Addr::from_bits(long.to_bits() >> 64 << 64)),
        IpAddr::V4(_) => address,
    }
}

impl Guests {
    /// For a process that may open so many files.
    pub fn within(files: u64) -> Guests {
        let files = usize::try_from(files).unwrap_or(usize::MAX);
        let most = files.saturating_sub(OTHER_FILES).clamp(LEAST, MOST);
        Guests(Arc::new(Mutex::new(Inside { most, all: 0, by_address: HashMap::new() })))
    }

    /// Lets a connection in, or not. Who speaks for many (this machine, a proxy) is not counted by address.
    pub fn admit(&self, address: IpAddr, speaks_for_many: bool) -> Option<Guest> {
        let address = if speaks_for_many { address } else { counted(address) };
        let mut inside = self.inside();
        let of_address = inside.by_address.get(&address).copied().unwrap_or(0);
        let too_many = !speaks_for_many && of_address >= inside.most / SHARE;
        if inside.all >= inside.most || too_many {
            return None;
        }
        inside.all += 1;
        *inside.by_address.entry(address).or_insert(0) += 1;
        Some(Guest { guests: self.clone(), address })
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        // Nothing that holds this lock can leave it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut inside = self.guests.inside();
        inside.all = inside.all.saturating_sub(1);
        let Some(count) = inside.by_address.get_mut(&self.address) else { return };
        *count = count.saturating_sub(1);
        if *count == 0 {
            inside.by_address.remove(&self.address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRANGER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 9));
    const WARD: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 7));

    #[test]
    fn a_stranger_takes_a_quarter_at_most_and_the_ward_still_comes_in() {
        let guests = Guests::within(1_024);
        let taken: Vec<Guest> = (0..1_000).filter_map(|_| guests.admit(STRANGER, false)).collect();
        assert_eq!(taken.len(), (1_024 - OTHER_FILES) / SHARE);
        assert!(guests.admit(WARD, false).is_some());
        drop(taken);
        assert!(guests.admit(STRANGER, false).is_some(), "who has left makes room");
        assert!(guests.inside().by_address.is_empty(), "and is forgotten");
    }

    #[test]
    fn no_more_come_in_than_there_is_room_for_whoever_speaks_for_them() {
        let guests = Guests::within(400);
        let inside: Vec<Guest> = (0..400).filter_map(|_| guests.admit(STRANGER, true)).collect();
        assert_eq!(inside.len(), 400 - OTHER_FILES);
    }

    #[test]
    fn a_whole_network_of_the_newer_kind_counts_as_one_address() {
        let guests = Guests::within(1_024);
        let of = |host: u128| IpAddr::V6(Ipv6Addr::from_bits(0x2001_0db8 << 96 | host));
        let taken: Vec<Guest> = (0..1_000).filter_map(|host| guests.admit(of(host), false)).collect();
        assert_eq!(taken.len(), (1_024 - OTHER_FILES) / SHARE);
        assert!(guests.admit(of(1 << 64), false).is_some(), "the next network has its own share");
    }
}
