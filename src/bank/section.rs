//! Reads one table of a question file. A problem is noted with its place and reading goes on with an empty value, so
//! that one run shows every problem; a file with an error never becomes a question.

use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;
use super::nearest_word;
use super::problem::{Problem, SourceFile};

/// Where the problems of one file are noted.
pub(super) struct Notes {
    pub file: Arc<SourceFile>,
    problems: RefCell<Vec<Problem>>,
}

impl Notes {
    pub fn of(file: &Arc<SourceFile>) -> Self {
        Self { file: Arc::clone(file), problems: RefCell::default() }
    }

    pub fn note(&self, span: Range<usize>, fault: Fault) {
        self.problems.borrow_mut().push(Problem { file: Arc::clone(&self.file), span, fault });
    }

    pub fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }
}

/// A table, and which of its keys were asked for.
pub(super) struct Section<'t> {
    /// How a message calls it, for example `[answer]`.
    pub name: &'static str,
    pub span: Range<usize>,
    pub notes: &'t Notes,
    table: &'t DeTable<'t>,
    known: Vec<&'static str>,
}

impl<'t> Section<'t> {
    pub fn new(name: &'static str, span: Range<usize>, table: &'t DeTable<'t>, notes: &'t Notes) -> Self {
        Self { name, span, notes, table, known: Vec::new() }
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.push(key);
        self.table.get(key)
    }

    fn need(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        let value = self.get(key);
        if value.is_none() {
            self.notes.note(self.span.clone(), Fault::MissingKey { key, section: self.name });
        }
        value
    }

    /// A text that must be there, at most `limit` characters long.
    pub fn text(&mut self, key: &'static str, limit: usize) -> Spanned<String> {
        match self.need(key) {
            Some(value) => self.text_of(key, value, limit),
            None => Spanned::new(self.span.clone(), String::new()),
        }
    }

    /// A text that may be left out, but not left empty.
    pub fn optional_text(&mut self, key: &'static str, limit: usize) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        Some(self.text_of(key, value, limit))
    }

    fn text_of(&self, key: &'static str, value: &Spanned<DeValue<'_>>, limit: usize) -> Spanned<String> {
        let text = self.any_text_of(key, value, limit);
        if text.get_ref().is_empty() && value.get_ref().is_str() {
            self.notes.note(value.span(), Fault::EmptyText { key });
        }
        text
    }

