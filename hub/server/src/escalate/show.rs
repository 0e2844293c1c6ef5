//! A climb as screens see it. Pure.

use crate::feed::message::{Climb, NextRung, Pause, Quiet, Rung, Told};
use crate::shown::Names;
use hearth_escalation as machine;
use hearth_escalation::{Ladders, Posts, Quieted};
use hearth_store::quiets::QuietRow;
use uuid::Uuid;

fn words(posts: Posts) -> Vec<&'static str> {
    posts.iter().map(machine::Post::as_str).collect()
}

/// What screens are told of an open alert's climb, with its deadlines as they are stored.
pub fn climb(climb: &machine::Climb, stored: &machine::StoredClimb, ladders: &Ladders, names: &Names) -> Climb {
    let next = climb.next_rung(ladders.of(climb.priority())).zip(stored.next);
    let told = |heard: &machine::Reached| Told {
        person: names.staff(Uuid::from_u128(heard.by.0)),
        delivered_at: heard.delivered.0,
        opened_at: heard.opened.map(|at| at.0),
    };
    let pause = |pause: machine::StoredPause| Pause {
        by: names.staff(Uuid::from_u128(pause.by.0)),
        reason: pause.reason.as_str(),
        since_at: pause.at.0,
        until_at: pause.until.map(|at| at.0),
        quiet_id: pause.quiet.map(Uuid::from_u128),
    };
    let rung = |(rung, fired): (u8, &machine::Fired)| Rung {
        rung,
        posts: words(fired.posts),
        due_at: fired.due.0,
        fired_at: fired.at.0,
        receipt: fired.delivery.receipt.map(|(receipt, _)| receipt.as_str()),
        receipt_at: fired.delivery.receipt.map(|(_, at)| at.0),
        unheard: fired.delivery.unheard,
        told: fired.delivery.heard.iter().map(told).collect(),
    };
    Climb {
        alert_id: Uuid::from_u128(climb.alert().0),
        round: stored.round,
        rungs: (1..).zip(&stored.fired).map(rung).collect(),
        next: next.map(|((rung, posts), due)| NextRung { rung, posts: words(posts), due_at: due.0 }),
        pause: stored.pause.map(pause),
        reminders: stored.reminders,
        reminded_everyone: stored.reminded_everyone,
        reminder_at: stored.reminder.map(|at| at.0),
    }
}

/// What screens are told of something that keeps alerts quiet.
pub fn quiet(row: &QuietRow, names: &Names) -> Quiet {
    let QuietRow { quiet, reason } = row;
    let (rule, context) = match quiet.what {
        Quieted::Rule(rule) => (Some(rule.to_string()), None),
        Quieted::Context(context) => (None, Some(context.as_str())),
    };
    Quiet {
        id: Uuid::from_u128(quiet.id),
        episode_id: Uuid::from_u128(quiet.stay),
        rule,
        context,
        reason: reason.clone(),
        by: names.staff(Uuid::from_u128(quiet.by.0)),
        since_at: quiet.at.0,
        until_at: quiet.until.map(|at| at.0),
    }
}

/// The people whom a climb names: those who heard it, and the one who paused it.
pub fn people(stored: &machine::StoredClimb) -> impl Iterator<Item = Uuid> {
    let heard = stored.fired.iter().flat_map(|fired| &fired.delivery.heard).map(|heard| heard.by);
    heard.chain(stored.pause.map(|pause| pause.by)).map(|staff| Uuid::from_u128(staff.0))
}
