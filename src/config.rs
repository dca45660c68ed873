//! Settings: the only reader of the environment and of a file of settings.
//!
//! A variable wins over the file, the file over the default. Secrets come from the environment or from a file named
//! there, never from the file of settings.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::SignedDuration;

use crate::discord::Token;

/// What `cloud-drill run` needs.
#[derive(Debug)]
pub struct Config {
    /// `DISCORD_TOKEN`, or the content of the file that `DISCORD_TOKEN_FILE` names.
    pub token: Token,
    pub rest: Settings,
}

/// Everything but the token.
#[derive(Debug, PartialEq)]
pub struct Settings {
    /// `CLOUD_DRILL_DISCORD_API`, `discord_api`: the base address of a proxy or a stand-in, without `/api/v10`. Unset:
    /// Discord itself.
    pub discord_api: Option<String>,
    /// `CLOUD_DRILL_DATABASE`, `database`: the SQLite file, created if absent. Default `cloud-drill.db`.
    pub database: PathBuf,
    /// `CLOUD_DRILL_QUESTIONS`, `questions`: a folder of question files. Unset: the bank built into the program.
    pub questions: Option<PathBuf>,
    /// `CLOUD_DRILL_GRACE_HOURS`, `grace_hours`: how late a question may be posted, 1–23 hours. Default 6.
    pub grace: SignedDuration,
    /// `CLOUD_DRILL_HTTP`, `http`: where `/health` and `/metrics` are served. Unset: nowhere.
    pub http: Option<SocketAddr>,
    /// `CLOUD_DRILL_LOG`, `log`: what is logged, as tracing's filters are written. Default `info,serenity=warn`.
    pub log: String,
}

/// A setting that is missing or malformed, in one sentence.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

/// The keys of a file of settings, each beside its variable.
const KEYS: [&str; 6] = ["discord_api", "database", "questions", "grace_hours", "http", "log"];

/// Where settings are read from.
pub struct Sources<'a> {
    variables: &'a dyn Fn(&str) -> Option<String>,
    file: Option<(&'a Path, BTreeMap<String, toml::Value>)>,
}

/// A value with the place it was read from, for the sentence about it.
struct Found {
    text: String,
    place: String,
}

/// The process's environment; what is not Unicode counts as unset.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

impl<'a> Sources<'a> {
    /// Reads the file, if there is one.
    pub fn new(variables: &'a dyn Fn(&str) -> Option<String>, file: Option<&'a Path>) -> Result<Self, ConfigError> {
        let Some(path) = file else { return Ok(Self { variables, file: None }) };
        let shown = path.display();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let example = "--config cloud-drill.toml";
            ConfigError(format!("The file of settings {shown} can't be read: {error}; an example is {example}."))
        })?;
        let keys: BTreeMap<String, toml::Value> = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or(&text).lines().count().max(1));
            let (what, example) = (error.message(), "database = \"drill.db\"");
            ConfigError(format!(
                "The file of settings {shown} is not valid TOML, line {line}: {what}; an example is {example}."
            ))
        })?;
        if let Some(unknown) = keys.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let known = KEYS.join(", ");
            let place = path.display();
            return Err(ConfigError(format!("{place} has the unknown setting `{unknown}`; the settings are {known}.")));
        }
        Ok(Self { variables, file: Some((path, keys)) })
    }

    fn find(&self, key: &str) -> Option<Found> {
        let variable = variable_of(key);
        if let Some(text) = (self.variables)(&variable).filter(|text| !text.trim().is_empty()) {
            return Some(Found { text, place: variable });
        }
        let (path, keys) = self.file.as_ref()?;
        let text = match keys.get(key)? {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some(Found { text, place: format!("`{key}` in {}", path.display()) })
    }

    fn parse<T: FromStr>(&self, key: &str, what: &str, example: &str) -> Result<Option<T>, ConfigError>
    where
        T::Err: Display,
    {
        let Some(found) = self.find(key) else { return Ok(None) };
        found.text.trim().parse().map(Some).map_err(|_| found.refuse(what, example))
    }

    /// All settings but the token.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let grace = self.find("grace_hours").map(|found| found.grace()).transpose()?;
        Ok(Settings {
            discord_api: self.find("discord_api").map(Found::address).transpose()?,
            database: self.find("database").map_or_else(|| "cloud-drill.db".into(), |found| found.text.into()),
            questions: self.find("questions").map(Found::folder).transpose()?,
            grace: grace.unwrap_or(SignedDuration::from_hours(6)),
            http: self.parse("http", "an address with a port", "127.0.0.1:9090")?,
            log: self.find("log").map_or_else(|| "info,serenity=warn".into(), |found| found.text),
        })
    }

    /// Everything that `run` needs.
    pub fn config(&self) -> Result<Config, ConfigError> {
        Ok(Config { token: self.token()?, rest: self.settings()? })
    }

    fn token(&self) -> Result<Token, ConfigError> {
        // An empty variable is one that a shell or a compose file left blank: it counts as unset.
        let set = |name: &str| (self.variables)(name).filter(|value| !value.trim().is_empty());
        let (text, place) = match (set("DISCORD_TOKEN"), set("DISCORD_TOKEN_FILE")) {
            (Some(token), _) => (token, "DISCORD_TOKEN".to_owned()),
            (None, Some(path)) => {
                let text = std::fs::read_to_string(&path).map_err(|error| {
                    ConfigError(format!(
                        "DISCORD_TOKEN_FILE names {path}, which can't be read: {error}; an example is \
                         DISCORD_TOKEN_FILE=/run/secrets/discord_token."
                    ))
                })?;
                (text, format!("The file {path} that DISCORD_TOKEN_FILE names"))
            }
            (None, None) => {
                return Err(ConfigError(
                    "DISCORD_TOKEN is not set; set it to the bot's token from Discord's developer portal, or set \
                     DISCORD_TOKEN_FILE to a file that holds it, for example \
                     DISCORD_TOKEN_FILE=/run/secrets/discord_token."
                        .to_owned(),
                ));
            }
        };
        let token = text.trim();
        let plausible = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        if plausible {
            return Ok(Token::new(token));
        }
        Err(ConfigError(format!(
            "{place} does not hold a bot's token: it is empty or has blanks in it; copy the token from Discord's \
             developer portal under Bot, for example MTIz.GhIj.KlMn."
        )))
    }
}

