//! The code with which a gateway is enrolled: eight words that a technician can read over the phone.
//!
//! Eight words of 2,048 are 88 bits: 80 at random, 8 that check them, so that a word that was misheard or two that were
//! swapped are found on the box itself. Three things follow from the code and none leads back to it: a *mark* by which the
//! hub finds it, a *seal* over the hub's authority, by which the hub proves to the box that it is the one that made the code,
//! and a *key* (Ed25519) with which the box signs its request: the proof is good for this request alone, and shows nothing that
//! somebody in between could use. The hub keeps the mark, the finished seal and the public half of the key: whoever reads them
//! can enrol nobody ([decision 48](../../../docs/decisions/0048-a-code-proves-the-hub.md)).

use crate::seal::{digest, hex, same, seal, unhex};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::fmt;
use std::sync::LazyLock;

/// The number of words in a code.
pub const WORDS: usize = 8;
/// How long a code can be used, in milliseconds: a quarter of an hour.
pub const LIFE_MS: i64 = 15 * 60_000;
/// The number of random bytes in a code.
pub const RANDOM_BYTES: usize = 10;
/// The number of letters by which a word is told from all others.
const LETTERS: usize = 4;
const WORD_BITS: usize = 11;
/// The longest text that is read, in bytes: eight words of eight letters are far below it.
const MAX_BYTES: usize = 256;

/// The word list of BIP 39 (public domain): no two words have the same first four letters.
static LIST: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("words.txt").lines().collect());

/// An enrolment code. It is not shown in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; RANDOM_BYTES]);

/// Why a text is not an enrolment code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misspelt {
    /// The text has this number of words, which is too few or too many.
    #[error("a code has {WORDS} words, these are {0}; copy it from the gateways page")]
    Count(usize),
    /// The word at this place, counted from 1, is not on the list.
    #[error("word {0} is in no code; look at the gateways page how it is written")]
    Word(usize),
    /// Each word is on the list, but the check fails: a wrong word was given, or two were swapped.
    #[error("these words do not go together: one was misread, or two were swapped; compare them with the gateways page")]
    Order,
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(...)")
    }
}

impl Code {
    /// Makes the code of these random bytes.
    pub const fn new(random: [u8; RANDOM_BYTES]) -> Code {
        Code(random)
    }

    /// Reads the words of a code. Case, line ends and hyphens do not matter; only the first four letters of each word do.
    ///
    /// # Errors
    /// [`Misspelt`].
    pub fn read(text: &str) -> Result<Code, Misspelt> {
        let text: String = text.chars().take(MAX_BYTES).collect::<String>().to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_ascii_lowercase()).filter(|word| !word.is_empty()).collect();
        if words.len() != WORDS {
            return Err(Misspelt::Count(words.len()));
        }
        let mut bits = Vec::with_capacity(WORDS * WORD_BITS);
        for (at, word) in words.iter().enumerate() {
            let number = number(word).ok_or(Misspelt::Word(at + 1))?;
            bits.extend((0..WORD_BITS).rev().map(|bit| number >> bit & 1 == 1));
        }
        let bytes: Vec<u8> = bits.chunks(8).map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit))).collect();
        let (random, check) = bytes.split_at(RANDOM_BYTES);
        let code = Code(<[u8; RANDOM_BYTES]>::try_from(random).map_err(|_| Misspelt::Order)?);
        if check == [code.check()] { Ok(code) } else { Err(Misspelt::Order) }
    }

    /// The words of the code, to be shown once.
    pub fn words(&self) -> [&'static str; WORDS] {
        let bytes: Vec<u8> = self.0.iter().copied().chain([self.check()]).collect();
        let bit = |at: usize| usize::from(bytes[at / 8] >> (7 - at % 8) & 1);
        std::array::from_fn(|word| LIST[(0..WORD_BITS).fold(0, |number, at| number << 1 | bit(word * WORD_BITS + at))])
    }

    /// The mark by which the hub finds the code; it reveals nothing of the rest.
    pub fn mark(&self) -> [u8; 16] {
        let whole = digest("hearth enrolment mark", &self.0);
        std::array::from_fn(|at| whole[at])
    }

    /// The seal that proves to the box that `authority` (the fingerprint of its certificate) belongs to the hub that made this
    /// code: nobody else can make it.
    pub fn seal(&self, authority: &[u8; 32]) -> [u8; 32] {
        seal(&digest("hearth enrolment seal", &self.0), authority)
    }

    /// True if `proof` is the seal of `authority`.
    pub fn proves(&self, authority: &[u8; 32], proof: &[u8]) -> bool {
        same(&self.seal(authority), proof)
    }

    /// What the hub keeps of the code's key: its public half. `None` never comes: any seed makes a key.
    pub fn kept(&self) -> Option<[u8; 32]> {
        self.key()?.public_key().as_ref().try_into().ok()
    }

    /// What the box shows to be enrolled with this request (PEM): the signature of the code's key over it, in hexadecimal.
    /// `None` never comes: any seed makes a key.
    pub fn proof(&self, request: &str) -> Option<String> {
        Some(hex(self.key()?.sign(&statement(request)).as_ref()))
    }

    fn key(&self) -> Option<Ed25519KeyPair> {
        Ed25519KeyPair::from_seed_unchecked(&digest("hearth enrolment key", &self.0)).ok()
    }

    fn check(&self) -> u8 {
        digest("hearth enrolment check", &self.0)[0]
    }
}

