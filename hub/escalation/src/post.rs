//! Whom a rung reaches: posts, not persons. Who holds a post is asked when the rung fires, so that a change of shift between
//! two rungs rings the one who is there.

use std::fmt;
use std::str::FromStr;

/// A post: a place in the team that some person holds at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Post {
    /// The holder of the stay's watch.
    Holder,
    /// The stay's backup; where nobody is named, every other nurse on duty.
    Backup,
    /// The charge nurse.
    ChargeNurse,
    /// The call agents on duty.
    CallAgent,
    /// The physician on call.
    Physician,
    /// The dispatchers on duty.
    Dispatcher,
    /// Whoever can be reached at all.
    Everyone,
}

impl Post {
    /// Every post, from the nearest to the patient outwards.
    pub const ALL: [Post; 7] =
        [Post::Holder, Post::Backup, Post::ChargeNurse, Post::CallAgent, Post::Physician, Post::Dispatcher, Post::Everyone];

    /// The fixed word, the same in SQL and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Post::Holder => "holder",
            Post::Backup => "backup",
            Post::ChargeNurse => "charge_nurse",
            Post::CallAgent => "call_agent",
            Post::Physician => "physician",
            Post::Dispatcher => "dispatcher",
            Post::Everyone => "everyone",
        }
    }

    /// True for posts of the team at the command center. Nobody else is called about something that is already over.
    pub const fn is_of_the_team(self) -> bool {
        matches!(self, Post::Holder | Post::Backup | Post::ChargeNurse)
    }
}

impl fmt::Display for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The given word is no post.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no post: use one of holder, backup, charge_nurse, call_agent, physician, dispatcher, everyone")]
pub struct UnknownPost(String);

impl FromStr for Post {
    type Err = UnknownPost;
    fn from_str(text: &str) -> Result<Post, UnknownPost> {
        let known = Post::ALL.into_iter().find(|post| post.as_str() == text);
        known.ok_or_else(|| UnknownPost(text.chars().take(40).collect()))
    }
}

/// The posts of one rung, each once. Written as words with a space between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Posts(u8);

impl Posts {
    /// The set of these posts.
    pub fn of(posts: impl IntoIterator<Item = Post>) -> Posts {
        Posts(posts.into_iter().fold(0, |bits, post| bits | 1 << post as u8))
    }

    /// In the order of [`Post::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Post> {
        Post::ALL.into_iter().filter(move |post| self.has(*post))
    }

    /// True if this one is among them.
    pub const fn has(self, post: Post) -> bool {
        self.0 & 1 << post as u8 != 0
    }

    /// True if it is nobody.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True if one of them is of the team.
    pub fn has_the_team(self) -> bool {
        self.iter().any(Post::is_of_the_team)
    }
}

impl fmt::Display for Posts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, post) in self.iter().enumerate() {
            write!(f, "{}{post}", if index == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl FromStr for Posts {
    type Err = UnknownPost;
    fn from_str(text: &str) -> Result<Posts, UnknownPost> {
        text.split_whitespace().map(Post::from_str).collect::<Result<Vec<_>, _>>().map(Posts::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for post in Post::ALL {
            assert_eq!(post.as_str().parse(), Ok(post));
        }
        let both = Posts::of([Post::Dispatcher, Post::Physician]);
        assert_eq!(both.to_string(), "physician dispatcher");
        assert_eq!("physician dispatcher".parse(), Ok(both));
        assert!("janitor".parse::<Posts>().unwrap_err().to_string().contains("charge_nurse"));
    }
}
