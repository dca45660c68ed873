//! Which commands a member may use, and whether what they typed fits a command's options.

use serde_json::{Map, Value, json};
use twilight_model::application::command::{
    Command, CommandOption, CommandOptionChoiceValue, CommandOptionType, CommandOptionValue,
};

use super::State;
use super::ids::{MemberId, parse};

/// What a member typed, fitted to the command.
#[derive(Debug)]
pub(crate) struct Typed {
    /// Discord's `data` object, without the resolved things.
    pub(crate) data: Value,
    /// The full name: `drill create`.
    pub(crate) name: String,
    /// Ids among the values.
    pub(crate) ids: Vec<String>,
}

impl State {
    /// The commands that the member sees in the palette. Those of the server hide global ones of the same name.
    pub(crate) fn commands_of(&self, member: MemberId) -> Vec<&Command> {
        if !self.bot_here {
            return Vec::new();
        }
        let have = self.server_permissions(member);
        let hidden = |c: &Command| {
            c.guild_id.is_none() && self.commands.iter().any(|o| o.guild_id.is_some() && o.name == c.name)
        };
        self.commands
            .iter()
            .filter(|c| {
                !hidden(c)
                    && c.default_member_permissions.is_none_or(|p| !p.is_empty() && have.contains(p) || have.is_all())
            })
            .collect()
    }

    /// Fits a typed command: `name` as in `/drill create` or `drill create`, `values` by option name. With `focused` it
    /// is a half-typed command that asks for suggestions, which may lack required options and hold any text there.
    pub(crate) fn fit(
        &self,
        member: MemberId,
        name: &str,
        values: &Map<String, Value>,
        focused: Option<&str>,
    ) -> Result<Typed, String> {
        let name = name.trim().trim_start_matches('/');
        let mut steps = name.split_whitespace();
        let first = steps.next().unwrap_or_default();
        let command = self.commands_of(member).into_iter().find(|c| c.name == first);
        let command = command.ok_or_else(|| format!("There is no command /{first} that you may use."))?;
        let mut options = command.options.as_slice();
        let mut path: Vec<&CommandOption> = Vec::new();
        for step in steps {
            let next = options.iter().find(|o| o.name == step && is_nested(o));
            let next = next.ok_or_else(|| format!("/{name} is not a command."))?;
            options = next.options.as_deref().unwrap_or_default();
            path.push(next);
        }
        if options.iter().any(is_nested) {
            return Err(format!("/{name} needs a subcommand."));
        }
        let mut ids = Vec::new();
        let mut list = self.fit_options(options, values, focused, &mut ids)?;
        for option in path.iter().rev() {
            list = vec![json!({"name": option.name, "type": option.kind, "options": list})];
        }
        let mut data = json!({"id": command.id, "name": command.name, "type": 1, "options": list});
        if let Some(server) = command.guild_id {
            data["guild_id"] = json!(server);
        }
        Ok(Typed { data, name: name.to_owned(), ids })
    }

    fn fit_options(
        &self,
        options: &[CommandOption],
        values: &Map<String, Value>,
        focused: Option<&str>,
        ids: &mut Vec<String>,
    ) -> Result<Vec<Value>, String> {
        if let Some(unknown) = values.keys().find(|k| !options.iter().any(|o| o.name == **k)) {
            return Err(format!("There is no option {unknown}."));
        }
        let mut list = Vec::new();
        for (name, value) in values {
            let Some(option) = options.iter().find(|o| o.name == *name) else { continue };
            let mut entry = json!({"name": name, "type": option.kind, "value": value});
            if focused == Some(name.as_str()) {
                if option.autocomplete != Some(true) {
                    return Err(format!("{name} has no suggestions."));
                }
                entry["focused"] = json!(true);
            } else {
                entry["value"] = self.fit_value(option, value, ids).map_err(|why| format!("{name}: {why}"))?;
            }
            list.push(entry);
        }
        let missing = options.iter().find(|o| o.required == Some(true) && !values.contains_key(&o.name));
        match missing {
            Some(option) if focused.is_none() => Err(format!("{} is required.", option.name)),
            _ => Ok(list),
        }
    }

    fn fit_value(&self, option: &CommandOption, value: &Value, ids: &mut Vec<String>) -> Result<Value, &'static str> {
        let text = || match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let fitted = match option.kind {
            CommandOptionType::String => {
                let length = text().chars().count();
                let (min, max) = (option.min_length.unwrap_or(0), option.max_length.unwrap_or(6000));
                if length < usize::from(min) {
                    return Err("this is too short.");
                }
                if length > usize::from(max) {
                    return Err("this is too long.");
                }
                json!(text())
            }
            CommandOptionType::Integer => {
                json!(text().trim().parse::<i64>().map_err(|_| "this is not a whole number.")?)
            }
            CommandOptionType::Number => json!(text().trim().parse::<f64>().map_err(|_| "this is not a number.")?),
            CommandOptionType::Boolean => json!(text().parse::<bool>().map_err(|_| "this is neither true nor false.")?),
            kind => {
                let text = text();
                if !self.names(option, kind, &text) {
                    return Err("this is not there.");
                }
                ids.push(text.clone());
                json!(text)
            }
        };
        in_range(option, &fitted)?;
        Ok(fitted)
    }

    /// Whether an id names a thing of the kind that the option wants.
    fn names(&self, option: &CommandOption, kind: CommandOptionType, text: &str) -> bool {
        let user = parse(text).is_some_and(|id| self.members.contains_key(&id));
        let role = parse(text).is_some_and(|id| self.roles.iter().any(|r| r.id == id));
        let channel = parse(text).and_then(|id| self.channels.get(&id));
        match kind {
            CommandOptionType::User => user,
            CommandOptionType::Role => role,
            CommandOptionType::Mentionable => user || role,
            CommandOptionType::Channel => channel.is_some_and(|c| {
                let kinds = option.channel_types.as_deref().unwrap_or_default();
                kinds.is_empty() || kinds.iter().any(|k| u8::from(*k) == c.kind.number())
            }),
            _ => false,
        }
    }
}

fn is_nested(option: &CommandOption) -> bool {
    matches!(option.kind, CommandOptionType::SubCommand | CommandOptionType::SubCommandGroup)
}

fn in_range(option: &CommandOption, value: &Value) -> Result<(), &'static str> {
    let choices = option.choices.as_deref().unwrap_or_default();
    let chosen = choices.iter().any(|c| match &c.value {
        CommandOptionChoiceValue::String(text) => value.as_str() == Some(text),
        CommandOptionChoiceValue::Integer(number) => value.as_i64() == Some(*number),
        CommandOptionChoiceValue::Number(number) => value.as_f64() == Some(*number),
    });
    if !choices.is_empty() && !chosen {
        return Err("this is none of the choices.");
    }
    #[allow(clippy::cast_precision_loss, reason = "Discord's own range of whole numbers is exact in an f64")]
    let bound = |bound: Option<CommandOptionValue>| match bound {
        Some(CommandOptionValue::Integer(number)) => Some(number as f64),
        Some(CommandOptionValue::Number(number)) => Some(number),
        None => None,
    };
    let Some(number) = value.as_f64() else { return Ok(()) };
    if bound(option.min_value).is_some_and(|min| number < min) {
        return Err("this is too small.");
    }
    if bound(option.max_value).is_some_and(|max| number > max) {
        return Err("this is too large.");
    }
    Ok(())
}
