//! One viewer: a WebSocket that follows topics, each with a snapshot and then every change after it.

use super::closing::Closing;
use super::confirming::{Confirming, LOOK_EVERY};
use super::frame::refused;
use super::outbox::Ended;
use super::screens::{Confirmed, ScreenReceipt};
use super::topic::{Refusal, Scope, Subject, Topic};
use super::viewers::Seat;
use super::{Feed, Viewer};
use crate::audit::looks::{LOOK_MS, Looks, Noticed};
use crate::auth::role::Role;
use crate::clock;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use hearth_store::audit::notes::AuditNote;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use uuid::Uuid;

/// The longest time for taking one message; a viewer that needs longer counts as gone.
const SEND_TIMEOUT: Duration = Duration::from_secs(5);
/// How many subjects one viewer may follow at a time.
pub const SUBSCRIPTIONS_MAX: usize = 32;

/// The `type` of what a viewer may say.
#[cfg(test)]
pub(super) const ASKS: [&str; 5] = ["subscribe", "unsubscribe", "pong", "receipt", "canary"];

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum FromViewer {
    Subscribe {
        topic: String,
        #[serde(default)]
        key: Option<String>,
    },
    Unsubscribe {
        topic: String,
        #[serde(default)]
        key: Option<String>,
    },
    Pong {
        #[expect(dead_code, reason = "which heartbeat is answered is the same to the hub; the word is checked")]
        seq: u64,
    },
    Receipt {
        alert_id: Uuid,
        round: u32,
        rung: u8,
        receipt: Confirmed,
    },
    Canary {
        number: u64,
    },
}

/// What one viewer follows, and may follow.
struct Subscriptions {
    role: Role,
    open: BTreeMap<Subject, Scope>,
}

impl Subscriptions {
    /// Adds a subject; `None` if it is followed already.
    fn add(&mut self, topic: &str, key: Option<&str>) -> Result<Option<(Subject, Scope)>, Refusal> {
        let subject = Subject::parse(topic, key)?;
        let scope = subject.scope(self.role).ok_or(Refusal::Forbidden)?;
        if self.open.contains_key(&subject) {
            return Ok(None);
        }
        if self.open.len() >= SUBSCRIPTIONS_MAX {
            return Err(Refusal::TooMany);
        }
        self.open.insert(subject, scope);
        Ok(Some((subject, scope)))
    }

    fn has_wall(&self) -> bool {
        self.open.contains_key(&Subject::Whole(Topic::Wall))
    }

    fn remove(&mut self, topic: &str, key: Option<&str>) -> Result<Option<(Subject, Scope)>, Refusal> {
        let subject = Subject::parse(topic, key)?;
        Ok(self.open.remove_entry(&subject))
    }
}

fn params(why: Refusal) -> Value {
    match why {
        Refusal::TooMany => json!({ "at_most": SUBSCRIPTIONS_MAX }),
        Refusal::UnknownTopic | Refusal::UnknownKey | Refusal::Forbidden => json!({}),
    }
}

/// Who looks through a socket, from where.
pub struct Viewing {
    /// Id of the person who is signed in.
    pub person: Uuid,
    /// The role that decides what they may follow.
    pub role: Role,
    /// The address of their screen.
    pub from: IpAddr,
    /// Writes down what they look at.
    pub looks: Looks,
}

impl Viewing {
    /// Writes down that the person follows this from now on, if it is about patients. Nothing waits for it: a wall that joins while the
    /// database hangs has to be told just that.
    fn looks(&self, topic: &str, subject: Subject, scope: Scope) {
        let subject = match subject {
            Subject::Patient(stay) | Subject::Waveform(stay, _) => stay.to_string(),
            Subject::Whole(_) if scope == Scope::Patients => "patients".to_owned(),
            Subject::Whole(_) => return,
        };
        let detail = json!({ "what": topic, "operation": "GET /feed", "from": self.from });
        let note = AuditNote { staff: Some(self.person), act: "look", subject, detail };
        let (looks, noticed) = (self.looks.clone(), Noticed { note, what: format!("feed {topic}"), within_ms: LOOK_MS });
        tokio::spawn(async move { looks.notice(noticed, clock::mono_ms()).await });
    }
}

