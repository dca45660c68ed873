//! The leaderboard, on request and at a season's end.

use jiff::civil::Date;

use super::card::{Card, StandingsCard, StandingsRow};
use super::limits::EMBED_BODY;
use super::message::{Button, ButtonStyle, Embed, Message};
use super::{Action, escape, phrases};
use crate::drill::{RoundId, Season, Standing, Streak};

/// The last rank that is named in the text.
const PODIUM: u32 = 3;
/// Characters of the podium.
const PODIUM_LENGTH: usize = 1_500;
/// Members on the card; further ones follow as text.
const CARD_ROWS: usize = 10;
/// Characters of a name on the card.
const NAME: usize = 100;

/// A server's standings in a season.
#[derive(Clone, Debug)]
pub struct Board<'a> {
    pub season: Season,
    /// A date in the season.
    pub title_date: Date,
    pub rounds: u32,
    /// Arrows show the change since that drill day.
    pub since: Option<Date>,
    /// Best first.
    pub rows: &'a [BoardRow],
}

/// One member on the board.
#[derive(Clone, Debug)]
pub struct BoardRow {
    pub standing: Standing,
    pub name: String,
    pub streak: Streak,
}

/// The standings with a button for each season.
pub fn leaderboard(board: &Board) -> Message {
    let buttons = vec![Season::ALL.map(|season| season_button(season, board.season)).to_vec()];
    if board.rows.is_empty() {
        return Message { content: nobody_yet(board), buttons, ..Message::default() };
    }
    let after = phrases::count(board.rounds as usize, "round");
    let content = format!("**{} after {after}**\n{}", title(board), podium(board.rows));
    Message { content, buttons, ..standings(board) }
}

/// The post at the end of a month, made with the month's last round. The standings stay what they were on that day;
/// the button shows them with whatever has changed since.
pub fn season_closing(round: RoundId, board: &Board) -> Message {
    let buttons = vec![vec![Button {
        label: "Standings now".to_owned(),
        style: ButtonStyle::Secondary(Action::ClosedMonth(round)),
        disabled: false,
    }]];
    let season = season_name(board.season, board.title_date);
    if board.rows.is_empty() {
        let content = format!("**{season} is over, without an answer.** A new season starts with the next question.");
        return Message { buttons, ..Message::text(content) };
    }
    let rounds = phrases::count(board.rounds as usize, "round");
    let members = phrases::count(board.rows.len(), "member");
    let podium = podium(board.rows);
    let content = format!(
        "**{season} is over: the final standings**\n{podium}\n{rounds}, {members}. Points start anew with the next \
         question; streaks go on."
    );
    Message { content, buttons, ..standings(board) }
}

fn standings(board: &Board) -> Message {
    // The card is given everybody, so that it can say how many it leaves out.
    let card = StandingsCard { title: title(board), dek: dek(board), rows: board.rows.iter().map(card_row).collect() };
    let further = board.rows.get(CARD_ROWS..).unwrap_or_default();
    Message { cards: vec![Card::Standings(card)], embed: rest(further), ..Message::default() }
}

/// "1 @Priya 164 · 2= @Tomasz, @美咲 151".
fn podium(rows: &[BoardRow]) -> String {
    let shown: Vec<&Standing> =
        rows.iter().map(|row| &row.standing).filter(|standing| standing.rank.number <= PODIUM).collect();
    let groups: Vec<String> = shown
        .chunk_by(|a, b| a.rank == b.rank)
        .map(|group| {
            let members: Vec<String> = group.iter().map(|standing| phrases::member(standing.member)).collect();
            let members = phrases::joined(&members, ", ", PODIUM_LENGTH / 3 - 40);
            let rank = group.first().map(|standing| phrases::rank_number(standing.rank)).unwrap_or_default();
            let points = group.first().map_or(0, |standing| standing.points);
            format!("{rank} {members} {points}")
        })
        .collect();
    phrases::joined(&groups, " · ", PODIUM_LENGTH)
}

/// The members that the card has no room for.
fn rest(rows: &[BoardRow]) -> Option<Embed> {
    if rows.is_empty() {
        return None;
    }
    let places: Vec<String> = rows
        .iter()
        .map(|row| {
            let standing = &row.standing;
            let (rank, member) = (phrases::rank_number(standing.rank), phrases::member(standing.member));
            format!("{rank} {member} {}", standing.points)
        })
        .collect();
    let body = phrases::joined(&places, " · ", EMBED_BODY);
    Some(Embed { title: Some("Further places".to_owned()), body, ..Embed::default() })
}

fn card_row(row: &BoardRow) -> StandingsRow {
    let (standing, streak) = (&row.standing, row.streak);
    let name = escape::bare(&row.name, NAME);
    StandingsRow {
        rank: standing.rank,
        change: standing.change,
        name: if name.is_empty() { "Unnamed".to_owned() } else { name },
        streak: streak.days,
        towards_freeze: streak.towards_freeze,
        freezes: streak.freezes,
        rounds: standing.rounds,
        average: standing.average,
        points: standing.points,
    }
}

fn dek(board: &Board) -> String {
    let after = format!("After {}.", phrases::count(board.rounds as usize, "round"));
    match board.since {
        Some(date) => format!("{after} Arrows: rank since {}.", phrases::short_date(date)),
        None => after,
    }
}

fn title(board: &Board) -> String {
    format!("{} standings", season_name(board.season, board.title_date))
}

fn nobody_yet(board: &Board) -> String {
    format!("**{}: nobody yet**\nThe first answer starts them: press Answer under the next question.", title(board))
}

fn season_button(season: Season, current: Season) -> Button {
    let label = match season {
        Season::Week => "Week",
        Season::Month => "Month",
        Season::Quarter => "Quarter",
        Season::All => "All",
    };
    let action = Action::Leaderboard(season);
    if season == current { Button::primary(label, action) } else { Button::secondary(label, action) }
}

/// "November", "16–22 November", "October–December", "All-time".
fn season_name(season: Season, date: Date) -> String {
    let Some((first, last)) = season.window(date) else {
        return "All-time".to_owned();
    };
    match season {
        Season::Week if first.month() == last.month() => format!("{}–{}", first.day(), last.strftime("%-d %B")),
        Season::Week => format!("{} – {}", first.strftime("%-d %B"), last.strftime("%-d %B")),
        _ if first.month() == last.month() => first.strftime("%B").to_string(),
        _ => format!("{}–{}", first.strftime("%B"), last.strftime("%B")),
    }
}
