//! What holds for every card, whatever stands on it.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use proptest::prelude::*;
use takumi::prelude::MeasuredNode;

use super::paint::{HEIGHT, SCALE, WIDTH};
use super::{Card, DiagramCard, DrawError, Painter, Picture, StandingsCard, StandingsRow, TableCard, Theme};
use super::{paint_within, samples};
use crate::bank::{Diagram, Edge, EdgeKind, Group, GroupKind, Node, Table};
use crate::drill::{Change, Rank};

static PAINTER: LazyLock<Arc<Painter>> = LazyLock::new(|| Arc::new(Painter::new().unwrap()));

fn painted(card: &Card, theme: Theme) -> Vec<Picture> {
    PAINTER.paint(card, theme).unwrap()
}

/// Every sample, with a name for its file.
fn gallery() -> Vec<(&'static str, Card)> {
    vec![
        ("table-ecs-vs-eks", samples::ecs_vs_eks()),
        ("table-long", samples::long_table()),
        ("table-hostile", samples::hostile_table()),
        ("standings", samples::standings()),
        ("standings-long", samples::long_standings()),
        ("diagram-vpc", samples::two_zones()),
        ("diagram-nat", samples::nat_gateway()),
        ("diagram-api", samples::public_api()),
        ("diagram-multi-az", samples::multi_az()),
        ("diagram-tangle", samples::tangle()),
        ("diagram-chain", samples::chain()),
    ]
}

/// Set `CARD_PICTURES` to a folder to look at the samples beside the design's pictures.
#[test]
fn every_sample_is_an_opaque_picture_that_a_phone_shows_whole() {
    let folder = std::env::var_os("CARD_PICTURES").map(std::path::PathBuf::from);
    for (name, card) in gallery() {
        for (theme, suffix) in [(Theme::Ink, ""), (Theme::Paper, "-paper")] {
            for (number, picture) in painted(&card, theme).iter().enumerate() {
                if let Some(folder) = &folder {
                    std::fs::write(folder.join(format!("{name}{suffix}-{number}.png")), &picture.png).unwrap();
                }
                assert_whole_and_opaque(name, picture);
            }
        }
    }
}

fn assert_whole_and_opaque(name: &str, picture: &Picture) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(&picture.png));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height), (picture.width, picture.height), "{name}");
    assert_eq!(picture.width, 1_200, "{name}");
    assert!(picture.height <= 1_695, "{name} is {} high", picture.height);
    assert_eq!(info.color_type, png::ColorType::Rgba, "{name}");
    assert!(pixels.chunks_exact(4).all(|pixel| pixel[3] == 255), "{name} is not opaque");
    assert!(picture.png.len() < 200_000, "{name} has {} bytes", picture.png.len());
}

#[test]
fn a_card_has_the_same_bytes_on_every_run() {
    let again = Painter::new().unwrap();
    for (name, card) in gallery() {
        assert_eq!(painted(&card, Theme::Ink), again.paint(&card, Theme::Ink).unwrap(), "{name}");
    }
}

#[test]
fn a_table_too_high_for_a_picture_is_split_at_its_rows_and_each_part_says_so() {
    let pictures = painted(&samples::long_table(), Theme::Ink);
    let names: Vec<&str> = pictures.iter().map(|picture| picture.file_name.as_str()).collect();
    assert_eq!(names, ["lambda-fargate-or-ec2-table-1.png", "lambda-fargate-or-ec2-table-2.png"]);
    assert!(pictures[0].alt.contains("Part 1 of 2") && pictures[0].alt.contains("Start-up"));
    assert!(pictures[1].alt.contains("Part 2 of 2") && pictures[1].alt.contains("Cost driver"));
    assert!(!pictures[1].alt.contains("Start-up"));
}

#[test]
fn a_diagram_too_long_for_a_picture_becomes_a_list_of_its_edges() {
    let pictures = painted(&samples::chain(), Theme::Ink);
    assert_eq!(pictures.len(), 2);
}

#[tokio::test]
async fn a_card_is_drawn_away_from_the_async_threads_or_given_up() {
    let draw = |limit| paint_within(Arc::clone(&PAINTER), samples::standings(), Theme::Ink, limit);
    assert_eq!(draw(Duration::from_secs(60)).await.unwrap(), painted(&samples::standings(), Theme::Ink));
    assert!(matches!(draw(Duration::ZERO).await, Err(DrawError::TooSlow(Duration::ZERO))));
}

/// Fails unless every line of text is within the card, and every page within the height of a picture.
fn assert_nothing_sticks_out(card: &Card) {
    for page in PAINTER.pages(card, Theme::Ink).unwrap() {
        let measured = PAINTER.measured(page.node).unwrap();
        assert!(measured.height <= HEIGHT * SCALE + 1.0, "{} high: {card:?}", measured.height / SCALE);
        assert_text_within(&measured, card);
        assert!(page.alt.encode_utf16().count() <= 1_024);
    }
    assert!(card.text().encode_utf16().count() <= 3_500);
}

