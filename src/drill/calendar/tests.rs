//! Every zone of the database over five years, and the odd days by name.

use jiff::civil::{DateTime, Weekday, date, time};
use jiff::tz::TimeZoneDatabase;
use jiff::{Span, ToSpan};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::drill::{Weekdays, Zone};

/// The five years that the whole database is walked through.
const YEARS: (Date, Date) = (date(2026, 1, 1), date(2030, 12, 31));

fn timetable(zone: &str, days: &str, open: Time, reveal: Time) -> Timetable {
    Timetable { zone: Zone::named(zone).unwrap(), days: days.parse().unwrap(), open, reveal }
}

/// Daily from `open` on, revealed eight hours later.
fn daily(zone: &str, open: Time) -> Timetable {
    timetable(zone, "daily", open, Timetable::usual_reveal(open))
}

fn zones() -> Vec<String> {
    let database = TimeZoneDatabase::bundled();
    let names = database.available().map(|name| name.to_string());
    names.filter(|name| name != "Factory").collect()
}

fn times() -> impl Strategy<Value = Time> {
    (0..24_i8, 0..60_i8).prop_map(|(hour, minute)| time(hour, minute, 0, 0))
}

/// An opening, a reveal and a set of days in any zone.
fn timetables(zone: impl Strategy<Value = String>) -> impl Strategy<Value = Timetable> {
    let days = prop::sample::subsequence(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].as_slice(), 1..=7);
    (zone, days, times(), times())
        .prop_map(|(zone, days, open, reveal)| timetable(&zone, &days.join(","), open, reveal))
}

/// The wall clock of the drill.
fn wall(timetable: &Timetable, instant: Timestamp) -> DateTime {
    instant.to_zoned(timetable.zone.time_zone().clone()).datetime()
}

fn shown(timetable: &Timetable, date: Date) -> Option<(String, String)> {
    let show = |instant: Timestamp| instant.to_zoned(timetable.zone.time_zone().clone()).to_string();
    timetable.instants(date).map(|Instants { open, reveal }| (show(open), show(reveal)))
}

/// What must hold for the instants of every date, whatever the zone did that day.
fn check_instants(timetable: &Timetable, date: Date, Instants { open, reveal }: Instants) {
    let zone = timetable.zone.time_zone();
    let context = || format!("{} on {date}, {} to {}", timetable.zone, timetable.open, timetable.reveal);
    let asked = date.to_datetime(timetable.open);
    let opening = zone.to_ambiguous_timestamp(asked).offset();
    if let AmbiguousOffset::Gap { before, after } = opening {
        let gap = SignedDuration::from_secs(i64::from(after.seconds() - before.seconds()));
        assert_eq!(wall(timetable, open), asked.checked_add(gap).unwrap(), "{}", context());
    } else {
        assert_eq!(wall(timetable, open), asked, "{}", context());
    }
    if let AmbiguousOffset::Fold { before, .. } = opening {
        assert_eq!(zone.to_offset(open), before, "{}", context());
    }
    let given = reveal.duration_since(open);
    assert!(given >= ANSWERING_MINIMUM.min(timetable.answering_time()), "{}: {given:#}", context());
    let over_midnight = timetable.reveal <= timetable.open;
    let planned = if over_midnight { date.tomorrow().unwrap() } else { date }.to_datetime(timetable.reveal);
    let revealing = zone.to_ambiguous_timestamp(planned);
    if ![opening, revealing.offset()].iter().any(|offset| matches!(offset, AmbiguousOffset::Gap { .. })) {
        assert_eq!(revealing.earlier().unwrap(), reveal, "{}", context());
    }
}

/// Walks the dates as the schedule does, against a plain list of the days of the week.
fn check_walk(timetable: &Timetable, (first, last): (Date, Date)) {
    let mut due: Vec<_> = first.series(1.day()).take_while(|&date| date <= last).collect();
    due.retain(|date| timetable.days.contains(date.weekday()));
    let mut next = timetable.next_date(first.yesterday().unwrap(), None);
    let mut before = Timestamp::MIN;
    for expected in due {
        assert_eq!(next, Some(expected), "{}", timetable.zone);
        let instants = timetable.instants(expected).unwrap();
        check_instants(timetable, expected, instants);
        assert!(before < instants.open, "{} on {expected}", timetable.zone);
        before = instants.open;
        next = timetable.next_date(expected, None);
    }
    assert!(next.is_some_and(|date| date > last));
}

#[test]
fn in_every_zone_each_due_date_of_five_years_comes_exactly_once_at_the_asked_time() {
    let mut runner = TestRunner::deterministic();
    for zone in zones() {
        let timetable = timetables(Just(zone)).new_tree(&mut runner).unwrap().current();
        check_walk(&timetable, YEARS);
    }
}

