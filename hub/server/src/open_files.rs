//! How many files and connections this process may hold at a time.
//!
//! The soft limit of 1,024 is there for programs that use `select`; neither the hub nor its
//! broker does, and each home is a connection at the broker. The broker and the database are
//! started with what this process has.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// With fewer files there is no room for a thousand homes, so a lower limit is reported at the start.
const ENOUGH: u64 = 4_096;

/// Raises the soft limit to the hard limit and returns the limit in force.
pub fn raise() -> u64 {
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else { return 0 };
    let in_force = if soft < hard && setrlimit(Resource::RLIMIT_NOFILE, hard, hard).is_ok() { hard } else { soft };
    if in_force < ENOUGH {
        tracing::warn!(
            limit = in_force,
            "few files may be open at a time, and each home is one at the broker; raise LimitNOFILE (ulimit -n)"
        );
    }
    in_force
}

/// The limit in force, which a child process inherits.
pub fn limit() -> u64 {
    getrlimit(Resource::RLIMIT_NOFILE).map_or(0, |(soft, _)| soft)
}

/// The number of open files of a process and its limit, when (almost) none are left.
pub fn exhausted(pid: u32) -> Option<(u64, u64)> {
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    let soft: u64 = line.split_whitespace().nth(3)?.parse().ok()?;
    let open = u64::try_from(std::fs::read_dir(format!("/proc/{pid}/fd")).ok()?.count()).ok()?;
    (open + 1 >= soft).then_some((open, soft))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_process_with_room_is_not_exhausted() {
        assert_eq!(super::exhausted(std::process::id()), None);
        assert_eq!(super::exhausted(u32::MAX), None, "nor is one that is not there");
    }
}
