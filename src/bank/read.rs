//! One file's text → a question, its sentences with their places, and every problem on the way.

use std::ops::Range;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use toml::Spanned;
use toml::de::DeTable;

use super::fault::Fault;
use super::limits;
use super::problem::{Problem, SourceFile};
use super::question::{Choice, FollowUp, Kind, Question, ReferenceAnswer, Source};
use super::read_diagram::read_diagram;
use super::read_points::{SentenceAt, read_points};
use super::read_table::read_table;
use super::section::{Notes, Section};
use crate::drill::{Level, QuestionId, Topic};

const KINDS: [(&str, Kind); 4] = [
    ("comparison", Kind::Comparison),
    ("how-it-works", Kind::HowItWorks),
    ("scenario", Kind::Scenario),
    ("system-design", Kind::SystemDesign),
];

/// What became of a file.
pub(super) struct FileRead {
    /// `None` if there is an error among the problems.
    pub question: Option<Question>,
    pub sentences: Vec<SentenceAt>,
    pub problems: Vec<Problem>,
}

/// Reads one file. Without `today` the age of the facts is not looked at.
pub(super) fn read_file(file: &Arc<SourceFile>, today: Option<Date>) -> FileRead {
    let notes = Notes::of(file);
    let (document, syntax) = DeTable::parse_recoverable(&file.text);
    for error in &syntax {
        let span = error.span().unwrap_or(0..0);
        notes.note(span, Fault::Syntax { message: error.message().to_owned() });
    }
    // What follows a syntax error is guesswork, and problems found in it would mislead.
    if !syntax.is_empty() {
        return FileRead { question: None, sentences: Vec::new(), problems: notes.into_problems() };
    }
    let (question, sentences) = {
        let mut root = Section::new("the file", 0..0, document.get_ref(), &notes);
        let read = read_question(&mut root, today);
        root.close();
        read
    };
    let problems = notes.into_problems();
    let sound = problems.iter().all(|problem| problem.fault.severity() != super::Severity::Error);
    FileRead { question: question.filter(|_| sound), sentences, problems }
}

fn read_question(root: &mut Section<'_>, today: Option<Date>) -> (Option<Question>, Vec<SentenceAt>) {
    let place = read_place(root.notes);
    let id = place.as_ref().map_or_else(|| QuestionId::new(""), |(_, id)| id.clone());
    let title = root.text("title", limits::TITLE).into_inner();
    let prompt = root.text("prompt", limits::PROMPT).into_inner();
    let level = root.word("level", &Level::ALL.map(|level| (level.as_str(), level)), None);
    let kind = root.word("kind", &KINDS, None);
    let also = texts(root.texts("also", limits::ALSO, limits::ALSOS));
    let verified = read_verified(root, today);
    let sources = root.sections("sources", "a source", limits::SOURCES).into_iter().map(read_source).collect();
    let answer = root.section("answer", "[answer]").map(read_answer);
    let (key_points, sentences) = read_points(root, &id);
    let table = root.optional_section("table", "[table]").map(read_table);
    let diagram = root.optional_section("diagram", "[diagram]").map(read_diagram);
    let question = || {
        let (topic, id) = place?;
        Some(Question {
            id,
            topic,
            title,
            prompt,
            level: level?,
            kind: kind?,
            also,
            verified: verified?,
            sources,
            answer: answer?,
            key_points,
            table,
            diagram,
        })
    };
    (question(), sentences)
}

/// The topic and the id stand in the file's path.
fn read_place(notes: &Notes) -> Option<(Topic, QuestionId)> {
    let place = notes.file.place.strip_suffix(".toml").unwrap_or(&notes.file.place);
    let Some((topic, id)) = place.split_once('/').filter(|(_, id)| !id.contains('/')) else {
        notes.note(0..0, Fault::Misplaced);
        return None;
    };
    for name in [topic, id] {
        check_id(notes, 0..0, name);
    }
    Some((Topic::new(topic), QuestionId::new(id)))
}

/// Notes an id that is not kebab-case or too long.
pub(super) fn check_id(notes: &Notes, span: Range<usize>, id: &str) {
    let part_is_plain =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if id.len() > limits::ID || !id.split('-').all(part_is_plain) {
        notes.note(span, Fault::BadId { id: id.to_owned(), limit: limits::ID });
    }
}

