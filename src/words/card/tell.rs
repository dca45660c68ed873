//! Cards as text: for the alternative text, for when there is no picture, and for the file's name.

use unicode_segmentation::UnicodeSegmentation;

use super::clean::cleaned;
use super::{Card, DiagramCard, StandingsCard, StandingsRow, TableCard};
use crate::bank::{Edge, EdgeKind, Node};
use crate::drill::{Change, Rank};

/// Discord's limit of an attachment's description, in UTF-16 units.
const ALT: usize = 1_024;
/// The most of a message or embed that a card's text takes, in UTF-16 units.
const TEXT: usize = 3_500;
/// The longest name of a file before its ending.
const FILE: usize = 60;
/// More than any text of a card; whatever is longer is cut with the whole.
const WHOLE: usize = 1_000;

impl Card {
    /// What a screen reader says for the picture, at most 1,024 characters.
    pub fn alt_text(&self) -> String {
        let lines = match self {
            Self::Table(card) => table(card, &cleaned_whole, ""),
            Self::Diagram(card) => diagram(card, &cleaned_whole, ""),
            Self::Standings(card) => standings(card, &cleaned_whole, ""),
        };
        let kind = match self {
            Self::Table(_) => "Table",
            Self::Diagram(_) => "Diagram",
            Self::Standings(_) => "Leaderboard",
        };
        let sentences: Vec<String> = lines.into_iter().map(closed).collect();
        shortened(&format!("{kind}: {}", sentences.join(" ")), ALT)
    }

    /// The card as Discord's markdown, for phones, screen readers and when there is no picture; at most 3,500
    /// characters.
    pub fn text(&self) -> String {
        let lines = match self {
            Self::Table(card) => table(card, &escaped, "**"),
            Self::Diagram(card) => diagram(card, &escaped, "**"),
            Self::Standings(card) => standings(card, &escaped, "**"),
        };
        whole_lines(&lines, TEXT)
    }

    /// The picture's name as a file, in safe ASCII; `part` counts from 1 where a card has several pictures.
    pub fn file_name(&self, part: Option<usize>) -> String {
        let (title, kind) = match self {
            Self::Table(card) => (&card.title, "table"),
            Self::Diagram(card) => (&card.title, "diagram"),
            Self::Standings(card) => (&card.title, "standings"),
        };
        let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let mut name: String = words.map(|word| format!("{}-", word.to_ascii_lowercase())).collect();
        name.truncate(FILE);
        if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        // "november-standings" needs no second "standings".
        if !name.ends_with(&format!("{kind}-")) {
            name.push_str(kind);
        }
        let name = name.trim_end_matches('-');
        part.map_or_else(|| format!("{name}.png"), |part| format!("{name}-{part}.png"))
    }
}

/// Says a text of the card: cleaned, and escaped where markdown would be read.
pub(super) type Say<'a> = &'a dyn Fn(&str) -> String;

fn table(card: &TableCard, say: Say<'_>, bold: &str) -> Vec<String> {
    let mut lines = vec![format!("{bold}{}{bold}", say(&card.title))];
    lines.extend(Some(say(&card.table.dek)).filter(|dek| !dek.is_empty()));
    let heads = card.table.columns.get(1..).unwrap_or_default();
    for row in &card.table.rows {
        let values: Vec<String> = heads
            .iter()
            .zip(row.iter().skip(1))
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(head, value)| format!("{}: {}", say(head), say(value)))
            .collect();
        let label = row.first().map(|label| say(label)).unwrap_or_default();
        lines.push(format!("{bold}{label}{bold} – {}", values.join("; ")));
    }
    lines
}

