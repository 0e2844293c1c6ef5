//! Slows down the guessing of passwords, by name and by address.
//!
//! An attempt counts as failed from the moment it is let in until it succeeds, so that a
//! hundred guesses sent at once are counted before the first is answered. The longest
//! wait is a minute: a stranger who guesses a nurse's password must not keep her from her
//! patients.

use hearth_vitals::MonoMs;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;

/// How many failures cause no wait: a name is mistyped now and then, and a ward shares one address.
const FREE_BY_NAME: u32 = 5;
const FREE_BY_ADDRESS: u32 = 30;
/// The longest wait, ms; it doubles from one second up to this.
const LONGEST_WAIT_MS: u64 = 60_000;
/// After so long without a failure everything is forgiven, ms.
const FORGIVEN_MS: u64 = 15 * 60_000;
/// Entries kept of each kind; the one that failed longest ago makes room.
const ENTRIES: usize = 4_096;
/// Longest part of a name that is kept.
const NAME_BYTES: usize = 64;

/// Failures by name and by address.
#[derive(Debug, Default)]
pub struct Throttle {
    names: Table<String>,
    addresses: Table<IpAddr>,
}

#[derive(Debug)]
struct Table<K> {
    entries: HashMap<K, Entry>,
}

impl<K> Default for Table<K> {
    fn default() -> Self {
        Self { entries: HashMap::new() }
    }
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    failures: u32,
    last: MonoMs,
}

impl Throttle {
    /// Lets an attempt in and counts it as failed, or says how many seconds to wait.
    ///
    /// # Errors
    /// The wait in seconds, at least one.
    pub fn admit(&mut self, name: &str, address: IpAddr, now: MonoMs) -> Result<(), u64> {
        let name = key(name);
        let wait_ms = self.names.wait_ms(&name, FREE_BY_NAME, now).max(self.addresses.wait_ms(&address, FREE_BY_ADDRESS, now));
        if wait_ms > 0 {
            return Err(wait_ms.div_ceil(1_000));
        }
        self.names.fail(name, now);
        self.addresses.fail(address, now);
        Ok(())
    }

    /// Like [`Throttle::admit`], for a person who is signed in: the address does not matter.
    ///
    /// # Errors
    /// The wait in seconds, at least one.
    pub fn admit_name(&mut self, name: &str, now: MonoMs) -> Result<(), u64> {
        let name = key(name);
        match self.names.wait_ms(&name, FREE_BY_NAME, now) {
            0 => {
                self.names.fail(name, now);
                Ok(())
            }
            wait_ms => Err(wait_ms.div_ceil(1_000)),
        }
    }

    /// Notes that the attempt of a signed-in person was right.
    pub fn name_succeeded(&mut self, name: &str) {
        self.names.entries.remove(&key(name));
    }

    /// Notes that the attempt was right: the name is forgiven everything, the address this one failure.
    pub fn succeeded(&mut self, name: &str, address: IpAddr) {
        self.names.entries.remove(&key(name));
        self.address_succeeded(address);
    }

    /// Notes that the attempt was no guess, although it came to nothing: the address is forgiven this one failure.
    pub fn address_succeeded(&mut self, address: IpAddr) {
        if let Some(entry) = self.addresses.entries.get_mut(&address) {
            entry.failures = entry.failures.saturating_sub(1);
        }
    }
}

fn key(name: &str) -> String {
    name.to_lowercase()
        .chars()
        .scan(0, |bytes, c| {
            *bytes += c.len_utf8();
            (*bytes <= NAME_BYTES).then_some(c)
        })
        .collect()
}

impl<K: Hash + Eq + Clone> Table<K> {
    fn wait_ms(&self, key: &K, free: u32, now: MonoMs) -> u64 {
        let Some(entry) = self.entries.get(key) else { return 0 };
        let since_ms = now.0.saturating_sub(entry.last.0);
        if entry.failures < free || since_ms >= FORGIVEN_MS {
            return 0;
        }
        let doublings = (entry.failures - free).min(16);
        (1_000_u64 << doublings).min(LONGEST_WAIT_MS).saturating_sub(since_ms)
    }

    fn fail(&mut self, key: K, now: MonoMs) {
        if !self.entries.contains_key(&key) {
            self.make_room(now);
        }
        let entry = self.entries.entry(key).or_insert(Entry { failures: 0, last: now });
        let forgiven = now.0.saturating_sub(entry.last.0) >= FORGIVEN_MS;
        entry.failures = if forgiven { 1 } else { entry.failures.saturating_add(1) };
        entry.last = now;
    }

