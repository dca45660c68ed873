//! How long each card takes and how large it is: `cargo bench --bench cards`.

use std::time::{Duration, Instant};

use cloud_drill::words::card::{Card, DiagramCard, Painter, Picture, StandingsCard, StandingsRow, TableCard, Theme};
// The samples name these rooms as the library does.
use cloud_drill::{bank, drill};

#[path = "../src/words/card/samples.rs"]
mod samples;

/// Drawings of a card; the first is told apart, the rest give the median.
const RUNS: usize = 15;

fn main() {
    let start = Instant::now();
    let painter = match Painter::new() {
        Ok(painter) => painter,
        Err(error) => return eprintln!("no painter: {error}"),
    };
    println!("fonts and style: {}", milliseconds(start.elapsed()));
    println!("{:<20} {:>10} {:>10} {:>10} {:>9}", "card", "first", "median", "bytes", "pictures");
    for (name, card) in samples::gallery() {
        let (first, pictures) = timed(&painter, &card);
        let mut rest: Vec<Duration> = (1..RUNS).map(|_| timed(&painter, &card).0).collect();
        rest.sort();
        let bytes: usize = pictures.iter().map(|picture| picture.png.len()).sum();
        let median = rest[rest.len() / 2];
        println!(
            "{name:<20} {:>10} {:>10} {bytes:>10} {:>9}",
            milliseconds(first),
            milliseconds(median),
            pictures.len()
        );
    }
}

fn timed(painter: &Painter, card: &Card) -> (Duration, Vec<Picture>) {
    let start = Instant::now();
    let pictures = painter.paint(card, Theme::Ink).unwrap_or_default();
    (start.elapsed(), pictures)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
