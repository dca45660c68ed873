//! The page in a real browser: one command is started, and a day is played on what it serves. Each story has a browser
//! and a sandbox of its own, waits for what a person would wait for, and leaves pictures in `target/screenshots/`.

mod chromium;
mod demo;
mod hostile;
mod keyboard;
mod mouse;
mod phone;
mod story;
