//! The prose of a model: HTML -> texts and lists.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// The content of `<code>`.
    Code(String),
}

/// A text, and the items of the lists in it.
#[derive(Debug, Default)]
pub(crate) struct Prose {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) items: Vec<Prose>,
}

impl Prose {
    /// Reads a documentation string. Other elements than `<li>` and `<code>` count only by their content; what is no HTML
    /// ends the text.
    pub(crate) fn read(html: &str) -> Self {
        let mut reader = quick_xml::Reader::from_str(html);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        // The innermost item is the last.
        let mut open = vec![Prose::default()];
        let mut is_code = false;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                    "li" => open.push(Prose::default()),
                    "code" => {
                        is_code = true;
                        innermost(&mut open).pieces.push(Piece::Code(String::new()));
                    }
                    _ => {}
                },
                Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                    "li" if open.len() > 1 => {
                        let item = open.pop().unwrap_or_default();
                        innermost(&mut open).items.push(item);
                    }
                    "code" => is_code = false,
                    _ => {}
                },
                Ok(Event::Text(text)) => {
                    innermost(&mut open).add(&text, is_code);
                }
                Ok(Event::GeneralRef(entity)) => {
                    let character = entity.resolve_char_ref().ok().flatten().map(String::from);
                    let text = character.or_else(|| resolve_predefined_entity(&entity).map(str::to_owned));
                    innermost(&mut open).add(&text.unwrap_or_default(), is_code);
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        while open.len() > 1 {
            let item = open.pop().unwrap_or_default();
            innermost(&mut open).items.push(item);
        }
        open.pop().unwrap_or_default()
    }

    /// The text without its marks.
    pub(crate) fn plain(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Code(text) => text.as_str(),
            })
            .collect()
    }

    fn add(&mut self, text: &str, is_code: bool) {
        match self.pieces.last_mut() {
            Some(Piece::Code(code)) if is_code => code.push_str(text),
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }
}

fn innermost(open: &mut [Prose]) -> &mut Prose {
    open.last_mut().expect("the outermost text is never closed")
}
