//! `staff`: who works here, added, changed, disabled and given a new first password.
//!
//! A running hub sees within 2 s what was done here, and closes the screens of whoever lost a right by it.

use super::args::{RoleArg, StaffCommand};
use super::store::Opened;
use super::{Mistake, say};
use crate::auth::member;
use crate::auth::password::{self, Passwords};
use crate::auth::role::Role;
use crate::backup::revocations::{self, Subject};
use crate::config::Config;
use crate::problem::Mend;
use crate::text::{MustHold, Text};
use anyhow::bail;
use hearth_store::Store;
use hearth_store::members::{Changed, MemberFacts, MemberRow};
use uuid::Uuid;

/// How many people are read at a time.
const PAGE: i64 = 500;

/// Runs one command.
///
/// # Errors
/// A name that is taken or unknown, or what PostgreSQL says.
pub async fn run(config: Config, command: StaffCommand) -> anyhow::Result<()> {
    check(&command)?;
    let opened = Opened::open(&config).await?;
    let done = done(&config, &opened.store, command).await;
    opened.close().await;
    done
}

async fn done(config: &Config, store: &Store, command: StaffCommand) -> anyhow::Result<()> {
    match command {
        StaffCommand::Add { name, display_name, role, languages, phone } => {
            let role = Role::from(role).key().to_owned();
            add(store, &name, MemberFacts { display_name, role, languages, phone }).await
        }
        StaffCommand::List => list(store).await,
        StaffCommand::Change { name, display_name, role, languages, phone } => {
            let MemberRow { id, facts, .. } = known(store, &name).await?;
            let facts = MemberFacts {
                display_name: display_name.unwrap_or(facts.display_name),
                role: role.map_or(facts.role, |role| Role::from(role).key().to_owned()),
                languages: languages.unwrap_or(facts.languages),
                phone: phone.unwrap_or(facts.phone),
            };
            told(&name, store.change_member(id, None, &checked(facts)?, None).await?)
        }
        StaffCommand::Disable { name } => {
            told(&name, store.disable_member(known(store, &name).await?.id, None, true, None).await?)?;
            noted(config, store, name).await
        }
        StaffCommand::Enable { name } => told(&name, store.disable_member(known(store, &name).await?.id, None, false, None).await?),
        StaffCommand::Reset { name } => reset(config, store, name).await,
    }
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
    let StaffCommand::Add { name, display_name, languages, phone, .. } = command else { return Ok(()) };
    if !member::is_sign_in_name(name) {
        bail!(Mistake(format!("'{name}' is no sign-in name: use 2 to 32 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit")));
    }
    let (display_name, languages, phone) = (display_name.clone(), languages.clone(), phone.clone());
    checked(MemberFacts { display_name, role: String::new(), languages, phone }).map(drop)
}

/// Checks the facts by the same limits as the page does.
fn checked(facts: MemberFacts) -> anyhow::Result<MemberFacts> {
    let text = Text::parse(&facts.display_name, member::DISPLAY_NAME, MustHold::Letter);
    let display_name = text.map_err(|flaw| Mistake(format!("--display-name: {}", Mend::from(flaw).english())))?.into_string();
    if facts.languages.len() > member::LANGUAGES_MAX {
        bail!(Mistake(format!("--languages: write at most {}", member::LANGUAGES_MAX)));
    }
    if let Some(tag) = facts.languages.iter().find(|tag| !member::is_language_tag(tag)) {
        bail!(Mistake(format!("--languages: '{tag}' is no language tag; write tags as en, es or pt-BR")));
    }
    if !member::is_phone(&facts.phone) {
        bail!(Mistake(format!("--phone: {}", Mend::Phone { high: member::PHONE_MAX as u64 }.english())));
    }
    Ok(MemberFacts { display_name, languages: member::each_once(facts.languages), ..facts })
}

async fn known(store: &Store, name: &str) -> anyhow::Result<MemberRow> {
    let row = match store.staff_by_name(name).await? {
        Some(person) => store.member(person.id).await?,
        None => None,
    };
    let Some(row) = row else { bail!("'{name}' is not known; 'hearth-hub staff list' names everybody") };
    Ok(row)
}

fn told(name: &str, changed: Changed) -> anyhow::Result<()> {
    match changed {
        Changed::Done => Ok(()),
        Changed::LastAdministrator => bail!("'{name}' is the last administrator: make somebody else administrator first"),
        Changed::Stale | Changed::Unknown => bail!("'{name}' was changed or removed at this moment; look at 'hearth-hub staff list'"),
    }
}

async fn add(store: &Store, name: &str, facts: MemberFacts) -> anyhow::Result<()> {
    let password = password::random();
    let hash = Passwords::new()?.hash(&password).await?;
    if !store.add_member((Uuid::now_v7(), name), &checked(facts)?, &hash, None).await? {
        bail!("'{name}' exists; choose another name, or give a new password with 'hearth-hub staff reset {name}'");
    }
    tell(name, &password)
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let rows = store.member_page(&after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after.clone_from(&last.name);
        rows.iter().try_for_each(|row| say(&line(row)))?;
    }
}

fn line(row: &MemberRow) -> String {
    let MemberFacts { display_name, role, languages, phone } = &row.facts;
    let or_none = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    let state = match (row.disabled_at, row.must_change_password) {
        (Some(_), _) => "disabled",
        (None, true) => "first password not changed",
        (None, false) => "active",
    };
    let (name, languages, phone) = (&row.name, or_none(&languages.join(",")), or_none(phone));
    format!("{name}\t{role}\t{display_name}\t{languages}\t{phone}\t{state}")
}

async fn reset(config: &Config, store: &Store, name: String) -> anyhow::Result<()> {
    let Some(person) = store.staff_by_name(&name).await? else {
        bail!("'{name}' is not known; add the person with 'hearth-hub staff add'")
    };
    let password = password::random();
    let hash = Passwords::new()?.hash(&password).await?;
    told(&name, store.reset_member(person.id, &hash, None).await?)?;
    noted(config, store, name.clone()).await?;
    tell(&name, &password)
}

/// Notes it in the file that a restore of an older backup does not replace.
async fn noted(config: &Config, store: &Store, name: String) -> anyhow::Result<()> {
    revocations::note(config, store.identity().await?.id, Subject::Staff(name), false)
}

/// Prints the first password. It is shown only now; at the first sign-in the person chooses another.
fn tell(name: &str, password: &str) -> anyhow::Result<()> {
    say(&format!("name: {name}"))?;
    say(&format!("password: {password}"))
}
