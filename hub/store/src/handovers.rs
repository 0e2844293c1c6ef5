//! Handovers: what was said of each stay, and who took it over. Kept as they were, never changed.

use crate::connect::Store;
use crate::error::StoreError;
use crate::quiets::{self, AlarmsRead};
use crate::shift_row::staff_id;
use crate::shifts;
use crate::stamp::Stamp;
use crate::transitions::{self, EpisodeTransitions};
use hearth_care::{StayId, WardAct, WardRefused, WatchVersion};
use hearth_vitals::WallMs;
use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many handovers a list has, at most.
const LISTED: i64 = 50;

/// What the giver says of one stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The stay that the sheet is about.
    pub episode: Uuid,
    /// The version of its watch when the sheet was made.
    pub watch_version: u32,
    /// How ill the patient is, in the giver's judgement.
    pub severity: String,
    /// The judgement that the data suggested, for comparison.
    pub suggested: String,
    /// The early warning score then, if there was one.
    pub news2: Option<u8>,
    /// Who the patient is and what happened.
    pub summary: String,
    /// What is to be done.
    pub actions: Vec<String>,
    /// What to do if something happens.
    pub if_then: String,
}

/// What the receiver says of one stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// The stay that the receipt is about.
    pub episode: Uuid,
    /// What was read back.
    pub read_back: String,
    /// The alerts that were taken over with the stay, with their versions.
    pub alerts: Value,
    /// The number of the profile whose reduced alarms were read with it; none if nothing was reduced.
    pub profile: Option<i32>,
    /// What is quiet that was read with it. This is kept with what the person has read, not with the handover.
    pub quiets: BTreeSet<Uuid>,
}

/// A handover, offered or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverRow {
    /// Id of the handover.
    pub id: Uuid,
    /// Who gives, with the name that colleagues see.
    pub from: (Uuid, String),
    /// Who receives, with the name that colleagues see.
    pub to: (Uuid, String),
    /// State of the handover: `offered`, `accepted`, `declined` or `withdrawn`.
    pub state: String,
    /// When it was offered.
    pub offered_at: WallMs,
    /// When it was accepted, declined or withdrawn.
    pub closed_at: Option<WallMs>,
    /// The stays, by id.
    pub sheets: Vec<SheetRow>,
    /// What the receiver said; none unless it was accepted.
    pub receipts: Vec<ReceiptRow>,
}

/// A handover as somebody offers it.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Id of the handover.
    pub id: Uuid,
    /// The person who gives the stays away.
    pub from: Uuid,
    /// Who is to receive.
    pub to: Uuid,
    /// What is said of each stay.
    pub sheets: Vec<SheetRow>,
}

/// A handover as somebody accepts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Id of the handover.
    pub handover: Uuid,
    /// The person who receives the stays.
    pub by: Uuid,
    /// When they were received.
    pub at: WallMs,
    /// What is said of each stay: of all of its sheets.
    pub receipts: Vec<ReceiptRow>,
    /// The number of the profile by which the receiver knows that a stay is watched, by stay.
    pub profiles: BTreeMap<Uuid, i32>,
}

/// Why a handover was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAccepted {
    /// It was accepted, declined or withdrawn before, or is another person's.
    #[error("the handover is not open for this person")]
    NotOpen,
    /// The receipts are about other stays than those that are handed over.
    #[error("each stay of the handover has to be read back")]
    OtherStays,
    /// A stay is watched by another profile than the receiver knows of.
    #[error("a stay is watched by another profile by now")]
    OtherProfile,
    /// The watch cannot change hands.
    #[error(transparent)]
    Refused(#[from] WardRefused),
}

const HANDOVER: &str = "SELECT h.id, h.from_staff, f.display_name AS from_name, h.to_staff, t.display_name AS to_name, h.state, h.offered_at, h.closed_at \
    FROM handovers h JOIN staff f ON f.id = h.from_staff JOIN staff t ON t.id = h.to_staff";

