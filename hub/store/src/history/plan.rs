//! Which parts of a trend are read from minutes and which from frames.
//!
//! A row of minutes belongs to one device, but a device may change hands within a minute, and minutes are not written up
//! to the present and may be stale. So only whole minutes that lie inside a binding, are written and are not stale are
//! read from minutes. Everything else is read from frames, and nothing is read twice.

use std::collections::BTreeSet;

pub const MINUTE_MS: i64 = 60_000;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;

/// A device in a stretch of time, from `from` (included) until `until` (excluded), ms since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub device_key: i32,
    pub from: i64,
    pub until: i64,
}

/// Until when minutes are written, and which hours of which devices are stale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    pub until: i64,
    pub stale: BTreeSet<(i32, i64)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    pub frames: Vec<Span>,
    pub minutes: Vec<Span>,
}

/// Length of a bucket, ms, so that the stretch has at most `points` of them. From a minute on it is a number of whole
/// minutes.
pub fn bucket_ms(length_ms: i64, points: i64) -> i64 {
    let exact = (length_ms.max(1) + points - 1) / points;
    if exact < MINUTE_MS { exact } else { (exact + MINUTE_MS - 1) / MINUTE_MS * MINUTE_MS }
}

/// Divides the spans into what is read from minutes and what from frames, for buckets of this length.
pub fn cut(spans: &[Span], bucket_ms: i64, written: &Written) -> Plan {
    let mut plan = Plan::default();
    for span in spans {
        let from = span.from + (-span.from).rem_euclid(MINUTE_MS);
        let until = span.until.min(written.until);
        let until = until - until.rem_euclid(MINUTE_MS);
        if bucket_ms % MINUTE_MS != 0 || from >= until {
            push(&mut plan.frames, *span);
            continue;
        }
        push(&mut plan.frames, Span { until: from, ..*span });
        by_hour(&mut plan, Span { from, until, ..*span }, &written.stale);
        push(&mut plan.frames, Span { from: until, ..*span });
    }
    plan
}

fn by_hour(plan: &mut Plan, span: Span, stale: &BTreeSet<(i32, i64)>) {
    let mut from = span.from;
    let first_hour = span.from - span.from.rem_euclid(HOUR_MS);
    for (_, hour) in stale.range((span.device_key, first_hour)..(span.device_key, span.until)) {
        push(&mut plan.minutes, Span { from, until: *hour, ..span });
        push(&mut plan.frames, Span { from: from.max(*hour), until: span.until.min(hour + HOUR_MS), ..span });
        from = hour + HOUR_MS;
    }
    push(&mut plan.minutes, Span { from, ..span });
}

fn push(spans: &mut Vec<Span>, span: Span) {
    if span.from < span.until {
        spans.push(span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(from: i64, until: i64) -> Span {
        Span { device_key: 1, from, until }
    }

    #[test]
    fn only_whole_written_minutes_inside_the_binding_are_read_from_minutes() {
        let written = Written { until: 10 * MINUTE_MS, ..Written::default() };
        let plan = cut(&[span(30_000, 11 * MINUTE_MS)], 2 * MINUTE_MS, &written);
        assert_eq!(plan.minutes, [span(MINUTE_MS, 10 * MINUTE_MS)]);
        assert_eq!(plan.frames, [span(30_000, MINUTE_MS), span(10 * MINUTE_MS, 11 * MINUTE_MS)]);
    }

    #[test]
    fn short_buckets_are_read_from_frames() {
        let plan = cut(&[span(0, HOUR_MS)], 7_200, &Written { until: HOUR_MS, ..Written::default() });
        assert_eq!((plan.frames.len(), plan.minutes.len()), (1, 0));
        assert_eq!(bucket_ms(HOUR_MS, 500), 7_200);
        assert_eq!(bucket_ms(24 * HOUR_MS, 500), 180_000);
    }

    proptest! {
        /// Every millisecond of a span is read exactly once, and never from a stale or unwritten minute.
        #[test]
        fn every_instant_is_read_once_and_from_where_it_is_right(
            from in 0..5 * HOUR_MS, length in 1..5 * HOUR_MS, until in 0..10 * HOUR_MS,
            stale in proptest::collection::btree_set((1..3_i32, (0..10_i64).prop_map(|hour| hour * HOUR_MS)), 0..8),
        ) {
            let written = Written { until, stale };
            let whole = span(from, from + length);
            let plan = cut(&[whole], MINUTE_MS, &written);
            let mut all: Vec<Span> = plan.frames.iter().chain(&plan.minutes).copied().collect();
            all.sort_by_key(|span| span.from);
            prop_assert_eq!((all[0].from, all[all.len() - 1].until), (whole.from, whole.until));
            prop_assert!(all.windows(2).all(|pair| pair[0].until == pair[1].from));
            for minutes in plan.minutes {
                prop_assert!(minutes.from % MINUTE_MS == 0 && minutes.until % MINUTE_MS == 0 && minutes.until <= written.until);
                let hours = (minutes.from / HOUR_MS..=(minutes.until - 1) / HOUR_MS).map(|hour| (1, hour * HOUR_MS));
                prop_assert!(hours.into_iter().all(|hour| !written.stale.contains(&hour)));
            }
        }
    }
}
