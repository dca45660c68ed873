//! What holds for every card.

use std::sync::LazyLock;

use super::samples;
use super::{Card, Painter, Picture, Theme};

static PAINTER: LazyLock<Painter> = LazyLock::new(|| Painter::new().unwrap());

fn painted(card: &Card, theme: Theme) -> Vec<Picture> {
    PAINTER.paint(card, theme).unwrap()
}

/// Every sample, with a name for its file.
fn gallery() -> Vec<(&'static str, Card)> {
    vec![
        ("table-ecs-vs-eks", samples::ecs_vs_eks()),
        ("table-long", samples::long_table()),
        ("standings", samples::standings()),
        ("diagram-vpc", samples::two_zones()),
    ]
}

/// Set `CARD_PICTURES` to a folder to look at the samples beside the design's pictures.
#[test]
fn every_sample_is_drawn_in_both_themes() {
    let folder = std::env::var_os("CARD_PICTURES").map(std::path::PathBuf::from);
    for (name, card) in gallery() {
        for (theme, suffix) in [(Theme::Ink, ""), (Theme::Paper, "-paper")] {
            for (number, picture) in painted(&card, theme).iter().enumerate() {
                assert_eq!(picture.width, 1_200);
                if let Some(folder) = &folder {
                    std::fs::write(folder.join(format!("{name}{suffix}-{number}.png")), &picture.png).unwrap();
                }
            }
        }
    }
}
