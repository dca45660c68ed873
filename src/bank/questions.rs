//! The checked questions, by id.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::question::Question;
use super::search::Index;
use crate::drill::{Candidate, Level, Nearest, QuestionId, Topic};

/// How many questions are named to somebody who asked for one that does not exist.
const NEAREST: usize = 3;

/// Every question, checked. Cheap to share behind one `Arc`.
#[derive(Debug)]
pub struct Bank {
    questions: BTreeMap<QuestionId, Arc<Question>>,
    index: Index,
}

impl Bank {
    /// Of questions that were checked.
    pub(super) fn new(questions: Vec<Question>) -> Self {
        let questions: BTreeMap<QuestionId, Arc<Question>> =
            questions.into_iter().map(|question| (question.id.clone(), Arc::new(question))).collect();
        let index = Index::of(questions.values().map(Arc::as_ref));
        Self { questions, index }
    }

    /// The question of that id.
    pub fn get(&self, id: &QuestionId) -> Option<&Arc<Question>> {
        self.questions.get(id)
    }

    /// All questions, sorted by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Question>> {
        self.questions.values()
    }

    /// The topics that have a question, sorted.
    pub fn topics(&self) -> Vec<Topic> {
        let mut topics: Vec<Topic> = self.iter().map(|question| question.topic.clone()).collect();
        topics.sort();
        topics.dedup();
        topics
    }

    /// What a drill may ask, sorted by id. No topics means all, no level any.
    pub fn candidates(&self, topics: &[Topic], level: Option<Level>) -> Vec<Candidate> {
        self.iter()
            .filter(|question| topics.is_empty() || topics.contains(&question.topic))
            .filter(|question| level.is_none_or(|level| question.level == level))
            .map(|question| Candidate { id: question.id.clone(), topic: question.topic.clone(), level: question.level })
            .collect()
    }

    /// The best questions for some words, best first: over id, title, other names, topic and prompt. Case, hyphens,
    /// word order, plurals and small typos do not matter. Without words, all in order of topic and title.
    pub fn search(&self, words: &str, limit: usize) -> Vec<&Arc<Question>> {
        self.questions_of(self.index.search(words).into_iter().take(limit))
    }

    /// The question that is meant: by its id, title or another of its names, small typos forgiven.
    ///
    /// # Errors
    /// The nearest ones, at most three, if none or more than one may be meant.
    pub fn find(&self, given: &str) -> Result<&Arc<Question>, Vec<Nearest>> {
        if let Some(question) = self.index.meant(given).and_then(|id| self.get(id)) {
            return Ok(question);
        }
        // A single word such as `rds` that leads to one question only means that one.
        if given.split_whitespace().count() == 1
            && let [only] = self.search(given, 2)[..]
        {
            return Ok(only);
        }
        let nearest = self.questions_of(self.index.nearest(given).into_iter().take(NEAREST));
        Err(nearest
            .into_iter()
            .map(|question| Nearest { id: question.id.clone(), title: question.title.clone() })
            .collect())
    }

    fn questions_of<'b>(&'b self, ids: impl Iterator<Item = &'b QuestionId>) -> Vec<&'b Arc<Question>> {
        ids.filter_map(|id| self.get(id)).collect()
    }
}