    fn any_text_of(&self, key: &'static str, value: &Spanned<DeValue<'_>>, limit: usize) -> Spanned<String> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim(),
            other => {
                self.wrong_type(key, value.span(), "a text", other);
                ""
            }
        };
        let length = text.chars().count();
        if length > limit {
            self.notes.note(value.span(), Fault::TooLong { key, length, limit });
        }
        if let Some(character) = text.chars().find(|character| is_hidden(*character)) {
            self.notes.note(value.span(), Fault::HiddenCharacter { key, character });
        }
        Spanned::new(value.span(), text.to_owned())
    }

    /// A list of texts; without a least count it may be left out.
    pub fn texts(&mut self, key: &'static str, limit: usize, wanted: RangeInclusive<usize>) -> Vec<Spanned<String>> {
        self.list(key, wanted).iter().map(|value| self.text_of(key, value, limit)).collect()
    }

    /// A list of texts of which some may be empty.
    pub fn any_texts(
        &mut self,
        key: &'static str,
        limit: usize,
        wanted: RangeInclusive<usize>,
    ) -> Vec<Spanned<String>> {
        self.list(key, wanted).iter().map(|value| self.any_text_of(key, value, limit)).collect()
    }

    /// A list of lists of texts.
    pub fn text_lists(
        &mut self,
        key: &'static str,
        limit: usize,
        wanted: RangeInclusive<usize>,
    ) -> Vec<Spanned<Vec<String>>> {
        let list = self.list(key, wanted);
        let row = |value: &Spanned<DeValue<'t>>| {
            let DeValue::Array(cells) = value.get_ref() else {
                self.wrong_type(key, value.span(), "a list of lists of texts", value.get_ref());
                return Spanned::new(value.span(), Vec::new());
            };
            let texts = cells.iter().map(|cell| self.text_of(key, cell, limit).into_inner()).collect();
            Spanned::new(value.span(), texts)
        };
        list.iter().map(row).collect()
    }

    /// The tables of a list; without a least count it may be left out.
    pub fn sections(
        &mut self,
        key: &'static str,
        name: &'static str,
        wanted: RangeInclusive<usize>,
    ) -> Vec<Section<'t>> {
        self.list(key, wanted).iter().filter_map(|value| self.section_of(key, name, value)).collect()
    }

    /// A table that must be there.
    pub fn section(&mut self, key: &'static str, name: &'static str) -> Option<Section<'t>> {
        let value = self.need(key)?;
        self.section_of(key, name, value)
    }

    /// A table that may be left out.
    pub fn optional_section(&mut self, key: &'static str, name: &'static str) -> Option<Section<'t>> {
        let value = self.get(key)?;
        self.section_of(key, name, value)
    }

    fn section_of(
        &self,
        key: &'static str,
        name: &'static str,
        value: &'t Spanned<DeValue<'t>>,
    ) -> Option<Section<'t>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Section::new(name, value.span(), table, self.notes)),
            other => {
                self.wrong_type(key, value.span(), "a table", other);
                None
            }
        }
    }

    fn list(&mut self, key: &'static str, wanted: RangeInclusive<usize>) -> &'t [Spanned<DeValue<'t>>] {
        let Some(value) = self.get(key) else {
            if *wanted.start() > 0 {
                self.notes.note(self.span.clone(), Fault::MissingKey { key, section: self.name });
            }
            return &[];
        };
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong_type(key, value.span(), "a list", value.get_ref());
            return &[];
        };
        if !wanted.contains(&list.len()) {
            self.notes.note(value.span(), Fault::Count { key, count: list.len(), wanted });
        }
        list
    }

    /// One of a few words; without `default` it must be there.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)], default: Option<T>) -> Option<T> {
        let value = if default.is_some() { self.get(key) } else { self.need(key) };
        let Some(value) = value else { return default };
        let DeValue::String(given) = value.get_ref() else {
            self.wrong_type(key, value.span(), "a text", value.get_ref());
            return None;
        };
        let found = words.iter().find(|(word, _)| word == given).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let meant = nearest_word(given, known.iter().copied());
            self.notes.note(value.span(), Fault::UnknownWord { key, given: given.to_string(), known, meant });
        }
        found
    }

    /// True or false; false if left out.
    pub fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        self.wrong_type(key, value.span(), "true or false", value.get_ref());
        false
    }

    /// A whole number as it is written, `None` if left out.
    pub fn number(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        if let DeValue::Integer(number) = value.get_ref() {
            return Some(Spanned::new(value.span(), number.as_str().to_owned()));
        }
        self.wrong_type(key, value.span(), "a whole number", value.get_ref());
        None
    }

    /// A calendar date that must be there.
    pub fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        let value = self.need(key)?;
        if let DeValue::Datetime(written) = value.get_ref()
            && let (Some(date), None) = (written.date, written.time)
            && let (Ok(year), Ok(month), Ok(day)) = (date.year.try_into(), date.month.try_into(), date.day.try_into())
            && let Ok(date) = Date::new(year, month, day)
        {
            return Some(Spanned::new(value.span(), date));
        }
        self.wrong_type(key, value.span(), "a date such as 2026-11-20", value.get_ref());
        None
    }

    fn wrong_type(&self, key: &'static str, span: Range<usize>, expected: &'static str, found: &DeValue<'_>) {
        self.notes.note(span, Fault::WrongType { key, expected, found: name_of(found) });
    }

    /// Notes the keys that nobody asked for. Call it last.
    pub fn close(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !self.known.contains(&name) {
                let meant = nearest_word(name, self.known.iter().copied());
                let known = self.known.clone();
                self.notes
                    .note(key.span(), Fault::UnknownKey { key: name.to_owned(), section: self.name, meant, known });
            }
        }
    }
}

fn name_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Control characters but the line break, and those that reorder or hide text.
fn is_hidden(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || character == '\u{FEFF}'
}
