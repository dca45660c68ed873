//! cloud-drill: a Discord bot with which a team practises AWS interviews, one question a working day.
//!
//! A folder is a room with one job, and arrows between rooms go one way only:
//!
//! | room | job | may use |
//! | --- | --- | --- |
//! | `drill` | the pure rules: ids, round states, calendar, picking, points, streaks, standings, refusals | – |
//! | `bank` | question files → checked `Bank`, search, index | drill |
//! | `grade` | answer text × question → `Mark`; pure | drill, bank |
//! | `store` | the only place with SQL; one file per table | drill, bank, grade |
//! | `words` | every text and card that a person sees, as plain values; Discord's length limits | drill, bank, grade |
//! | `practice` | use cases: load → decide → keep → word | drill, bank, grade, store, words |
//! | `schedule` | sleeps until the next due instant, runs what is due | practice and what it uses |
//! | `discord` | the only place with serenity and poise | practice, words and what they use |
//! | `sandbox` | a small Discord inside the program: world, REST, gateway, web page | – |
//!
//! Beside the rooms: `clock` (the only reader of the system's time; any room that is handed a clock may use it),
//! `config` (the only reader of the environment and of files of settings), `metrics`, and `app` and `cli`, which wire
//! everything together.

pub mod app;
pub mod bank;
pub mod cli;
pub mod clock;
pub mod config;
pub mod discord;
pub mod drill;
pub mod grade;
pub mod metrics;
pub mod practice;
pub mod sandbox;
pub mod schedule;
pub mod store;
pub mod words;
