//! Checks that an entry and a correction share, each fault at its field.

use crate::api::ApiState;
use crate::api::check::Checks;
use crate::api::observations::ObservationSource;
use crate::clock;
use crate::observations::finding::{Coded, Written};
use crate::problem::{ApiResult, FieldError, Mend, Problem};
use hearth_store::observations::Finding;
use hearth_store::registry::EpisodeRow;
use hearth_vitals::{DeviceId, WallMs};
use uuid::Uuid;

/// How far ahead of the hub's clock a screen's may be, ms.
const SKEW_MS: i64 = 60_000;

/// What was written, before it is checked.
pub struct WrittenEntry<'a> {
    pub at: WallMs,
    pub written: Written<'a>,
    pub source: ObservationSource,
    pub device: Option<&'a str>,
    pub note: &'a str,
}

/// A checked entry, which can be stored.
pub struct Checked {
    pub finding: Finding,
    pub method: &'static str,
    pub device: Option<DeviceId>,
    pub note: String,
}

/// Checks that the instant is within the stay and not in the future.
fn check_instant(checks: &mut Checks, at: WallMs, now: WallMs, stay: &EpisodeRow) {
    checks.require(at.0 <= now.0.saturating_add(SKEW_MS), "at", Mend::NotInTheFuture {});
    checks.require(at >= stay.admitted_at, "at", Mend::AfterAdmission {});
    checks.require(stay.ended_at.is_none_or(|ended| at <= ended), "at", Mend::BeforeEnd {});
}

impl ApiState {
    /// The device, which the patient has at that instant.
    async fn device_of(&self, checks: &mut Checks, stay: Uuid, said: &WrittenEntry<'_>) -> ApiResult<Option<DeviceId>> {
        match (said.source, said.device) {
            (ObservationSource::Device, Some(given)) => {
                let device = checks.device("device_id", given);
                let bindings = self.store.bindings_of(stay).await?;
                let had = bindings.iter().map(|bound| &bound.binding).any(|binding| {
                    Some(&binding.device) == device.as_ref()
                        && binding.from_at <= said.at
                        && binding.until_at.is_none_or(|until| said.at < until)
                });
                checks.require(device.is_none() || had, "device_id", Mend::DeviceOfPatient {});
                Ok(device)
            }
            (ObservationSource::Device, None) => {
                checks.require(false, "device_id", Mend::DeviceNeeded {});
                Ok(None)
            }
            (_, given) => {
                checks.require(given.is_none(), "device_id", Mend::NoDevice {});
                Ok(None)
            }
        }
    }

    /// What was written of a stay, checked.
    ///
    /// # Errors
    /// `invalid` with every fault at its field.
    pub(super) async fn checked(&self, stay: &EpisodeRow, coded: Result<Coded, FieldError>, said: WrittenEntry<'_>) -> ApiResult<Checked> {
        let mut checks = Checks::default();
        let read = coded.map_err(|fault| vec![fault]).and_then(|coded| coded.read(said.written));
        check_instant(&mut checks, said.at, clock::wall_ms(), stay);
        let device = self.device_of(&mut checks, stay.id, &said).await?;
        let note = checks.text("note", said.note, 0..=500);
        match read {
            Ok((finding, method)) => checks.done().map(|()| Checked { finding, method, device, note }),
            Err(faults) => {
                checks.add(faults);
                Err(checks.done().err().unwrap_or_else(|| Problem::internal("a fault without a field")))
            }
        }
    }
}
