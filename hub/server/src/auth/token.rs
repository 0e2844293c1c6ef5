//! Session tokens: the browser holds the token, the store only its hash. Somebody who reads the store, or a backup of it, cannot
//! take over a session.

use rand::Rng;
use sha2::{Digest, Sha256};
use std::fmt;

/// Name of the cookie.
pub const COOKIE: &str = "hearth_session";
/// A session ends this long after sign-in, whatever happens: one shift of twelve hours.
pub const LIFE_MS: i64 = 12 * 60 * 60 * 1_000;

/// A token of 256 random bits. It does not show in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

/// What the store keeps of a token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl SessionToken {
    /// A new random token, from the thread's generator, which the operating system seeds.
    pub fn random() -> Self {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The text for the cookie.
    pub fn reveal(&self) -> String {
        self.0.iter().fold(String::with_capacity(64), |mut text, byte| {
            text.push_str(&format!("{byte:02x}"));
            text
        })
    }

    /// Reads a cookie's text; `None` unless it is 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The hash to look it up by. One round is enough: the token cannot be guessed.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }

    /// The token among the cookies of a request.
    pub fn from_cookies(header: &str) -> Option<Self> {
        let mut pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.find_map(|(name, value)| (name == COOKIE).then(|| Self::parse(value)).flatten())
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(...)")
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(...)")
    }
}

/// The cookie that hands a token to a browser: scripts cannot read it, other sites cannot
/// use it, and it ends with the session.
pub fn set_cookie(token: &SessionToken, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{secure}", token.reveal(), LIFE_MS / 1_000)
}

/// The cookie that takes it away again.
pub fn clear_cookie(secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_the_cookie_and_not_from_its_hash() {
        let token = SessionToken::random();
        let header = format!("theme=dark; {COOKIE}={}; x=y", token.reveal());
        assert_eq!(SessionToken::from_cookies(&header), Some(token.clone()));
        assert_ne!(token.hash().0, token.0);
        assert_ne!(SessionToken::random(), token);
    }

    #[test]
    fn malformed_tokens_are_none() {
        for bad in ["", "zz", &"g".repeat(64), &"é".repeat(32), &"a".repeat(63)] {
            assert_eq!(SessionToken::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn neither_debug_nor_a_plain_link_gives_the_token_away() {
        let token = SessionToken::random();
        assert!(!format!("{token:?}").contains(&token.reveal()));
        let cookie = set_cookie(&token, true);
        assert!(["HttpOnly", "SameSite=Strict", "Path=/", "Secure"].iter().all(|part| cookie.contains(part)), "{cookie}");
    }
}
