//! Whatever people write, Discord takes the message, and nothing in the text becomes markup or a mention.

use jiff::civil::date;
use proptest::prelude::*;

use super::oracle::{form_objection, objection};
use super::sample::{ROUND, diagram, drill, mark, next, question, reveal_at, shared};
use crate::bank::{Question, Source};
use crate::drill::{
    Change, MemberId, Nearest, QuestionId, Refusal, Season, SkipReason, Standing, Streak, StreakEvent, Topic,
};
use crate::words::{
    Board, BoardRow, Checkup, DrillLine, Message, MyMarks, Placed, Profile, QuestionPost, RevealPost, ShownAnswer,
    all_answers, answer_form, asked, drill_created, drill_doctor, drill_list, drill_next, drill_paused, drill_posted,
    escape, failure, hint, leaderboard, my_marks, profile, question_post, refusal, reveal_post, season_closing,
    sources, text_version, waiting_post,
};

const NASTY: &[&str] = &[
    "",
    " ",
    "\n",
    "\u{202e}\u{200f}\u{7}",
    "@everyone",
    "@here",
    "@\u{202e}everyone",
    "<@1>",
    "<@&1>",
    "<#1>",
    "<t:1:R>",
    "<:x:1>",
    "</ask:1>",
    "# heading",
    "\n# heading",
    "-# small",
    "> quote",
    ">>> quote",
    "- list",
    "1. list",
    "```",
    "`",
    "**bold**",
    "__under__",
    "||spoiler||",
    "~~gone~~",
    "[a](https://b.c)",
    "https://a.b/c_d_e",
    ":smile:",
    "\\",
    "\\*",
    "' or 1=1; drop table answers --",
    "<script>alert(1)</script>",
    "Z\u{335}\u{321}a\u{336}\u{327}l\u{337}g\u{338}o\u{334}",
    "👩‍👩‍👧‍👦",
    "يوسف",
    "佐藤 美咲",
    "\u{600}*",
];

/// One nasty thing, many, one of them again and again, one endless grapheme, or anything at all.
fn hostile() -> impl Strategy<Value = String> {
    let nasty = || proptest::sample::select(NASTY);
    prop_oneof![
        nasty().prop_map(str::to_owned),
        proptest::collection::vec(nasty(), 0..12).prop_map(|parts| parts.join(" ")),
        proptest::collection::vec(nasty(), 0..12).prop_map(|parts| parts.concat()),
        (nasty(), 1..4_000_usize).prop_map(|(part, times)| part.repeat(times).chars().take(4_000).collect()),
        (1..4_000_usize).prop_map(|marks| format!("e{}", "\u{301}".repeat(marks))),
        "\\PC{0,300}",
        ".{0,80}",
    ]
}

/// A question whose every text is `text`.
fn filled(text: &str) -> Question {
    let mut question = question();
    let answer = &mut question.answer;
    for place in [&mut question.title, &mut question.prompt, &mut answer.summary, &mut answer.say_this] {
        text.clone_into(place);
    }
    for choice in &mut answer.choose {
        (choice.when, choice.pick) = (text.to_owned(), text.to_owned());
    }
    for follow_up in &mut answer.follow_ups {
        (follow_up.ask, follow_up.listen_for) = (text.to_owned(), text.to_owned());
    }
    answer.misconceptions = vec![text.to_owned(); 3];
    answer.hints = vec![text.to_owned(); 2];
    question.key_points.iter_mut().for_each(|point| text.clone_into(&mut point.says));
    question.sources = vec![Source { title: text.to_owned(), url: text.to_owned() }; 12];
    question.table.iter_mut().flat_map(|table| &mut table.rows).flatten().for_each(|cell| text.clone_into(cell));
    question.diagram = Some(diagram());
    question.diagram.iter_mut().flat_map(|diagram| &mut diagram.nodes).for_each(|node| text.clone_into(&mut node.note));
    question
}

fn of_rounds(question: &Question, text: &str, members: usize) -> Vec<Message> {
    let podium: Vec<Placed> = (0..members)
        .map(|at| Placed { rank: shared(1 + (at / 40) as u32), member: MemberId(i64::MAX - at as i64), mark: 100 })
        .collect();
    let answers: Vec<ShownAnswer> = (0..members.min(8))
        .map(|at| ShownAnswer {
            member: (at % 2 == 0).then_some(MemberId(i64::MAX)),
            mark: 100,
            text: (at % 3 != 2).then_some(text),
        })
        .collect();
    let mut mark = mark();
    mark.points.iter_mut().for_each(|point| point.evidence = Some(text.to_owned()));
    let streak = Streak {
        days: u32::MAX,
        towards_freeze: 4,
        freezes: 2,
        event: Some(StreakEvent::FreezeUsed { date: date(2026, 11, 19) }),
    };
    let marks = MyMarks { round: ROUND, question, mark: &mark, points: 10, place: Some(shared(u32::MAX)), streak };
    let post = QuestionPost {
        round: ROUND,
        question,
        reveal_at: reveal_at(),
        answers: u32::MAX,
        late: true,
        closed: false,
        ping: drill().ping,
    };
    let mut messages = vec![
        question_post(&post),
        reveal_post(&RevealPost {
            round: ROUND,
            question,
            podium: &podium,
            answers: u32::MAX,
            never_posted: members == 0,
        }),
        hint(ROUND, question, 0),
        asked(question),
        sources(question),
    ];
    messages.extend([0, 1, 2, 7, usize::MAX].map(|page| all_answers(ROUND, question, &answers, page)));
    messages.extend(my_marks(&marks));
    messages.extend(text_version(question));
    messages
}

