//! Whose authority for certificates is in force after a restore.

use crate::certificates::House;
use crate::config::Config;
use anyhow::bail;
use hearth_trust::Certificate;

/// Whose authority a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Whose {
    /// That of the backup: its gateways go on.
    Backup,
    /// The one on this machine: the one of the backup was replaced, perhaps because its key had leaked.
    Here,
}

/// The authority of the backup, if it is to be put back: whenever there is none here that can be used. Where both are there and
/// differ, the one here is the newer one if the store is the same, and else a person has to say.
///
/// # Errors
/// That a person has to say.
pub fn to_put_back<'a>(config: &Config, backup: &'a str, is_same_store: bool, whose: Option<Whose>) -> anyhow::Result<Option<&'a str>> {
    let here = House::of(config).whole_authority().ok().flatten();
    let (Ok(there), Some(here)) = (Certificate::first(backup.as_bytes()), here) else {
        return Ok(Some(backup).filter(|backup| !backup.is_empty()));
    };
    let here = Certificate::first(here.as_bytes())?;
    match whose {
        _ if here.der == there.der => Ok(None),
        Some(Whose::Backup) => Ok(Some(backup)),
        Some(Whose::Here) => Ok(None),
        None if is_same_store => Ok(None),
        None => bail!(
            "this machine has an authority for certificates ({}), and the backup another one ({}); say which is to be in force: \
             --authority backup, and the gateways of the backup go on; or --authority here, if that of the backup was replaced",
            here.fingerprint_text(),
            there.fingerprint_text()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::WallMs;

    #[test]
    fn an_authority_that_is_in_force_is_replaced_by_a_persons_word_alone_and_one_that_is_missing_always() {
        let [here, elsewhere] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let [config, other] = [&here, &elsewhere].map(|folder| Config { data_dir: folder.path().to_owned(), ..Config::default() });
        let now = WallMs(1_790_000_000_000);
        House::of(&other).authority(now).unwrap();
        let backup = House::of(&other).whole_authority().unwrap().unwrap();
        let told = |same, whose| to_put_back(&config, &backup, same, whose).map(|told| told.is_some());
        assert!(told(true, None).unwrap(), "the folder was lost and the database was not");
        House::of(&config).authority(now).unwrap();
        assert!(!told(true, None).unwrap(), "the one here is the newer one");
        let said = told(false, None).unwrap_err().to_string();
        assert!(said.contains("--authority backup") && said.contains("--authority here"), "{said}");
        assert!(told(false, Some(Whose::Backup)).unwrap() && !told(false, Some(Whose::Here)).unwrap());
        House::of(&config).put_back(&backup).unwrap();
        assert!(!told(false, None).unwrap(), "a second try finds what the first has put back");
        std::fs::remove_file(House::of(&config).authority_paths().1).unwrap();
        assert!(told(true, None).unwrap(), "without its key it is of no use");
        assert_eq!(to_put_back(&config, "", false, None).unwrap(), None);
    }
}
