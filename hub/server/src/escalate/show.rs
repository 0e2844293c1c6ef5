//! A climb as screens see it. Pure.

use crate::feed::message::{Climb, NextRung, Rung};
use hearth_escalation as machine;
use hearth_escalation::{Ladders, Posts};
use uuid::Uuid;

fn words(posts: Posts) -> Vec<&'static str> {
    posts.iter().map(machine::Post::as_str).collect()
}

/// What screens are told of an open alert's climb, with its deadlines as they are stored.
pub fn climb(climb: &machine::Climb, stored: &machine::Stored, ladders: &Ladders) -> Climb {
    let next = climb.next_rung(ladders.of(climb.priority())).zip(stored.next);
    let rung = |(rung, fired): (u8, &machine::Fired)| Rung {
        rung,
        posts: words(fired.posts),
        due_at: fired.due.0,
        fired_at: fired.at.0,
        receipt: fired.delivery.receipt.map(|(receipt, _)| receipt.as_str()),
        receipt_at: fired.delivery.receipt.map(|(_, at)| at.0),
        unheard: fired.delivery.unheard,
    };
    Climb {
        alert_id: Uuid::from_u128(climb.alert().0),
        round: stored.round,
        rungs: (1..).zip(&stored.fired).map(rung).collect(),
        next: next.map(|((rung, posts), due)| NextRung { rung, posts: words(posts), due_at: due.0 }),
        reminders: stored.reminders,
        reminder_at: stored.reminder.map(|at| at.0),
    }
}