fn of_people(text: &str, members: usize) -> Vec<Message> {
    let rows: Vec<BoardRow> = (0..members)
        .map(|at| BoardRow {
            standing: Standing {
                member: MemberId(i64::MAX - at as i64),
                rank: shared(1 + (at / 60) as u32),
                change: Change::New,
                points: u32::MAX,
                rounds: u32::MAX,
                average: 100,
            },
            name: text.to_owned(),
            streak: Streak::default(),
        })
        .collect();
    let board = Board {
        season: Season::Week,
        title_date: date(2026, 12, 1),
        rounds: u32::MAX,
        since: Some(date(2026, 11, 19)),
        rows: &rows,
    };
    let topic = Topic::new(text);
    let recent = vec![(date(2026, 11, 20), text.to_owned(), 100); 30];
    let shown = Profile {
        member: MemberId(i64::MAX),
        own: false,
        rounds: u32::MAX,
        average: 100,
        points: u32::MAX,
        streak: Streak { freezes: 2, ..Streak::default() },
        best: Some((&topic, 100)),
        weakest: Some((&topic, 0)),
        recent: &recent,
    };
    vec![leaderboard(&board), season_closing(ROUND, &board), profile(&shown), failure(text)]
}

fn of_admins(question: &Question, text: &str, many: usize) -> Vec<Message> {
    let mut drill = drill();
    text.clone_into(&mut drill.name);
    drill.topics = vec![Topic::new(text); many];
    let line = DrillLine {
        drill: &drill,
        next: Some(next()),
        open: Some((text.to_owned(), reveal_at())),
        trouble: Some(text.to_owned()),
    };
    let checkup = Checkup {
        drill: &drill,
        missing: &["View Channel", "Send Messages", "Read Message History"],
        optional_missing: &["Embed Links", "Attach Files"],
        channel_reachable: true,
        instants: &[(date(2026, 11, 23), next()); 3],
        waiting: &vec![waiting_post(text, text, u32::MAX, Some(next())); many],
        failures: &vec![(next(), text.to_owned()); many],
        skipped: &vec![(date(2026, 11, 19), SkipReason::CannotPost(text.to_owned())); many],
        left: usize::MAX,
    };
    vec![
        drill_created(&drill, Some(next()), &["View Channel"], usize::MAX),
        drill_list(&vec![line; many]),
        drill_paused(&drill),
        drill_posted(&drill, text, reveal_at(), true),
        drill_next(&drill, question, next()),
        drill_doctor(&checkup),
    ]
}

