//! One transaction on the store's content: all of it or nothing, by the rules that the real store keeps in SQL. The rule of
//! held ranges is the real store's own code.

use super::books::{Books, HeldRow, StoredFrame, StreamName};
use hearth_store::StoreError;
use hearth_store::ingest::held::Numbers;
use hearth_store::ingest::streams::{Locked, StreamRow, names};
use hearth_store::ingest::{Fresh, IngestBatch, Ingested, Item};
use hearth_store::stretches::StretchRow;
use hearth_store::transitions::EpisodeTransitions;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A transaction that is ready to be committed, if what it was judged on still holds then.
pub struct Ready {
    batches: Vec<IngestBatch>,
    fresh: Vec<Fresh>,
    /// Streams as they were read, and as they will be.
    rows: BTreeMap<StreamName, (HeldRow, HeldRow)>,
    judged: Vec<EpisodeTransitions>,
    taken_out: Vec<(StreamName, u64)>,
    pub answer: Ingested,
}

/// True when a change that the caller does not know concerns a device or gateway of these batches. A change during the
/// transaction counts as made after it.
fn is_overtaken(books: &Books, batches: &[IngestBatch], known: i64) -> bool {
    let Some(concern) = books.concern_since(known) else { return true };
    let is_of = |item: &Item| item.of_device().is_some_and(|(device, _)| concern.devices.contains(device));
    batches.iter().any(|batch| concern.gateways.contains(&batch.gateway) || batch.items.iter().any(is_of))
}

/// Reads the streams, keeps what is new, and has it judged.
pub fn prepare(
    books: &Books,
    batches: &[IngestBatch],
    bindings_version: i64,
    judge: &mut dyn FnMut(&[Fresh]) -> Vec<EpisodeTransitions>,
) -> Result<Ready, StoreError> {
    if is_overtaken(books, batches, bindings_version) {
        return Err(StoreError::BindingsChanged);
    }
    let wanted: Vec<StreamName> = names(batches).into_iter().collect();
    let mut locked = Locked::default();
    for (key, name) in wanted.iter().enumerate() {
        let row = books.streams.get(name).cloned().unwrap_or_default();
        locked.insert(name.clone(), StreamRow::new(key as i32, row.held, row.lost));
    }
    let fresh = locked.keep_fresh(batches);
    let judged = judge(&fresh);
    let changed = locked.changed();
    let mut rows = BTreeMap::new();
    for ((key, added), lost) in changed.keys.iter().zip(&changed.added).zip(&changed.lost) {
        let name = wanted[*key as usize].clone();
        let before = books.streams.get(&name).cloned().unwrap_or_default();
        let mut row = before.clone();
        Numbers::parse(added)?.ranges().for_each(|range| row.held.add(range));
        if let Some(lost) = lost {
            row.lost = Numbers::parse(lost)?;
        }
        rows.insert(name, (before, row));
    }
    let answer = Ingested { streams: locked.held(batches), fresh: fresh.len(), bindings_version: books.bindings_version };
    Ok(Ready { batches: batches.to_vec(), fresh, rows, judged, taken_out: Vec::new(), answer })
}

/// The same for records that waited for their time, whose numbers are held already.
pub fn prepare_placed(
    books: &Books,
    batches: &[IngestBatch],
    bindings_version: i64,
    judged: Vec<EpisodeTransitions>,
) -> Result<Ready, StoreError> {
    if is_overtaken(books, batches, bindings_version) {
        return Err(StoreError::BindingsChanged);
    }
    let fresh = (0..batches.len()).map(|batch| Fresh { batch, item: 0 }).collect();
    let taken_out = batches.iter().map(|batch| ((batch.gateway.clone(), batch.stream), batch.first)).collect();
    let answer = Ingested { streams: Vec::new(), fresh: batches.len(), bindings_version: books.bindings_version };
    Ok(Ready { batches: batches.to_vec(), fresh, rows: BTreeMap::new(), judged, taken_out, answer })
}

