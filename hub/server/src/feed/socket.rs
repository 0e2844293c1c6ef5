//! One viewer: a WebSocket that gets the snapshot, then everything after it.

use super::state::Audience;
use super::{Feed, Joined};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use serde::Deserialize;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{interval, timeout};
use uuid::Uuid;

/// A viewer that takes longer to take one message is gone.
const SEND_TIMEOUT: Duration = Duration::from_secs(5);
/// How often a viewer's session is checked.
const SESSION_CHECK: Duration = Duration::from_secs(20);

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum FromViewer {
    WatchWaveform { episode_id: Uuid, kind: String },
    UnwatchWaveform,
    Pong { seq: u64 },
}

/// Serves one viewer until it leaves, lags, or `still_signed_in` says no.
pub async fn serve<F, Fut>(mut socket: WebSocket, feed: Feed, audience: Audience, still_signed_in: F)
where
    F: Fn() -> Fut,
    Fut: Future<Output = bool>,
{
    let Some(Joined { snapshot, since, mut messages, mut waveforms }) = feed.join(audience).await else { return };
    for text in std::iter::once(snapshot).chain(since) {
        if !send(&mut socket, text).await {
            return;
        }
    }
    let mut watching: Option<(Uuid, String)> = None;
    let mut check = interval(SESSION_CHECK);
    check.tick().await;
    let reason = loop {
        tokio::select! {
            message = messages.recv() => match message {
                Ok(text) => if !send(&mut socket, text).await { return },
                Err(RecvError::Lagged(_)) => break "too slow: connect again",
                Err(RecvError::Closed) => break "the hub is stopping",
            },
            waveform = waveforms.recv() => match waveform {
                Ok(stretch) => {
                    let wanted = watching.as_ref().is_some_and(|(id, kind)| *id == stretch.episode && kind == stretch.kind);
                    if wanted && !send(&mut socket, stretch.text.clone()).await { return }
                }
                // Lost waveform is drawn as a gap; the stored blocks have it.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => break "the hub is stopping",
            },
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                    Ok(FromViewer::WatchWaveform { episode_id, kind }) if audience == Audience::Clinical => watching = Some((episode_id, kind)),
                    Ok(FromViewer::UnwatchWaveform) => watching = None,
                    Ok(FromViewer::Pong { seq }) => tracing::trace!(seq, "viewer is alive"),
                    Ok(FromViewer::WatchWaveform { .. }) | Err(_) => break "not understood",
                },
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
            _ = check.tick() => if !still_signed_in().await { break "signed out" },
        }
    };
    let close = CloseFrame { code: close_code::AGAIN, reason: Utf8Bytes::from_static(reason) };
    let _ = timeout(SEND_TIMEOUT, socket.send(Message::Close(Some(close)))).await;
}

/// Says why there is no feed for this screen.
pub async fn refuse(mut socket: WebSocket, why: &str) {
    let close = CloseFrame { code: close_code::AGAIN, reason: why.into() };
    let _ = timeout(SEND_TIMEOUT, socket.send(Message::Close(Some(close)))).await;
}

async fn send(socket: &mut WebSocket, text: Utf8Bytes) -> bool {
    matches!(timeout(SEND_TIMEOUT, socket.send(Message::Text(text))).await, Ok(Ok(())))
}
