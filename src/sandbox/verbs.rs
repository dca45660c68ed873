//! What a member can do, one verb each. Every verb goes through the gateway to the real bot and returns what the member
//! then sees.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use twilight_model::application::command::CommandOptionChoice;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{SelectMenu, SelectMenuType};
use twilight_model::guild::Permissions;

use super::world::{
    Answer, Channel, ChannelId, Deed, FIRST_ANSWER, Form, InteractionId, InteractionKind, MemberId, Message, MessageId,
    State, World, walk,
};

/// A "thinking" reply is waited for this long, on the world's clock.
const THINKING: SignedDuration = SignedDuration::from_secs(30);
/// After a bare acknowledgement the change it announces is waited for this long, on the world's clock.
const ACCEPTED: SignedDuration = SignedDuration::from_secs(5);

/// What the member sees after a deed.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A new message, public or private.
    Message(Box<Message>),
    /// A form to fill in.
    Form(Form),
    /// The message whose component was used, changed.
    Updated(Box<Message>),
    /// Suggestions for a half-typed option.
    Choices(Vec<CommandOptionChoice>),
    /// Nothing new: the bot has acknowledged, and no change followed within some seconds.
    Nothing,
}

/// Why a deed came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    #[error("There is no such member here.")]
    UnknownMember,
    #[error("There is no such channel, or you cannot see it.")]
    UnknownChannel,
    #[error("There is no such message, or you cannot see it.")]
    UnknownMessage,
    #[error("This message has no such button or menu.")]
    UnknownComponent,
    #[error("This form is not open any more.")]
    UnknownForm,
    #[error("This is disabled.")]
    Disabled,
    #[error("You may not do this here.")]
    NotAllowed,
    /// The client would not send it: a sentence with the reason.
    #[error("{0}")]
    Invalid(String),
    #[error("The application did not respond")]
    NoAnswer,
    #[error("The application is still thinking.")]
    StillThinking,
}

impl World {
    /// Presses a button.
    pub async fn press(&self, member: MemberId, message: MessageId, custom_id: &str) -> Result<Shown, NotDone> {
        let deed = self.read(|state| {
            let pressed = state.seen_message(member, message)?;
            let button = pressed.buttons().into_iter().find(|b| b.custom_id.as_deref() == Some(custom_id));
            let button = button.ok_or(NotDone::UnknownComponent)?;
            if button.disabled {
                return Err(NotDone::Disabled);
            }
            let data = json!({"custom_id": custom_id, "component_type": 2, "id": button.id.unwrap_or(1)});
            Ok(component_deed(member, pressed, data))
        })?;
        self.act(deed).await
    }

    /// Chooses in a select menu.
    pub async fn select(
        &self,
        member: MemberId,
        message: MessageId,
        custom_id: &str,
        values: &[&str],
    ) -> Result<Shown, NotDone> {
        let values: Vec<String> = values.iter().map(|&v| v.to_owned()).collect();
        let deed = self.read(|state| {
            let used = state.seen_message(member, message)?;
            let menu = used.selects().into_iter().find(|m| m.custom_id == custom_id);
            let menu = menu.ok_or(NotDone::UnknownComponent)?;
            let kind = check_menu(menu, &values)?;
            let mut data =
                json!({"custom_id": custom_id, "component_type": kind, "values": values, "id": menu.id.unwrap_or(1)});
            if menu.kind != SelectMenuType::Text {
                data["resolved"] = state.resolved_json(&values, member);
            }
            Ok(component_deed(member, used, data))
        })?;
        self.act(deed).await
    }

    /// Sends a form: a value for each input's custom id; inputs that are not named keep their prefilled text.
    pub async fn submit(
        &self,
        member: MemberId,
        form: InteractionId,
        values: &[(&str, &str)],
    ) -> Result<Shown, NotDone> {
        let deed = self.read(|state| {
            let opener = state.interactions.get(&form).filter(|i| i.by == member).ok_or(NotDone::UnknownForm)?;
            let Answer::Form(open) = &opener.answer else { return Err(NotDone::UnknownForm) };
            state.may_act(member, opener.channel)?;
            let components = fill(open, values)?;
            let data = json!({"custom_id": open.custom_id, "components": components});
            let message = opener.message.filter(|id| state.messages.contains_key(id));
            Ok(Deed {
                kind: InteractionKind::Submit,
                by: member,
                channel: opener.channel,
                command: opener.command.clone(),
                message,
                opened_by: Some(form),
                data,
            })
        })?;
        self.act(deed).await
    }

    /// Uses a slash command: `name` as in `/drill create`, `options` a JSON object from option names to values.
    pub async fn command(
        &self,
        member: MemberId,
        channel: ChannelId,
        name: &str,
        options: Value,
    ) -> Result<Shown, NotDone> {
        let deed = self.read(|state| state.typed(member, channel, name, options, None))?;
        self.act(deed).await
    }

