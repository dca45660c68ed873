//! Every text and card that a person sees, as plain values.

pub mod card;
mod custom_id;
mod message;

pub use custom_id::{Action, UnknownButton};
pub use message::{Button, ButtonStyle, Embed, Field, Form, Message};
