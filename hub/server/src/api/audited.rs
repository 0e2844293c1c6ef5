//! Every look at a patient's data, every sign-in and every refusal is an entry of the audit: noticed here, for all operations at once,
//! by the door that each has (`doors.rs`).

use super::ROOT;
use super::doors::{self, Door};
use crate::audit::looks::{LOOK_MS, Looks, Noticed, REFUSAL_MS, UNKNOWN};
use crate::auth::extract::Sender;
use crate::auth::handlers::{SignedInAs, TriedAs};
use crate::auth::origin;
use crate::auth::right::Right;
use crate::auth::role::Role;
use crate::auth::table::Reach;
use crate::clock;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use hearth_store::audit::notes::AuditNote;
use serde_json::json;
use std::net::IpAddr;
use uuid::Uuid;

/// The subject of a look at a list of patients.
const PATIENTS: &str = "patients";

/// What of patients an answer behind this door shows; `None` if it shows nothing of any.
pub fn shows(operation: &str) -> Option<Right> {
    if !operation.starts_with("GET ") {
        return None;
    }
    let right = match doors::of(operation)? {
        Door::Open | Door::OwnSession | Door::SignedIn => return None,
        Door::All(right) | Door::Stay(right) | Door::List(right) => right,
        Door::Alerts | Door::Alert => Right::SeeAlerts,
    };
    let of_others = [Right::SeeKits, Right::SeeDuty, Right::SeeStaff, Right::KeepKits, Right::KeepStaff];
    (!of_others.contains(&right)).then_some(right)
}

/// A request, as far as the audit has to know it.
struct Asked {
    operation: String,
    subject: Option<Uuid>,
    from: IpAddr,
}

impl Asked {
    fn of(request: &Request) -> Asked {
        let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let operation = format!("{} {}", request.method(), path.strip_prefix(ROOT).unwrap_or(path));
        // An operation about one thing has its id in the path, or asks for those of one stay.
        let query = request.uri().query().unwrap_or_default();
        let of_stay = query.split('&').filter_map(|pair| pair.strip_prefix("episode_id="));
        let subject = request.uri().path().split('/').chain(of_stay).find_map(|part| Uuid::parse_str(part).ok());
        Asked { operation, subject, from: origin::address_of(request.extensions(), request.headers()) }
    }

    fn subject(&self) -> String {
        self.subject.map_or_else(|| PATIENTS.to_owned(), |id| id.to_string())
    }

    /// A look at a patient's data, or at a list.
    fn look(&self, person: Uuid, right: Right) -> Noticed {
        let detail = json!({ "what": right.key(), "operation": self.operation, "from": self.from });
        let note = AuditNote { staff: Some(person), act: "look", subject: self.subject(), detail };
        Noticed { note, what: right.key().to_owned(), within_ms: LOOK_MS }
    }

    /// Something that the person's role, or their not being sent to this patient, keeps from them.
    fn refusal(&self, person: Uuid) -> Noticed {
        let detail = json!({ "operation": self.operation, "from": self.from });
        let note = AuditNote { staff: Some(person), act: "refused", subject: self.subject(), detail };
        Noticed { note, what: self.operation.clone(), within_ms: REFUSAL_MS }
    }

    fn sign_in(&self, person: Uuid) -> Noticed {
        let detail = json!({ "from": self.from });
        // Each one is an entry.
        Noticed {
            note: AuditNote { staff: Some(person), act: "sign_in", subject: person.to_string(), detail },
            what: String::new(),
            within_ms: 0,
        }
    }

    fn sign_in_refused(&self, subject: String, status: StatusCode) -> Noticed {
        let detail = json!({ "from": self.from, "status": status.as_u16() });
        let note = AuditNote { staff: None, act: "sign_in_refused", subject, detail };
        Noticed { note, what: format!("{} {}", self.from, status.as_u16()), within_ms: REFUSAL_MS }
    }
}

/// True if somebody of this role was kept out: by their role, or by not being sent to this patient.
fn is_refusal(status: StatusCode, operation: &str, role: Role) -> bool {
    let own = |right| role.reach(right) == Some(Reach::Assigned);
    match status {
        StatusCode::FORBIDDEN => true,
        StatusCode::NOT_FOUND => matches!(doors::of(operation), Some(Door::Stay(right)) if own(right)),
        _ => false,
    }
}

/// Middleware: writes down what was seen, and what was refused, before the answer goes out.
pub async fn notice(State(looks): State<Looks>, mut request: Request, next: Next) -> Response {
    let (asked, sender) = (Asked::of(&request), Sender::default());
    request.extensions_mut().insert(sender.clone());
    let is_get = request.method() == Method::GET;
    let response = next.run(request).await;
    let status = response.status();
    let noticed = match (sender.known(), shows(&asked.operation)) {
        (Some((person, role)), _) if is_refusal(status, &asked.operation, role) => asked.refusal(person),
        (Some((person, _)), Some(right)) if is_get && status.is_success() => asked.look(person, right),
        _ => match (response.extensions().get::<SignedInAs>(), response.extensions().get::<TriedAs>()) {
            (Some(SignedInAs(person)), _) => asked.sign_in(*person),
            // Who is slowed down asks nothing of the database, here neither.
            (None, Some(_)) if status == StatusCode::TOO_MANY_REQUESTS => asked.sign_in_refused(UNKNOWN.to_owned(), status),
            (None, Some(TriedAs(name))) => asked.sign_in_refused(looks.tried_as(name).await, status),
            (None, None) => return response,
        },
    };
    looks.notice(noticed, clock::mono_ms()).await;
    response
}