/// Serves one viewer until it leaves, lags, or may no longer see it.
pub async fn serve(mut socket: WebSocket, feed: Feed, viewing: Viewing, seat: &mut Seat) {
    let Viewing { person, role, .. } = viewing;
    let Some(alerts) = Topic::Alerts.scope(role) else { return close(socket, Closing::NothingForRole).await };
    let Some(mut viewer) = feed.join(alerts).await else { return };
    let mut subscriptions = Subscriptions { role, open: BTreeMap::new() };
    let (mut confirming, mut look) = (Confirming::new(feed.screens()), interval(LOOK_EVERY));
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let why = loop {
        tokio::select! {
            message = viewer.next() => match message {
                Ok(text) => if !send(&mut socket, text).await { return },
                Err(Ended::TooSlow) => break Closing::TooSlow,
                Err(Ended::Stopping) => break Closing::Stopping,
            },
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                    Ok(FromViewer::Receipt { alert_id, round, rung, receipt }) => {
                        feed.screens().say(ScreenReceipt { alert: alert_id, round, rung, receipt: receipt.into(), by: person });
                    }
                    Ok(FromViewer::Pong { .. }) => confirming.confirmed(Instant::now()),
                    // Viewers who may see no patients get the canary by another way, so their answer proves nothing about the
                    // way of patients' alerts.
                    Ok(FromViewer::Canary { number }) if alerts == Scope::Patients => confirming.saw(number),
                    Ok(FromViewer::Canary { .. }) => {}
                    Ok(said) => {
                        let refused = hear(said, &mut subscriptions, &viewer, &viewing).await;
                        if let Some(refused) = refused
                            && !send(&mut socket, refused.into()).await
                        {
                            return;
                        }
                    }
                    Err(_) => break Closing::NotUnderstood,
                },
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
            _ = look.tick() => confirming.look(Instant::now(), subscriptions.has_wall()),
            () = seat.ended() => break Closing::SignedOut,
        }
    };
    close(socket, why).await;
}

/// Does what the viewer asks, or says why not.
async fn hear(said: FromViewer, subscriptions: &mut Subscriptions, viewer: &Viewer, viewing: &Viewing) -> Option<String> {
    let (topic, key, done) = match said {
        FromViewer::Subscribe { topic, key } => {
            let added = subscriptions.add(&topic, key.as_deref());
            if let Ok(Some((subject, scope))) = added {
                viewing.looks(&topic, subject, scope);
                viewer.subscribe(subject, scope).await;
            }
            (topic, key, added)
        }
        FromViewer::Unsubscribe { topic, key } => {
            let removed = subscriptions.remove(&topic, key.as_deref());
            if let Ok(Some((subject, scope))) = removed {
                viewer.unsubscribe(subject, scope).await;
            }
            (topic, key, removed)
        }
        // Not about subscriptions; the loop of the socket handles these itself.
        FromViewer::Pong { .. } | FromViewer::Receipt { .. } | FromViewer::Canary { .. } => return None,
    };
    done.err().map(|why| refused(&topic, key.as_deref(), why, &params(why)))
}

/// Closes the socket with a reason. A page that does not know the reason shows that it is cut off.
pub async fn close(mut socket: WebSocket, why: Closing) {
    let close = CloseFrame { code: why.status(), reason: why.code().into() };
    let _ = timeout(SEND_TIMEOUT, socket.send(Message::Close(Some(close)))).await;
}

async fn send(socket: &mut WebSocket, text: Utf8Bytes) -> bool {
    matches!(timeout(SEND_TIMEOUT, socket.send(Message::Text(text))).await, Ok(Ok(())))
}
