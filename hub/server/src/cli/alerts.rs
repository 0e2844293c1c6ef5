//! `alerts`: replays stored days and compares the alerts.

use super::args::AlertsCommand;
use super::store::Opened;
use super::{Mistake, say};
use crate::clock;
use crate::config::Config;
use crate::replay::progress::Progress;
use crate::replay::{self, Scope, marked, text};
use anyhow::{Context, bail};
use hearth_replay::Instead;
use hearth_replay::trial::{ByPriority, Marked};
use hearth_vitals::WallMs;

/// Connections for each stay that is folded, and one for whatever else is asked.
const CONNECTIONS_EACH: u32 = 3;
/// Frames that arrived within this may not be committed yet and are left out, ms.
const SETTLED_MS: i64 = 15_000;

/// Runs one of the commands.
///
/// # Errors
/// What the store says, files that cannot be read, and differences that were found.
pub async fn run(config: Config, command: AlertsCommand) -> anyhow::Result<()> {
    let AlertsCommand::Replay(wish) = command;
    let settled = clock::wall_ms().plus(-SETTLED_MS);
    let (from, until) = (instant(&wish.from)?, wish.to.as_deref().map_or(Ok(settled), instant)?.min(settled));
    if from >= until {
        return Err(Mistake(format!("--from {} must lie before --to, and before the last {} s", wish.from, SETTLED_MS / 1_000)).into());
    }
    let candidate = wish.profile.as_deref().map(marked::profile).transpose()?;
    let events = wish.events.as_deref().map(marked::events).transpose()?;
    let scope = Scope { from, until, episodes: wish.episode.into_iter().collect(), jobs: usize::from(wish.jobs) };
    let opened = Opened::open_with(&config, u32::from(wish.jobs) * CONNECTIONS_EACH + 1).await?;
    let done = match candidate {
        None => check(&opened, &scope, wish.values, wish.json).await,
        Some(candidate) => {
            let [high, medium, low] = wish.minutes.0;
            let each = ByPriority { high, medium, low };
            try_out(&opened, &scope, &candidate, events, each, wish.json).await
        }
    };
    opened.close().await;
    done
}

async fn check(opened: &Opened, scope: &Scope, values: bool, json: bool) -> anyhow::Result<()> {
    let found = replay::check(&opened.store, scope).await.context("the stored days cannot be replayed")?;
    let count = found.all.differences.len();
    if json {
        let (stays, frames, alerts, steps) = (found.stays, found.frames, found.all.alerts, found.all.steps);
        let apart_ms = found.all.apart_ms;
        say(&serde_json::json!({ "stays": stays, "frames": frames, "alerts": alerts, "steps": steps, "apart_ms": apart_ms, "differences": count }).to_string())?;
    } else {
        say(text::checked(&found, scope, values).trim_end())?;
    }
    if count > 0 {
        bail!("the replay differs from what was told in {count} places");
    }
    Ok(())
}

async fn try_out(
    opened: &Opened,
    scope: &Scope,
    candidate: &hearth_alerts::Limits,
    events: Option<Vec<Marked>>,
    each: ByPriority,
    json: bool,
) -> anyhow::Result<()> {
    let marked = match events {
        Some(events) => events,
        None => replay::marked::stored(&opened.store, scope).await.context("the marked events cannot be read")?,
    };
    let wish = replay::Wish { before: None, instead: Instead { limits: candidate.clone(), course: None }, marked };
    let done = replay::try_out(&opened.store, scope, &wish, &Progress::default()).await.context("the stored days cannot be replayed")?;
    // Only the end of this process can cancel it.
    let Some((found, frames)) = done else { return Ok(()) };
    if !json {
        return say(text::trial(&found, scope, each).trim_end());
    }
    let minutes = |side: &hearth_replay::trial::Side| side.minutes(each);
    let lost: Vec<_> = found.lost().collect();
    let value = serde_json::json!({
        "from": scope.from.0, "until": scope.until.0, "frames": frames, "trial": found, "lost": lost,
        "minutes": { "each": each, "present": minutes(&found.present), "candidate": minutes(&found.candidate) },
    });
    say(&value.to_string())
}

/// An instant (RFC 3339) or a day (UTC).
fn instant(given: &str) -> anyhow::Result<WallMs> {
    let at = given.parse::<jiff::Timestamp>().or_else(|_| format!("{given}T00:00:00Z").parse()).ok();
    let at = at.ok_or_else(|| Mistake(format!("'{given}' is no instant: write 2026-11-24 or 2026-11-24T08:00:00Z")))?;
    Ok(WallMs(at.as_millisecond()))
}
