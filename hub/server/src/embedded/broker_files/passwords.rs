//! Lines of the broker's password file: `name:hash`.

use crate::embedded::error::PlatformError;
use crate::embedded::program;
use rand::RngExt;
use std::io::Write;
use std::path::Path;
use tokio::process::Command;

/// 32 letters and digits without look-alikes: 160 bits, and it can be read over the phone.
pub fn random_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    (0..32).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect()
}

/// The line for a name, hashed by the broker's own program. The password goes through a
/// private file, never through an argument that every account of the machine can read.
pub async fn hashed(dir: &Path, name: &str, password: &str) -> Result<String, PlatformError> {
    let program = program::mosquitto_passwd()?;
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(PlatformError::io("write in", dir))?;
    writeln!(file, "{name}:{password}").map_err(PlatformError::io("write in", dir))?;
    let output = Command::new(&program).arg("-U").arg(file.path()).output().await.map_err(PlatformError::io("run", &program))?;
    let line = std::fs::read_to_string(file.path()).map_err(PlatformError::io("read in", dir))?;
    let line = line.trim().to_owned();
    if output.status.success() && names(&line, name) && !line.contains(password) {
        return Ok(line);
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(PlatformError::Ended { name: "mosquitto_passwd", status: output.status.to_string(), said })
}

/// True if the line is that of `name`.
pub fn names(line: &str, name: &str) -> bool {
    line.split_once(':').is_some_and(|(owner, _)| owner == name)
}

/// The file without the line of `name`.
pub fn without(text: &str, name: &str) -> String {
    text.lines().filter(|line| !line.is_empty() && !names(line, name)).map(|line| format!("{line}\n")).collect()
}

/// The file with this line for `name`, and no other.
pub fn with(text: &str, name: &str, line: &str) -> String {
    without(text, name) + line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_line_and_neighbours_stay() {
        let text = with(&with(&with("", "home-1", "home-1:a"), "home-10", "home-10:b"), "home-1", "home-1:c");
        assert_eq!(text, "home-10:b\nhome-1:c\n");
        assert_eq!(without(&text, "home-1"), "home-10:b\n");
    }

    #[test]
    fn passwords_are_long_and_never_the_same() {
        let (one, other) = (random_password(), random_password());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }

    #[tokio::test]
    async fn a_hashed_line_does_not_hold_the_password() {
        let dir = tempfile::tempdir().unwrap();
        let line = hashed(dir.path(), "home-0001", "s3cret-word").await.unwrap();
        assert!(line.starts_with("home-0001:$7$") || line.starts_with("home-0001:$6$"), "{line}");
        assert!(!line.contains("s3cret"));
    }
}
