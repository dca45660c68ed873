//! The first answer to an interaction, and what may be said later through its token.

use axum::http::StatusCode;
use serde_json::{Value, json};
use twilight_model::application::command::{CommandOptionChoice, CommandOptionChoiceValue};
use twilight_model::channel::message::MessageFlags;
use twilight_validate::command::{CHOICES_LIMIT, choice};

use super::draft::{self, Draft, Use};
use super::errors::{Problems, Refused};
use super::{Call, Reply, components, messages, writing};
use crate::sandbox::world::ids::parse;
use crate::sandbox::world::{
    Answer, FIRST_ANSWER, Form, Interaction, InteractionId, InteractionKind, Message, MessageId, TOKEN_LIFE,
};

/// Discord's numbers of the kinds of answers.
const REPLY: u64 = 4;
const THINK: u64 = 5;
const ACCEPT: u64 = 6;
const UPDATE: u64 = 7;
const CHOICES: u64 = 8;
const FORM: u64 = 9;

impl Call<'_> {
    pub(super) fn callback(mut self) -> Result<Reply, Refused> {
        let id: InteractionId = self.id(0)?;
        let token = self.called.steps.get(1).cloned().unwrap_or_default();
        let asked = self.state.interactions.get(&id).filter(|i| i.token == token).cloned();
        let asked = asked.ok_or_else(Refused::unknown_interaction)?;
        if asked.answer != Answer::Waiting {
            return Err(Refused::already_acknowledged());
        }
        if self.now.duration_since(asked.at) >= FIRST_ANSWER {
            return Err(Refused::unknown_interaction());
        }
        let body = std::mem::take(&mut self.sent.json);
        let kind = body["type"].as_u64().unwrap_or(0);
        check_kind(&asked, kind)?;
        let data = &body["data"];
        let answer = match kind {
            REPLY => self.reply(&asked, data)?,
            THINK => self.think(&asked, data)?,
            ACCEPT => (Answer::Accepted, asked.message),
            UPDATE => self.update(&asked, data)?,
            CHOICES => (Answer::Choices(choices(data)?), None),
            FORM => (Answer::Form(form(&asked, data)?), None),
            _ => return Err(Refused::field("type", "BASE_TYPE_CHOICES", "Value must be one of {4, 5, 6, 7, 8, 9}.")),
        };
        let (answer, original) = answer;
        if let Some(interaction) = self.state.interactions.get_mut(&id) {
            interaction.answer = answer;
            interaction.original = original;
        }
        if self.query.get("with_response").is_some_and(|v| v == "true" || v == "1") {
            return Ok(Reply::ok(self.described(id, kind)));
        }
        Ok(Reply::Empty)
    }

    /// What `with_response` asks for.
    fn described(&self, id: InteractionId, kind: u64) -> Value {
        let interaction = self.state.interactions.get(&id);
        let number = interaction.map_or(0, |i| i.kind.number());
        let mut described = json!({"interaction": {"id": id, "type": number}});
        let message = interaction.and_then(|i| i.original).and_then(|id| self.state.messages.get(&id));
        if let Some(message) = message.filter(|_| matches!(kind, REPLY | THINK | UPDATE)) {
            described["interaction"]["response_message_id"] = json!(message.id);
            described["interaction"]["response_message_loading"] = json!(message.is_loading());
            described["interaction"]["response_message_ephemeral"] = json!(message.is_private());
            described["resource"] = json!({"type": kind, "message": message.to_json(self.state)});
        }
        described
    }

    fn draft(&mut self, data: &Value, at: &str, purpose: Use, v2: bool) -> Result<Draft, Refused> {
        draft::check(std::mem::take(&mut self.sent), data, at, purpose, v2)
    }

    fn reply(&mut self, asked: &Interaction, data: &Value) -> Result<(Answer, Option<MessageId>), Refused> {
        let draft = self.draft(data, "data.", Use::Answer, false)?;
        let message = self.answer_message(asked, draft)?;
        let id = message.id;
        self.state.post(message, self.now);
        Ok((Answer::Replied, Some(id)))
    }

    /// A new message that answers an interaction, private if its flags say so.
    fn answer_message(&mut self, asked: &Interaction, draft: Draft) -> Result<Message, Refused> {
        let mut message = Message::blank(self.state.mint.next(self.now), asked.channel, self.state.bot());
        message.cause = Some(asked.cause());
        let private = draft.flags.is_some_and(|f| f.contains(MessageFlags::EPHEMERAL));
        message.only_for = private.then_some(asked.by);
        writing::write(self.state, &mut message, draft, self.now);
        if message.is_empty() {
            return Err(Refused::empty_message());
        }
        Ok(message)
    }

    fn think(&mut self, asked: &Interaction, data: &Value) -> Result<(Answer, Option<MessageId>), Refused> {
        let flags = MessageFlags::from_bits_retain(data["flags"].as_u64().unwrap_or(0));
        if !MessageFlags::EPHEMERAL.contains(flags) {
            let message = "A deferred response may only carry the EPHEMERAL flag.";
            return Err(Refused::field("data.flags", "MESSAGE_FLAGS_INVALID", message));
        }
        let mut message = Message::blank(self.state.mint.next(self.now), asked.channel, self.state.bot());
        message.cause = Some(asked.cause());
        message.flags = flags | MessageFlags::LOADING;
        message.only_for = flags.contains(MessageFlags::EPHEMERAL).then_some(asked.by);
        let id = message.id;
        self.state.post(message, self.now);
        Ok((Answer::Thinking, Some(id)))
    }

    fn update(&mut self, asked: &Interaction, data: &Value) -> Result<(Answer, Option<MessageId>), Refused> {
        let target = asked.message.and_then(|id| self.state.messages.get(&id)).ok_or_else(Refused::unknown_message)?;
        let (id, v2) = (target.id, target.flags.contains(MessageFlags::IS_COMPONENTS_V2));
        let draft = self.draft(data, "data.", Use::Edit, v2)?;
        messages::edit(self.state, id, draft, self.now)?;
        Ok((Answer::Updated, Some(id)))
    }

    /// The interaction whose token is in the path, while the token lives.
    fn by_token(&self) -> Result<Interaction, Refused> {
        let app = self.called.steps.first().and_then(|s| parse(s));
        let token = self.called.steps.get(1).map_or("", String::as_str);
        let asked =
            self.state.interactions.values().find(|i| i.token == token).filter(|_| app == Some(self.state.app.id));
        let asked = asked.ok_or_else(Refused::unknown_webhook)?;
        if self.now.duration_since(asked.at) >= TOKEN_LIFE {
            return Err(Refused::invalid_token());
        }
        if asked.answer == Answer::Waiting {
            return Err(Refused::unknown_webhook());
        }
        Ok(asked.clone())
    }

    /// The message of the path: `@original`, or a follow-up of the same interaction.
    fn response(&self, asked: &Interaction) -> Result<MessageId, Refused> {
        let step = self.called.steps.get(2).map_or("", String::as_str);
        let id = if step == "@original" { asked.original } else { parse(step) };
        let message = id.and_then(|id| self.state.messages.get(&id)).ok_or_else(Refused::unknown_message)?;
        let ours =
            Some(message.id) == asked.original || message.cause.as_ref().is_some_and(|c| c.interaction == asked.id);
        if ours { Ok(message.id) } else { Err(Refused::unknown_message()) }
    }

    pub(super) fn create_followup(mut self) -> Result<Reply, Refused> {
        let asked = self.by_token()?;
        let body = std::mem::take(&mut self.sent.json);
        let draft = self.draft(&body, "", Use::Answer, false)?;
        // The first follow-up to a "thinking" reply becomes that reply, and stays as private as it was.
        if let Some(original) = asked.original.filter(|_| self.state.is_thinking(&asked, self.now)) {
            let draft = Draft { flags: draft.flags.map(|f| f - MessageFlags::EPHEMERAL), ..draft };
            return messages::edit(self.state, original, draft, self.now).map(Reply::ok);
        }
        let message = self.answer_message(&asked, draft)?;
        let id = message.id;
        self.state.post(message, self.now);
        Ok(Reply::ok(self.state.messages.get(&id).map_or(Value::Null, |m| m.to_json(self.state))))
    }

    pub(super) fn get_response(self) -> Result<Reply, Refused> {
        let id = self.response(&self.by_token()?)?;
        Ok(Reply::ok(self.state.messages.get(&id).map_or(Value::Null, |m| m.to_json(self.state))))
    }

    pub(super) fn edit_response(mut self) -> Result<Reply, Refused> {
        let asked = self.by_token()?;
        let id = self.response(&asked)?;
        let v2 = self.state.messages.get(&id).is_some_and(|m| m.flags.contains(MessageFlags::IS_COMPONENTS_V2));
        let body = std::mem::take(&mut self.sent.json);
        let draft = self.draft(&body, "", Use::Edit, v2)?;
        let edited = messages::edit(self.state, id, draft, self.now)?;
        // The update that an acknowledgement announced has come.
        let accepted = self.state.interactions.get_mut(&asked.id).filter(|i| i.answer == Answer::Accepted);
        if let Some(interaction) = accepted.filter(|i| i.original == Some(id)) {
            interaction.answer = Answer::Updated;
        }
        Ok(Reply::ok(edited))
    }

    pub(super) fn delete_response(self) -> Result<Reply, Refused> {
        let id = self.response(&self.by_token()?)?;
        self.state.delete_message(id);
        Ok(Reply::Empty)
    }
}