fn diagram(card: &DiagramCard, say: Say<'_>, bold: &str) -> Vec<String> {
    let mut lines = vec![format!("{bold}{}{bold}", say(&card.title))];
    lines.extend(Some(say(&card.dek)).filter(|dek| !dek.is_empty()));
    let diagram = &card.diagram;
    let group = |id: &String| {
        let found = diagram.groups.iter().find(|group| group.id == *id)?;
        let outer = found.parent.as_ref().and_then(|parent| diagram.groups.iter().find(|group| group.id == *parent));
        Some(match outer {
            Some(outer) => format!("{} of {}", say(&found.label), say(&outer.label)),
            None => say(&found.label),
        })
    };
    for node in &diagram.nodes {
        let note = if node.note.trim().is_empty() { String::new() } else { format!(", {}", say(&node.note)) };
        let places: Vec<String> = node.groups.iter().filter_map(group).collect();
        let place = if places.is_empty() { String::new() } else { format!(" (in {})", places.join(" and ")) };
        lines.push(format!("{bold}{}{bold}{note}{place}", say(&node.label)));
    }
    // The same edge in each zone is told once.
    let mut ways: Vec<String> = Vec::new();
    for edge in &diagram.edges {
        let way = way(edge, &diagram.nodes, say);
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    lines.extend(ways);
    lines
}

/// An edge in words.
pub(super) fn way(edge: &Edge, nodes: &[Node], say: Say<'_>) -> String {
    let name = |id: &str| nodes.iter().find(|node| node.id == *id).map_or_else(|| say(id), |node| say(&node.label));
    let label = say(&edge.label);
    let what = match (edge.kind, label.is_empty()) {
        (EdgeKind::Request | EdgeKind::Data, true) => String::new(),
        (EdgeKind::Request | EdgeKind::Data, false) => format!(": {label}"),
        (EdgeKind::Copy, true) => ": copy".to_owned(),
        (EdgeKind::Copy, false) => format!(": {label} copy"),
        (EdgeKind::Outbound, true) => ": outbound only".to_owned(),
        (EdgeKind::Outbound, false) => format!(": {label}, outbound only"),
    };
    format!("{} → {}{what}", name(&edge.from), name(&edge.to))
}

fn standings(card: &StandingsCard, say: Say<'_>, bold: &str) -> Vec<String> {
    let mut lines = vec![format!("{bold}{}{bold}", say(&card.title))];
    lines.extend(Some(say(&card.dek)).filter(|dek| !dek.is_empty()));
    lines.extend(card.rows.iter().map(|row| standing(row, say, bold)));
    lines
}

fn standing(row: &StandingsRow, say: Say<'_>, bold: &str) -> String {
    let change = match row.change {
        Change::Up(by) => format!(" (up {by})"),
        Change::Down(by) => format!(" (down {by})"),
        Change::Same => String::new(),
        Change::New => " (new)".to_owned(),
    };
    let mut about = vec![
        format!("{bold}{}{bold} {}", row.points, plural(row.points, "point")),
        format!("average {}", row.average),
        rounds(row.rounds),
    ];
    about.extend(streak(row.streak));
    about.extend(match row.freezes {
        0 => None,
        1 => Some("1 freeze kept".to_owned()),
        several => Some(format!("{several} freezes kept")),
    });
    format!("{} {}{change} – {}", rank(row.rank), isolated(&say(&row.name)), about.join(", "))
}

/// A name written from right to left, set apart so that it does not turn round what stands beside it.
fn isolated(name: &str) -> String {
    let backwards = |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if name.contains(backwards) { format!("\u{2068}{name}\u{2069}") } else { name.to_owned() }
}

/// "2=" where the rank is shared.
pub(super) fn rank(rank: Rank) -> String {
    format!("{}{}", rank.number, if rank.shared { "=" } else { "" })
}

pub(super) fn rounds(rounds: u32) -> String {
    format!("{rounds} {}", plural(rounds, "round"))
}

/// "14-day streak"; nothing for a streak that is not worth a word.
pub(super) fn streak(days: u32) -> Option<String> {
    (days > 1).then(|| format!("{days}-day streak"))
}

fn plural(number: u32, word: &str) -> String {
    if number == 1 { word.to_owned() } else { format!("{word}s") }
}

fn cleaned_whole(text: &str) -> String {
    cleaned(text, WHOLE)
}

/// Cleaned, and with nothing in it that Discord reads as markdown or a mention.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for c in cleaned_whole(text).chars() {
        if matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '<' | '[' | ']' | '#' | '@') {
            safe.push('\\');
        }
        safe.push(c);
        if c == '@' {
            // A backslash does not stop @everyone; a character of no width does.
            safe.push('\u{200b}');
        }
    }
    safe
}

/// As a sentence.
fn closed(line: String) -> String {
    if line.ends_with(['.', '…', '!', '?', ':']) { line } else { format!("{line}.") }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// `text`, at most `limit` UTF-16 units, cut between graphemes with "…".
fn shortened(text: &str, limit: usize) -> String {
    if units(text) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += units(grapheme);
        if used > limit {
            break;
        }
        kept.push_str(grapheme);
    }
    format!("{}…", kept.trim_end())
}