    /// Asks for suggestions for the option `focused` of a half-typed command.
    pub async fn autocomplete(
        &self,
        member: MemberId,
        channel: ChannelId,
        name: &str,
        options: Value,
        focused: &str,
    ) -> Result<Vec<CommandOptionChoice>, NotDone> {
        let deed = self.read(|state| state.typed(member, channel, name, options, Some(focused)))?;
        match self.act(deed).await? {
            Shown::Choices(choices) => Ok(choices),
            _ => Err(NotDone::NoAnswer),
        }
    }

    /// Writes a message.
    pub fn say(&self, member: MemberId, channel: ChannelId, text: &str) -> Result<MessageId, NotDone> {
        let text = text.trim();
        if text.is_empty() || twilight_validate::message::content(text).is_err() {
            return Err(NotDone::Invalid("A message has 1 to 2,000 characters.".to_owned()));
        }
        self.change(|state, now| {
            let have = state.may_act(member, channel)?;
            let speak = match state.channels.get(&channel).and_then(|c| c.thread.as_ref()) {
                Some(thread) if thread.locked && !have.contains(Permissions::MANAGE_THREADS) => {
                    return Err(NotDone::NotAllowed);
                }
                Some(_) => Permissions::SEND_MESSAGES_IN_THREADS,
                None => Permissions::SEND_MESSAGES,
            };
            if !have.contains(speak) {
                return Err(NotDone::NotAllowed);
            }
            let mut message = Message::blank(state.mint.next(now), channel, member);
            text.clone_into(&mut message.content);
            let id = message.id;
            state.post(message, now);
            Ok(id)
        })
    }

    /// Dismisses a private reply.
    pub fn dismiss(&self, member: MemberId, message: MessageId) -> Result<(), NotDone> {
        self.change(|state, _| {
            let private = state.messages.get(&message).is_some_and(|m| m.only_for == Some(member));
            if !private {
                return Err(NotDone::UnknownMessage);
            }
            state.delete_message(message);
            Ok(())
        })
    }

    /// Marks a channel as read up to its newest message.
    pub fn mark_read(&self, member: MemberId, channel: ChannelId) -> Result<(), NotDone> {
        self.change(|state, _| {
            state.may_act(member, channel)?;
            let newest = state.public_messages(channel).last().map(|m| m.id);
            if let Some(newest) = newest {
                state.reads.entry(member).or_default().insert(channel, newest);
            }
            Ok(())
        })
    }

    /// Sends the bot an interaction with any `data`, such as a button of an old version that no message carries now.
    pub async fn raw_interaction(
        &self,
        member: MemberId,
        channel: ChannelId,
        kind: InteractionKind,
        message: Option<MessageId>,
        data: Value,
    ) -> Result<Shown, NotDone> {
        let deed = Deed { kind, by: member, channel, command: None, message, opened_by: None, data };
        self.read(|state| state.may_act(member, channel))?;
        self.act(deed).await
    }

    /// Sends the interaction and waits for what comes of it.
    async fn act(&self, deed: Deed) -> Result<Shown, NotDone> {
        let (id, at) = self
            .change(
                |state, now| {
                    if state.bot_here && !state.outage { Some((state.interact(deed, now), now)) } else { None }
                },
            )
            .ok_or(NotDone::NoAnswer)?;
        let first = |state: &State| {
            let answer = state.interactions.get(&id).map(|i| &i.answer).filter(|a| **a != Answer::Waiting);
            answer.map(|a| *a == Answer::Accepted)
        };
        let accepted = self.until(at + FIRST_ANSWER, first).await.ok_or(NotDone::NoAnswer)?;
        let limit = at + if accepted { ACCEPTED } else { THINKING };
        let shown = self.until(limit, |state| state.outcome(id)).await;
        shown.or(accepted.then_some(Shown::Nothing)).ok_or(NotDone::StillThinking)
    }
}

impl State {
    /// The member's permissions in a channel they can see.
    fn may_act(&self, member: MemberId, channel: ChannelId) -> Result<Permissions, NotDone> {
        self.members.get(&member).filter(|m| m.here && !m.bot).ok_or(NotDone::UnknownMember)?;
        let channel: &Channel = self.channels.get(&channel).ok_or(NotDone::UnknownChannel)?;
        let have = self.permissions_in(member, channel);
        if have.contains(Permissions::VIEW_CHANNEL) { Ok(have) } else { Err(NotDone::UnknownChannel) }
    }

    fn seen_message(&self, member: MemberId, id: MessageId) -> Result<&Message, NotDone> {
        let message = self.messages.get(&id).filter(|m| m.only_for.is_none_or(|only| only == member));
        let message = message.ok_or(NotDone::UnknownMessage)?;
        self.may_act(member, message.channel)?;
        Ok(message)
    }

