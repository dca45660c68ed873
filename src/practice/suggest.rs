//! What autocomplete offers: at most 25 pairs of what is shown and the value that is sent.

use super::{Done, Practice};
use crate::drill::{ServerId, Zone};
use crate::store::drills;
use crate::words;

/// Discord's limit of choices.
const LIMIT: usize = 25;

/// What is shown, and the value behind it.
pub type Suggestion = (String, String);

impl Practice {
    /// The server's drills, by name.
    pub async fn suggest_drills(&self, server: ServerId, typed: &str) -> Done<Vec<Suggestion>> {
        let rows = drills::of_server(&mut *self.store.read().await?, server).await?;
        let typed = typed.trim().to_lowercase();
        let fitting = rows.into_iter().filter(|row| row.drill.name.to_lowercase().contains(&typed));
        Ok(fitting.take(LIMIT).map(|row| (words::drill_choice(&row.drill), row.drill.id.to_string())).collect())
    }

    /// Questions of the bank, best first.
    pub fn suggest_questions(&self, typed: &str) -> Vec<Suggestion> {
        let found = self.bank.search(typed, LIMIT);
        found.into_iter().map(|question| (words::question_choice(question), question.id.to_string())).collect()
    }

    /// Zones of the time zone database.
    pub fn suggest_zones(&self, typed: &str) -> Vec<Suggestion> {
        Zone::suggestions(typed, LIMIT).into_iter().map(|name| (name.clone(), name)).collect()
    }

    /// Topics; the last word of a list is completed.
    pub fn suggest_topics(&self, typed: &str) -> Vec<Suggestion> {
        let (before, last) = match typed.rsplit_once(',') {
            Some((before, last)) => (format!("{before},"), last),
            None => (String::new(), typed),
        };
        let last = last.trim().to_lowercase();
        let chosen: Vec<&str> = before.split(',').map(str::trim).collect();
        let topics = self.bank.topics();
        let all = before.is_empty().then(|| "all".to_owned());
        let names = all.into_iter().chain(topics.iter().map(ToString::to_string));
        names
            .filter(|name| name.contains(&last) && !chosen.contains(&name.as_str()))
            .map(|name| format!("{before}{name}"))
            // A choice longer than Discord's 100 characters can't be offered; it can still be typed.
            .filter(|list| list.chars().count() <= 100)
            .take(LIMIT)
            .map(|list| (list.clone(), list))
            .collect()
    }
}