    fn make_room(&mut self, now: MonoMs) {
        if self.entries.len() < ENTRIES {
            return;
        }
        self.entries.retain(|_, entry| now.0.saturating_sub(entry.last.0) < FORGIVEN_MS);
        if self.entries.len() < ENTRIES {
            return;
        }
        // Entries with many failures stay: a flood of new names must not push them out.
        let least = self.entries.iter().min_by_key(|(_, entry)| (entry.failures, entry.last)).map(|(key, _)| key.clone());
        if let Some(key) = least {
            self.entries.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + number))
    }

    #[test]
    fn guesses_at_a_name_from_many_addresses_get_slower_and_slower() {
        let mut throttle = Throttle::default();
        let mut now = MonoMs(0);
        let mut waits = Vec::new();
        for attempt in 0..15 {
            while let Err(seconds) = throttle.admit("ana", address(attempt), now) {
                waits.push(seconds);
                now = MonoMs(now.0 + seconds * 1_000);
            }
        }
        assert_eq!(&waits[..4], &[1, 2, 4, 8]);
        assert_eq!(waits.last(), Some(&60), "and never longer than a minute");
    }

    #[test]
    fn guesses_sent_at_once_are_counted_before_the_first_answer() {
        let mut throttle = Throttle::default();
        let admitted = (0..100).filter(|_| throttle.admit("ana", HOME, MonoMs(5)).is_ok()).count();
        assert_eq!(admitted, FREE_BY_NAME as usize);
    }

    #[test]
    fn one_address_cannot_try_every_name() {
        let mut throttle = Throttle::default();
        let admitted = (0..1_000).filter(|n| throttle.admit(&format!("name{n}"), HOME, MonoMs(5)).is_ok()).count();
        assert_eq!(admitted, FREE_BY_ADDRESS as usize);
    }

    #[test]
    fn a_ward_that_signs_in_from_one_address_is_never_slowed() {
        let mut throttle = Throttle::default();
        for nurse in 0..500 {
            assert_eq!(throttle.admit(&format!("nurse{nurse}"), HOME, MonoMs(5)), Ok(()));
            throttle.succeeded(&format!("nurse{nurse}"), HOME);
        }
    }

    #[test]
    fn the_tables_are_bounded_and_a_flood_does_not_wash_out_a_guesser() {
        let mut throttle = Throttle::default();
        for _ in 0..FREE_BY_NAME {
            throttle.admit("ana", HOME, MonoMs(0)).unwrap();
        }
        for number in 1..20_000 {
            throttle.admit(&format!("name{number}"), address(number), MonoMs(10)).unwrap();
        }
        assert!(throttle.names.entries.len() <= ENTRIES && throttle.addresses.entries.len() <= ENTRIES);
        assert!(throttle.admit("Ana", address(30_000), MonoMs(20)).is_err(), "however it is written");
    }

    #[test]
    fn a_quarter_of_an_hour_is_forgiven() {
        let mut throttle = Throttle::default();
        for _ in 0..FREE_BY_NAME {
            throttle.admit("ana", HOME, MonoMs(0)).unwrap();
        }
        assert!(throttle.admit("ana", HOME, MonoMs(1)).is_err());
        assert_eq!(throttle.admit("ana", HOME, MonoMs(FORGIVEN_MS)), Ok(()));
        assert_eq!(throttle.admit("ana", HOME, MonoMs(FORGIVEN_MS)), Ok(()), "and counting starts afresh");
    }

    #[test]
    fn homes_that_have_to_wait_for_their_renewal_use_up_no_turn_of_who_shares_their_address() {
        let (mut throttle, address) = (Throttle::default(), IpAddr::from([203, 0, 113, 9]));
        for home in 0..200 {
            throttle.admit(&format!("renewal of {home}"), address, MonoMs(0)).unwrap();
            throttle.address_succeeded(address);
        }
        assert_eq!(throttle.admit("a code", address, MonoMs(0)), Ok(()));
        let asked = (0..10).filter(|_| throttle.admit("renewal of one", address, MonoMs(0)).is_ok()).count();
        assert_eq!(asked, FREE_BY_NAME as usize, "one that asks in a loop has to wait");
    }
}
