//! Which account runs a part: one without rights when the hub is root, else the hub's own.

use super::error::PlatformError;
use nix::unistd::{Gid, Uid, User};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use tokio::process::Command;

/// An account that runs a part and owns its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name, or its number where it has none.
    pub name: String,
    uid: Uid,
    gid: Gid,
    /// True if the hub has to change to this account.
    other: bool,
}

impl Account {
    /// The account the hub itself runs under.
    pub fn own_account() -> Account {
        let (uid, gid) = (Uid::effective(), Gid::effective());
        let name = User::from_uid(uid).ok().flatten().map_or_else(|| uid.to_string(), |user| user.name);
        Account { name, uid, gid, other: false }
    }

    /// The account for a part: `name` when the hub runs as root, else the hub's own.
    ///
    /// # Errors
    /// [`PlatformError::NoAccount`] if the hub is root and `name` does not exist, or is root itself.
    pub fn for_part(name: &str, key: &'static str) -> Result<Account, PlatformError> {
        if !Uid::effective().is_root() {
            return Ok(Self::own_account());
        }
        let user = User::from_name(name).ok().flatten().filter(|user| !user.uid.is_root());
        let user = user.ok_or_else(|| PlatformError::NoAccount { name: name.to_owned(), key })?;
        Ok(Account { name: user.name, uid: user.uid, gid: user.gid, other: true })
    }

    /// Lets a command run under this account, in a process group of its own.
    ///
    /// The group keeps a Ctrl-C at the terminal away from the parts: the hub stops them in
    /// order. The standard library drops the supplementary groups with the user id.
    pub fn apply(&self, command: &mut Command) {
        command.process_group(0);
        if self.other {
            command.uid(self.uid.as_raw()).gid(self.gid.as_raw());
        }
    }

    /// Gives a file or folder to this account.
    pub fn own(&self, path: &Path) -> Result<(), PlatformError> {
        if !self.other {
            return Ok(());
        }
        nix::unistd::chown(path, Some(self.uid), Some(self.gid)).map_err(|errno| PlatformError::io("give away", path)(errno.into()))
    }

    /// Checks that the account can enter every folder on the way to `path`.
    pub fn reach(&self, path: &Path) -> Result<(), PlatformError> {
        let closed = path.ancestors().skip(1).find(|folder| folder.is_dir() && !self.may_enter(folder));
        closed.map_or(Ok(()), |dir| Err(PlatformError::Unreachable { account: self.name.clone(), dir: dir.to_owned() }))
    }

    fn may_enter(&self, folder: &Path) -> bool {
        let Ok(meta) = folder.metadata() else { return false };
        let bit = if meta.uid() == self.uid.as_raw() {
            0o100
        } else if meta.gid() == self.gid.as_raw() {
            0o010
        } else {
            0o001
        };
        meta.mode() & bit != 0 || self.uid.is_root()
    }

    /// True if a folder belongs to this account.
    pub fn owns(&self, folder: &Path) -> bool {
        folder.symlink_metadata().is_ok_and(|meta| meta.is_dir() && meta.uid() == self.uid.as_raw())
    }
}
