//! The topics of the feed and who may see them: one row a topic. A new topic is one more row here, and its items in
//! [`super::items`].
//!
//! What nobody is allowed to see in its row is seen by nobody: there is no list of those who may not.

use crate::auth::patients::Patients;
use crate::auth::right::Right;
use crate::auth::role::Role;
use hearth_vitals::WaveformKind;
use uuid::Uuid;

/// A topic that can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Facts, limits and devices of every active stay. Values of a stay come after its facts.
    Stays,
    /// The newest values of every active stay.
    Wall,
    /// One stay: its newest values, and what is observed by hand.
    Patient,
    /// The open alerts that the person may see.
    Alerts,
    /// The gateways and how they are.
    Gateways,
    /// Who holds the watch.
    Watch,
    /// A waveform of one stay, as it is measured.
    Waveform,
    /// How far the open alerts have climbed, and whom they reach next.
    Climbs,
    /// A notice that tasks of a stay changed; a screen then asks the API. It has no snapshot.
    Tasks,
    /// The board of dispatch: the incidents that are not closed, and the units.
    Dispatch,
}

/// How much of a topic a person may see. Everybody with the same scope gets the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everything, names of patients too.
    Patients,
    /// Problems of equipment, without anything that says whose it is.
    Equipment,
}

/// The key that a subscription names besides its topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeyOf {
    Nothing,
    Stay,
    Waveform,
}

struct Row {
    topic: Topic,
    word: &'static str,
    key: KeyOf,
    /// Rights with the scope they give; the first one that a person has decides.
    seen: &'static [(Right, Scope)],
}

const STAYS: &[(Right, Scope)] = &[(Right::SeePatients, Scope::Patients)];
const MEASURED: &[(Right, Scope)] = &[(Right::SeeMeasurements, Scope::Patients)];
const CLIMBS: &[(Right, Scope)] = &[(Right::SeeAlerts, Scope::Patients)];
const ALERTS: &[(Right, Scope)] = &[(Right::SeeAlerts, Scope::Patients), (Right::SeeKits, Scope::Equipment)];
const GATEWAYS: &[(Right, Scope)] = &[(Right::SeePatients, Scope::Patients), (Right::SeeKits, Scope::Equipment)];
const INCIDENTS: &[(Right, Scope)] = &[(Right::SeeIncidents, Scope::Patients)];
/// The content is the same for everybody; people who see alerts of patients get it with these.
const WATCH: &[(Right, Scope)] = &[(Right::SeeAlerts, Scope::Patients), (Right::SeeDuty, Scope::Equipment)];

const ROWS: [Row; 10] = [
    Row { topic: Topic::Stays, word: "stays", key: KeyOf::Nothing, seen: STAYS },
    Row { topic: Topic::Wall, word: "wall", key: KeyOf::Nothing, seen: MEASURED },
    Row { topic: Topic::Patient, word: "patient", key: KeyOf::Stay, seen: MEASURED },
    Row { topic: Topic::Alerts, word: "alerts", key: KeyOf::Nothing, seen: ALERTS },
    Row { topic: Topic::Gateways, word: "gateways", key: KeyOf::Nothing, seen: GATEWAYS },
    Row { topic: Topic::Watch, word: "watch", key: KeyOf::Nothing, seen: WATCH },
    Row { topic: Topic::Waveform, word: "waveform", key: KeyOf::Waveform, seen: MEASURED },
    Row { topic: Topic::Climbs, word: "climbs", key: KeyOf::Nothing, seen: CLIMBS },
    Row { topic: Topic::Tasks, word: "tasks", key: KeyOf::Nothing, seen: STAYS },
    Row { topic: Topic::Dispatch, word: "dispatch", key: KeyOf::Nothing, seen: INCIDENTS },
];

impl Topic {
    /// All topics, in the order of the table.
    pub fn all() -> impl Iterator<Item = Topic> {
        ROWS.iter().map(|row| row.topic)
    }

    fn row(self) -> &'static Row {
        // Every topic has a row in its own place: a test says so.
        &ROWS[self as usize]
    }

    /// The word on the wire.
    pub fn word(self) -> &'static str {
        self.row().word
    }

    /// Rights with the scope they give; the first one that a person has decides.
    pub fn seen(self) -> &'static [(Right, Scope)] {
        self.row().seen
    }

    /// How much of the whole topic this role may see; `None` is nothing. A whole topic is encoded once for everybody, so a person
    /// who sees only assigned patients follows each of them instead.
    pub fn scope(self, role: Role) -> Option<Scope> {
        self.seen().iter().find(|(right, _)| role.has(*right)).map(|(_, scope)| *scope)
    }
}

/// What exactly is followed: a topic, with the stay where the topic needs one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// All of a topic.
    Whole(Topic),
    /// One stay, by its id.
    Patient(Uuid),
    /// A waveform of one stay, by its word.
    Waveform(Uuid, &'static str),
}

