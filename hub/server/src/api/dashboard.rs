//! The built dashboard, inside the program, for every path outside the API.

use crate::problem::{Cause, Problem, Thing};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

/// The output of `npm run build`. In a debug build files are read when they are asked for.
#[derive(Embed)]
#[folder = "../../dashboard/dist"]
#[allow_missing = true]
struct Files;

/// Files under `assets/` carry the hash of their content in their name: they never change.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Browsers ask again each time, and get "not modified" where it is so.
const ASK_AGAIN: &str = "no-cache";

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>Hearth</title><p>The dashboard is not built into this program. \
    Run <code>npm run build</code> in <code>dashboard/</code>, then build the hub again.</p></html>";

/// Answers for every path that nothing else answers for.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return Problem::not_found(Thing::Address).into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return Problem::from(Cause::MethodNotAllowed {}).into_response();
    }
    match Files::get(path) {
        Some(file) if !path.is_empty() => answer(path, &file, &headers),
        // The crew's phone is a page of its own.
        _ if path == "crew" || path.starts_with("crew/") => page("crew.html", &headers),
        // A page of the dashboard's own: `/patients/...`.
        _ if !path.contains('.') => page("index.html", &headers),
        _ => (StatusCode::NOT_FOUND, "not found\n").into_response(),
    }
}

fn page(name: &str, headers: &HeaderMap) -> Response {
    match Files::get(name) {
        Some(file) => answer(name, &file, headers),
        None => (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
    }
}

fn answer(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = tag(file);
    let cache = if path.starts_with("assets/") { FOREVER } else { ASK_AGAIN };
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|have| have.as_bytes() == tag.as_bytes());
    let told = [(header::CACHE_CONTROL, cache.to_owned()), (header::ETAG, tag)];
    if known {
        return (StatusCode::NOT_MODIFIED, told).into_response();
    }
    let kind = [(header::CONTENT_TYPE, mime(path, file.metadata.mimetype()))];
    (told, kind, file.data.clone().into_owned()).into_response()
}

/// A weak tag, because the same file may be sent compressed or not.
fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{hex}\"")
}

fn mime(path: &str, guessed: &str) -> String {
    let text = guessed.starts_with("text/") || path.ends_with(".js") || path.ends_with(".json") || path.ends_with(".svg");
    if text && !guessed.contains("charset") { format!("{guessed}; charset=utf-8") } else { guessed.to_owned() }
}
