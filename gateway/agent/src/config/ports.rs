//! Which serial line a path leads to. Nothing is opened: names and numbers of files are looked at.

use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

/// The folder in which adapters have permanent names.
const BY_ID: &str = "/dev/serial/by-id";

/// Names that the kernel gives out in the order in which adapters are found: after the next start another adapter may have it.
const PASSING_NAMES: [&str; 3] = ["ttyUSB", "ttyACM", "rfcomm"];

/// True when both paths lead to one and the same line now: the same path, two links to one, or two names of one device.
pub(super) fn is_one_line(one: &Path, two: &Path) -> bool {
    let (first, second) = (target(one), target(two));
    first == second || number(&first).is_some_and(|number_of_it| Some(number_of_it) == number(&second))
}

/// What a path leads to through all links; the path itself while there is nothing.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The number of a character device.
fn number(path: &Path) -> Option<u64> {
    let file = fs::metadata(path).ok().filter(|file| file.file_type().is_char_device())?;
    Some(file.rdev())
}

/// True for a path such as `/dev/ttyUSB0`.
pub(super) fn is_passing_name(path: &Path) -> bool {
    let name = path.strip_prefix("/dev").ok().and_then(Path::to_str);
    let of = |kind: &str| name.and_then(|name| name.strip_prefix(kind)).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    PASSING_NAMES.into_iter().any(of)
}

/// The permanent name of the line at this path, if it has one.
pub(super) fn name_that_stays(path: &Path) -> Option<PathBuf> {
    let names = fs::read_dir(BY_ID).ok()?;
    names.flatten().map(|entry| entry.path()).find(|name| is_one_line(name, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn two_links_and_two_names_of_one_device_are_one_line() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        symlink("/dev/null", at("one")).unwrap();
        symlink(at("one"), at("two")).unwrap();
        symlink("/dev/zero", at("other")).unwrap();
        assert!(is_one_line(&at("one"), &at("two")) && is_one_line(&at("two"), Path::new("/dev/null")));
        assert!(!is_one_line(&at("one"), &at("other")));
        assert!(is_one_line(&at("gone"), &at("gone")) && !is_one_line(&at("gone"), &at("gone too")), "nothing is plugged in yet");
    }

    #[test]
    fn names_that_the_kernel_gives_out_in_turn_are_told_from_those_that_stay() {
        for passing in ["/dev/ttyUSB0", "/dev/ttyACM12", "/dev/rfcomm0"] {
            assert!(is_passing_name(Path::new(passing)), "{passing}");
        }
        for stays in
            ["/dev/serial/by-id/usb-FTDI-if00", "/dev/ttyS0", "/dev/ttyAMA0", "/dev/oximeter", "/run/ttyUSB0", "/dev/ttyUSB-oximeter"]
        {
            assert!(!is_passing_name(Path::new(stays)), "{stays}");
        }
    }
}
