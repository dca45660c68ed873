//! The integration tests: whole days through the sandbox, with the real bot connected to it as it is to Discord.

mod admins;
mod browser;
mod day;
mod kill;
mod members;
mod outbox;
mod program;
mod restart;
mod rooms;
mod sandbox;
mod store;
mod team;
