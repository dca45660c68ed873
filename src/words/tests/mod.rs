//! Tests of the wording: what people read, Discord's limits under hostile text, and that nothing is told too early.

mod admin_wording;
mod hostile;
mod oracle;
mod sample;
mod secrecy;
mod shown;
mod wording;
