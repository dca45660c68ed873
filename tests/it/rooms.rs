//! The map of rooms in `src/lib.rs` is kept: each room uses only what stands above it.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms it may use. The order and the content are those of the map in `src/lib.rs`.
const ROOMS: [(&str, &[&str]); 9] = [
    ("drill", &[]),
    ("bank", &["drill"]),
    ("grade", &["drill", "bank"]),
    ("store", &["drill", "bank", "grade"]),
    ("words", &["drill", "bank", "grade"]),
    ("practice", &["drill", "bank", "grade", "store", "words"]),
    ("schedule", &["drill", "bank", "grade", "store", "words", "practice"]),
    ("discord", &["drill", "bank", "grade", "words", "practice"]),
    ("sandbox", &[]),
];

/// What any room may use beside other rooms.
const BESIDE: [&str; 2] = ["clock", "metrics"];

/// Libraries that only one place may know.
const KEPT: [(&str, &str); 6] = [
    ("sqlx", "src/store/"),
    ("serenity", "src/discord/"),
    ("poise", "src/discord/"),
    ("takumi", "src/words/card/"),
    ("twilight_model", "src/sandbox/"),
    ("std::env::var", "src/config.rs"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether a file is compiled into the unit tests only.
fn is_for_tests(path: &Path) -> bool {
    let room = fs::read_to_string(path.with_file_name("mod.rs")).unwrap_or_default();
    let name = path.file_stem().unwrap_or_default().display();
    room.contains(&format!("#[cfg(test)]\nmod {name};"))
}

/// The lines of a file that are code, without the unit tests at its end.
fn code(path: &Path) -> Vec<String> {
    if is_for_tests(path) {
        return Vec::new();
    }
    let text = fs::read_to_string(path).expect("a source file");
    let before_tests = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    before_tests.lines().filter(is_code).map(str::to_owned).collect()
}

#[test]
fn a_room_uses_only_the_rooms_that_the_map_allows() {
    let all: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).chain(["app", "cli", "config", "metrics"]).collect();
    let mut broken = Vec::new();
    for (room, may_use) in ROOMS {
        for path in sources(&root().join("src").join(room)) {
            for line in code(&path) {
                for other in &all {
                    let allowed = *other == room || may_use.contains(other) || BESIDE.contains(other);
                    if !allowed && line.contains(&format!("crate::{other}::")) {
                        broken.push(format!("{}: {}", path.display(), line.trim()));
                    }
                }
            }
        }
    }
    assert!(broken.is_empty(), "these lines use a room that the map forbids:\n{}", broken.join("\n"));
}

#[test]
fn a_library_that_one_place_keeps_is_not_used_elsewhere() {
    let mut broken = Vec::new();
    for path in sources(&root().join("src")) {
        let shown = path.strip_prefix(root()).expect("below the root").display().to_string();
        let is_test = shown.ends_with("tests.rs") || shown.contains("/tests/");
        for (library, place) in KEPT {
            let used = code(&path)
                .iter()
                .any(|line| line.contains(&format!("{library}::")) || line.contains(&format!("{library}(")));
            if used && !shown.starts_with(place) && !is_test {
                broken.push(format!("{shown} uses {library}, which only {place} may"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_map_in_the_library_names_every_room() {
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("the library");
    for (room, _) in ROOMS {
        assert!(map.contains(&format!("//! | `{room}` |")), "the map lacks {room}");
        assert!(root().join("src").join(room).join("mod.rs").exists(), "{room} is no folder");
    }
}

#[test]
fn every_file_says_first_what_it_is_for() {
    for folder in ["src", "tests"] {
        for path in sources(&root().join(folder)) {
            let text = fs::read_to_string(&path).expect("a source file");
            assert!(text.starts_with("//! "), "{} does not open with its purpose", path.display());
        }
    }
}