fn read_verified(root: &mut Section<'_>, today: Option<Date>) -> Option<Date> {
    let written = root.date("verified")?;
    let verified = *written.get_ref();
    if let Some(today) = today {
        if verified > today {
            root.notes.note(written.span(), Fault::VerifiedInFuture { verified, today });
        } else if verified < today.saturating_sub(1.year()) {
            root.notes.note(written.span(), Fault::Stale { verified });
        }
    }
    Some(verified)
}

fn read_source(mut section: Section<'_>) -> Source {
    let title = section.text("title", limits::SOURCE_TITLE).into_inner();
    let url = section.text("url", limits::URL);
    let host = url.get_ref().strip_prefix("https://").unwrap_or_default();
    let plain = !host.starts_with(['/', '.']) && host.contains('.') && !host.contains(char::is_whitespace);
    if !plain && !url.get_ref().is_empty() {
        section.notes.note(url.span(), Fault::NotHttps { url: url.get_ref().clone() });
    }
    section.close();
    Source { title, url: url.into_inner() }
}

fn read_answer(mut section: Section<'_>) -> ReferenceAnswer {
    let summary = section.text("summary", limits::SUMMARY);
    let count = sentence_count(summary.get_ref());
    if count > limits::SUMMARY_SENTENCES {
        let fault = Fault::SummarySentences { count, limit: limits::SUMMARY_SENTENCES };
        section.notes.note(summary.span(), fault);
    }
    let say_this = section.text("say_this", limits::SAY_THIS);
    let words = say_this.get_ref().split_whitespace().count();
    if words > 0 && !limits::SAY_THIS_WORDS.contains(&words) {
        section.notes.note(say_this.span(), Fault::SpokenLength { words, wanted: limits::SAY_THIS_WORDS });
    }
    let choose = section.sections("choose", "a choice", limits::CHOICES).into_iter().map(read_choice).collect();
    let misconceptions = texts(section.texts("misconceptions", limits::MISCONCEPTION, limits::MISCONCEPTIONS));
    let follow_ups =
        section.sections("follow_ups", "a follow-up", limits::FOLLOW_UPS).into_iter().map(read_follow_up).collect();
    let hints = texts(section.texts("hints", limits::HINT, limits::HINTS));
    section.close();
    ReferenceAnswer {
        summary: summary.into_inner(),
        say_this: say_this.into_inner(),
        choose,
        misconceptions,
        follow_ups,
        hints,
    }
}

fn read_choice(mut section: Section<'_>) -> Choice {
    let when = section.text("when", limits::WHEN).into_inner();
    let pick = section.text("pick", limits::PICK).into_inner();
    section.close();
    Choice { when, pick }
}

fn read_follow_up(mut section: Section<'_>) -> FollowUp {
    let ask = section.text("ask", limits::FOLLOW_UP_ASK).into_inner();
    let listen_for = section.text("listen_for", limits::LISTEN_FOR).into_inner();
    section.close();
    FollowUp { ask, listen_for }
}

pub(super) fn texts(written: Vec<Spanned<String>>) -> Vec<String> {
    written.into_iter().map(Spanned::into_inner).collect()
}

/// Sentences end with a mark at the text's end or before a space and a capital; "e.g. Lambda" is not an end.
fn sentence_count(text: &str) -> usize {
    let words: Vec<&str> = text.split_whitespace().collect();
    let ends_here = |index: usize, word: &str| {
        let bare = word.trim_end_matches(['"', '\'', ')', '”', '’']);
        let abbreviation = matches!(bare.trim_start_matches('('), "e.g." | "i.e." | "vs." | "etc." | "approx.");
        let next_is_capital =
            words.get(index + 1).is_none_or(|next| next.chars().any(char::is_alphanumeric) && !starts_small(next));
        bare.ends_with(['.', '!', '?']) && next_is_capital && (!abbreviation || words.get(index + 1).is_none())
    };
    let ends = words.iter().enumerate().filter(|(index, word)| ends_here(*index, word)).count();
    let unfinished =
        words.last().is_some_and(|word| !word.trim_end_matches(['"', '\'', ')', '”', '’']).ends_with(['.', '!', '?']));
    ends + usize::from(unfinished)
}

fn starts_small(word: &str) -> bool {
    word.chars().find(|character| character.is_alphanumeric()).is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::sentence_count;

    #[test]
    fn abbreviations_numbers_and_names_do_not_end_a_sentence() {
        assert_eq!(sentence_count("Use a queue, e.g. SQS. It costs $0.40 for a million."), 2);
        assert_eq!(sentence_count("Deploys on Node.js vs. Deno are alike"), 1);
        assert_eq!(sentence_count("One. Two! Three? Four"), 4);
        assert_eq!(sentence_count(""), 0);
    }
}