#[test]
fn around_every_change_of_the_clocks_each_quarter_of_an_hour_keeps_the_rules() {
    for name in zones() {
        let zone = Zone::named(&name).unwrap().time_zone().clone();
        let start = zone.to_timestamp(YEARS.0.to_datetime(Time::MIN)).unwrap();
        let changes = zone.following(start).map(|change| change.timestamp().to_zoned(zone.clone()).datetime());
        for change in changes.take_while(|change| change.date() <= YEARS.1) {
            for quarter in -8..=4 {
                let open = change.time().wrapping_add((15 * quarter).minutes());
                let timetable = timetable(&name, "daily", open, open.wrapping_add(15.minutes()));
                check_walk(&timetable, (change.date().yesterday().unwrap(), change.date().tomorrow().unwrap()));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_first_date_is_the_earliest_that_opens_at_or_after_now(
        timetable in timetables(prop::sample::select(zones())), minutes in 0..(5 * 365 * 24 * 60_i64),
    ) {
        let now = Timestamp::from_second(1_767_225_600 + 60 * minutes).unwrap();
        let first = timetable.first_date(now, None).unwrap();
        prop_assert!(timetable.instants(first).unwrap().open >= now);
        let earlier = timetable.date_of(now).checked_sub(10.days()).unwrap().series(1.day());
        for date in earlier.take_while(|&date| date < first) {
            prop_assert!(timetable.instants(date).is_none_or(|instants| instants.open < now));
        }
        let opens = timetable.instants(first).unwrap().open;
        prop_assert_eq!(timetable.first_date(opens, None), Some(first));
        prop_assert_eq!(timetable.first_date(opens + 1.nanosecond(), None), timetable.next_date(first, None));
    }

    #[test]
    fn a_pause_moves_the_next_date_to_the_day_it_ends(
        timetable in timetables(prop::sample::select(zones())), days in 0..900_i32, pause in -30..60_i32,
    ) {
        let today = YEARS.0.checked_add(days.days()).unwrap();
        let resumes = today.checked_add(pause.days()).unwrap();
        let earliest = resumes.max(today.tomorrow().unwrap());
        let next = timetable.next_date(today, Some(Pause::Until(resumes))).unwrap();
        prop_assert!(next >= earliest && next < earliest.checked_add(7.days()).unwrap());
        prop_assert_eq!(timetable.next_date(earliest.yesterday().unwrap(), None), Some(next));
        prop_assert_eq!(timetable.next_date(today, Some(Pause::Indefinite)), None);
    }

    #[test]
    fn a_late_round_leaves_time_to_answer(
        timetable in timetables(prop::sample::select(zones())), late in 0..(48 * 60_i64),
    ) {
        let Instants { open, reveal } = timetable.instants(timetable.next_date(YEARS.0, None).unwrap()).unwrap();
        let now = open + late.minutes();
        let given = timetable.reveal_for(reveal, now).duration_since(now);
        prop_assert!(given >= ANSWERING_MINIMUM.min(timetable.answering_time()));
        prop_assert!(timetable.answering_time().is_positive());
        prop_assert!(timetable.answering_time() <= SignedDuration::from_hours(24));
    }
}

#[test]
fn a_date_that_the_zone_skips_has_no_instants() {
    for (zone, skipped) in [
        ("Pacific/Apia", date(2011, 12, 30)),
        ("Pacific/Fakaofo", date(2011, 12, 30)),
        ("Pacific/Kwajalein", date(1993, 8, 21)),
        ("Pacific/Kiritimati", date(1994, 12, 31)),
        ("Pacific/Kanton", date(1994, 12, 31)),
        ("Asia/Manila", date(1844, 12, 31)),
    ] {
        for hour in 0..24 {
            let timetable = daily(zone, time(hour, 30, 0, 0));
            let (before, after) = (skipped.yesterday().unwrap(), skipped.tomorrow().unwrap());
            assert_eq!(timetable.instants(skipped), None, "{zone} {hour}");
            assert_eq!(timetable.next_date(before, None), Some(after), "{zone} {hour}");
            assert_eq!(timetable.next_date(before, Some(Pause::Until(skipped))), Some(after), "{zone} {hour}");
            let opening = timetable.instants(before).unwrap().open;
            assert_eq!(timetable.first_date(opening + 1.second(), None), Some(after), "{zone} {hour}");
            assert_eq!(timetable.instants(after).unwrap().open.duration_since(opening), DAY, "{zone} {hour}");
        }
    }
}

#[test]
fn a_reveal_on_a_skipped_date_comes_after_the_usual_time() {
    let late = daily("Pacific/Apia", time(20, 0, 0, 0));
    let Instants { open, reveal } = late.instants(date(2011, 12, 29)).unwrap();
    assert_eq!(reveal.duration_since(open), SignedDuration::from_hours(8));
    assert_eq!(wall(&late, reveal), date(2011, 12, 31).at(4, 0, 0, 0));
}

#[test]
fn a_date_that_comes_twice_is_asked_once() {
    let sitka = daily("America/Sitka", time(9, 0, 0, 0));
    check_walk(&sitka, (date(1867, 10, 10), date(1867, 10, 25)));
    let kwajalein = daily("Pacific/Kwajalein", time(9, 0, 0, 0));
    check_walk(&kwajalein, (date(1969, 9, 25), date(1969, 10, 5)));
}

#[test]
fn in_a_gap_the_later_time_counts_and_in_a_fold_the_first() {
    let new_york = timetable("America/New_York", "daily", time(2, 30, 0, 0), time(9, 0, 0, 0));
    let opens = |timetable: &Timetable, date| shown(timetable, date).unwrap().0;
    assert_eq!(opens(&new_york, date(2026, 3, 8)), "2026-03-08T03:30:00-04:00[America/New_York]");
    let in_fold = timetable("America/New_York", "daily", time(1, 30, 0, 0), time(9, 0, 0, 0));
    assert_eq!(opens(&in_fold, date(2026, 11, 1)), "2026-11-01T01:30:00-04:00[America/New_York]");
    assert_eq!(opens(&in_fold, date(2026, 11, 2)), "2026-11-02T01:30:00-05:00[America/New_York]");
}

#[test]
fn half_an_hour_of_daylight_saving_is_half_an_hour() {
    let lord_howe = daily("Australia/Lord_Howe", time(2, 15, 0, 0));
    assert_eq!(shown(&lord_howe, date(2026, 10, 4)).unwrap().0, "2026-10-04T02:45:00+11:00[Australia/Lord_Howe]");
    let in_fold = daily("Australia/Lord_Howe", time(1, 45, 0, 0));
    assert_eq!(shown(&in_fold, date(2027, 4, 4)).unwrap().0, "2027-04-04T01:45:00+11:00[Australia/Lord_Howe]");
}

#[test]
fn a_day_that_begins_at_one_o_clock_is_still_that_day() {
    for (zone, day, opens) in [
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T01:30:00-02:00[America/Sao_Paulo]"),
        ("Asia/Beirut", date(2026, 3, 29), "2026-03-29T01:30:00+03:00[Asia/Beirut]"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-24T01:30:00+03:00[Africa/Cairo]"),
    ] {
        let timetable = daily(zone, time(0, 30, 0, 0));
        assert_eq!(shown(&timetable, day).unwrap().0, opens);
        assert_eq!(timetable.next_date(day.yesterday().unwrap(), None), Some(day));
        assert_eq!(timetable.next_date(day, None), Some(day.tomorrow().unwrap()));
    }
}

#[test]
fn an_opening_that_a_gap_carries_over_midnight_belongs_to_the_evening_before() {
    let nuuk = daily("America/Nuuk", time(23, 30, 0, 0));
    let saturday = date(2026, 3, 28);
    let open = nuuk.instants(saturday).unwrap().open;
    assert_eq!(wall(&nuuk, open), date(2026, 3, 29).at(0, 30, 0, 0));
    assert_eq!(nuuk.first_date(open - 1.minute(), None), Some(saturday));
    assert_eq!(nuuk.first_date(open + 1.minute(), None), Some(date(2026, 3, 29)));
}

#[test]
fn a_reveal_in_a_gap_never_comes_before_the_opening_or_right_after_it() {
    let spring = date(2026, 3, 8);
    let crossing = timetable("America/New_York", "daily", time(2, 30, 0, 0), time(3, 15, 0, 0));
    let Instants { open, reveal } = crossing.instants(spring).unwrap();
    assert_eq!(wall(&crossing, open), spring.at(3, 30, 0, 0));
    assert_eq!(wall(&crossing, reveal), spring.at(4, 15, 0, 0));
    let close = timetable("America/New_York", "daily", time(2, 30, 0, 0), time(3, 35, 0, 0));
    assert_eq!(wall(&close, close.instants(spring).unwrap().reveal), spring.at(4, 35, 0, 0));
}

#[test]
fn a_reveal_that_is_not_after_the_opening_falls_on_the_next_date() {
    let over_night = timetable("Europe/Berlin", "fri", time(17, 0, 0, 0), time(9, 0, 0, 0));
    assert_eq!(
        shown(&over_night, date(2026, 12, 25)),
        Some(("2026-12-25T17:00:00+01:00[Europe/Berlin]".into(), "2026-12-26T09:00:00+01:00[Europe/Berlin]".into())),
    );
    assert_eq!(over_night.answering_time(), SignedDuration::from_hours(16));
    let whole_day = timetable("Europe/Berlin", "daily", time(9, 0, 0, 0), time(9, 0, 0, 0));
    assert_eq!(whole_day.answering_time(), DAY);
    let days = [date(2026, 12, 31), date(2027, 1, 1)].map(|date| whole_day.instants(date).unwrap());
    assert_eq!(days[0].reveal, days[1].open);
}

#[test]
fn the_usual_reveal_is_eight_hours_later_also_over_midnight() {
    assert_eq!(Timetable::usual_reveal(time(9, 0, 0, 0)), time(17, 0, 0, 0));
    assert_eq!(Timetable::usual_reveal(time(18, 30, 0, 0)), time(2, 30, 0, 0));
}

#[test]
fn months_ends_and_leap_days_are_days_like_any_other() {
    let timetable = timetable("Asia/Tokyo", "daily", time(9, 0, 0, 0), time(17, 0, 0, 0));
    for (day, next) in [
        (date(2026, 12, 31), date(2027, 1, 1)),
        (date(2026, 11, 30), date(2026, 12, 1)),
        (date(2027, 2, 28), date(2027, 3, 1)),
        (date(2028, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 1)),
    ] {
        assert_eq!(timetable.next_date(day, None), Some(next));
    }
}

#[test]
fn a_pause_with_an_end_holds_back_the_first_date_too() {
    let weekdays = timetable("Europe/Berlin", "weekdays", time(9, 0, 0, 0), time(17, 0, 0, 0));
    let friday = date(2026, 11, 20);
    let now = weekdays.instants(friday).unwrap().open;
    let until = |resumes| weekdays.first_date(now, Some(Pause::Until(resumes)));
    assert_eq!(weekdays.first_date(now, None), Some(friday));
    assert_eq!(until(friday), Some(friday));
    assert_eq!(until(date(2026, 11, 21)), Some(date(2026, 11, 23)));
    assert_eq!(until(date(2027, 1, 4)), Some(date(2027, 1, 4)));
    assert_eq!(until(date(2020, 1, 1)), Some(friday));
    assert_eq!(weekdays.first_date(now, Some(Pause::Indefinite)), None);
}

#[test]
fn a_round_that_goes_out_late_reveals_as_planned_if_ten_minutes_are_left() {
    let timetable = timetable("UTC", "daily", time(9, 0, 0, 0), time(17, 0, 0, 0));
    let planned = timetable.instants(date(2026, 11, 20)).unwrap().reveal;
    let eight_hours = SignedDuration::from_hours(8);
    let just_enough = planned - 10.minutes();
    assert_eq!(timetable.reveal_for(planned, just_enough), planned);
    let too_late = just_enough + 1.second();
    assert_eq!(timetable.reveal_for(planned, too_late), too_late + eight_hours);
    assert_eq!(timetable.reveal_for(planned, planned + 2.hours()), planned + 2.hours() + eight_hours);
}

#[test]
fn the_end_of_the_calendar_ends_the_dates_and_not_the_program() {
    for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let timetable = daily(zone, time(20, 0, 0, 0));
        assert_eq!(timetable.next_date(Date::MAX, None), None);
        assert_eq!(timetable.instants(Date::MAX), None);
        assert!(timetable.next_date(Date::MIN, None).is_some());
        assert_eq!(timetable.first_date(Timestamp::MAX, None), None);
        assert_eq!(timetable.next_date(date(2026, 1, 1), Some(Pause::Until(Date::MAX))), None);
        assert_eq!(timetable.reveal_for(Timestamp::MAX, Timestamp::MAX), Timestamp::MAX);
    }
}

#[test]
fn a_timetable_asks_on_its_days_of_the_week_only() {
    let timetable = Timetable { days: "mon,wed,fri".parse::<Weekdays>().unwrap(), ..daily("UTC", time(9, 0, 0, 0)) };
    let mut dates = std::iter::successors(Some(date(2026, 11, 16)), |&date| timetable.next_date(date, None));
    let days: Vec<_> = dates.by_ref().take(4).map(Date::weekday).collect();
    assert_eq!(days, [Weekday::Monday, Weekday::Wednesday, Weekday::Friday, Weekday::Monday]);
    assert_eq!(timetable.instants(date(2026, 11, 17)), None);
    assert_eq!(dates.next(), Some(date(2026, 11, 16).checked_add(Span::new().days(9)).unwrap()));
}
