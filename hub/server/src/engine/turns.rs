//! Decides whose turn it is: of those who wait until their change is in force, or of readings.

use super::handle::{ORDERS, Refused, Reply};

/// The people who wait, and whose turn is next.
#[derive(Debug, Default)]
pub struct Turns {
    /// Replies to those who wait until their change is in force.
    told: Vec<Reply<()>>,
    /// True if the last turn read changes: then readings come next, if any have arrived.
    readings_next: bool,
}

impl Turns {
    /// Adds somebody who waits. True when no more may wait.
    pub fn wait(&mut self, reply: Reply<()>) -> bool {
        self.told.push(reply);
        self.told.len() >= ORDERS
    }

    /// True when changes are to be read.
    pub fn has_changes(&self) -> bool {
        !self.told.is_empty()
    }

    /// True when readings that have arrived go before changes.
    pub fn readings_are_next(&self) -> bool {
        self.readings_next
    }

    /// Notes that a turn begins which reads changes.
    pub fn of_changes(&mut self) {
        self.readings_next = true;
    }

    /// Notes that a turn of readings begins.
    pub fn of_readings(&mut self) {
        self.readings_next = false;
    }

    /// Takes everybody who waits now: a read from here on includes their changes.
    pub fn take(&mut self) -> Vec<Reply<()>> {
        std::mem::take(&mut self.told)
    }
}

/// Answers all of them. That an asker is gone is no fault.
pub fn answer(told: Vec<Reply<()>>, answer: &Result<(), Refused>) {
    for reply in told {
        let _ = reply.send(answer.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::oneshot;

    #[test]
    fn changes_and_readings_take_turns_and_whoever_waits_is_answered_once() {
        let mut turns = Turns::default();
        let (reply, mut heard) = oneshot::channel();
        assert!(!turns.wait(reply) && turns.has_changes() && !turns.readings_are_next());
        turns.of_changes();
        answer(turns.take(), &Ok(()));
        assert!(heard.try_recv().unwrap().is_ok());
        assert!(!turns.has_changes() && turns.readings_are_next());
        turns.of_readings();
        assert!(!turns.readings_are_next());
    }

    #[test]
    fn when_as_many_wait_as_there_is_room_for_orders_no_more_are_waited_for() {
        let mut turns = Turns::default();
        let full: Vec<bool> = (0..ORDERS).map(|_| turns.wait(oneshot::channel().0)).collect();
        assert_eq!(full.iter().position(|is_full| *is_full), Some(ORDERS - 1));
    }
}