/// As many whole lines as `limit` UTF-16 units hold, so that no markdown is cut in two; then "…".
fn whole_lines(lines: &[String], limit: usize) -> String {
    let mut text = String::new();
    for line in lines {
        if units(&text) + units(line) + 3 > limit {
            text.push_str("\n…");
            return text;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::samples;
    use super::*;
    use crate::bank::Table;

    #[test]
    fn a_table_reads_well_without_its_picture() {
        insta::assert_snapshot!(samples::ecs_vs_eks().text(), @r"
        **ECS vs EKS**
        AWS runs both control planes; the API differs.
        **API** – ECS: AWS-native; EKS: Upstream Kubernetes
        **Set-up effort** – ECS: Low (Express Mode: minimal); EKS: Higher (Auto Mode reduces it)
        **Control-plane fee** – ECS: None; EKS: Per cluster-hour
        **Upgrades** – ECS: Invisible to you; EKS: Version calendar, add-ons
        **Capacity** – ECS: Fargate, EC2, Managed Instances; EKS: Fargate, node groups, Auto Mode, hybrid nodes
        **Workload identity** – ECS: Task role; EKS: Pod Identity / IRSA
        **Ecosystem** – ECS: AWS tooling; EKS: CNCF, Helm, operators
        **Portability** – ECS: Image only; EKS: Image + Kubernetes manifests
        **Fits** – ECS: Small platform team, AWS-only; EKS: Kubernetes skills, multi-cloud or CNCF tools
        ");
        insta::assert_snapshot!(samples::ecs_vs_eks().alt_text(), @"Table: ECS vs EKS. AWS runs both control planes; the API differs. API – ECS: AWS-native; EKS: Upstream Kubernetes. Set-up effort – ECS: Low (Express Mode: minimal); EKS: Higher (Auto Mode reduces it). Control-plane fee – ECS: None; EKS: Per cluster-hour. Upgrades – ECS: Invisible to you; EKS: Version calendar, add-ons. Capacity – ECS: Fargate, EC2, Managed Instances; EKS: Fargate, node groups, Auto Mode, hybrid nodes. Workload identity – ECS: Task role; EKS: Pod Identity / IRSA. Ecosystem – ECS: AWS tooling; EKS: CNCF, Helm, operators. Portability – ECS: Image only; EKS: Image + Kubernetes manifests. Fits – ECS: Small platform team, AWS-only; EKS: Kubernetes skills, multi-cloud or CNCF tools.");
    }

    #[test]
    fn standings_read_well_without_their_picture() {
        let text = samples::standings().text().replace("\u{2068}يوسف الحداد\u{2069}", "ISOLATED");
        insta::assert_snapshot!(text, @r"
        **November standings**
        After 18 rounds. Arrows: rank since last Friday.
        1 Priya Raghavan (up 2) – **164** points, average 91, 18 rounds, 14-day streak, 1 freeze kept
        2= Tomasz Wiśniewski (down 1) – **151** points, average 89, 17 rounds, 12-day streak
        2= 佐藤 美咲 (up 1) – **151** points, average 84, 18 rounds, 18-day streak, 2 freezes kept
        4 Léa Fontaine (down 2) – **141** points, average 88, 16 rounds, 4-day streak
        5 Bartholomew Featherstonehaugh – **129** points, average 86, 15 rounds
        6 ISOLATED (new) – **102** points, average 93, 11 rounds, 11-day streak, 2 freezes kept
        7 dev\_null\_42 (down 1) – **86** points, average 61, 14 rounds, 2-day streak
        8 Ana (down 1) – **65** points, average 72, 9 rounds
        ");
    }

    #[test]
    fn a_diagram_reads_well_without_its_picture() {
        insta::assert_snapshot!(samples::two_zones().text(), @r"
        **A web service in two zones**
        **Internet**
        **NAT**, gateway (in Public subnet of Zone A)
        **Load balancer**, one node in each zone (in Public subnet of Zone A and Public subnet of Zone B)
        **NAT**, gateway (in Public subnet of Zone B)
        **ECS tasks**, Fargate, no public IP (in Private of Zone A)
        **ECS tasks**, Fargate, no public IP (in Private of Zone B)
        **RDS primary**, reads and writes (in Private of Zone A)
        **RDS standby**, Multi-AZ, failover only (in Private of Zone B)
        Internet → Load balancer: HTTPS 443
        Load balancer → ECS tasks: 8080
        ECS tasks → NAT: outbound only
        NAT → Internet: outbound only
        ECS tasks → RDS primary
        ECS tasks → RDS primary: SQL 5432
        RDS primary → RDS standby: synchronous copy
        ");
    }

    #[test]
    fn a_name_can_neither_ping_nor_set_type() {
        assert_eq!(
            escaped("**@everyone** <@1> `x` [a](b)"),
            "\\*\\*\\@\u{200b}everyone\\*\\* \\<\\@\u{200b}1\\> \\`x\\` \\[a\\](b)"
        );
    }

    #[test]
    fn a_file_is_named_after_the_title_in_safe_characters() {
        assert_eq!(samples::ecs_vs_eks().file_name(None), "ecs-vs-eks-table.png");
        assert_eq!(samples::ecs_vs_eks().file_name(Some(2)), "ecs-vs-eks-table-2.png");
        assert_eq!(samples::standings().file_name(None), "november-standings.png");
        assert_eq!(named("../../etc/passwd\0", None), "etc-passwd-table.png");
        assert_eq!(named("東京", Some(1)), "table-1.png");
    }

    fn named(title: &str, part: Option<usize>) -> String {
        titled(title).file_name(part)
    }

    fn titled(title: &str) -> Card {
        let table = Table { dek: title.into(), columns: vec![title.into(); 3], rows: vec![vec![title.into(); 3]; 9] };
        Card::Table(TableCard { title: title.into(), table, foot: String::new(), note: String::new() })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_the_texts_are_discord_takes_them(text in any::<String>(), repeat in 0usize..20) {
            let card = titled(&text.repeat(repeat));
            prop_assert!(card.alt_text().encode_utf16().count() <= 1_024);
            prop_assert!(card.text().encode_utf16().count() <= 3_500);
            let name = card.file_name(None);
            prop_assert!(name.len() <= 80 && name.ends_with(".png"));
            prop_assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c)));
        }
    }
}
