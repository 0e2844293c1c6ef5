//! A device of which the gateway takes one set out of several packets. There is no number to compare by, only the order.

use super::found::misplaced;
use super::{Compared, Said, Stored, Terms, disorder};
use std::collections::HashMap;

/// What is stored must have been said, in that order, and as often as the packets make sets. After a gateway's start the
/// first packet counts at once.
pub fn sets(said: &[Said], stored: &[Stored], terms: &Terms) -> Compared {
    let heard: Vec<&Said> = said.iter().filter(|packet| packet.whole).collect();
    let mut by_value: HashMap<&[Option<i32>], Vec<usize>> = HashMap::new();
    for (index, packet) in heard.iter().enumerate() {
        by_value.entry(&packet.value).or_default().push(index);
    }
    let mut found = Compared { said: heard.len(), stored: stored.len(), disorder: disorder(stored), ..Compared::default() };
    let mut rows: Vec<&Stored> = stored.iter().collect();
    rows.sort_by_key(|row| (row.at_ms, row.stream, row.seq));
    let mut from = 0;
    for row in rows {
        let alike = by_value.get(row.value.as_slice()).map_or(&[][..], Vec::as_slice);
        let Some(index) = alike.get(alike.partition_point(|index| *index < from)) else {
            found.foreign.push(row.clone());
            continue;
        };
        from = index + 1;
        // Equal packets cannot be told apart: the instant is right if it is that of any of them.
        let offs: Option<Vec<_>> = alike.iter().map(|index| misplaced(heard[*index], row, terms)).collect();
        found.misplaced.extend(offs.into_iter().flatten().min_by_key(|off| off.by_ms.abs()));
    }
    found.due = Some(due(&heard, terms));
    found
}

/// The least and the most sets that must be stored.
fn due(heard: &[&Said], terms: &Terms) -> (usize, usize) {
    let a_set = terms.packets_a_set.max(1);
    let mut ends: Vec<i64> = terms.excuses.iter().filter(|excuse| excuse.ends_life).map(|excuse| excuse.until_ms).collect();
    ends.sort_unstable();
    let mut lives = vec![0_usize; ends.len() + 1];
    for packet in heard {
        lives[ends.partition_point(|end| *end < packet.at_ms)] += 1;
    }
    let lives: Vec<usize> = lives.into_iter().filter(|packets| *packets > 0).collect();
    let sets: usize = lives.iter().map(|packets| 1 + (packets - 1) / a_set).sum();
    let excused = |excuse: &super::Excuse| {
        let packets = heard.iter().filter(|packet| packet.at_ms > excuse.from_ms && packet.at_ms <= excuse.until_ms).count();
        excuse.most.unwrap_or(usize::MAX).min(packets.div_ceil(a_set) + 1)
    };
    let allowed: usize = terms.excuses.iter().map(excused).sum();
    // The unfinished set at the end of a gateway's run is published when the line goes away.
    (sets.saturating_sub(allowed), sets + lives.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readings::Excuse;

    const START: i64 = 1_800_000_000_400;

    fn packets() -> Vec<Said> {
        let packet = |n: i64| Said { at_ms: START + n * 333, key: 0, value: vec![Some(700 + n as i32), Some(970)], whole: true };
        (0..91).map(packet).collect()
    }

    fn rows(packets: &[Said]) -> Vec<Stored> {
        let row = |(seq, packet): (usize, &Said)| Stored {
            at_ms: packet.at_ms,
            stream: 1,
            seq: seq as i64,
            value: packet.value.clone(),
            ..Stored::default()
        };
        packets.iter().step_by(3).enumerate().map(row).collect()
    }

    fn terms() -> Terms {
        Terms { packets_a_set: 3, ..Terms::default() }
    }

    #[test]
    fn a_complete_store_passes_and_one_too_few_is_found() {
        let (packets, mut rows) = (packets(), rows(&packets()));
        let whole = sets(&packets, &rows, &terms());
        assert_eq!((whole.stored, whole.due, whole.missing()), (31, Some((31, 32)), 0));
        assert!(whole.foreign.is_empty() && whole.misplaced.is_empty() && whole.disorder.is_empty());
        rows.remove(9);
        assert_eq!(sets(&packets, &rows, &terms()).missing(), 1);
    }

    #[test]
    fn what_was_never_said_or_stands_out_of_order_or_at_another_time_is_found() {
        let (packets, whole) = (packets(), rows(&packets()));
        let mut never = whole.clone();
        never[9].value = vec![Some(1), Some(1)];
        assert_eq!(sets(&packets, &never, &terms()).foreign.len(), 1);
        let mut swapped = whole.clone();
        (swapped[9].value, swapped[10].value) = (whole[10].value.clone(), whole[9].value.clone());
        assert_eq!(sets(&packets, &swapped, &terms()).foreign.len(), 1);
        let mut off = whole;
        off[30].at_ms += 3_600_000;
        assert_eq!(sets(&packets, &off, &terms()).misplaced.len(), 1);
    }

    #[test]
    fn each_death_allows_two_sets_and_a_full_disk_what_was_said_meanwhile() {
        let packets = packets();
        let excuse = |most, ends_life| Excuse { from_ms: START + 9_990, until_ms: START + 12_990, most, ends_life, why: String::new() };
        let death = Terms { excuses: vec![excuse(Some(2), true)], ..terms() };
        assert_eq!(sets(&packets, &rows(&packets), &death).due, Some((29, 33)));
        let full = Terms { excuses: vec![excuse(None, false)], ..terms() };
        assert_eq!(sets(&packets, &rows(&packets), &full).due, Some((27, 32)));
    }
}
