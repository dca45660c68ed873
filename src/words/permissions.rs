//! Permissions in Discord's words: what each is for, and how to give it.

/// What the bot cannot do without, and why.
const NEEDED: [(&str, &str); 3] = [
    ("View Channel", "to find the channel"),
    ("Send Messages", "to post questions and reveals"),
    ("Read Message History", "to reply to the question, and to see after a lost connection what was posted"),
];

/// What makes posts better, and what happens without.
const WISHED: [(&str, &str); 2] = [
    ("Embed Links", "without it, questions go out as plain text"),
    ("Attach Files", "without it, tables go out as text instead of pictures"),
];

/// How to give the missing permissions, one a line. The steps are those of Discord's client.
pub fn mend(missing: &[&str]) -> String {
    let lines: Vec<String> = missing.iter().map(|name| lacking(name)).collect();
    format!("Open the channel’s settings → Permissions → the app’s role, and allow:\n{}", lines.join("\n"))
}

/// How to give permissions that the bot can do without, in one line.
pub fn wish(missing: &[&str]) -> String {
    let names: Vec<String> = missing.iter().map(|name| format!("**{name}**")).collect();
    format!("– Posts look better if you allow {} there, too.", super::phrases::list(&names))
}

/// Every permission that matters here, with ✓ or ✗.
pub fn overview(missing: &[&str], optional_missing: &[&str]) -> String {
    let known = NEEDED.iter().chain(&WISHED).map(|(name, _)| *name);
    let others = missing.iter().chain(optional_missing).copied().filter(|name| reason(name).is_none());
    let lines: Vec<String> = known
        .chain(others)
        .map(|name| {
            let lacks = missing.contains(&name) || optional_missing.contains(&name);
            format!("{} {name}", if lacks { '✗' } else { '✓' })
        })
        .collect();
    lines.join("\n")
}

fn lacking(name: &str) -> String {
    match reason(name) {
        Some(reason) => format!("✗ **{name}**: {reason}"),
        None => format!("✗ **{name}**"),
    }
}

fn reason(name: &str) -> Option<&'static str> {
    NEEDED.iter().chain(&WISHED).find(|(known, _)| *known == name).map(|(_, reason)| *reason)
}