    fn typed(
        &self,
        member: MemberId,
        channel: ChannelId,
        name: &str,
        options: Value,
        focused: Option<&str>,
    ) -> Result<Deed, NotDone> {
        let have = self.may_act(member, channel)?;
        if !have.contains(Permissions::USE_SLASH_COMMANDS) {
            return Err(NotDone::NotAllowed);
        }
        let values: Map<String, Value> = match options {
            Value::Object(values) => values,
            _ => Map::new(),
        };
        let typed = self.fit(member, name, &values, focused).map_err(NotDone::Invalid)?;
        let mut data = typed.data;
        if !typed.ids.is_empty() {
            data["resolved"] = self.resolved_json(&typed.ids, member);
        }
        let kind = if focused.is_some() { InteractionKind::Autocomplete } else { InteractionKind::Command };
        Ok(Deed { kind, by: member, channel, command: Some(typed.name), message: None, opened_by: None, data })
    }

    fn follow_up(&self, id: InteractionId) -> Option<&Message> {
        self.messages.values().find(|m| m.cause.as_ref().is_some_and(|c| c.interaction == id))
    }

    /// What an answered interaction shows; nothing while it thinks or has only been acknowledged.
    fn outcome(&self, id: InteractionId) -> Option<Shown> {
        let interaction = self.interactions.get(&id)?;
        let original = || interaction.original.and_then(|id| self.messages.get(&id)).cloned().map(Box::new);
        match &interaction.answer {
            Answer::Waiting => None,
            Answer::Thinking | Answer::Replied => match original() {
                Some(message) if message.is_loading() => None,
                Some(message) => Some(Shown::Message(message)),
                None => Some(Shown::Nothing),
            },
            Answer::Accepted => self.follow_up(id).map(|message| Shown::Message(Box::new(message.clone()))),
            Answer::Updated => Some(original().map_or(Shown::Nothing, Shown::Updated)),
            Answer::Form(form) => Some(Shown::Form(form.clone())),
            Answer::Choices(choices) => Some(Shown::Choices(choices.clone())),
        }
    }
}

fn component_deed(member: MemberId, message: &Message, data: Value) -> Deed {
    Deed {
        kind: InteractionKind::Component,
        by: member,
        channel: message.channel,
        command: None,
        message: Some(message.id),
        opened_by: None,
        data,
    }
}

/// Discord's number of the menu's kind, if the client would let these values be chosen.
fn check_menu(menu: &SelectMenu, values: &[String]) -> Result<u8, NotDone> {
    if menu.disabled {
        return Err(NotDone::Disabled);
    }
    let (min, max) = (menu.min_values.unwrap_or(1), menu.max_values.unwrap_or(1));
    if values.len() < usize::from(min) || values.len() > usize::from(max) {
        return Err(NotDone::Invalid(format!("Choose {min} to {max}.")));
    }
    let options = menu.options.as_deref().unwrap_or_default();
    match menu.kind {
        SelectMenuType::Text => {
            let known = values.iter().all(|v| options.iter().any(|o| o.value == *v));
            if known { Ok(3) } else { Err(NotDone::Invalid("This is none of the choices.".to_owned())) }
        }
        SelectMenuType::User => Ok(5),
        SelectMenuType::Role => Ok(6),
        SelectMenuType::Mentionable => Ok(7),
        SelectMenuType::Channel => Ok(8),
        _ => Err(NotDone::UnknownComponent),
    }
}

/// The form's inputs with their values, in the shape of the rows that held them.
fn fill(form: &Form, values: &[(&str, &str)]) -> Result<Vec<Value>, NotDone> {
    let inputs = form.inputs();
    if let Some((unknown, _)) = values.iter().find(|(id, _)| !inputs.iter().any(|i| i.custom_id == *id)) {
        return Err(NotDone::Invalid(format!("The form has no field {unknown}.")));
    }
    let mut filled = Vec::new();
    for component in &form.components {
        let mut inner = Vec::new();
        let mut problem = None;
        walk(std::slice::from_ref(component), &mut |part| {
            if let Component::TextInput(input) = part {
                let typed = values.iter().find(|(id, _)| *id == input.custom_id).map(|(_, text)| *text);
                let text = typed.or(input.value.as_deref()).unwrap_or_default();
                let length = text.chars().count();
                let (min, max) = (usize::from(input.min_length.unwrap_or(0)), input.max_length.unwrap_or(4000));
                if length == 0 && input.required != Some(false) {
                    problem = Some("This field is required.".to_owned());
                } else if length > 0 && length < min {
                    problem = Some(format!("Write at least {min} characters."));
                } else if length > usize::from(max) {
                    problem = Some(format!("Write at most {max} characters."));
                }
                inner
                    .push(json!({"type": 4, "id": input.id.unwrap_or(1), "custom_id": input.custom_id, "value": text}));
            }
        });
        if let Some(problem) = problem {
            return Err(NotDone::Invalid(problem));
        }
        filled.push(match component {
            Component::Label(_) => json!({"type": 18, "id": 1, "component": inner.first()}),
            _ => json!({"type": 1, "id": 1, "components": inner}),
        });
    }
    Ok(filled)
}
