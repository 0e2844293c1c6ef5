//! A shift as people write it and as they see it.

use super::check::{Checks, INSTANTS};
use super::words::Duty;
use crate::auth::role::Role;
use crate::escalate::works_as;
use crate::feed::message::StaffRef;
use crate::problem::Mend;
use hearth_care::{LANGUAGES_MAX, NewShift, Reach, SHIFT_MS_MAX, SHIFT_MS_MIN, Shift as Kept, ShiftId, Standing, Ward};
use hearth_store::shifts::RosterRow;
use hearth_store::staff::StaffRow;
use hearth_vitals::WallMs;
use hearth_vitals::coded::Seconds;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A shift as somebody wants it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftWish {
    /// Id of the member of staff who works.
    pub staff_id: Uuid,
    /// The work that the person does in this shift: nurses work as nurses; charge nurses also as nurses.
    pub duty: Duty,
    /// Name of the site where the person works.
    #[schema(max_length = 40)]
    pub site: String,
    /// When it begins, ms since 1970.
    pub from_at: i64,
    /// When it is to end, ms since 1970: 15 minutes to 24 hours later.
    pub until_at: i64,
    /// The number at which the person is reached; empty for a desk at the command center.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub phone: String,
    /// The languages that the person speaks with patients, as BCP 47 tags; at most 8.
    #[serde(default)]
    pub languages: Vec<String>,
}

/// How a shift stands: `planned`, `runs`, `overdue` (its time is over, and it holds stays), `over`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShiftState {
    /// It has not begun.
    Planned,
    /// Its time has begun and is not over.
    Runs,
    /// Its time is over, and it still holds stays.
    Overdue,
    /// It has ended: its time is over, and it holds no stays.
    Over,
}

/// A shift: the time in which one person works at one site.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shift {
    /// Id of the shift.
    pub id: Uuid,
    /// Rises by one with each change; to be sent back with the next one.
    pub version: u32,
    /// The member of staff who works.
    pub person: StaffRef,
    /// The work that the person does in this shift, which need not be all that the role may do.
    #[schema(value_type = Duty)]
    pub duty: &'static str,
    /// Name of the site where the person works.
    pub site: String,
    /// When it begins, ms since 1970.
    pub from_at: i64,
    /// When it is to end, ms since 1970.
    pub until_at: i64,
    /// The number at which the person is reached; empty for a desk, and where the reader sees it only while the shift runs.
    pub phone: String,
    /// The languages that the person speaks with patients.
    pub languages: Vec<String>,
    /// When it was ended, ms since 1970; `null` while it was not.
    pub ended_at: Option<i64>,
    /// Whether it is planned, under way or over.
    pub state: ShiftState,
    /// How many stays it holds the watch of.
    pub stays: u64,
}

impl ShiftWish {
    /// Checks every field; `staff` is the member of staff that it names.
    pub fn checked(self, id: Uuid, staff: Option<&StaffRow>, checks: &mut Checks) -> NewShift {
        let role = staff.and_then(|row| Role::from_key(&row.role));
        checks.require(role.is_some_and(|role| works_as(role, self.duty.into())), "duty", Mend::DutyOfRole {});
        for (field, at) in [("from_at", self.from_at), ("until_at", self.until_at)] {
            checks.require(INSTANTS.contains(&at), field, Mend::Instant {});
        }
        let long = self.until_at.saturating_sub(self.from_at);
        let seconds = |ms: i64| Seconds(u64::try_from(ms / 1_000).unwrap_or_default());
        let length = Mend::ShiftLength { shortest: seconds(SHIFT_MS_MIN), longest: seconds(SHIFT_MS_MAX) };
        checks.require((SHIFT_MS_MIN..=SHIFT_MS_MAX).contains(&long), "until_at", length);
        let phone = checks.phone("phone", &self.phone);
        let many = Mend::Entries { low: 0, high: LANGUAGES_MAX as u64 };
        checks.require(self.languages.len() <= LANGUAGES_MAX, "languages", many);
        let language = |(index, tag): (usize, &String)| checks.language(&format!("languages[{index}]"), tag);
        NewShift {
            id: ShiftId(id.as_u128()),
            staff: hearth_alerts::StaffId(self.staff_id.as_u128()),
            duty: self.duty.into(),
            languages: self.languages.iter().take(LANGUAGES_MAX).enumerate().map(language).collect(),
            site: checks.text("site", &self.site, 1..=40),
            from: WallMs(self.from_at),
            until: WallMs(self.until_at),
            reach: if phone.is_empty() { Reach::Desk } else { Reach::Phone(phone) },
        }
    }
}

impl Shift {
    /// The shift as it stands in the ward now.
    pub fn shown(row: RosterRow, ward: &Ward, now: WallMs) -> Shift {
        let RosterRow { shift, display_name } = row;
        let state = match ward.standing(&shift, now) {
            Standing::Planned => ShiftState::Planned,
            Standing::Runs => ShiftState::Runs,
            Standing::Overdue => ShiftState::Overdue,
            Standing::Over => ShiftState::Over,
        };
        let stays = ward.stays_of(shift.id()).count() as u64;
        let Kept { plan, version, ended } = shift;
        Shift {
            id: Uuid::from_u128(plan.id.0),
            version,
            person: StaffRef { id: Uuid::from_u128(plan.staff.0), display_name },
            duty: plan.duty.as_str(),
            site: plan.site,
            from_at: plan.from.0,
            until_at: plan.until.0,
            phone: if let Reach::Phone(number) = plan.reach { number } else { String::new() },
            languages: plan.languages.into_iter().collect(),
            ended_at: ended.map(|at| at.0),
            state,
            stays,
        }
    }
}
