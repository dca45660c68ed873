//! Problems of question files and how they are shown: in the manner of a compiler, with file, line and a suggestion.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::fault::{Fault, Severity};

/// A file of the bank as it was found.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// As a person would open it, for example `questions/containers/ecs-vs-eks.toml`.
    pub shown: String,
    /// Inside the bank and with `/` between, for example `containers/ecs-vs-eks.toml`.
    pub place: String,
    pub text: String,
}

/// Something wrong at one place of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub file: Arc<SourceFile>,
    /// Bytes of the file's text.
    pub span: Range<usize>,
    pub fault: Fault,
}

impl Problem {
    fn render(&self, renderer: &Renderer) -> String {
        let level = match self.fault.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(self.fault.message()).id(self.fault.code());
        let mut group = if self.file.text.is_empty() {
            title.element(Origin::path(&self.file.shown))
        } else {
            let place = AnnotationKind::Primary.span(self.shown_span());
            title.element(Snippet::source(&self.file.text).path(&self.file.shown).annotation(place))
        };
        if let Some(help) = self.fault.help() {
            group = group.element(Level::HELP.message(help));
        }
        renderer.render(&[group])
    }

    /// The span's first line only, since a caret under a whole section hides more than it shows.
    fn shown_span(&self) -> Range<usize> {
        let text = &self.file.text;
        let start = self.span.start.min(text.len());
        let end = self.span.end.clamp(start, text.len());
        let first_line = text.get(start..end).and_then(|part| part.find('\n'));
        start..first_line.map_or(end, |length| start + length)
    }
}

/// All problems of a bank, in the order of files and lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Puts them in order.
    pub fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| {
            (&a.file.shown, a.span.start, a.fault.code()).cmp(&(&b.file.shown, b.span.start, b.fault.code()))
        });
        Self(problems)
    }

    /// Both lists, in order.
    pub fn and(self, more: Self) -> Self {
        Self::new(self.0.into_iter().chain(more.0).collect())
    }

    /// Each problem, in the order of files and lines.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// How many keep the bank from being used.
    pub fn errors(&self) -> usize {
        self.0.iter().filter(|problem| problem.fault.severity() == Severity::Error).count()
    }

    /// How many are worth a look but keep nothing from working.
    pub fn warnings(&self) -> usize {
        self.0.len() - self.errors()
    }

    /// Nothing wrong at all, not even a warning.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every problem with its lines, each followed by an empty line.
    pub fn render(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
        self.0.iter().map(|problem| problem.render(&renderer) + "\n\n").collect()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))?;
        f.write_str(&counted(self.errors(), "error"))?;
        f.write_str(", ")?;
        f.write_str(&counted(self.warnings(), "warning"))
    }
}

impl std::error::Error for Problems {}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