impl Found {
    fn refuse(&self, what: &str, example: &str) -> ConfigError {
        ConfigError(format!("{} is {:?}, which is not {what}; an example is {example}.", self.place, self.text))
    }

    fn address(self) -> Result<String, ConfigError> {
        let address = self.text.trim().trim_end_matches('/');
        let host = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
        match host {
            Some(host) if !host.is_empty() && !host.contains(['/', ' ', '?', '#']) => Ok(address.to_owned()),
            _ => Err(self.refuse("an http or https address without a path", "http://127.0.0.1:8080")),
        }
    }

    fn folder(self) -> Result<PathBuf, ConfigError> {
        let path = PathBuf::from(&self.text);
        if path.is_dir() { Ok(path) } else { Err(self.refuse("a folder that exists", "./questions")) }
    }

    fn grace(self) -> Result<SignedDuration, ConfigError> {
        match self.text.trim().parse() {
            Ok(hours @ 1..=23) => Ok(SignedDuration::from_hours(hours)),
            _ => Err(self.refuse("a number of hours from 1 to 23", "6")),
        }
    }
}

fn variable_of(key: &str) -> String {
    format!("CLOUD_DRILL_{}", key.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
        move |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    fn refused(pairs: &'static [(&'static str, &'static str)]) -> String {
        let variables = variables(pairs);
        Sources::new(&variables, None).and_then(|sources| sources.config()).expect_err("refused").to_string()
    }

    #[test]
    fn a_missing_token_is_one_sentence_with_an_example() {
        let sentence = refused(&[]);
        assert!(sentence.starts_with("DISCORD_TOKEN is not set;"), "{sentence}");
        assert!(sentence.contains("for example"), "{sentence}");
    }

    #[test]
    fn a_malformed_setting_names_itself_its_value_and_an_example() {
        for (pairs, sentence) in [
            (
                &[("DISCORD_TOKEN", "x"), ("CLOUD_DRILL_HTTP", "9090")] as &'static [_],
                "CLOUD_DRILL_HTTP is \"9090\", which is not an address with a port; an example is 127.0.0.1:9090.",
            ),
            (
                &[("DISCORD_TOKEN", "x"), ("CLOUD_DRILL_GRACE_HOURS", "48")],
                "CLOUD_DRILL_GRACE_HOURS is \"48\", which is not a number of hours from 1 to 23; an example is 6.",
            ),
            (
                &[("DISCORD_TOKEN", "x"), ("CLOUD_DRILL_DISCORD_API", "localhost:80/api/v10")],
                "CLOUD_DRILL_DISCORD_API is \"localhost:80/api/v10\", which is not an http or https address without a \
                 path; an example is http://127.0.0.1:8080.",
            ),
        ] {
            assert_eq!(refused(pairs), sentence);
        }
    }

    #[test]
    fn an_empty_variable_counts_as_unset_and_a_bad_file_is_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("token").display().to_string();
        std::fs::write(&path, " MTIz.GhIj.KlMn\n").expect("written");
        let both = |name: &str| match name {
            "DISCORD_TOKEN" => Some(String::new()),
            "DISCORD_TOKEN_FILE" => Some(path.clone()),
            _ => None,
        };
        let config = Sources::new(&both, None).and_then(|sources| sources.config());
        assert!(config.is_ok(), "{config:?}");
        std::fs::write(&path, "two words").expect("written");
        let sentence = Sources::new(&both, None).and_then(|sources| sources.config()).expect_err("refused").to_string();
        assert!(sentence.contains(&path) && !sentence.contains("two words"), "{sentence}");
    }

    #[test]
    fn a_token_never_shows_in_a_sentence() {
        let sentence = refused(&[("DISCORD_TOKEN", "very secret words")]);
        assert!(!sentence.contains("secret words"), "{sentence}");
    }

    #[test]
    fn a_variable_wins_over_the_file_and_the_file_over_the_default() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("cloud-drill.toml");
        std::fs::write(&path, "grace_hours = 3\ndatabase = \"a.db\"\n").expect("written");
        let variables = variables(&[("CLOUD_DRILL_DATABASE", "b.db")]);
        let settings = Sources::new(&variables, Some(&path)).and_then(|sources| sources.settings()).expect("settings");
        assert_eq!(settings.database, PathBuf::from("b.db"));
        assert_eq!(settings.grace, SignedDuration::from_hours(3));
        assert_eq!(settings.http, None);
    }

    #[test]
    fn an_unknown_key_is_named_beside_the_known_ones() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("cloud-drill.toml");
        std::fs::write(&path, "databse = \"a.db\"\n").expect("written");
        let sentence = Sources::new(&variables(&[]), Some(&path)).err().expect("refused").to_string();
        assert!(sentence.contains("unknown setting `databse`"), "{sentence}");
        assert!(sentence.contains("database"), "{sentence}");
    }
}
