//! Zones as admins type them.

use proptest::prelude::*;

use super::*;

fn nearest(typed: &str) -> Vec<String> {
    Zone::named(typed).expect_err("no zone has that name").nearest
}

fn first_suggestion(typed: &str) -> Option<String> {
    Zone::suggestions(typed, 25).into_iter().next()
}

#[test]
fn a_name_is_known_in_any_case_and_with_blanks() {
    for (typed, name) in [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" AMERICA / new york ", "America/New_York"),
        ("America/São_Paulo", "America/Sao_Paulo"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
        ("EST", "EST"),
        ("US/Pacific", "US/Pacific"),
        ("Etc/GMT+2", "Etc/GMT+2"),
    ] {
        assert_eq!(Zone::named(typed).map(|zone| zone.to_string()), Ok(name.to_owned()), "{typed:?}");
    }
}

#[test]
fn every_name_of_the_database_but_factory_names_itself() {
    for name in DATABASE.available().filter(|name| name.as_str() != "Factory") {
        assert_eq!(Zone::named(name.as_str()).map(|zone| zone.name().to_owned()), Ok(name.as_str().to_owned()));
    }
}

#[test]
fn what_is_no_place_is_no_zone() {
    for typed in ["Factory", "Etc/Unknown", "posixrules", "localtime", "", " ", "/", "Europe", "+02:00", "UTC+2"] {
        assert!(Zone::named(typed).is_err(), "{typed:?}");
    }
}

#[test]
fn a_slip_a_bare_city_or_an_abbreviation_finds_its_zone() {
    for (typed, name) in [
        ("Berlin", "Europe/Berlin"),
        ("Europe/New York", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Eurpoe/Berlin", "Europe/Berlin"),
        ("berln", "Europe/Berlin"),
        ("newyork", "America/New_York"),
        ("sao paolo", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
        ("München", "Europe/Berlin"),
        ("PST", "America/Los_Angeles"),
        ("ist", "Asia/Kolkata"),
        ("San Francisco", "America/Los_Angeles"),
        ("Asia/Bangalore", "Asia/Kolkata"),
        ("Germany", "Europe/Berlin"),
    ] {
        assert_eq!(nearest(typed).first().map(String::as_str), Some(name), "{typed:?}");
    }
}

#[test]
fn a_word_like_no_zone_suggests_none() {
    for typed in ["xyzzy", "qqqqqqqq", "'; drop table drill; --", "<@123>", "日本語だけの長い言葉"] {
        assert_eq!(nearest(typed), Vec::<String>::new(), "{typed:?}");
    }
}

#[test]
fn nothing_typed_offers_the_well_known_zones() {
    assert_eq!(Zone::suggestions(" ", 25), WELL_KNOWN);
    assert_eq!(Zone::suggestions("", 2), ["UTC", "America/Los_Angeles"]);
}

#[test]
fn typing_narrows_the_list_from_the_best_fit_down() {
    assert_eq!(Zone::suggestions("ber", 3), ["Europe/Berlin", "Atlantic/Bermuda", "Europe/Zurich"]);
    assert_eq!(Zone::suggestions("kol", 2), ["Asia/Kolkata", "Europe/Berlin"]);
    assert_eq!(Zone::suggestions("pacific", 2), ["America/Los_Angeles", "Pacific/Apia"]);
    assert_eq!(first_suggestion("york").as_deref(), Some("America/New_York"));
    assert_eq!(first_suggestion("europe/b").as_deref(), Some("Europe/Berlin"));
    assert_eq!(first_suggestion("kolk").as_deref(), Some("Asia/Kolkata"));
    assert_eq!(Zone::suggestions("est", 2), ["America/New_York", "EST"]);
    assert_eq!(first_suggestion("US/Pac").as_deref(), Some("US/Pacific"));
    assert_eq!(Zone::suggestions("india", 25)[0], "Asia/Kolkata");
}

#[test]
fn the_signs_that_mean_the_opposite_are_never_offered() {
    for typed in ["gmt+2", "utc+2", "gmt", "etc", "+2"] {
        let offered = Zone::suggestions(typed, 25);
        assert!(!offered.iter().any(|name| name.starts_with("Etc/")), "{typed:?}: {offered:?}");
    }
}

#[test]
fn every_other_name_belongs_to_a_zone_and_is_folded() {
    for (name, calls) in ALSO_CALLED {
        assert_eq!(Zone::named(name).map(|zone| zone.to_string()).as_deref(), Ok(*name));
        for call in *calls {
            assert_eq!(folded(call), *call);
            assert!(Zone::suggestions(call, 2).contains(&(*name).to_owned()), "{call}");
        }
    }
    for name in WELL_KNOWN {
        assert_eq!(Zone::named(name).map(|zone| zone.to_string()).as_deref(), Ok(name));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn whatever_is_typed_the_suggestions_are_names_within_the_limit(typed in ".{0,60}", limit in 0..30_usize) {
        let offered = Zone::suggestions(&typed, limit);
        prop_assert!(offered.len() <= limit);
        for name in offered {
            prop_assert_eq!(Zone::named(&name).map(|zone| zone.to_string()), Ok(name));
        }
    }
}
