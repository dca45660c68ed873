//! What a sentence denies: "not", "never", "without" and their like, and how far each reaches.

use std::ops::Range;

use super::tokens::Token;

/// What a negation does to the words in its reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Force {
    /// "does not run": the opposite is said.
    Denied,
    /// "you need not run", "instead of", "unlike": neither it nor its opposite is said.
    Waived,
}

/// A negation and its reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub force: Force,
    /// The negating word, as an index into the sentence's tokens.
    pub negator: usize,
    /// The words that it reaches, itself included.
    pub reach: Range<usize>,
}

/// Words that end a negation's reach.
const TURNS: &[&str] = &[
    "although", "because", "but", "except", "however", "if", "instead", "since", "so", "then", "though", "unless",
    "until", "when", "whereas", "which", "while", "yet", "=", "->",
];

/// After "and" these begin a new statement.
const NEW_SUBJECTS: &[&str] = &["he", "i", "it", "she", "so", "that", "there", "they", "this", "we", "you"];

/// "not only", "no matter": nothing is negated.
const HOLLOW_AFTER_NOT: &[&str] = &["forget", "just", "merely", "mention", "necessarily", "only", "simply"];
const HOLLOW_AFTER_NO: &[&str] = &["doubt", "longer", "matter", "problem", "question", "wonder", "worries"];

/// "does not need to", "not have to", "not worry".
const WAIVING: &[&str] = &["care", "need", "needed", "necessary", "required", "require", "worry"];

/// No negation reaches further than so many words.
const LONGEST_REACH: usize = 14;
const LONGEST_WAIVER: usize = 7;

pub(super) fn scopes(tokens: &[Token]) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = (0..tokens.len())
        .filter_map(|index| {
            let force = force_at(tokens, index)?;
            Some(Scope { force, negator: index, reach: index..reach_end(tokens, index, force) })
        })
        .collect();
    // "Without a NAT gateway they cannot reach the internet" says that with one they can.
    let without = scopes.iter().position(|scope| tokens[scope.negator].word == "without");
    let denial = scopes.iter().position(|scope| scope.force == Force::Denied);
    if let (Some(without), Some(denial)) = (without, denial) {
        for index in [without.max(denial), without.min(denial)] {
            scopes.remove(index);
        }
    }
    scopes
}

fn force_at(tokens: &[Token], index: usize) -> Option<Force> {
    let word = |offset: usize| tokens.get(index + offset).map_or("", |token| token.word.as_str());
    let before = index.checked_sub(1).map_or("", |index| tokens[index].word.as_str());
    let waives = WAIVING.contains(&word(1)) || (matches!(word(1), "have" | "had" | "has") && word(2) == "to");
    match word(0) {
        "not" if matches!(before, "why" | "or") || HOLLOW_AFTER_NOT.contains(&word(1)) => None,
        "never" if word(1) == "forget" => None,
        "not" | "never" if waives => Some(Force::Waived),
        "not" | "never" => Some(Force::Denied),
        "no" if tokens.get(index + 1).is_none_or(|next| next.after_break) => None,
        "no" if word(1) == "longer" && matches!(word(2), "need" | "needs" | "have" | "has") => Some(Force::Waived),
        "no" if word(1) == "longer" => Some(Force::Denied),
        "no" if HOLLOW_AFTER_NO.contains(&word(1)) => None,
        "no" if word(1) == "need" => Some(Force::Waived),
        "no" => Some(Force::Denied),
        "nothing" if word(1) == "but" => None,
        "neither" | "nor" | "nobody" | "nothing" | "none" | "nowhere" | "hardly" | "barely" => Some(Force::Denied),
        "lack" | "lacks" | "lacking" | "unable" | "impossible" | "incapable" => Some(Force::Denied),
        "fails" | "fail" if word(1) == "to" => Some(Force::Denied),
        "myth" | "misconception" | "untrue" | "false" | "wrong" if matches!(word(1), "that" | "to") => {
            Some(Force::Denied)
        }
        "without" | "unlike" => Some(Force::Waived),
        "instead" if word(1) == "of" => Some(Force::Waived),
        "rather" if word(1) == "than" => Some(Force::Waived),
        _ => None,
    }
}

fn reach_end(tokens: &[Token], negator: usize, force: Force) -> usize {
    let longest = if force == Force::Denied { LONGEST_REACH } else { LONGEST_WAIVER };
    let first = negator + 1;
    let ends_at = |index: usize| {
        let token = &tokens[index];
        let new_statement = token.word == "and" && tokens.get(index + 1).is_some_and(|next| next.is(NEW_SUBJECTS));
        let broken = token.after_break && !token.is(&["or", "nor"]);
        // "instead of" and "no longer" keep their second word.
        (index > first && token.is(TURNS)) || broken || new_statement
    };
    let limit = tokens.len().min(negator + 1 + longest);
    (first..limit).find(|index| ends_at(*index)).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::Force;
    use crate::grade::reading::read;

    /// The denied words, and the waived ones in brackets.
    fn negated(text: &str) -> String {
        let sentence = &read(text)[0];
        let shown = sentence.scopes.iter().map(|scope| {
            let reach: Vec<&str> =
                sentence.tokens[scope.reach.clone()].iter().skip(1).map(|token| token.word.as_str()).collect();
            match scope.force {
                Force::Denied => reach.join(" "),
                Force::Waived => format!("({})", reach.join(" ")),
            }
        });
        shown.collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn a_negation_reaches_to_the_end_of_its_clause() {
        assert_eq!(negated("ECS does not run containers, it stores images"), "run containers");
        assert_eq!(negated("EKS isn't portable but ECS is"), "portable");
        assert_eq!(negated("It cannot reach the internet and you must patch it"), "reach the internet");
        assert_eq!(
            negated("A role has neither a password nor access keys"),
            "a password nor access keys / access keys"
        );
    }

    #[test]
    fn hollow_negations_deny_nothing() {
        assert_eq!(negated("It is not only simple"), "");
        assert_eq!(negated("No, it is simple"), "");
        assert_eq!(negated("No matter what you run"), "");
        assert_eq!(negated("Don't forget the load balancer"), "");
    }

    #[test]
    fn what_need_not_be_done_is_waived_not_denied() {
        assert_eq!(negated("You don't have to patch servers"), "(have to patch servers)");
        assert_eq!(negated("You no longer need to patch"), "(longer need to patch)");
        assert_eq!(negated("Unlike EC2, you do not patch it"), "(ec2) / patch it");
    }

    #[test]
    fn without_and_a_denial_cancel_out() {
        assert_eq!(negated("Without a NAT gateway they can't reach the internet"), "");
    }
}
