//! Files → a checked bank, from a folder or from the binary.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use jiff::civil::Date;

use super::Bank;
use super::fault::Fault;
use super::problem::{Problem, Problems, SourceFile};
use super::question::Question;
use super::read::read_file;
use super::read_points::SentenceAt;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/questions");

/// What reading a bank gave.
#[derive(Debug)]
pub struct Checked {
    /// `None` if there is an error among the problems.
    pub bank: Option<Bank>,
    /// The sentences of every readable file, for the grader's self-check.
    pub sentences: Vec<SentenceAt>,
    pub problems: Problems,
}

impl Bank {
    /// The bank in a folder, `<topic>/<id>.toml`. How old the facts are does not matter here; [`check`] tells.
    ///
    /// # Errors
    /// Every problem that keeps the bank from being used.
    pub fn load(dir: &Path) -> Result<Self, Problems> {
        let (files, problems) = files_in(dir);
        check_files(&files, problems, None).into_bank()
    }

    /// The bank that was built into the binary.
    ///
    /// # Errors
    /// Every problem that keeps it from being used; a test proves that there is none.
    pub fn built_in() -> Result<Self, Problems> {
        check_files(&built_in_files(), Vec::new(), None).into_bank()
    }
}

/// Reads the bank in `dir`, or the built-in one, and finds every problem but the grader's.
pub fn check(dir: Option<&Path>, today: Date) -> Checked {
    match dir {
        Some(dir) => {
            let (files, problems) = files_in(dir);
            check_files(&files, problems, Some(today))
        }
        None => check_files(&built_in_files(), Vec::new(), Some(today)),
    }
}

impl Checked {
    fn into_bank(self) -> Result<Bank, Problems> {
        self.bank.ok_or(self.problems)
    }
}

/// The heart of it. `problems` are those met while looking for the files.
pub(super) fn check_files(files: &[Arc<SourceFile>], mut problems: Vec<Problem>, today: Option<Date>) -> Checked {
    let mut questions: Vec<Question> = Vec::new();
    let mut sentences = Vec::new();
    let mut files_by_id: BTreeMap<&str, &str> = BTreeMap::new();
    for file in files {
        let read = read_file(file, today);
        problems.extend(read.problems);
        sentences.extend(read.sentences);
        questions.extend(read.question);
        let id = file.place.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
        if let Some(other) = files_by_id.insert(id, &file.shown) {
            let fault = Fault::IdTaken { id: id.to_owned(), other: other.to_owned() };
            problems.push(Problem { file: Arc::clone(file), span: 0..0, fault });
        }
    }
    if files.is_empty() && problems.is_empty() {
        problems.push(about_place("questions", Fault::EmptyBank));
    }
    let problems = Problems::new(problems);
    let bank = (problems.errors() == 0).then(|| Bank::new(questions));
    Checked { bank, sentences, problems }
}

fn about_place(shown: impl Into<String>, fault: Fault) -> Problem {
    let file = SourceFile { shown: shown.into(), place: String::new(), text: String::new() };
    Problem { file: Arc::new(file), span: 0..0, fault }
}

fn built_in_files() -> Vec<Arc<SourceFile>> {
    let mut files = Vec::new();
    let mut folders = vec![&BUILT_IN];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files().filter(|file| is_question(file.path())) {
            let place = file.path().to_string_lossy().replace('\\', "/");
            let text = String::from_utf8_lossy(file.contents()).into_owned();
            files.push(Arc::new(SourceFile { shown: format!("questions/{place}"), place, text }));
        }
    }
    files.sort_by(|a, b| a.place.cmp(&b.place));
    files
}

/// Every question file under `dir`, and a problem for each that cannot be read.
fn files_in(dir: &Path) -> (Vec<Arc<SourceFile>>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable = |path: &Path, error: &std::io::Error| {
            about_place(path.display().to_string(), Fault::Unreadable { reason: error.to_string() })
        };
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                problems.push(unreadable(&folder, &error));
                continue;
            }
        };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if path.is_dir() && !is_hidden(&path) {
                folders.push(path);
            } else if is_question(&path) {
                match fs::read_to_string(&path) {
                    Ok(text) => files.push(Arc::new(found(dir, &path, text))),
                    Err(error) => problems.push(unreadable(&path, &error)),
                }
            }
        }
    }
    if files.is_empty() && problems.is_empty() {
        problems.push(about_place(dir.display().to_string(), Fault::EmptyBank));
    }
    files.sort_by(|a, b| a.place.cmp(&b.place));
    (files, problems)
}

fn found(dir: &Path, path: &Path, text: String) -> SourceFile {
    let inside = path.strip_prefix(dir).unwrap_or(path);
    let place: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    SourceFile { shown: path.display().to_string(), place: place.join("/"), text }
}

fn is_question(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml") && !is_hidden(path)
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
