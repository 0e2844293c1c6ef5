//! A database address taken apart, so that another database of the same server can be
//! named, and so that a password never stands in an argument that others can read.

use anyhow::bail;

/// An address `postgres://[user[:password]@]host[:port]/database[?key=value&...]`.
#[derive(Clone, PartialEq, Eq)]
pub struct Connection {
    /// The user, as it stands in the address.
    user: String,
    host: String,
    database: String,
    query: Vec<String>,
    /// The password, percent-encoded as it was.
    password: Option<String>,
}

impl Connection {
    /// Takes an address apart.
    ///
    /// # Errors
    /// If it names no database.
    pub fn parse(url: &str) -> anyhow::Result<Connection> {
        let Some((_, rest)) = url.split_once("://") else { bail!("database.url is no PostgreSQL address") };
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.rsplit_once('/').unwrap_or((rest, ""));
        if database.is_empty() {
            bail!("database.url names no database; write postgres://user@host/name");
        }
        let (login, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = login.split_once(':').map_or((login, None), |(user, word)| (user, Some(word.to_owned())));
        let (secrets, query): (Vec<&str>, Vec<&str>) =
            query.split('&').filter(|part| !part.is_empty()).partition(|part| part.starts_with("password="));
        let password = secrets.last().and_then(|part| part.split_once('=')).map(|(_, word)| word.to_owned()).or(password);
        let query = query.into_iter().map(str::to_owned).collect();
        Ok(Connection { user: user.to_owned(), host: host.to_owned(), database: database.to_owned(), query, password })
    }

    /// Name of the database.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Another database of the same server.
    pub fn with_database(&self, database: &str) -> Connection {
        Connection { database: database.to_owned(), ..self.clone() }
    }

    /// The address for the store.
    pub fn url(&self) -> String {
        let secret = self.password.as_ref().map(|word| format!("password={word}"));
        self.format(secret)
    }

    /// The address for an argument: without the password.
    pub fn public_url(&self) -> String {
        self.format(None)
    }

    /// The password for the environment of a child.
    pub fn password(&self) -> Option<String> {
        self.password.as_deref().map(decode)
    }

    fn format(&self, secret: Option<String>) -> String {
        let user = if self.user.is_empty() { String::new() } else { format!("{}@", self.user) };
        let query: Vec<String> = self.query.iter().cloned().chain(secret).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("postgres://{user}{}/{}{mark}{}", self.host, self.database, query.join("&"))
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok()).and_then(|two| u8::from_str_radix(two, 16).ok());
        (bytes, rest) = match (first, code) {
            (b'%', Some(byte)) => ([bytes, vec![byte]].concat(), &tail[2..]),
            _ => ([bytes, vec![*first]].concat(), tail),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_stands_in_an_argument() {
        for url in
            ["postgres://ana:s%40crets@db:5432/hearth?sslmode=require", "postgres://ana@db:5432/hearth?sslmode=require&password=s%40crets"]
        {
            let connection = Connection::parse(url).unwrap();
            assert_eq!(connection.public_url(), "postgres://ana@db:5432/hearth?sslmode=require");
            assert_eq!(connection.password().as_deref(), Some("s@crets"));
            assert!(connection.url().contains("password=s%40crets"));
        }
    }

    #[test]
    fn another_database_of_the_same_server_keeps_the_socket() {
        let connection = Connection::parse("postgres://hearth@localhost/hearth?host=%2Fdata%2Frun").unwrap();
        assert_eq!(connection.with_database("other").url(), "postgres://hearth@localhost/other?host=%2Fdata%2Frun");
        assert!(Connection::parse("postgres://host").is_err() && Connection::parse("host=x").is_err());
    }
}
