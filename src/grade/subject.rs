//! In "X vs Y": which of the two each part of a sentence is about, so that one's merit is not credited to the other.

use super::reading::Sentence;
use super::tokens::{Token, words};

/// One of the two things that a title compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// What a part of a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Owner {
    /// Neither was named yet.
    #[default]
    Nobody,
    One(Side),
    Both,
}

impl Owner {
    /// Whether what is said here may be said of `side`.
    pub fn allows(self, side: Side) -> bool {
        self == Self::One(side) || matches!(self, Self::Both | Self::Nobody)
    }

    fn and(self, side: Side) -> Self {
        match self {
            Self::Nobody => Self::One(side),
            Self::One(other) if other == side => self,
            _ => Self::Both,
        }
    }
}

/// The names of the two sides.
#[derive(Debug)]
pub(super) struct Rivals {
    left: Vec<String>,
    right: Vec<String>,
}

/// Words that begin a part of a sentence which may be about the other side.
const PARTING: &[&str] = &["although", "but", "though", "whereas", "while"];

/// A name after one of these is only held against the other.
const HOLDING_AGAINST: &[&str] = &["like", "not", "of", "than", "to", "unlike", "versus", "vs"];

/// A part that begins so goes on about what was spoken of before.
const PRONOUNS: &[&str] = &["it", "that", "they", "this"];

impl Rivals {
    /// The sides of a title such as "IAM role vs IAM user"; `None` for other titles.
    pub fn in_title(title: &str) -> Option<Self> {
        let lower = title.to_lowercase();
        let (left, right) = lower.split_once(" vs ")?;
        let (left, right) = (words(left), words(right));
        let own = |side: &[String], other: &[String]| -> Vec<String> {
            side.iter().filter(|word| !other.contains(word)).cloned().collect()
        };
        let rivals = Self { left: own(&left, &right), right: own(&right, &left) };
        (!rivals.left.is_empty() && !rivals.right.is_empty()).then_some(rivals)
    }

    /// The side that a word names.
    pub fn side(&self, word: &str) -> Option<Side> {
        let names = |side: &[String]| side.iter().any(|name| word == name || word.strip_suffix('s') == Some(name));
        match (names(&self.left), names(&self.right)) {
            (true, false) => Some(Side::Left),
            (false, true) => Some(Side::Right),
            _ => None,
        }
    }

    /// The owner of each word of a sentence. `carried` is what the sentence before ended with.
    pub fn owners(&self, sentence: &Sentence, carried: Owner) -> Vec<Owner> {
        let tokens = &sentence.tokens;
        let parts = self.parts(tokens);
        let named: Vec<Owner> = parts.iter().map(|part| self.named(tokens, part.clone())).collect();
        let first_named = named.iter().copied().find(|owner| *owner != Owner::Nobody);
        let mut current = match first_named {
            // "if the app is small, take ECS": what comes before the name is about it too.
            Some(owner) if !tokens.first().is_some_and(|token| token.is(PRONOUNS)) => owner,
            _ => carried,
        };
        let mut owners = Vec::with_capacity(tokens.len());
        for (part, owner) in parts.into_iter().zip(named) {
            if owner != Owner::Nobody {
                current = owner;
            }
            owners.extend(part.map(|_| current));
        }
        owners
    }

    fn parts(&self, tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
        let mut parts = Vec::new();
        let mut start = 0;
        for index in 1..tokens.len() {
            let token = &tokens[index];
            let soon_named = || tokens[index + 1..].iter().take(3).any(|next| self.side(&next.word).is_some());
            let parts_here = token.after_break || token.is(PARTING) || (token.is(&["and", "or", "->"]) && soon_named());
            if parts_here {
                parts.push(start..index);
                start = index;
            }
        }
        parts.push(start..tokens.len());
        parts
    }

    fn named(&self, tokens: &[Token], part: std::ops::Range<usize>) -> Owner {
        let mut owner = Owner::Nobody;
        for index in part {
            let Some(side) = self.side(&tokens[index].word) else { continue };
            let held_against = (1..=2).any(|back| {
                index.checked_sub(back).is_some_and(|before| {
                    let token = &tokens[before];
                    token.is(HOLDING_AGAINST) && !self.begins_reference(tokens, before)
                })
            });
            if !held_against {
                owner = owner.and(side);
            }
        }
        owner
    }

    /// "instead of", "compared to" hold against; plain "of" and "to" do not.
    fn begins_reference(&self, tokens: &[Token], index: usize) -> bool {
        let before = index.checked_sub(1).map_or("", |before| tokens[before].word.as_str());
        match tokens[index].word.as_str() {
            "of" => before != "instead",
            "to" => !matches!(before, "compared" | "opposed" | "contrast"),
            "like" => before != "not",
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Owner, Rivals, Side};
    use crate::grade::reading::read;

    /// The owner of a word in the last sentence.
    fn owner_of(text: &str, word: &str) -> Owner {
        let rivals = Rivals::in_title("ECS vs EKS").expect("two sides");
        let mut carried = Owner::Nobody;
        let mut found = Owner::Nobody;
        for sentence in read(text) {
            let owners = rivals.owners(&sentence, carried);
            carried = owners.last().copied().unwrap_or(carried);
            let index = sentence.tokens.iter().position(|token| token.word == word);
            found = index.map_or(found, |index| owners[index]);
        }
        found
    }

    #[test]
    fn each_part_belongs_to_the_name_in_it() {
        let (ecs, eks) = (Owner::One(Side::Left), Owner::One(Side::Right));
        assert_eq!(owner_of("ECS is simple and EKS is portable", "simple"), ecs);
        assert_eq!(owner_of("ECS is simple and EKS is portable", "portable"), eks);
        assert_eq!(owner_of("more control with ECS, more tools with EKS", "tools"), eks);
        assert_eq!(owner_of("EKS is easier than ECS", "easier"), eks);
        assert_eq!(owner_of("If the app is small, take ECS.", "small"), ecs);
        assert_eq!(owner_of("ECS is native. It is also cheap.", "cheap"), ecs);
        assert_eq!(owner_of("Unlike EKS, ECS is simple", "simple"), ecs);
        assert_eq!(owner_of("ECS and EKS are managed", "managed"), Owner::Both);
    }

    #[test]
    fn only_a_title_with_vs_has_sides() {
        assert!(Rivals::in_title("How a VPC works").is_none());
        let rivals = Rivals::in_title("IAM role vs IAM user").expect("two sides");
        assert_eq!((rivals.side("iam"), rivals.side("roles")), (None, Some(Side::Left)));
    }
}
