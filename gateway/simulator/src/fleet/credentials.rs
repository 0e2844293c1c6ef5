//! How a fleet signs in: as one user for all homes, or each gateway as itself.
//!
//! The file has one of these forms:
//! * a JSON object `{"username": "fleet", "password": "...", "connections": 16}` (other keys are ignored). With
//!   `connections` there are that many users `fleet.0`, `fleet.1`, ... with this password, for a broker that lets each
//!   user in once;
//! * a JSON array, or JSON lines, of `{"gateway": "home-0001", "password": "..."}`;
//! * lines `home-0001,...`.

use hearth_mqtt::Credentials;
use hearth_vitals::GatewayId;
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt;

/// Why a text is not a list of credentials. The text is never quoted, because it contains passwords.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// The file is empty.
    #[error("is empty")]
    Empty,
    /// A line has neither of the two forms.
    #[error("line {0}: is neither {{\"gateway\": ..., \"password\": ...}} nor 'gateway,password'")]
    Line(usize),
    /// JSON of another shape.
    #[error("is neither {{\"username\": ..., \"password\": ...}} nor a list of {{\"gateway\": ..., \"password\": ...}}")]
    Shape,
    /// There is no password for this home.
    #[error("has no password for {0}")]
    Lacks(GatewayId),
}

/// Users and passwords. Passwords are not shown in debug output.
#[derive(Clone)]
pub enum Logins {
    /// The broker asks for no user.
    Anonymous,
    /// One user may speak for all homes; the number limits the connections, if it is given.
    Shared(Credentials, Option<usize>),
    /// Each gateway signs in with its id and its own password.
    Each(HashMap<String, String>),
}

impl fmt::Debug for Logins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Logins::Anonymous => f.write_str("Anonymous"),
            Logins::Shared(credentials, _) => write!(f, "Shared({})", credentials.user),
            Logins::Each(all) => write!(f, "Each({})", all.len()),
        }
    }
}

#[derive(Deserialize)]
struct One {
    #[serde(alias = "user")]
    username: String,
    password: String,
    connections: Option<usize>,
}

#[derive(Deserialize)]
struct Own {
    #[serde(alias = "username")]
    gateway: String,
    password: String,
}

impl Logins {
    /// Reads a credentials file.
    ///
    /// # Errors
    /// The first thing that is wrong, without a password in it.
    pub fn parse(text: &str) -> Result<Logins, CredentialsError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CredentialsError::Empty);
        }
        if text.starts_with('[') {
            let all: Vec<Own> = serde_json::from_str(text).map_err(|_| CredentialsError::Shape)?;
            return Ok(Logins::Each(all.into_iter().map(|own| (own.gateway, own.password)).collect()));
        }
        if let Ok(One { username, password, connections }) = serde_json::from_str(text) {
            return Ok(Logins::Shared(Credentials { user: username, password }, connections));
        }
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines.map(|(index, line)| own(line.trim()).ok_or(CredentialsError::Line(index + 1))).collect::<Result<_, _>>().map(Logins::Each)
    }

    /// The most connections that the homes may share; `None` for any number.
    pub fn most_connections(&self) -> Option<usize> {
        match self {
            Logins::Shared(_, connections) => connections.map(|most| most.max(1)),
            _ => None,
        }
    }

    /// True when homes can share a connection.
    pub fn is_shared(&self) -> bool {
        !matches!(self, Logins::Each(_))
    }

    /// How connection number `number` signs in, for this gateway.
    pub fn of(&self, gateway: &GatewayId, number: usize) -> Option<Credentials> {
        match self {
            Logins::Anonymous => None,
            Logins::Shared(credentials, None) => Some(credentials.clone()),
            Logins::Shared(Credentials { user, password }, Some(_)) => {
                Some(Credentials { user: format!("{user}.{number}"), password: password.clone() })
            }
            Logins::Each(all) => {
                all.get(gateway.as_str()).map(|password| Credentials { user: gateway.to_string(), password: password.clone() })
            }
        }
    }

    /// Checks that every home of the fleet can sign in.
    ///
    /// # Errors
    /// The first that cannot.
    pub fn cover<'a>(&self, mut gateways: impl Iterator<Item = &'a GatewayId>) -> Result<(), CredentialsError> {
        match self {
            Logins::Each(all) => match gateways.find(|gateway| !all.contains_key(gateway.as_str())) {
                Some(missing) => Err(CredentialsError::Lacks(missing.clone())),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

fn own(line: &str) -> Option<(String, String)> {
    if line.starts_with('{') {
        return serde_json::from_str(line).ok().map(|own: Own| (own.gateway, own.password));
    }
    let (gateway, password) = line.split_once(',')?;
    GatewayId::new(gateway.trim()).ok().map(|id| (id.to_string(), password.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> GatewayId {
        GatewayId::new(text).unwrap()
    }

    #[test]
    fn one_user_speaks_for_all() {
        let logins = Logins::parse(r#"{"host": "127.0.0.1", "port": 1883, "username": "fleet", "password": "s3cret"}"#).unwrap();
        assert_eq!(logins.of(&id("home-0001"), 7).unwrap().user, "fleet");
        assert!(logins.is_shared() && logins.most_connections().is_none());
        let named = Logins::parse(r#"{"username": "fleet", "password": "s3cret", "connections": 16}"#).unwrap();
        assert_eq!((named.of(&id("home-0001"), 7).unwrap().user.as_str(), named.most_connections()), ("fleet.7", Some(16)));
        assert!(!format!("{logins:?}").contains("s3cret"));
    }

    #[test]
    fn each_gateway_signs_in_as_itself() {
        for text in [
            "home-0001,one\nhome-0002,two,with comma\n",
            "{\"gateway\":\"home-0001\",\"password\":\"one\"}\n{\"gateway\":\"home-0002\",\"password\":\"two,with comma\"}",
            r#"[{"gateway":"home-0001","password":"one"},{"gateway":"home-0002","password":"two,with comma"}]"#,
        ] {
            let logins = Logins::parse(text).unwrap();
            assert_eq!(logins.of(&id("home-0002"), 0).unwrap().password, "two,with comma", "{text}");
            assert_eq!(logins.cover([id("home-0003")].iter()), Err(CredentialsError::Lacks(id("home-0003"))));
            assert!(!logins.is_shared());
        }
    }

    #[test]
    fn a_broken_file_is_refused_without_quoting_it() {
        assert_eq!(Logins::parse(" \n").unwrap_err(), CredentialsError::Empty);
        assert_eq!(Logins::parse("home-0001,x\nsecret").unwrap_err(), CredentialsError::Line(2));
        assert_eq!(Logins::parse("[1]").unwrap_err(), CredentialsError::Shape);
        assert_eq!(Logins::parse(r#"{"password":"x"}"#).unwrap_err(), CredentialsError::Line(1));
    }
}
