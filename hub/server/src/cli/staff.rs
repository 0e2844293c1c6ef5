//! `staff`: adds people, and gives them a new first password.

use super::args::{RoleArg, StaffCommand};
use super::store::Opened;
use super::{Mistake, say};
use crate::auth::password::Passwords;
use crate::auth::role::Role;
use crate::backup::revocations::{self, Subject};
use crate::config::Config;
use crate::embedded::broker_files::random_password;
use crate::problem::Mend;
use crate::text::{MustHold, Text};
use anyhow::bail;
use hearth_store::Store;
use hearth_store::staff::StaffRow;
use uuid::Uuid;

/// Runs one command.
///
/// # Errors
/// A name that is taken or unknown, or what PostgreSQL says.
pub async fn run(config: Config, command: StaffCommand) -> anyhow::Result<()> {
    check(&command)?;
    let opened = Opened::open(&config).await?;
    let done = match &command {
        StaffCommand::Add { name, display_name, role } => add(&opened.store, name, display_name, (*role).into()).await,
        StaffCommand::Reset { name } => reset(&config, &opened.store, name).await,
    };
    opened.close().await;
    done
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Role {
        match role {
            RoleArg::Nurse => Role::Nurse,
            RoleArg::ChargeNurse => Role::ChargeNurse,
            RoleArg::Physician => Role::Physician,
            RoleArg::CallAgent => Role::CallAgent,
            RoleArg::Dispatcher => Role::Dispatcher,
            RoleArg::Paramedic => Role::Paramedic,
            RoleArg::Pharmacist => Role::Pharmacist,
            RoleArg::Auditor => Role::Auditor,
            RoleArg::Technician => Role::Technician,
            RoleArg::Administrator => Role::Administrator,
        }
    }
}

fn check(command: &StaffCommand) -> anyhow::Result<()> {
    let StaffCommand::Add { name, display_name, .. } = command else { return Ok(()) };
    let right = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    let begins = name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if !(2..=32).contains(&name.len()) || !begins || !name.bytes().all(right) {
        bail!(Mistake(format!("'{name}' is no sign-in name: use 2 to 32 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit")));
    }
    shown(display_name).map(drop)
}

/// The name that colleagues see.
fn shown(display_name: &str) -> anyhow::Result<Text> {
    let text = Text::parse(display_name, 1..=80, MustHold::Letter);
    text.map_err(|flaw| Mistake(format!("--display-name: {}", Mend::from(flaw).english())).into())
}

async fn add(store: &Store, name: &str, display_name: &str, role: Role) -> anyhow::Result<()> {
    let password = random_password();
    let person = StaffRow {
        id: Uuid::now_v7(),
        name: name.to_owned(),
        display_name: shown(display_name)?.into_string(),
        role: role.key().to_owned(),
        password_hash: Passwords::new()?.hash(&password).await?,
        must_change_password: true,
    };
    if !store.add_staff(&person).await? {
        bail!("'{name}' exists; choose another name, or give a new password with 'hearth-hub staff reset {name}'");
    }
    tell(name, &password)
}

async fn reset(config: &Config, store: &Store, name: &str) -> anyhow::Result<()> {
    let Some(person) = store.staff_by_name(name).await? else { bail!("'{name}' is not known; add the person with 'hearth-hub staff add'") };
    let password = random_password();
    let hash = Passwords::new()?.hash(&password).await?;
    store.set_password(person.id, &hash, true, None).await?;
    revocations::note(config, store.identity().await?.id, Subject::Staff(name.to_owned()), false)?;
    tell(name, &password)
}

/// Prints the first password. It is shown only now; at the first sign-in the person chooses another.
fn tell(name: &str, password: &str) -> anyhow::Result<()> {
    say(&format!("name: {name}"))?;
    say(&format!("password: {password}"))
}
