//! Processes that a killed hub left running: found by pid file *and* command line, then ended.
//!
//! A pid alone proves nothing, since numbers are used again after a restart of the
//! machine. Only a process whose command line names our own folder is touched.

use super::error::PlatformError;
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::path::Path;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long a dead process may stay in the process table: the machine's init process removes orphans within seconds.
const BURIAL: Duration = Duration::from_secs(10);

/// The process of the pid file, if it runs and its command line holds the path `mark`.
pub fn find(pid_file: &Path, mark: &Path) -> Option<i32> {
    pid_in(pid_file).filter(|pid| is_ours(*pid, mark))
}

fn pid_in(pid_file: &Path) -> Option<i32> {
    let text = std::fs::read_to_string(pid_file).ok()?;
    text.lines().next()?.trim().parse().ok().filter(|pid| *pid > 1)
}

/// Whether the process is dead but not yet waited for by its parent: PostgreSQL would take it for alive.
fn is_zombie(pid: i32) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
    stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('Z'))
}

/// Waits until a dead process of the pid file has left the table of processes.
async fn wait_for_burial(pid_file: &Path) {
    let deadline = Instant::now() + BURIAL;
    while Instant::now() < deadline && pid_in(pid_file).is_some_and(is_zombie) {
        sleep(Duration::from_millis(20)).await;
    }
}

fn is_ours(pid: i32, mark: &Path) -> bool {
    let Ok(line) = std::fs::read(format!("/proc/{pid}/cmdline")) else { return false };
    line.split(|byte| *byte == 0).any(|argument| argument == mark.as_os_str().as_encoded_bytes())
}

/// Ends a left-over by the part's own signals, in order.
///
/// # Errors
/// [`PlatformError::Stubborn`] if it survives them all.
pub async fn end(name: &'static str, pid_file: &Path, mark: &Path, signals: &'static [(Signal, Duration)]) -> Result<(), PlatformError> {
    let Some(pid) = find(pid_file, mark) else {
        wait_for_burial(pid_file).await;
        return Ok(());
    };
    tracing::warn!(part = name, pid, "an earlier hub left this running; ending it");
    let last = [(Signal::SIGKILL, Duration::from_secs(5))];
    for (signal, limit) in signals.iter().chain(&last) {
        let gone = kill(Pid::from_raw(pid), *signal) == Err(Errno::ESRCH);
        if gone || wait_for_end(pid, mark, *limit).await {
            wait_for_burial(pid_file).await;
            return Ok(());
        }
    }
    Err(PlatformError::Stubborn { name, pid })
}

async fn wait_for_end(pid: i32, mark: &Path, limit: Duration) -> bool {
    let deadline = Instant::now() + limit;
    while Instant::now() < deadline {
        // A zombie has an empty command line: it is gone as far as its port and files go.
        if !is_ours(pid, mark) {
            return true;
        }
        sleep(Duration::from_millis(20)).await;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_dead_process_is_waited_for_until_it_is_buried() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("part.pid");
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let pid = child.id().cast_signed();
        std::fs::write(&file, format!("{pid}\n")).unwrap();
        while !is_zombie(pid) {
            std::thread::yield_now();
        }
        let burial = tokio::spawn({
            let file = file.clone();
            async move { wait_for_burial(&file).await }
        });
        tokio::task::yield_now().await;
        assert!(!burial.is_finished());
        child.wait().unwrap();
        burial.await.unwrap();
        assert!(!is_zombie(pid));
    }

    #[test]
    fn a_pid_that_was_given_to_another_program_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("part.pid");
        std::fs::write(&file, format!("{}\n", std::process::id())).unwrap();
        assert_eq!(find(&file, dir.path()), None, "this test's command line does not name the folder");
        let arg0 = std::env::args_os().next().unwrap();
        assert_eq!(find(&file, Path::new(&arg0)), Some(std::process::id().cast_signed()));
    }
}
