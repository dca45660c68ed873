//! Long texts over several messages or pages.

use super::limits::length;

/// Puts blocks into pages of at most `max` characters, in order, one under the other. A block longer than `max` gets a
/// page of its own, so callers keep blocks shorter.
pub fn pages(blocks: impl IntoIterator<Item = String>, gap: &str, max: usize) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    let mut filled = 0;
    for block in blocks {
        let more = length(gap) + length(&block);
        match pages.last_mut() {
            Some(page) if filled + more <= max => {
                page.push_str(gap);
                page.push_str(&block);
                filled += more;
            }
            _ => {
                filled = length(&block);
                pages.push(block);
            }
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_filled_to_its_limit_and_not_past_it() {
        let blocks = ["aaa", "bbb", "cc"].map(str::to_owned);
        assert_eq!(pages(blocks.clone(), "\n", 7), ["aaa\nbbb", "cc"]);
        assert_eq!(pages(blocks.clone(), "\n", 6), ["aaa", "bbb\ncc"]);
        assert_eq!(pages(blocks, "\n", 10), ["aaa\nbbb\ncc"]);
        assert_eq!(pages([], "\n", 10), Vec::<String>::new());
    }
}