/// Which answers fit which interaction: a form cannot open a form, and only a component has a message to update.
fn check_kind(asked: &Interaction, kind: u64) -> Result<(), Refused> {
    let allowed: &[u64] = match asked.kind {
        InteractionKind::Command => &[REPLY, THINK, FORM],
        InteractionKind::Component => &[REPLY, THINK, ACCEPT, UPDATE, FORM],
        InteractionKind::Autocomplete => &[CHOICES],
        InteractionKind::Submit if asked.message.is_some() => &[REPLY, THINK, ACCEPT, UPDATE],
        InteractionKind::Submit => &[REPLY, THINK],
    };
    if allowed.contains(&kind) {
        return Ok(());
    }
    let allowed: Vec<String> = allowed.iter().map(u64::to_string).collect();
    let mut problems = Problems::default();
    problems.choices("type", &allowed.join(", "));
    Err(problems.into_refusal())
}

fn form(asked: &Interaction, data: &Value) -> Result<Form, Refused> {
    let mut problems = Problems::default();
    let (title, custom_id, components) = components::check_form(data, "data", &mut problems);
    problems.check()?;
    Ok(Form { id: asked.id, title, custom_id, components })
}

fn choices(data: &Value) -> Result<Vec<CommandOptionChoice>, Refused> {
    let Some(list) = data["choices"].as_array() else {
        let mut problems = Problems::default();
        problems.required("data.choices");
        return Err(problems.into_refusal());
    };
    let mut problems = Problems::default();
    if list.len() > CHOICES_LIMIT {
        problems.too_long("data.choices", CHOICES_LIMIT);
    }
    let mut choices = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let path = format!("data.choices.{index}");
        match serde_json::from_value::<CommandOptionChoice>(value.clone()) {
            Ok(one) => {
                if choice(&one).is_err() {
                    let long_name = one.name.is_empty() || one.name.chars().count() > 100;
                    let field = if long_name { "name" } else { "value" };
                    problems.bad_length(&format!("{path}.{field}"), 1, 100);
                }
                if matches!(&one.value, CommandOptionChoiceValue::Number(n) if !n.is_finite()) {
                    problems.add(&format!("{path}.value"), "NUMBER_TYPE_COERCE", "Value is not a number.");
                }
                choices.push(one);
            }
            Err(error) => {
                problems.add(&path, "MODEL_TYPE_CONVERT", format!("This choice is not understood: {error}"));
            }
        }
    }
    problems.check()?;
    Ok(choices)
}

impl Reply {
    pub(super) fn ok(json: Value) -> Self {
        Self::Json(StatusCode::OK, json)
    }
}