impl Store {
    /// Offers a handover. False, and nothing is stored, if the giver has offered one to the same person that is still open.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn offer_handover(&self, offer: &Offer, now: WallMs) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let offered = sqlx::query(
            "INSERT INTO handovers (id, from_staff, to_staff, state, offered_at) VALUES ($1, $2, $3, 'offered', $4) \
             ON CONFLICT (from_staff, to_staff) WHERE state = 'offered' DO NOTHING",
        )
        .bind(offer.id)
        .bind(offer.from)
        .bind(offer.to)
        .bind(Stamp(now))
        .execute(&mut *transaction)
        .await?;
        if offered.rows_affected() == 0 {
            return Ok(false);
        }
        write_sheets(&mut transaction, offer.id, &offer.sheets).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends an open handover without accepting it: `declined` by its receiver, `withdrawn` by its giver. False if it is not open
    /// for this person.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn close_handover(&self, id: Uuid, by: Uuid, now: WallMs) -> Result<bool, StoreError> {
        let closed = sqlx::query(
            "UPDATE handovers SET state = CASE WHEN from_staff = $2 THEN 'withdrawn' ELSE 'declined' END, closed_at = $3, closed_by = $2 \
             WHERE id = $1 AND state = 'offered' AND $2 IN (from_staff, to_staff)",
        )
        .bind(id)
        .bind(by)
        .bind(Stamp(now))
        .execute(&self.pool)
        .await?;
        Ok(closed.rows_affected() == 1)
    }

    /// Accepts a handover: the watch of every stay of it changes hands, its alerts get their new owner, and what was read back is
    /// written down. All of it, or nothing.
    ///
    /// # Errors
    /// As [`Store::commit_transitions`]. The inner error is why it was not accepted; then nothing is stored.
    pub async fn commit_handover(
        &self,
        judged: &[EpisodeTransitions],
        accepted: &Acceptance,
    ) -> Result<Result<(), NotAccepted>, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(crate::lease::AS_WRITER).execute(&mut *transaction).await?;
        transitions::write(&mut transaction, judged).await?;
        if let Err(refused) = accept(&mut transaction, accepted).await? {
            return Ok(Err(refused));
        }
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// One handover.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn handover(&self, id: Uuid) -> Result<Option<HandoverRow>, StoreError> {
        let statement = format!("{HANDOVER} WHERE h.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let sheets = "SELECT episode_id, watch_version, severity, suggested, news2, summary, actions, if_then FROM handover_sheets \
                      WHERE handover_id = $1 ORDER BY episode_id";
        let sheets = sqlx::query(sheets).bind(id).fetch_all(&self.pool).await?;
        let receipts = "SELECT episode_id, read_back, alerts, profile FROM handover_receipts WHERE handover_id = $1 ORDER BY episode_id";
        let receipts = sqlx::query(receipts).bind(id).fetch_all(&self.pool).await?;
        let receipt = |row: &PgRow| {
            Ok(ReceiptRow {
                episode: row.try_get("episode_id")?,
                read_back: row.try_get("read_back")?,
                alerts: row.try_get("alerts")?,
                profile: row.try_get("profile")?,
                quiets: BTreeSet::new(),
            })
        };
        let sheets = sheets.iter().map(sheet).collect::<Result<_, StoreError>>()?;
        Ok(Some(HandoverRow { sheets, receipts: receipts.iter().map(receipt).collect::<Result<_, StoreError>>()?, ..head(&row)? }))
    }

    /// The newest handovers, without what was said; those that are open first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn handovers(&self) -> Result<Vec<HandoverRow>, StoreError> {
        let statement = format!("{HANDOVER} ORDER BY (h.state = 'offered') DESC, h.offered_at DESC LIMIT {LISTED}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).fetch_all(&self.pool).await?;
        rows.iter().map(head).collect()
    }

    /// What was said of each of these stays when it was last handed over.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn last_sheets(&self, episodes: &[Uuid]) -> Result<Vec<SheetRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT ON (s.episode_id) s.episode_id, s.watch_version, s.severity, s.suggested, s.news2, s.summary, s.actions, s.if_then \
             FROM handover_sheets s JOIN handovers h ON h.id = s.handover_id \
             WHERE s.episode_id = ANY($1) AND h.state = 'accepted' ORDER BY s.episode_id, h.closed_at DESC",
        )
        .bind(episodes)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(sheet).collect()
    }
}

