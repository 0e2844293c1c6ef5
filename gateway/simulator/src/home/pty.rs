//! A pseudo terminal (pty) in the place of a serial port.
//!
//! The gateway opens the far end through a link whose name never changes. When nobody has it open, bytes are dropped, as on
//! a cable that is not plugged in. When a reader goes away, the pty is replaced by a new one. That removes what it left
//! unread, its settings, and its exclusive lock, all of which outlive a killed process on a pty, though not on a real port.

use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::{PtyMaster, grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::stat::Mode;
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
use std::io;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

/// The device's end of a pty, with the link to the gateway's end.
#[derive(Debug)]
pub struct Pty {
    master: PtyMaster,
    path: PathBuf,
    link: PathBuf,
}

impl Pty {
    /// A new pty. `link` is made to point to it, and replaces an older link.
    ///
    /// # Errors
    /// When there is no pty left, or the link cannot be made because something else has its name.
    pub fn open(link: &Path) -> io::Result<Pty> {
        let master = posix_openpt(OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let path = PathBuf::from(ptsname_r(&master)?);
        // Only after the far end was opened and closed once does the kernel report that nobody is there.
        let far = open(&path, OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC, Mode::empty())?;
        let mut settings = tcgetattr(&far)?;
        cfmakeraw(&mut settings);
        tcsetattr(&far, SetArg::TCSANOW, &settings)?;
        drop(far);
        point(link, &path)?;
        Ok(Pty { master, path, link: link.to_owned() })
    }

    /// The path of the gateway's end.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True while somebody has the gateway's end open.
    ///
    /// # Errors
    /// When the kernel reports an error.
    pub fn has_reader(&self) -> io::Result<bool> {
        let mut fds = [PollFd::new(self.master.as_fd(), PollFlags::POLLIN)];
        match poll(&mut fds, PollTimeout::ZERO) {
            Ok(_) => Ok(!fds[0].revents().is_some_and(|events| events.contains(PollFlags::POLLHUP))),
            Err(Errno::EINTR) => Ok(true),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Writes what fits and returns how much that was; never waits.
    ///
    /// # Errors
    /// When the kernel reports an error.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        match nix::unistd::write(&self.master, bytes) {
            Ok(written) => Ok(written),
            Err(Errno::EAGAIN | Errno::EINTR | Errno::EIO) => Ok(0),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Reads what the gateway wrote, so that the gateway never has to wait, also for a device that does not listen.
    pub fn read(&self) -> Vec<u8> {
        let mut heard = Vec::new();
        let mut bytes = [0; 256];
        for _ in 0..16 {
            match nix::unistd::read(&self.master, &mut bytes) {
                Ok(count @ 1..) => heard.extend_from_slice(&bytes[..count]),
                _ => break,
            }
        }
        heard
    }
}

impl Drop for Pty {
    /// Removes the link, if it still belongs to this pty.
    fn drop(&mut self) {
        if std::fs::read_link(&self.link).is_ok_and(|target| target == self.path) {
            let _ = std::fs::remove_file(&self.link);
        }
    }
}

/// Makes `link` point to `target` in one step. Only an existing link is replaced, never a file.
fn point(link: &Path, target: &Path) -> io::Result<()> {
    let occupied = link.symlink_metadata().is_ok_and(|meta| !meta.is_symlink());
    if occupied {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is a file of this name that is no link: remove it"));
    }
    let mut new = link.as_os_str().to_owned();
    new.push(".new");
    let _ = std::fs::remove_file(&new);
    std::os::unix::fs::symlink(target, &new)?;
    std::fs::rename(&new, link)
}