/// Commits, or refuses if what it was judged on has changed since.
pub fn commit(books: &mut Books, ready: Ready) -> Result<Ingested, StoreError> {
    // In the real store one of two transactions on the same stream waits; here the later one has to start over.
    let overtaken =
        |(name, (before, _)): (&StreamName, &(HeldRow, HeldRow))| books.streams.get(name).cloned().unwrap_or_default() != *before;
    if ready.rows.iter().any(overtaken) || ready.taken_out.iter().any(|one| !books.unplaced.contains_key(one)) {
        return Err(StoreError::Retry("40001".to_owned()));
    }
    transitions(books, &ready.judged)?;
    let steps: usize = ready.judged.iter().map(|one| one.transitions.len()).sum();
    tracing::debug!(fresh = ready.fresh.len(), placed = ready.taken_out.len(), steps, "committed");
    for one in &ready.taken_out {
        books.unplaced.remove(one);
    }
    for new in &ready.fresh {
        let batch = &ready.batches[new.batch];
        record(books, batch, batch.first + new.item as u64, &batch.items[new.item]);
    }
    books.streams.extend(ready.rows.into_iter().map(|(name, (_, row))| (name, row)));
    Ok(ready.answer)
}

fn record(books: &mut Books, batch: &IngestBatch, seq: u64, item: &Item) {
    let (gateway, name) = (batch.gateway.clone(), (batch.gateway.clone(), batch.stream));
    match item {
        Item::Frame(frame, placed) => {
            tracing::trace!(device = %frame.device, at = placed.at.0 - crate::clock::EPOCH_MS, received = batch.received_at.0 - crate::clock::EPOCH_MS, spo2 = frame.get(hearth_vitals::Vital::Spo2).and_then(|r| r.raw), seq, generation = %name.1.generation, "frame");
            let committed = crate::clock::truth(crate::clock::elapsed_ms());
            books.frames.push(StoredFrame { name, seq, frame: frame.clone(), placed: *placed, received: batch.received_at, committed });
        }
        Item::Waveform(..) => books.waveforms += 1,
        Item::Event(event, placed) => books.events.push((gateway, event.clone(), *placed, batch.received_at)),
        Item::Status(..) => {}
        Item::Anchor(anchor) => books.anchors.push((gateway, *anchor)),
        Item::Loss(loss) => books.losses.push((gateway, *loss)),
        Item::Unknown(unknown, _) => drop(books.unknown.insert((name, seq), unknown.clone())),
        Item::Stray(item) => drop(books.strays.insert((name, seq), (**item).clone())),
        Item::Unplaced(boot, bytes) => drop(books.unplaced.insert((name, seq), (*boot, bytes.clone()))),
        Item::Quarantined(_, reason) => drop(books.quarantined.insert((name, seq), reason.clone())),
    }
}

/// Writes alerts and their transitions, if they continue what is there.
pub fn transitions(books: &mut Books, judged: &[EpisodeTransitions]) -> Result<(), StoreError> {
    let judged: Vec<&EpisodeTransitions> = judged.iter().filter(|one| !one.transitions.is_empty()).collect();
    let same = |(id, version): (Uuid, i64)| books.episodes.get(&id).is_some_and(|row| row.version == version);
    if !judged.iter().filter_map(|one| one.episode).all(same) {
        return Err(StoreError::EpisodeChanged);
    }
    let mut alerts = books.alerts.clone();
    let mut steps = Vec::new();
    for one in judged {
        for step in &one.transitions {
            let id = Uuid::from_u128(step.alert.id.0);
            if alerts.get(&id).is_some_and(|known| known.alert.version != step.alert.version - 1) {
                return Err(StoreError::EpisodeChanged);
            }
            let row = hearth_store::alerts::AlertRow { episode: one.episode.map(|(id, _)| id), alert: step.alert.clone() };
            let is_twin = |(other, known): (&Uuid, &hearth_store::alerts::AlertRow)| {
                *other != id
                    && known.alert.open
                    && known.episode == row.episode
                    && (known.alert.rule, &known.alert.subject) == (row.alert.rule, &row.alert.subject)
            };
            if row.alert.open && alerts.iter().any(is_twin) {
                return Err(StoreError::EpisodeChanged);
            }
            alerts.insert(id, row);
            steps.push((id, step.clone()));
        }
    }
    books.alerts = alerts;
    for (id, step) in steps {
        books.steps.entry(id).or_default().push(step);
    }
    Ok(())
}

/// As the real one: of two versions of a stretch the one with more good samples.
pub fn keep_stretches(books: &mut Books, rows: &[StretchRow]) {
    for row in rows {
        let kept = books.stretches.entry((row.episode, row.stretch.vital, row.stretch.until)).or_insert(*row);
        if kept.stretch.streamed.good < row.stretch.streamed.good {
            *kept = *row;
        }
    }
}
