//! Staff and sessions as the store keeps them, parsed into this room's types.

use super::role::Role;
use super::token::TokenHash;
use super::{Session, Staff};
use crate::problem::{ApiResult, Cause, Problem};
use hearth_store::staff::StaffRow;
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The staff of a store.
#[derive(Clone)]
pub struct Directory {
    store: Store,
}

/// A person and what proves it.
pub struct Credentials {
    /// The person to whom the password belongs.
    pub staff: Staff,
    /// PHC string of the password.
    pub password_hash: String,
    /// True until the first password has been changed.
    pub must_change_password: bool,
}

fn problem(error: StoreError) -> Problem {
    if error.is_transient() { Problem::store_unavailable(error) } else { Problem::internal(error) }
}

fn staff(row: &StaffRow) -> ApiResult<Staff> {
    let role = Role::from_key(&row.role).ok_or_else(|| Problem::internal("a role that this version does not know"))?;
    Ok(Staff { id: row.id, name: row.name.clone(), display_name: row.display_name.clone(), role })
}

impl Directory {
    /// The staff of this store.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// The person with this sign-in name. Names are written in small letters; a name typed
    /// on a phone begins with a capital.
    pub(super) async fn credentials(&self, name: &str) -> ApiResult<Option<Credentials>> {
        let row = self.store.staff_by_name(&name.trim().to_lowercase()).await.map_err(problem)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Credentials { staff: staff(&row)?, password_hash: row.password_hash, must_change_password: row.must_change_password }))
    }

    pub(super) async fn open_session(&self, staff: Uuid, token: TokenHash, at: WallMs, expires_at: WallMs) -> ApiResult<bool> {
        self.store.open_session(staff, &token.0, at, expires_at).await.map_err(problem)
    }

    pub(super) async fn session(&self, token: TokenHash, at: WallMs) -> ApiResult<Option<Session>> {
        let Some(row) = self.store.session(&token.0, at).await.map_err(problem)? else { return Ok(None) };
        Ok(Some(Session { staff: staff(&row.staff)?, must_change_password: row.staff.must_change_password, expires_at: row.expires_at }))
    }

    pub(super) async fn in_force(&self, asked: &HashSet<TokenHash>, at: WallMs) -> ApiResult<HashMap<TokenHash, Role>> {
        let hashes: Vec<Vec<u8>> = asked.iter().map(|token| token.0.to_vec()).collect();
        let rows = self.store.sessions_in_force(&hashes, at).await.map_err(problem)?;
        let read = |(hash, role): (Vec<u8>, String)| Some((TokenHash(hash.try_into().ok()?), Role::from_key(&role)?));
        Ok(rows.into_iter().filter_map(read).collect())
    }

    pub(super) async fn end_session(&self, token: TokenHash) -> ApiResult<()> {
        self.store.end_session(&token.0).await.map_err(problem)
    }

    pub(super) async fn change_password(&self, staff: Uuid, hash: &str, keep: TokenHash) -> ApiResult<()> {
        // A person who was removed meanwhile has no session any more either.
        let known = self.store.set_password(staff, hash, false, Some(&keep.0)).await.map_err(problem)?;
        if known { Ok(()) } else { Err(Cause::NotSignedIn {}.into()) }
    }
}
