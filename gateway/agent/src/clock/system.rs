//! The machine's clocks. Nothing else in this program reads them.

use super::Now;
use hearth_vitals::{BootId, MonoMs, WallMs};
use nix::time::{ClockId, clock_gettime};
use std::path::Path;

/// systemd-timesyncd makes this file once a server has answered.
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

/// Monotonic time begins this long before the boot, ms: two years, so that measurements which a device took before this machine
/// was switched on have a place on it as well.
const BEFORE_BOOT_MS: u64 = 2 * 366 * 86_400_000;

/// Reads the machine's clocks.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl SystemClock {
    /// Monotonic time of this boot, from two years before it on.
    pub fn mono(self) -> MonoMs {
        // Linux has had this clock since 2.6.39; a kernel without it counts from 0.
        let time = clock_gettime(ClockId::CLOCK_BOOTTIME).map_or(0, milliseconds);
        MonoMs(u64::try_from(time).unwrap_or(0)).plus(BEFORE_BOOT_MS)
    }

    /// Both clocks, and whether a time service keeps the wall clock.
    pub fn now(self) -> Now {
        let wall = clock_gettime(ClockId::CLOCK_REALTIME).map_or(0, milliseconds);
        Now { mono: self.mono(), wall: WallMs(wall), is_kept: Path::new(SYNCHRONISED).exists() }
    }

    /// The kernel's id of this boot, folded to 64 bits.
    pub fn boot(self) -> std::io::Result<BootId> {
        std::fs::read_to_string(BOOT_ID).map(|text| fold(&text))
    }
}

fn milliseconds(time: nix::sys::time::TimeSpec) -> i64 {
    time.tv_sec() * 1000 + time.tv_nsec() / 1_000_000
}

/// FNV-1a, 64 bits, so that a boot keeps its number when the program restarts. A program that counts from another beginning gives it another
/// number: nothing is placed by the wrong one.
fn fold(text: &str) -> BootId {
    BootId(
        text.trim()
            .bytes()
            .chain(BEFORE_BOOT_MS.to_le_bytes())
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monotonic_time_never_goes_back_and_a_boot_keeps_its_number() {
        let (first, second) = (SystemClock.mono(), SystemClock.mono());
        assert!(first <= second && first.0 > 0);
        assert_eq!(SystemClock.boot().unwrap(), SystemClock.boot().unwrap());
        assert_ne!(fold("a"), fold("b"));
        assert_eq!(fold("a\n"), fold("a"));
    }
}