fn of_refusals(text: &str, many: usize) -> Vec<Message> {
    let (text, names) = (|| text.to_owned(), vec![text.to_owned(); many]);
    let refusals = [
        Refusal::WhichDrill { names: names.clone() },
        Refusal::UnknownDrill { given: text(), names: names.clone() },
        Refusal::NameTaken { name: text() },
        Refusal::BadTime { option: "time", given: text() },
        Refusal::BadDays { given: text(), word: text() },
        Refusal::BadDate { given: text() },
        Refusal::UnknownZone { given: text(), nearest: names },
        Refusal::UnknownTopic { given: text(), topics: vec![Topic::new(text()); many] },
        Refusal::UnknownSeason { given: text() },
        Refusal::BadName { given: text() },
        Refusal::UnknownQuestion {
            given: text(),
            nearest: vec![Nearest { id: QuestionId::new("ecs-vs-eks"), title: text() }; many],
        },
        Refusal::OpenQuestion { title: text(), reveal_at: reveal_at() },
        Refusal::TooLate { text: text() },
        Refusal::StillWaiting { title: text(), why: Some(text()) },
        Refusal::AlreadyOpen { title: text(), reveal_at: reveal_at() },
    ];
    refusals.iter().map(refusal).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn discord_takes_every_message(text in hostile(), many in 0..30_usize) {
        let question = filled(&text);
        let mut messages = of_rounds(&question, &text, many);
        messages.extend(of_people(&text, many));
        messages.extend(of_admins(&question, &text, many));
        messages.extend(of_refusals(&text, many));
        for message in messages {
            prop_assert_eq!(objection(&message), None, "{:?}", message);
            prop_assert_eq!(mentions(&message), Vec::<String>::new());
        }
    }

    #[test]
    fn discord_takes_every_form(title in hostile(), text in hostile()) {
        let question = Question { title, ..question() };
        let form = answer_form(ROUND, &question, reveal_at(), &drill().timetable.zone, Some(&text));
        prop_assert_eq!(form_objection(&form), None);
        // What the member wrote comes back as it was.
        prop_assert_eq!(form.text.unwrap_or_default(), text);
    }

    #[test]
    fn an_escaped_text_has_no_markup_left(text in hostile(), max in 2..500_usize) {
        for shown in [escape::line(&text, max), escape::prose(&text, max)].into_iter().chain(escape::pieces(&text, max)) {
            prop_assert_eq!(markup(&shown), None, "{:?}", shown);
            prop_assert!(shown.encode_utf16().count() <= max);
        }
    }

    #[test]
    fn an_escaped_text_reads_as_it_was_written(text in hostile()) {
        let expected = escape::clean(&text);
        prop_assert_eq!(unescaped(&escape::prose(&text, 100_000)).replace('\u{200b}', ""), expected.trim().replace('\u{200b}', ""));
        let whole: String = escape::pieces(&text, 300).iter().map(|piece| unescaped(piece)).collect();
        prop_assert_eq!(visible(&whole), visible(&expected));
    }

    #[test]
    fn a_late_answer_of_4_000_signs_is_given_back_whole(text in hostile()) {
        let text = escape::clean(&text).replace("``", "");
        prop_assume!(text.encode_utf16().count() <= 4_000);
        let embed = refusal(&Refusal::TooLate { text: text.clone() }).embed.expect("the text");
        prop_assert!(embed.body.contains(&text));
        prop_assert_eq!(embed.body.matches("```").count(), 2);
    }

    #[test]
    fn a_whole_answer_stands_on_its_pages(text in hostile()) {
        let question = question();
        let answers = [ShownAnswer { member: None, mark: 50, text: Some(&text) }];
        let mut seen = String::new();
        for page in 0..40 {
            let message = all_answers(ROUND, &question, &answers, page);
            let body = message.embed.expect("a page").body;
            seen.push_str(&unescaped(body.split_once('\n').map_or("", |(_, piece)| piece)));
            if message.buttons.iter().flatten().all(|button| button.disabled || button.label != "Next ›") {
                break;
            }
        }
        prop_assert_eq!(visible(&seen), visible(&escape::clean(&text)));
    }
}

#[test]
fn discord_takes_the_messages_of_a_very_large_server() {
    let question = question();
    for members in [100, 500] {
        for message in of_rounds(&question, "ECS", members).into_iter().chain(of_people("Ana", members)) {
            assert_eq!(objection(&message), None, "{message:?}");
        }
    }
}

#[test]
fn the_search_for_markup_finds_it() {
    for text in ["**a**", "# a", "x\n- a", "<@1>", "@everyone", "a `b`", "[a](b)", "1. a", ":x:", "http://a"] {
        assert!(markup(text).is_some(), "{text}");
    }
    assert_eq!(markup(r"\*\*a\*\* 1.5 a - b # c 09:00"), None);
}

/// Mentions in a message of anybody but the people, roles and channels of these tests.
fn mentions(message: &Message) -> Vec<String> {
    let mut texts = vec![message.content.clone()];
    if let Some(embed) = &message.embed {
        texts.extend(embed.title.clone());
        texts.push(embed.body.clone());
        texts.extend(embed.fields.iter().flat_map(|field| [field.name.clone(), field.value.clone()]));
    }
    let hidden = |text: &String| unmarked(text);
    texts
        .iter()
        .map(hidden)
        .filter(|text| {
            ["<@1>", "<@&1>", "<#1>", "<t:1:R>", "@everyone", "@here", "</ask", "<script"]
                .iter()
                .any(|bad| text.contains(bad))
        })
        .filter(|text| !text.starts_with("```"))
        .collect()
}

/// The text with every escaped sign replaced by a blank.
fn unmarked(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
                out.push('\u{fffc}');
            }
            c => out.push(c),
        }
    }
    out
}

/// The first thing in a text that Discord would not show as it stands.
fn markup(text: &str) -> Option<String> {
    let text = unmarked(text);
    let sign = text.chars().find(|c| "*_~`|<[".contains(*c)).map(String::from);
    let starts = |line: &str| {
        let line = line.trim_start();
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        line.starts_with(['#', '-', '>']) || (number.len() < line.len() && number.starts_with('.'))
    };
    let block = text.lines().find(|line| starts(line)).map(str::to_owned);
    let lower = text.to_ascii_lowercase();
    let everybody = ["@everyone", "@here", "://"].into_iter().find(|word| lower.contains(word)).map(str::to_owned);
    let between: Vec<&str> = text.split(':').collect();
    let inner = between.get(1..between.len() - 1).unwrap_or_default();
    let named = |name: &&&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c));
    let emoji = inner.iter().find(named).copied();
    sign.or(block).or(everybody).or(emoji.map(str::to_owned))
}

/// What a reader sees of an escaped text.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

/// A text without what is not seen: blanks, and the parting of "@everyone".
fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}
