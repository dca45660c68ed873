//! Which question comes next.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::{Level, QuestionId, Topic};

/// A question that the drill may ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub id: QuestionId,
    pub topic: Topic,
    pub level: Level,
}

/// A question that the drill has asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub id: QuestionId,
    pub topic: Topic,
    pub date: Date,
}

/// The next question: none that was asked since the drill last used up its candidates, topics in turn, otherwise in an
/// order fixed by `seed`. The same arguments give the same question, on every platform and in every release; the order
/// of `candidates` does not matter. `None` only without candidates.
///
/// `asked` is the drill's whole history, oldest first: how often its candidates were used up decides the order of the
/// next lap. Candidates that are open elsewhere in the server are left out by the caller.
pub fn pick(candidates: &[Candidate], asked: &[Asked], seed: u64) -> Option<QuestionId> {
    let mut lap = Lap::replayed(asked);
    let mut fresh: Vec<_> = candidates.iter().filter(|candidate| !lap.asked.contains(&candidate.id)).collect();
    if fresh.is_empty() {
        lap = Lap { number: lap.number + 1, asked: HashSet::new() };
        fresh = candidates.iter().collect();
    }
    let last = asked.last();
    let mut topics = topics(candidates, &fresh);
    if let Some(last) = last {
        let next_to_last = topics.remove(&last.topic);
        if topics.is_empty() {
            topics.extend(next_to_last.map(|counts| (&last.topic, counts)));
        }
    }
    let topic = next_topic(&topics, fresh.len(), |topic| stable_hash(seed, lap.number, topic.as_str()))?;
    let repeats = |candidate: &Candidate| last.is_some_and(|last| last.id == candidate.id);
    fresh
        .into_iter()
        .filter(|candidate| candidate.topic == *topic)
        .min_by_key(|candidate| {
            (repeats(candidate), stable_hash(seed, lap.number, candidate.id.as_str()), &candidate.id)
        })
        .map(|candidate| candidate.id.clone())
}

/// A walk through the candidates in which none comes twice.
struct Lap<'a> {
    number: u64,
    /// What was asked in it so far.
    asked: HashSet<&'a QuestionId>,
}

impl<'a> Lap<'a> {
    /// The lap in which `asked` ends. A question that comes again shows where a lap began, whatever the candidates
    /// were on that day.
    fn replayed(asked: &'a [Asked]) -> Self {
        let mut lap = Self { number: 0, asked: HashSet::new() };
        for Asked { id, .. } in asked {
            if !lap.asked.insert(id) {
                lap = Self { number: lap.number + 1, asked: HashSet::from([id]) };
            }
        }
        lap
    }
}

/// How many questions a topic has, and how many of them this lap has not asked yet.
#[derive(Clone, Copy, Default)]
struct Counts {
    all: usize,
    fresh: usize,
}

/// The topics that have something fresh.
fn topics<'a>(candidates: &'a [Candidate], fresh: &[&'a Candidate]) -> BTreeMap<&'a Topic, Counts> {
    let mut topics: BTreeMap<_, Counts> = BTreeMap::new();
    for candidate in candidates {
        topics.entry(&candidate.topic).or_default().all += 1;
    }
    for candidate in fresh {
        topics.entry(&candidate.topic).or_default().fresh += 1;
    }
    topics.retain(|_, counts| counts.fresh > 0);
    topics
}

/// The topic with the largest share of its questions still to come, so that each is spread over the lap. A topic that
/// makes up more than half of what is left goes first, or else it would have to follow itself in the end.
fn next_topic<'a>(
    topics: &BTreeMap<&'a Topic, Counts>,
    fresh: usize,
    order: impl Fn(&Topic) -> u64,
) -> Option<&'a Topic> {
    let rank = |(topic, counts): &(&&'a Topic, &Counts)| {
        // Shares compare as whole numbers: questions in a million.
        let share = counts.fresh * 1_000_000 / counts.all.max(1);
        (2 * counts.fresh > fresh, share, order(topic))
    };
    topics.iter().max_by_key(rank).map(|(topic, _)| *topic)
}

/// FNV-1a over seed, lap and name, then the 64-bit finalizer of MurmurHash3, so that similar names lie far apart.
/// The standard library's hasher may change between releases, and with it the question that a preview promised.
fn stable_hash(seed: u64, lap: u64, name: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(lap.to_le_bytes()).chain(name.bytes());
    let mut hash =
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
    }
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests;
