//! Registering application commands, with twilight's limits and Discord's own.

use std::collections::HashSet;

use axum::http::StatusCode;
use serde_json::{Value, json};
use twilight_model::application::command::{Command, CommandOption, CommandOptionType, CommandType};
use twilight_validate::command::{self as limits, CommandValidationErrorType as Kind, GUILD_COMMAND_LIMIT};

use super::errors::{Problems, Refused};
use super::{Call, Reply};
use crate::sandbox::world::{CommandId, ServerId};

/// Characters of one command, names, descriptions and values summed up (twilight still has the former 4,000).
const CHARACTERS: usize = 8000;

impl Call<'_> {
    pub(super) fn get_commands(self, of_server: bool) -> Result<Reply, Refused> {
        let server = self.scope(of_server)?;
        let commands = self.state.commands.iter().filter(|c| c.guild_id == server);
        Ok(Reply::ok(json!(commands.collect::<Vec<_>>())))
    }

    fn scope(&self, of_server: bool) -> Result<Option<ServerId>, Refused> {
        self.own_application()?;
        if of_server { self.commands_server().map(Some) } else { Ok(None) }
    }

    /// Replaces all commands of the scope; a command that keeps its name keeps its id.
    pub(super) fn put_commands(mut self, of_server: bool) -> Result<Reply, Refused> {
        let server = self.scope(of_server)?;
        let body = std::mem::take(&mut self.sent.json);
        let Value::Array(list) = body else {
            return Err(Refused::field("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"));
        };
        let slash = list.iter().filter(|c| c["type"].as_u64().unwrap_or(1) == 1).count();
        if slash > GUILD_COMMAND_LIMIT {
            return Err(Refused::too_many_commands());
        }
        let mut problems = Problems::default();
        let mut names = HashSet::new();
        let mut commands = Vec::new();
        for (index, value) in list.into_iter().enumerate() {
            let path = index.to_string();
            if let Some(command) = self.command(value, server, &path, &mut problems) {
                if !names.insert((command.name.clone(), u8::from(command.kind))) {
                    let message = "Application command names must be unique";
                    problems.add(&path, "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
                }
                commands.push(command);
            }
        }
        problems.check()?;
        self.state.commands.retain(|c| c.guild_id != server);
        self.state.commands.extend(commands.clone());
        Ok(Reply::ok(json!(commands)))
    }

    pub(super) fn create_command(mut self, of_server: bool) -> Result<Reply, Refused> {
        let server = self.scope(of_server)?;
        let mut problems = Problems::default();
        let body = std::mem::take(&mut self.sent.json);
        let command = self.command(body, server, "", &mut problems);
        problems.check()?;
        let command = command.ok_or_else(Refused::invalid_json)?;
        let before = self.state.commands.len();
        let same = |c: &Command| c.guild_id == server && c.name == command.name && c.kind == command.kind;
        self.state.commands.retain(|c| !same(c));
        let status = if self.state.commands.len() < before { StatusCode::OK } else { StatusCode::CREATED };
        self.state.commands.push(command.clone());
        Ok(Reply::Json(status, json!(command)))
    }

    pub(super) fn get_command(self) -> Result<Reply, Refused> {
        self.own_application()?;
        let id: CommandId = self.id(1)?;
        let command = self.state.commands.iter().find(|c| c.id == Some(id) && c.guild_id.is_none());
        command.map(|c| Reply::ok(json!(c))).ok_or_else(Refused::unknown_command)
    }

    pub(super) fn delete_command(self, of_server: bool) -> Result<Reply, Refused> {
        let server = self.scope(of_server)?;
        let id: CommandId = self.id(if of_server { 2 } else { 1 })?;
        let before = self.state.commands.len();
        self.state.commands.retain(|c| !(c.id == Some(id) && c.guild_id == server));
        if self.state.commands.len() == before { Err(Refused::unknown_command()) } else { Ok(Reply::Empty) }
    }

    /// Reads and checks one command. The fields that Discord fills in are filled in.
    fn command(
        &mut self,
        mut value: Value,
        server: Option<ServerId>,
        path: &str,
        problems: &mut Problems,
    ) -> Option<Command> {
        if !value.is_object() {
            problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
            return None;
        }
        if value["name"].is_null() {
            problems.required(&join(path, "name"));
            return None;
        }
        let kind = value["type"].as_u64().unwrap_or(1);
        value["type"] = json!(kind);
        if kind == 1 && value["description"].is_null() {
            problems.required(&join(path, "description"));
            return None;
        }
        if value["description"].is_null() {
            value["description"] = json!("");
        }
        let same = |c: &&Command| {
            c.guild_id == server
                && Some(c.name.as_str()) == value["name"].as_str()
                && u64::from(u8::from(c.kind)) == kind
        };
        let id = self.state.commands.iter().find(same).and_then(|c| c.id);
        let id: CommandId = id.unwrap_or_else(|| self.state.mint.next(self.now));
        let version: CommandId = self.state.mint.next(self.now);
        value["id"] = json!(id);
        value["version"] = json!(version);
        value["application_id"] = json!(self.state.app.id);
        value["guild_id"] = json!(server);
        if value.get("nsfw").is_none() {
            value["nsfw"] = json!(false);
        }
        match serde_json::from_value::<Command>(value) {
            Ok(command) => {
                check(&command, path, problems);
                Some(command)
            }
            Err(error) => {
                problems.add(path, "MODEL_TYPE_CONVERT", format!("This command is not understood: {error}"));
                None
            }
        }
    }
}

fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

fn check(command: &Command, path: &str, problems: &mut Problems) {
    if command.kind == CommandType::ChatInput {
        check_name(&command.name, &join(path, "name"), problems);
        if limits::description(&command.description).is_err() {
            problems.bad_length(&join(path, "description"), 1, 100);
        }
        check_options(&command.options, &join(path, "options"), 0, problems);
    } else {
        if limits::name(&command.name).is_err() {
            problems.bad_length(&join(path, "name"), 1, 32);
        }
        if !command.description.is_empty() {
            let message = "Context menu commands cannot have description";
            problems.add(&join(path, "description"), "APPLICATION_COMMAND_DESCRIPTION_INVALID", message);
        }
    }
    if limits::command_characters(command) > CHARACTERS {
        let message = format!("Command exceeds maximum size ({CHARACTERS})");
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", message);
    }
}

fn check_name(name: &str, path: &str, problems: &mut Problems) {
    let Err(error) = limits::chat_input_name(name) else { return };
    match error.kind() {
        Kind::NameLengthInvalid => problems.bad_length(path, 1, 32),
        _ => problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"),
    }
}

fn check_options(options: &[CommandOption], path: &str, depth: u8, problems: &mut Problems) {
    let mut names = HashSet::new();
    let mut optional = false;
    let nests =
        |o: &CommandOption| matches!(o.kind, CommandOptionType::SubCommand | CommandOptionType::SubCommandGroup);
    if options.len() > limits::OPTIONS_LIMIT {
        problems.too_long(path, limits::OPTIONS_LIMIT);
    }
    if options.iter().any(nests) && !options.iter().all(nests) {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    for (index, option) in options.iter().enumerate() {
        let path = format!("{path}.{index}");
        check_name(&option.name, &format!("{path}.name"), problems);
        if limits::description(&option.description).is_err() {
            problems.bad_length(&format!("{path}.description"), 1, 100);
        }
        if !names.insert(&option.name) {
            problems.add(&path, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");
        }
        if option.required == Some(true) && optional {
            let message = "Required options must be placed before non-required options";
            problems.add(&path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional |= option.required != Some(true) && !nests(option);
        check_option(option, &path, depth, problems);
    }
}

fn check_option(option: &CommandOption, path: &str, depth: u8, problems: &mut Problems) {
    let choices = option.choices.as_deref().unwrap_or_default();
    if option.autocomplete == Some(true) && !choices.is_empty() {
        let message = "Autocomplete cannot be used with choices";
        problems.add(&format!("{path}.autocomplete"), "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES", message);
    }
    if choices.len() > limits::CHOICES_LIMIT {
        problems.too_long(&format!("{path}.choices"), limits::CHOICES_LIMIT);
    }
    for (index, choice) in choices.iter().enumerate() {
        if let Err(error) = limits::choice(choice) {
            let field = if matches!(error.kind(), Kind::OptionChoiceNameLengthInvalid) { "name" } else { "value" };
            problems.bad_length(&format!("{path}.choices.{index}.{field}"), 1, 100);
        }
    }
    let inner = option.options.as_deref().unwrap_or_default();
    let may_nest = match option.kind {
        CommandOptionType::SubCommandGroup => depth == 0,
        CommandOptionType::SubCommand => depth <= 1,
        _ => inner.is_empty(),
    };
    if !may_nest {
        problems.add(&format!("{path}.type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Option type is invalid");
    }
    check_options(inner, &format!("{path}.options"), depth + 1, problems);
}
