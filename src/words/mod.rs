//! Every text and card that a person sees, as plain values: values in, message out.
//!
//! Text that members or files wrote goes through `escape`, so it is shown as it was written and never read as markdown
//! or as a mention; every builder keeps Discord's `limits` by construction.

mod answer;
mod ask;
mod board;
pub mod card;
mod cards;
mod choices;
mod custom_id;
mod doctor;
mod drills;
mod escape;
mod help;
pub mod limits;
mod marks;
mod message;
mod pages;
mod permissions;
mod phrases;
mod post;
mod profile;
mod refusals;
mod streaks;
#[cfg(test)]
mod tests;

pub use answer::{ShownAnswer, all_answers, answer_form, answer_kept, hint};
pub use ask::{asked, sources, text_version};
pub use board::{Board, BoardRow, leaderboard, season_closing};
pub use cards::of_question as cards_of;
pub use choices::{drill_choice, question_choice};
pub use custom_id::{Action, UnknownButton};
pub use doctor::{Checkup, drill_doctor, skip_reason, waiting_post};
pub use drills::{
    DrillLine, drill_created, drill_deleted, drill_edited, drill_list, drill_next, drill_paused, drill_posted,
    drill_resumed, drill_revealed, drill_skipped,
};
pub use help::help;
pub use limits::OverLimit;
pub use marks::{MyMarks, my_marks};
pub use message::{Button, ButtonStyle, Embed, Field, Form, Message};
pub use post::{Placed, QuestionPost, RevealPost, question_post, reveal_post};
pub use profile::{Profile, profile};
pub use refusals::{failure, refusal};