fn assert_text_within(node: &MeasuredNode, card: &Card) {
    let (x, y) = (node.transform[4], node.transform[5]);
    for run in &node.runs {
        let inside = x + run.x >= -1.0 && x + run.x + run.width <= WIDTH * SCALE + 1.0 && y + run.y >= -SCALE;
        assert!(inside, "{run:?} at {x}, {y} sticks out: {card:?}");
    }
    node.children.iter().for_each(|child| assert_text_within(child, card));
}

#[test]
fn no_text_of_a_sample_sticks_out() {
    for (_, card) in gallery() {
        assert_nothing_sticks_out(&card);
    }
}

/// Anything that people or files may hold, the nasty rather than the usual.
fn any_text() -> impl Strategy<Value = String> {
    let nasty = prop_oneof![
        Just("W".repeat(240)),
        Just("漢字".repeat(120)),
        Just("مرحبا بالعالم ".repeat(20)),
        Just("שלום עולם".to_owned()),
        Just("👩‍👩‍👧‍👦🔥🇩🇪👍🏽".repeat(9)),
        Just("Z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}".repeat(30)),
        Just("\u{202e}\u{200b}\u{feff}\u{0}".to_owned()),
        Just("﷽𒐫\u{a9c5}".repeat(8)),
        Just("<b style='font-size:99px'>{}</b><svg/>&amp;".to_owned()),
        Just("a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z".to_owned()),
        Just(String::new()),
    ];
    prop_oneof![3 => nasty, 3 => any::<String>(), 2 => "[a-zA-Z0-9 ,/-]{0,60}"]
}

fn any_table() -> impl Strategy<Value = Card> {
    let cells = prop::collection::vec(prop::collection::vec(any_text(), 0..6), 0..13);
    (any_text(), any_text(), prop::collection::vec(any_text(), 0..6), cells, any_text()).prop_map(
        |(title, dek, columns, rows, foot)| {
            let note = foot.clone();
            Card::Table(TableCard { title, table: Table { dek, columns, rows }, foot, note })
        },
    )
}

fn any_standings() -> impl Strategy<Value = Card> {
    let row = (any::<(u32, bool, u32, u32, u32)>(), any_text(), any::<(u32, u8, u8, u8)>()).prop_map(
        |((number, shared, by, rounds, points), name, (streak, towards_freeze, freezes, average))| StandingsRow {
            rank: Rank { number: number % 1_000, shared },
            change: [Change::Up(by), Change::Down(by), Change::Same, Change::New][by as usize % 4],
            name,
            streak: streak % 10_000,
            towards_freeze,
            freezes,
            rounds: rounds % 10_000,
            average,
            points,
        },
    );
    (any_text(), any_text(), prop::collection::vec(row, 0..14))
        .prop_map(|(title, dek, rows)| Card::Standings(StandingsCard { title, dek, rows }))
}

fn any_diagram() -> impl Strategy<Value = Card> {
    let id = || (0..9_u8).prop_map(|number| number.to_string());
    let kinds = prop::sample::select(vec![GroupKind::Plain, GroupKind::Public, GroupKind::Private]);
    let group = (id(), any_text(), kinds, prop::option::of(id())).prop_map(|(id, label, kind, parent)| Group {
        id,
        label,
        kind,
        parent,
    });
    let node = (id(), "[a-z A-Z]{0,14}", any_text(), prop::collection::vec(id(), 0..4))
        .prop_map(|(id, label, note, groups)| Node { id, label, note, groups });
    let kinds = prop::sample::select(vec![EdgeKind::Request, EdgeKind::Data, EdgeKind::Copy, EdgeKind::Outbound]);
    let edge = (id(), id(), "[a-z ]{0,12}", kinds).prop_map(|(from, to, label, kind)| Edge { from, to, label, kind });
    let parts =
        (prop::collection::vec(group, 0..8), prop::collection::vec(node, 0..14), prop::collection::vec(edge, 0..20));
    (any_text(), parts).prop_map(|(title, (groups, nodes, edges))| {
        let diagram = Diagram { groups, nodes, edges };
        Card::Diagram(DiagramCard { dek: title.clone(), foot: title.clone(), note: String::new(), title, diagram })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_stands_in_a_table_it_stays_within_the_picture(card in any_table()) {
        assert_nothing_sticks_out(&card);
    }

    #[test]
    fn whatever_members_are_called_the_standings_stay_within_the_picture(card in any_standings()) {
        assert_nothing_sticks_out(&card);
    }

    #[test]
    fn whatever_a_diagram_joins_it_stays_within_the_picture(card in any_diagram()) {
        assert_nothing_sticks_out(&card);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn whatever_a_card_holds_it_is_drawn(card in prop_oneof![any_table(), any_standings(), any_diagram()]) {
        for picture in painted(&card, Theme::Ink) {
            assert_whole_and_opaque("any card", &picture);
        }
    }
}