/// What is signed for a request.
fn statement(request: &str) -> [u8; 32] {
    digest("hearth enrolment request", request.as_bytes())
}

/// True if `proof` is that of the code of which `kept` was kept, for this request.
pub fn is_proven(kept: &[u8], request: &str, proof: &str) -> bool {
    let Some(proof) = unhex(proof) else { return false };
    UnparsedPublicKey::new(&ED25519, kept).verify(&statement(request), &proof).is_ok()
}

/// The mark that this text (32 hexadecimal digits, lower case) stands for: one mark has one text.
pub fn mark(text: &str) -> Option<[u8; 16]> {
    unhex(text)?.try_into().ok()
}

/// The index of a word in the list, known by its first letters.
fn number(word: &str) -> Option<usize> {
    let known = |listed: &&str| listed.get(..LETTERS.min(listed.len())) == word.get(..LETTERS.min(word.len()));
    let at = LIST.iter().position(known)?;
    // A word longer than the one on the list is another word: "acts" is not "act".
    LIST[at].starts_with(word).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code::new([7, 1, 200, 3, 99, 5, 66, 250, 0, 17])
    }

    #[test]
    fn a_code_is_read_back_however_it_is_written() {
        assert_eq!(LIST.len(), 2_048);
        let words = code().words();
        let upper = words.map(str::to_uppercase).join("-\n ");
        let short = words.map(|word| word.get(..4).unwrap_or(word)).join(" ");
        for text in [words.join(" "), upper, short] {
            assert_eq!(Code::read(&text), Ok(code()), "{text}");
        }
    }

    #[test]
    fn a_wrong_word_and_two_swapped_ones_are_found_before_anybody_is_asked() {
        let words = code().words();
        assert_eq!(Code::read(&words[..7].join(" ")), Err(Misspelt::Count(7)));
        let mut wrong = words;
        wrong[2] = "hearthstone";
        assert_eq!(Code::read(&wrong.join(" ")), Err(Misspelt::Word(3)));
        for at in 0..WORDS - 1 {
            let mut swapped = words;
            swapped.swap(at, at + 1);
            assert_eq!(Code::read(&swapped.join(" ")), Err(Misspelt::Order), "words {at} and the next");
        }
        assert!(Misspelt::Order.to_string().contains("swapped"));
    }

    #[test]
    fn only_who_knows_the_code_can_prove_an_authority_and_a_proof_is_good_for_one_request() {
        let (mine, other) = (code(), Code::new([8; RANDOM_BYTES]));
        let (authority, foreign) = ([1; 32], [2; 32]);
        assert!(mine.proves(&authority, &mine.seal(&authority)));
        assert!(!mine.proves(&foreign, &mine.seal(&authority)), "the seal of one authority is none of another");
        assert!(!mine.proves(&authority, &other.seal(&authority)), "nor that of another code");
        let (kept, proof) = (mine.kept().unwrap(), mine.proof("my request").unwrap());
        assert!(is_proven(&kept, "my request", &proof));
        assert!(!is_proven(&kept, "his request", &proof), "who stands in between cannot have his own signed");
        assert!(!is_proven(&kept, "my request", &other.proof("my request").unwrap()) && !is_proven(&kept, "my request", "zz"));
        assert_ne!(hex(&kept), proof);
        assert_ne!(mine.mark(), other.mark());
        assert_eq!(format!("{mine:?}"), "Code(...)");
        assert_eq!(mark(&hex(&mine.mark())), Some(mine.mark()));
        for text in ["", "+f", "0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F", "0f", "+f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"] {
            assert_eq!(mark(text), None, "{text}");
        }
    }
}
