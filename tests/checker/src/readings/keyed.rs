//! A device that prints its own second into every line, so that each row can be only one line.

use super::found::misplaced;
use super::{Compared, Said, Stored, Terms, disorder};
use std::collections::{HashMap, HashSet};

/// Compares by key. `stored` may be in any order.
pub fn keyed(said: &[Said], stored: &[Stored], terms: &Terms) -> Compared {
    let shift = shift(said, stored, &terms.key_shifts);
    let heard: HashMap<i64, &Said> = said.iter().filter(|line| line.whole).map(|line| (line.key + shift, line)).collect();
    let mut found = Compared { said: heard.len(), stored: stored.len(), disorder: disorder(stored), ..Compared::default() };
    let mut seen = HashSet::with_capacity(stored.len());
    for row in stored {
        let Some(key) = row.key else {
            found.foreign.push(row.clone());
            continue;
        };
        if !seen.insert(key) {
            found.twice.push(row.clone());
            continue;
        }
        match heard.get(&key).filter(|line| line.value == row.value) {
            Some(line) => found.misplaced.extend(misplaced(line, row, terms)),
            None => found.foreign.push(row.clone()),
        }
    }
    let missing: Vec<&Said> = said.iter().filter(|line| line.whole && !seen.contains(&(line.key + shift))).collect();
    let excused = excused(&missing, terms);
    for line in missing {
        let list = if excused.contains(&line.key) { &mut found.allowed } else { &mut found.lost };
        list.push(line.clone());
    }
    found
}

/// The device's clock may show the second before: the shift with which more of the store agrees is the right one.
fn shift(said: &[Said], stored: &[Stored], shifts: &[i64]) -> i64 {
    let held: HashMap<i64, &Stored> = stored.iter().filter_map(|row| row.key.map(|key| (key, row))).collect();
    let agrees = |line: &Said, shift: i64| held.get(&(line.key + shift)).is_some_and(|row| row.value == line.value);
    let agreeing = |shift: i64| said.iter().filter(|line| agrees(line, shift)).count();
    // If several agree equally well, the first one.
    shifts.iter().rev().copied().max_by_key(|shift| agreeing(*shift)).unwrap_or(0)
}

/// Keys of the missing lines that excuses cover: for each excuse the last ones, as many as it allows. No line is excused
/// twice; otherwise two recorded losses would excuse no more than one.
fn excused(missing: &[&Said], terms: &Terms) -> HashSet<i64> {
    let mut excused = HashSet::new();
    for excuse in &terms.excuses {
        let within = |line: &&&Said| line.at_ms > excuse.from_ms && line.at_ms <= excuse.until_ms;
        let unexcused = missing.iter().rev().filter(within).map(|line| line.key).filter(|key| !excused.contains(key));
        let last: Vec<i64> = unexcused.take(excuse.most.unwrap_or(usize::MAX)).collect();
        excused.extend(last);
    }
    excused
}

#[cfg(test)]
mod tests;
