//! Long texts over several messages or pages.

/// Puts blocks into pages of at most `max` characters, in order, one under the other. A block longer than `max` gets a
/// page of its own, so callers keep blocks shorter.
pub fn pages(blocks: impl IntoIterator<Item = String>, gap: &str, max: usize) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    let mut length = 0;
    for block in blocks {
        let more = gap.chars().count() + block.chars().count();
        match pages.last_mut() {
            Some(page) if length + more <= max => {
                page.push_str(gap);
                page.push_str(&block);
                length += more;
            }
            _ => {
                length = block.chars().count();
                pages.push(block);
            }
        }
    }
    pages
}
