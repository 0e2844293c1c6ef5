//! Reads JSON request bodies, or says in a problem which part of the body is wrong.

use super::{Cause, Mend, Problem, nul};
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody, JsonRejection};
use axum::extract::{FromRequest, Request};
use hearth_vitals::coded::Choices;
use serde::de::DeserializeOwned;

/// A JSON body; `content-type: application/json` is asked for, which no form of a foreign
/// page can send.
#[derive(Debug, Clone, Copy, Default)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = Bytes::from_request(Request::from_parts(parts.clone(), body), state).await;
        let bytes = bytes.map_err(unread)?;
        let whole = Request::from_parts(parts, bytes.clone().into());
        let axum::Json(value) = axum::Json::<T>::from_request(whole, state).await.map_err(problem)?;
        // The body is parsed first: only then are the names in it known to be field names, which may be repeated in a problem.
        nul::in_json(&bytes).map_or(Ok(Body(value)), |field| Err(nul::problem(&field)))
    }
}

fn problem(rejection: JsonRejection) -> Problem {
    match rejection {
        JsonRejection::JsonDataError(error) => field_problem(&error.body_text(), "body"),
        JsonRejection::JsonSyntaxError(_) => Cause::BodyNotJson {}.into(),
        JsonRejection::MissingJsonContentType(_) => Cause::ContentTypeNotJson {}.into(),
        // Other errors come from reading the connection: the body broke off.
        _ => Cause::BodyBrokenOff {}.into(),
    }
}

fn unread(rejection: BytesRejection) -> Problem {
    match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => Cause::BodyTooLarge {}.into(),
        _ => Cause::BodyBrokenOff {}.into(),
    }
}

/// "Failed to ...: `path`: what": the path names the field, or is `whole` where there is none.
pub fn field_problem(text: &str, whole: &str) -> Problem {
    let told = text.split_once(": ").map_or(text, |(_, rest)| rest);
    let (path, message) = match told.split_once(": ") {
        // "unknown field ...: expected" is a message, not a path.
        Some((path, rest)) if !path.contains(' ') => (path, rest),
        _ => (whole, told),
    };
    // The name of an unknown field is not repeated: a client may have written anything there.
    let path = if message.starts_with("unknown field") { path.rsplit_once('.').map_or(whole, |(known, _)| known) } else { path };
    let message = message.split(" at line ").next().unwrap_or(message);
    match message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        Some(name) => Problem::invalid_field(if path == whole { name.to_owned() } else { format!("{path}.{name}") }, Mend::Missing {}),
        None => Problem::invalid_field(path, mend(message)),
    }
}

/// What was expected, without what was written: a person's name in the wrong field stays out of problems.
fn mend(message: &str) -> Mend {
    match message.rsplit_once(", expected ") {
        Some((what, expected)) if what.starts_with("unknown field") => Mend::UnknownField { known: named(expected) },
        Some((what, expected)) if what.starts_with("unknown variant") => Mend::OneOf { choices: named(expected) },
        Some((_, "i16" | "i32" | "u32" | "i64" | "u64")) => Mend::WholeNumber {},
        Some((_, "f64")) => Mend::Number {},
        Some((_, "a string")) => Mend::Text {},
        Some((_, "a boolean")) => Mend::TrueOrFalse {},
        Some((_, expected)) if expected.starts_with("struct ") => Mend::Object {},
        _ => Mend::Shape {},
    }
}

/// The names in back ticks: the API's own fields and variants, never what the client wrote.
fn named(expected: &str) -> Choices {
    Choices::new("words", expected.split('`').skip(1).step_by(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body;
    use axum::response::IntoResponse;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Limit {
        #[expect(dead_code, reason = "read by the test's body alone")]
        low: i32,
    }

    async fn answer(content_type: &str, text: &str) -> (u16, serde_json::Value) {
        let request = Request::builder().method("POST").header("content-type", content_type).body(text.to_owned().into()).unwrap();
        let response = Body::<Limit>::from_request(request, &()).await.err().unwrap().into_response();
        let status = response.status().as_u16();
        let bytes = body::to_bytes(response.into_body(), 65_536).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn a_wrong_field_is_named() {
        let (status, json) = answer("application/json", "{\"low\":\"x\"}").await;
        assert_eq!((status, json["errors"][0]["field"].as_str()), (422, Some("low")), "{json}");
    }

    #[tokio::test]
    async fn what_was_written_is_not_repeated_only_what_is_expected() {
        let (status, json) = answer("application/json", "{\"Menjivar\":1}").await;
        assert_eq!((status, json["errors"][0]["field"].as_str()), (422, Some("body")), "{json}");
        assert_eq!(json["errors"][0]["message"], "there is no such field, write one of: low");
        let (status, json) = answer("application/json", "{\"low\":\"Menjivar\"}").await;
        assert_eq!((status, json["errors"][0]["message"].as_str()), (422, Some("write a whole number")), "{json}");
    }

    #[tokio::test]
    async fn a_form_of_a_foreign_page_is_not_read() {
        assert_eq!(answer("text/plain", "{\"low\":1}").await.0, 400);
        assert_eq!(answer("application/json", "{\"low\":").await.0, 400);
    }
}
