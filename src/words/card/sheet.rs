//! The parts that every card is made of: nodes with a class of `assets/card.css`, and the frame around them.

use takumi::prelude::{ImageData, ImageSourceInput, Length, Node, Style};

use super::clean::{HEADLINE, cleaned};

/// The longest token that is kept on one line; longer ones may break anywhere.
pub(super) const LONGEST_TOKEN: usize = 24;

/// What stands above and below a card's body.
pub(super) struct Frame<'a> {
    pub(super) title: &'a str,
    /// May be empty.
    pub(super) dek: &'a str,
    /// At the foot on the left.
    pub(super) foot: &'a str,
    /// At the foot on the right.
    pub(super) note: &'a str,
}

impl Frame<'_> {
    /// The whole card.
    pub(super) fn around(&self, body: Vec<Node>) -> Node {
        let mut parts = vec![prose("title", &cleaned(self.title, HEADLINE), &|_| true)];
        let dek = cleaned(self.dek, HEADLINE);
        if !dek.is_empty() {
            parts.push(text("dek", &dek));
        }
        parts.extend(body);
        parts.push(boxed(
            "foot",
            vec![text("note", &cleaned(self.foot, HEADLINE)), text("note right", &cleaned(self.note, HEADLINE))],
        ));
        boxed("card", parts)
    }
}

/// A box of that class.
pub(super) fn boxed(class: &str, children: Vec<Node>) -> Node {
    Node::container(children).with_class_name(class)
}

/// A box of that class and width.
pub(super) fn column(class: &str, width: f32, children: Vec<Node>) -> Node {
    boxed(class, children).with_style(Style::default().width(Length::Px(width)))
}

/// Text of that class. An empty one keeps its place: the engine drops text nodes without text.
pub(super) fn text(class: &str, text: &str) -> Node {
    let inline = if text.is_empty() { Vec::new() } else { vec![Node::text(text)] };
    boxed(class, inline)
}

/// Text of that class whose hyphenated words stay whole where `fits` says that they do.
pub(super) fn prose(class: &str, text: &str, fits: &dyn Fn(&str) -> bool) -> Node {
    let mut inline = Vec::new();
    let mut plain = String::new();
    for word in text.split_inclusive(' ') {
        let (token, space) = word.strip_suffix(' ').map_or((word, ""), |token| (token, " "));
        if keeps_together(token) && fits(token) {
            if !plain.is_empty() {
                inline.push(Node::text(std::mem::take(&mut plain)));
            }
            inline.push(boxed("whole", vec![Node::text(token)]));
            plain.push_str(space);
        } else {
            plain.push_str(word);
        }
    }
    if !plain.trim().is_empty() {
        inline.push(Node::text(plain));
    }
    boxed(class, inline)
}

/// Whether a line must not end within `token`: a short one of an alphabet with a hyphen, slash or the like in it.
pub(super) fn keeps_together(token: &str) -> bool {
    let joint = |c: char| matches!(c, '-' | '/' | '–' | '—' | '?' | '|' | '}');
    let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
    inner.contains(joint) && token.chars().count() <= LONGEST_TOKEN && token.chars().all(|c| c < '\u{2e80}')
}

/// A drawing, as an image of that class and size in CSS pixels. `shapes` never holds anyone's text.
pub(super) fn drawing(class: &str, width: f32, height: f32, shapes: &str) -> Node {
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{shapes}</svg>"#
    );
    let data = ImageData { src: ImageSourceInput::Buffer(svg.into_bytes()), width: Some(width), height: Some(height) };
    Node::image(data).with_class_name(class)
}
