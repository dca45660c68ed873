//! A drill as an admin typed it, and how it becomes one.

use jiff::civil::Time;

use crate::bank::Bank;
use crate::drill::{
    AnswersShown, ChannelId, DRILL_NAME_LIMIT, Drill, DrillId, Level, Refusal, RoleId, ServerId, Timetable, Topic,
    Weekdays, Zone, read_time,
};

/// What was typed; `None` leaves a default, or what was set before.
#[derive(Clone, Debug, Default)]
pub struct DrillDraft {
    pub channel: Option<ChannelId>,
    pub time: Option<String>,
    pub zone: Option<String>,
    pub days: Option<String>,
    pub reveal: Option<String>,
    pub topics: Option<String>,
    pub level: Option<String>,
    pub ping: Option<RoleId>,
    pub answers: Option<String>,
    pub name: Option<String>,
}

impl DrillDraft {
    /// A new drill. `channel`, `time` and `zone` are needed; Discord asks for them.
    pub fn create(&self, server: ServerId, bank: &Bank, name: String, seed: u64) -> Result<Drill, Refusal> {
        let open = time("time", self.time.as_deref().unwrap_or_default())?;
        let drill = Drill {
            id: DrillId(0),
            server,
            channel: self.channel.ok_or(Refusal::WrongChannel)?,
            name,
            timetable: Timetable {
                zone: zone(self.zone.as_deref().unwrap_or_default())?,
                days: Weekdays::WEEKDAYS,
                open,
                reveal: Timetable::usual_reveal(open),
            },
            topics: Vec::new(),
            level: None,
            ping: None,
            answers: AnswersShown::Named,
            pause: None,
            seed,
        };
        self.change(drill, bank)
    }

    /// `drill` with what was typed.
    pub fn change(&self, mut drill: Drill, bank: &Bank) -> Result<Drill, Refusal> {
        if let Some(channel) = self.channel {
            drill.channel = channel;
        }
        if let Some(given) = &self.name {
            drill.name = name(given)?;
        }
        if let Some(given) = &self.time {
            let usual = drill.timetable.answering_time();
            drill.timetable.open = time("time", given)?;
            // Who moves the question means the reveal to move with it, unless they say when.
            drill.timetable.reveal = drill.timetable.open.wrapping_add(usual);
        }
        if let Some(given) = &self.reveal {
            drill.timetable.reveal = time("reveal", given)?;
        }
        if let Some(given) = &self.zone {
            drill.timetable.zone = zone(given)?;
        }
        if let Some(given) = &self.days {
            drill.timetable.days = given
                .parse()
                .map_err(|bad: crate::drill::BadDays| Refusal::BadDays { given: given.clone(), word: bad.word })?;
        }
        if let Some(given) = &self.topics {
            drill.topics = topics(given, bank)?;
        }
        if let Some(given) = &self.level {
            drill.level = level(given)?;
        }
        if let Some(role) = self.ping {
            // The role of everyone has the server's id: choosing it is how an admin takes the ping away.
            drill.ping = (role.0 != drill.server.0).then_some(role);
        }
        if let Some(given) = &self.answers {
            drill.answers = answers(given)?;
        }
        Ok(drill)
    }
}

fn time(option: &'static str, given: &str) -> Result<Time, Refusal> {
    read_time(given).ok_or_else(|| Refusal::BadTime { option, given: given.to_owned() })
}

fn level(given: &str) -> Result<Option<Level>, Refusal> {
    match given {
        "any" => Ok(None),
        _ => Level::named(given).map(Some).ok_or(Refusal::OutdatedCommand),
    }
}

fn answers(given: &str) -> Result<AnswersShown, Refusal> {
    match given {
        "named" => Ok(AnswersShown::Named),
        "anonymous" => Ok(AnswersShown::Anonymous),
        _ => Err(Refusal::OutdatedCommand),
    }
}

fn zone(given: &str) -> Result<Zone, Refusal> {
    Zone::named(given).map_err(|unknown| Refusal::UnknownZone { given: unknown.given, nearest: unknown.nearest })
}

/// A drill's name as it is kept: visible characters, one line, not too long.
pub fn name(given: &str) -> Result<String, Refusal> {
    let name = given.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = name.chars().any(char::is_alphanumeric);
    if !visible || name.chars().count() > DRILL_NAME_LIMIT || name.chars().any(char::is_control) {
        return Err(Refusal::BadName { given: given.to_owned() });
    }
    Ok(name)
}

fn topics(given: &str, bank: &Bank) -> Result<Vec<Topic>, Refusal> {
    let known = bank.topics();
    let mut topics = Vec::new();
    for word in given.split([',', ' ']).map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()) {
        if word == "all" {
            return Ok(Vec::new());
        }
        let topic = known.iter().find(|topic| topic.as_str() == word);
        let Some(topic) = topic else { return Err(Refusal::UnknownTopic { given: word, topics: known }) };
        if !topics.contains(topic) {
            topics.push(topic.clone());
        }
    }
    Ok(topics)
}