fn head(row: &PgRow) -> Result<HandoverRow, StoreError> {
    Ok(HandoverRow {
        id: row.try_get("id")?,
        from: (row.try_get("from_staff")?, row.try_get("from_name")?),
        to: (row.try_get("to_staff")?, row.try_get("to_name")?),
        state: row.try_get("state")?,
        offered_at: row.try_get::<Stamp, _>("offered_at")?.0,
        closed_at: row.try_get::<Option<Stamp>, _>("closed_at")?.map(|stamp| stamp.0),
        sheets: Vec::new(),
        receipts: Vec::new(),
    })
}

fn sheet(row: &PgRow) -> Result<SheetRow, StoreError> {
    Ok(SheetRow {
        episode: row.try_get("episode_id")?,
        watch_version: row.try_get::<i32, _>("watch_version")?.cast_unsigned(),
        severity: row.try_get("severity")?,
        suggested: row.try_get("suggested")?,
        news2: row.try_get::<Option<i16>, _>("news2")?.and_then(|points| u8::try_from(points).ok()),
        summary: row.try_get("summary")?,
        actions: row.try_get("actions")?,
        if_then: row.try_get("if_then")?,
    })
}

/// One statement for all stays, because a round trip for each would hold up the loop that judges.
async fn write_sheets(connection: &mut PgConnection, handover: Uuid, sheets: &[SheetRow]) -> Result<(), StoreError> {
    let of = |row: &SheetRow| serde_json::json!(row.actions);
    sqlx::query(
        // PostgreSQL would flatten arrays of arrays, so the actions are passed as JSON.
        "INSERT INTO handover_sheets (handover_id, episode_id, watch_version, severity, suggested, news2, summary, actions, if_then) \
         SELECT $1, episode, version, severity, suggested, news2, summary, ARRAY(SELECT jsonb_array_elements_text(actions)), if_then \
         FROM UNNEST($2::uuid[], $3::int4[], $4::text[], $5::text[], $6::int2[], $7::text[], $8::jsonb[], $9::text[]) \
             n (episode, version, severity, suggested, news2, summary, actions, if_then)",
    )
    .bind(handover)
    .bind(sheets.iter().map(|sheet| sheet.episode).collect::<Vec<_>>())
    .bind(sheets.iter().map(|sheet| sheet.watch_version.cast_signed()).collect::<Vec<_>>())
    .bind(sheets.iter().map(|sheet| sheet.severity.as_str()).collect::<Vec<_>>())
    .bind(sheets.iter().map(|sheet| sheet.suggested.as_str()).collect::<Vec<_>>())
    .bind(sheets.iter().map(|sheet| sheet.news2.map(i16::from)).collect::<Vec<_>>())
    .bind(sheets.iter().map(|sheet| sheet.summary.as_str()).collect::<Vec<_>>())
    .bind(sheets.iter().map(of).collect::<Vec<_>>())
    .bind(sheets.iter().map(|sheet| sheet.if_then.as_str()).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

async fn write_receipts(connection: &mut PgConnection, accepted: &Acceptance) -> Result<(), StoreError> {
    let receipts = &accepted.receipts;
    sqlx::query(
        "INSERT INTO handover_receipts (handover_id, episode_id, read_back, alerts, profile) \
         SELECT $1, episode, read_back, alerts, profile \
         FROM UNNEST($2::uuid[], $3::text[], $4::jsonb[], $5::int4[]) n (episode, read_back, alerts, profile)",
    )
    .bind(accepted.handover)
    .bind(receipts.iter().map(|receipt| receipt.episode).collect::<Vec<_>>())
    .bind(receipts.iter().map(|receipt| receipt.read_back.as_str()).collect::<Vec<_>>())
    .bind(receipts.iter().map(|receipt| &receipt.alerts).collect::<Vec<_>>())
    .bind(receipts.iter().map(|receipt| receipt.profile).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// True if each of these stays is still watched by this profile. The rows stay as they are until the transaction is over: nobody puts
/// another profile in force between the look and the handover.
async fn are_in_force(connection: &mut PgConnection, profiles: &BTreeMap<Uuid, i32>) -> Result<bool, StoreError> {
    let now = "SELECT episode_id, number FROM profiles WHERE state = 'in_force' AND episode_id = ANY($1) ORDER BY episode_id FOR SHARE";
    let stays: Vec<Uuid> = profiles.keys().copied().collect();
    let now: Vec<(Uuid, i32)> = sqlx::query_as(now).bind(stays).fetch_all(connection).await?;
    Ok(now.into_iter().eq(profiles.iter().map(|(stay, number)| (*stay, *number))))
}

/// What the receiver has read of what rings less.
fn read(accepted: &Acceptance) -> Vec<AlarmsRead> {
    let is_read = |receipt: &&ReceiptRow| receipt.profile.is_some() || !receipt.quiets.is_empty();
    let of = |receipt: &ReceiptRow| AlarmsRead {
        episode: receipt.episode,
        by: accepted.by,
        at: accepted.at,
        profile: receipt.profile,
        quiets: receipt.quiets.clone(),
    };
    accepted.receipts.iter().filter(is_read).map(of).collect()
}

async fn accept(connection: &mut PgConnection, accepted: &Acceptance) -> Result<Result<(), NotAccepted>, StoreError> {
    let open = "SELECT from_staff FROM handovers WHERE id = $1 AND to_staff = $2 AND state = 'offered' FOR UPDATE";
    let from: Option<Uuid> = sqlx::query_scalar(open).bind(accepted.handover).bind(accepted.by).fetch_optional(&mut *connection).await?;
    let Some(from) = from else { return Ok(Err(NotAccepted::NotOpen)) };
    let sheets = "SELECT episode_id, watch_version FROM handover_sheets WHERE handover_id = $1 ORDER BY episode_id";
    let sheets: Vec<(Uuid, i32)> = sqlx::query_as(sheets).bind(accepted.handover).fetch_all(&mut *connection).await?;
    let mut said: Vec<Uuid> = accepted.receipts.iter().map(|receipt| receipt.episode).collect();
    said.sort_unstable();
    if !sheets.iter().map(|(episode, _)| *episode).eq(said) {
        return Ok(Err(NotAccepted::OtherStays));
    }
    if !are_in_force(connection, &accepted.profiles).await? {
        return Ok(Err(NotAccepted::OtherProfile));
    }
    let seen = |(episode, version): &(Uuid, i32)| WatchVersion { stay: StayId(episode.as_u128()), version: version.cast_unsigned() };
    let act = WardAct::HandOver { from: staff_id(from), stays: sheets.iter().map(seen).collect() };
    if let Err(refused) = shifts::decide(connection, &act, accepted.by, accepted.at).await? {
        return Ok(Err(refused.into()));
    }
    write_receipts(connection, accepted).await?;
    quiets::write_read(connection, &read(accepted)).await?;
    sqlx::query("UPDATE handovers SET state = 'accepted', closed_at = $2, closed_by = $3 WHERE id = $1")
        .bind(accepted.handover)
        .bind(Stamp(accepted.at))
        .bind(accepted.by)
        .execute(connection)
        .await?;
    Ok(Ok(()))
}