impl Subject {
    /// Reads what a viewer asks for.
    ///
    /// # Errors
    /// [`Refusal::UnknownTopic`], [`Refusal::UnknownKey`].
    pub fn parse(word: &str, key: Option<&str>) -> Result<Subject, Refusal> {
        let row = ROWS.iter().find(|row| row.word == word).ok_or(Refusal::UnknownTopic)?;
        let subject = match (row.key, key) {
            (KeyOf::Nothing, None) => Some(Subject::Whole(row.topic)),
            (KeyOf::Stay, Some(key)) => key.parse().ok().map(Subject::Patient),
            (KeyOf::Waveform, Some(key)) => waveform(key),
            _ => None,
        };
        subject.ok_or(Refusal::UnknownKey)
    }

    /// The topic that this is a part of.
    pub fn topic(self) -> Topic {
        match self {
            Subject::Whole(topic) => topic,
            Subject::Patient(_) => Topic::Patient,
            Subject::Waveform(..) => Topic::Waveform,
        }
    }

    /// How much of it this role may see; `None` is nothing.
    pub fn scope(self, role: Role) -> Option<Scope> {
        let of_stay = |stay: Uuid| {
            let sees = |right: Right| Patients::of(role, right).is_some_and(|patients| patients.include(stay));
            self.topic().seen().iter().find(|(right, _)| sees(*right)).map(|(_, scope)| *scope)
        };
        match self {
            Subject::Whole(topic) => topic.scope(role),
            Subject::Patient(stay) | Subject::Waveform(stay, _) => of_stay(stay),
        }
    }

    /// The key on the wire; `None` for a whole topic.
    pub fn key(self) -> Option<String> {
        match self {
            Subject::Whole(_) => None,
            Subject::Patient(stay) => Some(stay.to_string()),
            Subject::Waveform(stay, kind) => Some(format!("{stay}/{kind}")),
        }
    }
}

fn waveform(key: &str) -> Option<Subject> {
    let (stay, kind) = key.split_once('/')?;
    Some(Subject::Waveform(stay.parse().ok()?, WaveformKind::from_key(kind)?.key()))
}

/// Why a subscription is refused: a code for programs, for which screens have the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no topic of this name.
    UnknownTopic,
    /// The topic wants another key, or none.
    UnknownKey,
    /// The person may not see it.
    Forbidden,
    /// The viewer follows as many subjects as it may already.
    TooMany,
}

impl Refusal {
    /// All reasons, for the description of the feed.
    pub const ALL: [Refusal; 4] = [Refusal::UnknownTopic, Refusal::UnknownKey, Refusal::Forbidden, Refusal::TooMany];

    /// The fixed code that is sent to the viewer.
    pub const fn code(self) -> &'static str {
        match self {
            Refusal::UnknownTopic => "unknown_topic",
            Refusal::UnknownKey => "unknown_key",
            Refusal::Forbidden => "forbidden",
            Refusal::TooMany => "too_many",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_stands_in_its_own_row_under_a_word_of_its_own() {
        for (index, row) in ROWS.iter().enumerate() {
            assert_eq!(row.topic as usize, index, "{}", row.word);
            assert_eq!(ROWS.iter().filter(|other| other.word == row.word).count(), 1, "{}", row.word);
        }
    }

    #[test]
    fn a_technician_follows_what_is_to_be_mended_and_nothing_of_a_patient() {
        let seen = |role: Role| Topic::all().filter_map(|topic| Some((topic.word(), topic.scope(role)?))).collect::<Vec<_>>();
        let mended = ["alerts", "gateways", "watch"].map(|word| (word, Scope::Equipment));
        assert_eq!(seen(Role::Technician), mended);
        assert_eq!(seen(Role::Administrator), mended);
        for role in [Role::Nurse, Role::ChargeNurse, Role::Physician, Role::CallAgent, Role::Dispatcher] {
            assert_eq!(seen(role), Topic::all().map(|topic| (topic.word(), Scope::Patients)).collect::<Vec<_>>(), "{role:?}");
        }
        for role in [Role::Auditor, Role::Household] {
            assert_eq!(seen(role), [], "{role:?}");
        }
    }

    #[test]
    fn who_sees_assigned_patients_follows_nobody_elses() {
        let stay = Uuid::from_u128(7);
        for subject in
            [Subject::Patient(stay), Subject::Waveform(stay, "pleth"), Subject::Whole(Topic::Wall), Subject::Whole(Topic::Dispatch)]
        {
            assert_eq!((subject.scope(Role::Paramedic), subject.scope(Role::Nurse)), (None, Some(Scope::Patients)), "{subject:?}");
        }
    }

    #[test]
    fn a_subject_is_read_as_it_is_written() {
        let stay = Uuid::from_u128(7);
        for subject in [Subject::Whole(Topic::Wall), Subject::Patient(stay), Subject::Waveform(stay, "pleth")] {
            assert_eq!(Subject::parse(subject.topic().word(), subject.key().as_deref()), Ok(subject));
        }
        assert_eq!(Subject::parse("weather", None), Err(Refusal::UnknownTopic));
        let of_nobody = [("wall", Some("x")), ("patient", None), ("patient", Some("x")), ("waveform", Some("x/pleth"))];
        for (word, key) in of_nobody {
            assert_eq!(Subject::parse(word, key), Err(Refusal::UnknownKey), "{word} {key:?}");
        }
        assert_eq!(Subject::parse("waveform", Some(&format!("{stay}/voice"))), Err(Refusal::UnknownKey));
    }
}
