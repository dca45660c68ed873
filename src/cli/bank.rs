//! The commands about the bank: check, grade, search, render, export.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Deserialize;
use serde_json::json;

use super::{Failed, Format, ThemeChoice, ready};
use crate::bank::{self, Bank, Question};
use crate::clock::Clock;
use crate::drill::QuestionId;
use crate::grade::{self, Verdict};
use crate::words;
use crate::words::card::{Painter, Theme};

/// How many questions `search` names.
const FOUND: usize = 5;

/// `check`.
pub fn check(dir: Option<&Path>) -> Result<(), Failed> {
    let today = Clock::system().now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let checked = bank::check(dir, today);
    let judged = checked.bank.as_ref().map(|bank| grade::self_check(bank, &checked.sentences));
    let problems = match judged {
        Some(judged) => checked.problems.and(judged),
        None => checked.problems,
    };
    if !problems.is_empty() {
        writeln!(io::stderr(), "{}", problems.render(io::stderr().is_terminal()))?;
    }
    let questions = checked.bank.as_ref().map(|bank| format!("{} questions, ", bank.iter().len())).unwrap_or_default();
    writeln!(io::stdout(), "{questions}{} errors, {} warnings", problems.errors(), problems.warnings())?;
    if problems.errors() == 0 { Ok(()) } else { Err(Failed::No) }
}

#[derive(Deserialize)]
struct GivenAnswer {
    id: String,
    question: String,
    text: String,
}

/// `grade`.
pub fn grade(questions: Option<&Path>) -> Result<(), Failed> {
    let bank = ready::bank(questions)?;
    let mut out = io::stdout().lock();
    for (number, line) in (1..).zip(io::stdin().lock().lines()) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answer: GivenAnswer = serde_json::from_str(&line)
            .map_err(|error| Failed::Setting(format!("Line {number} is not an answer to mark: {error}.")))?;
        let question = bank.get(&QuestionId::new(answer.question.as_str())).ok_or_else(|| {
            Failed::Setting(format!("Line {number} names the question {:?}, which the bank lacks.", answer.question))
        })?;
        let started = Instant::now();
        let mark = grade::grade(question, &answer.text);
        let millis = started.elapsed().as_secs_f64() * 1000.0;
        let verdict = Verdict::new(answer.id, &mark, millis);
        writeln!(out, "{}", serde_json::to_string(&verdict)?)?;
    }
    Ok(())
}

/// `search`.
pub fn search(as_json: bool, words: &[String]) -> Result<(), Failed> {
    let bank = ready::bank(None)?;
    let mut out = io::stdout().lock();
    if !words.is_empty() {
        return show_found(&mut out, &bank, &words.join(" "), as_json);
    }
    for query in io::stdin().lock().lines() {
        let query = query?;
        let found = bank.search(&query, FOUND);
        let ids: Vec<&str> = found.iter().map(|question| question.id.as_str()).collect();
        if as_json {
            writeln!(out, "{}", json!({ "query": query, "found": ids }))?;
        } else {
            writeln!(out, "{query}\t{}", ids.join(" "))?;
        }
    }
    Ok(())
}

fn show_found(out: &mut impl Write, bank: &Bank, query: &str, as_json: bool) -> Result<(), Failed> {
    let found = bank.search(query, FOUND);
    if as_json {
        let found: Vec<_> = found
            .iter()
            .map(|question| json!({ "id": question.id, "title": question.title, "topic": question.topic }))
            .collect();
        writeln!(out, "{}", json!({ "query": query, "found": found }))?;
    } else if found.is_empty() {
        writeln!(out, "Nothing found.")?;
    } else {
        for question in found {
            writeln!(out, "{:32} {}", question.id.as_str(), question.title)?;
        }
    }
    Ok(())
}

/// `render`.
pub fn render(id: &str, output: &Path, theme: ThemeChoice) -> Result<(), Failed> {
    let bank = ready::bank(None)?;
    let question = bank.find(id).map_err(|nearest| {
        let ids: Vec<String> = nearest.iter().map(|nearest| nearest.id.to_string()).collect();
        Failed::Setting(format!("There is no question {id:?}; the nearest are {}.", ids.join(", ")))
    })?;
    let theme = match theme {
        ThemeChoice::Ink => Theme::Ink,
        ThemeChoice::Paper => Theme::Paper,
    };
    let painter = Painter::new()?;
    let mut pictures = Vec::new();
    for card in words::cards_of(question) {
        pictures.extend(painter.paint(&card, theme)?);
    }
    if pictures.is_empty() {
        return Err(Failed::Setting(format!("{} has neither a table nor a diagram.", question.id)));
    }
    for (number, picture) in (1..).zip(&pictures) {
        let path = numbered(output, number);
        std::fs::write(&path, &picture.png)
            .map_err(|error| Failed::Setting(format!("{} can't be written: {error}.", path.display())))?;
        writeln!(io::stdout(), "{}", path.display())?;
    }
    Ok(())
}

/// `card.png`, `card-2.png`, …
fn numbered(path: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{number}.{ending}"))
}

/// `export`.
pub fn export(format: Format) -> Result<(), Failed> {
    let bank = ready::bank(None)?;
    let mut out = io::stdout().lock();
    match format {
        Format::Json => {
            let questions: Vec<&Question> = bank.iter().map(AsRef::as_ref).collect();
            serde_json::to_writer_pretty(&mut out, &questions)?;
            writeln!(out)?;
        }
        Format::Csv => {
            writeln!(out, "id,topic,level,title,prompt,answer")?;
            for question in bank.iter() {
                let cells = [
                    question.id.as_str(),
                    question.topic.as_str(),
                    question.level.as_str(),
                    &question.title,
                    &question.prompt,
                    &question.answer.say_this,
                ];
                writeln!(out, "{}", cells.map(csv_cell).join(","))?;
            }
        }
        Format::Anki => {
            writeln!(out, "#separator:tab\n#html:false\n#tags column:3")?;
            for question in bank.iter() {
                let cells = [&question.prompt, &question.answer.say_this, question.topic.as_str()];
                writeln!(out, "{}", cells.map(|cell| cell.replace(['\t', '\n'], " ")).join("\t"))?;
            }
        }
    }
    Ok(())
}

/// A cell as RFC 4180 writes it.
fn csv_cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_and_quotes_are_quoted() {
        assert_eq!(csv_cell("plain"), "plain");
        assert_eq!(csv_cell("a, \"b\""), "\"a, \"\"b\"\"\"");
    }

    #[test]
    fn further_pictures_are_numbered_before_the_ending() {
        assert_eq!(numbered(Path::new("out/card.png"), 1), Path::new("out/card.png"));
        assert_eq!(numbered(Path::new("out/card.png"), 2), Path::new("out/card-2.png"));
    }
}
