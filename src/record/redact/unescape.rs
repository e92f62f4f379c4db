//! A text without one layer of escapes, with a map back to the bytes of the original.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// Layers that are removed: percent within XML within JSON, and one more.
const LAYERS: usize = 4;
/// Layers of one kind alone that are removed: JSON within JSON.
const LAYERS_OF_A_KIND: usize = 2;

/// The first bytes of escapes: percent escapes, XML references, JSON escapes.
const KINDS: &[u8] = b"%&\\";

/// A text without a layer of escapes.
#[derive(Debug)]
pub(crate) struct View {
    bytes: Vec<u8>,
    /// Where the map back changes: (here, there), ascending. Between two marks both advance together.
    marks: Vec<(usize, usize)>,
}

impl View {
    /// The text without one layer of these kinds; absent where it has none.
    fn of(text: &[u8], kinds: &[u8]) -> Option<Self> {
        // Searching for single bytes is much faster than for any of three, and most texts have none.
        if !kinds.iter().any(|begin| text.contains(begin)) {
            return None;
        }
        let mut view = View { bytes: Vec::new(), marks: Vec::new() };
        let mut copied = 0;
        let mut at = 0;
        while let Some(found) = text[at..].iter().position(|byte| kinds.contains(byte)) {
            at += found;
            let Some((length, decoded)) = escape(&text[at..]) else {
                at += 1;
                continue;
            };
            if view.bytes.is_empty() {
                view.bytes.reserve(text.len());
            }
            view.bytes.extend_from_slice(&text[copied..at]);
            let mut buffer = [0; 4];
            for byte in decoded.bytes(&mut buffer) {
                view.marks.push((view.bytes.len(), at));
                view.bytes.push(*byte);
            }
            at += length;
            copied = at;
            view.marks.push((view.bytes.len(), at));
        }
        if view.marks.is_empty() {
            return None;
        }
        view.bytes.extend_from_slice(&text[copied..]);
        Some(view)
    }

    /// The text without line breaks within words, as in wrapped base64; absent where it has none.
    fn unwrapped(text: &[u8]) -> Option<Self> {
        if !b"\n\r".iter().any(|line_break| text.contains(line_break)) {
            return None;
        }
        let breaks = |at: usize| matches!(text[at], b'\n' | b'\r');
        let goes_on =
            |at: usize| text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+/=-_".contains(byte));
        let mut view = View { bytes: Vec::new(), marks: Vec::new() };
        let mut copied = 0;
        let mut at = 0;
        while let Some(found) = text[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let from = at + found;
            let mut to = from;
            while to < text.len() && breaks(to) {
                to += 1;
            }
            if from > 0 && goes_on(from - 1) && goes_on(to) {
                view.bytes.extend_from_slice(&text[copied..from]);
                view.marks.push((view.bytes.len(), to));
                copied = to;
            }
            at = to;
        }
        if view.marks.is_empty() {
            return None;
        }
        view.bytes.extend_from_slice(&text[copied..]);
        Some(view)
    }

    fn range_back(&self, range: Range<usize>) -> Range<usize> {
        self.back(range.start)..self.back(range.end)
    }

    fn back(&self, here: usize) -> usize {
        match self.marks.partition_point(|(mark, _)| *mark <= here) {
            0 => here,
            after => {
                let (mark, there) = self.marks[after - 1];
                there + (here - mark)
            }
        }
    }
}

/// Maps a range of a layer to the range of the text that it came from.
pub(crate) type WayBack<'a> = &'a dyn Fn(Range<usize>) -> Range<usize>;

/// Calls `look` with a text as it is, without line breaks, and without each layer of escapes. `look` gets the bytes,
/// and a map from ranges of them to ranges of the text.
///
/// A layer of all kinds is removed at once, because texts mix them; where a text has several kinds, a layer of each kind
/// alone as well, because an escape of one kind may be literal text inside another.
pub(crate) fn each_layer(text: &[u8], mut look: impl FnMut(&[u8], WayBack<'_>)) {
    let mut views: Vec<View> = Vec::new();
    loop {
        let top = views.last().map_or(text, |view| view.bytes.as_slice());
        let back = |range: Range<usize>| views.iter().rev().fold(range, |range, view| view.range_back(range));
        look(top, &back);
        if let Some(view) = View::unwrapped(top) {
            look(&view.bytes, &|range| back(view.range_back(range)));
        }
        if KINDS.iter().filter(|kind| top.contains(kind)).count() > 1 {
            each_kind(top, &back, &mut look);
        }
        match View::of(top, KINDS).filter(|_| views.len() < LAYERS) {
            Some(view) => views.push(view),
            None => return,
        }
    }
}

/// Calls `look` with a text without the layers of each kind alone.
fn each_kind(text: &[u8], back: WayBack<'_>, look: &mut impl FnMut(&[u8], WayBack<'_>)) {
    for kind in KINDS.chunks(1) {
        let mut views: Vec<View> = Vec::new();
        while let Some(view) = View::of(views.last().map_or(text, |view| &view.bytes), kind) {
            views.push(view);
            let way = |range: Range<usize>| back(views.iter().rev().fold(range, |range, view| view.range_back(range)));
            views.last().into_iter().for_each(|top| look(&top.bytes, &way));
            if views.len() == LAYERS_OF_A_KIND {
                break;
            }
        }
    }
}

/// All forms of a text that [`each_layer`] produces.
pub(crate) fn layers(text: &[u8]) -> BTreeSet<Vec<u8>> {
    let mut all = BTreeSet::new();
    each_layer(text, |bytes, _| {
        all.insert(bytes.to_vec());
    });
    all
}

/// A text without escapes, up to [`LAYERS`] of them.
pub(crate) fn unescaped(text: &[u8]) -> Cow<'_, [u8]> {
    let mut plain = Cow::Borrowed(text);
    for _ in 0..LAYERS {
        match View::of(&plain, KINDS) {
            Some(view) => plain = Cow::Owned(view.bytes),
            None => break,
        }
    }
    plain
}

enum Decoded {
    Byte(u8),
    Char(char),
}

impl Decoded {
    fn bytes<'a>(&self, buffer: &'a mut [u8; 4]) -> &'a [u8] {
        match self {
            Decoded::Byte(byte) => {
                buffer[0] = *byte;
                &buffer[..1]
            }
            Decoded::Char(char) => char.encode_utf8(buffer).as_bytes(),
        }
    }
}

/// The escape at the beginning of a text: its length, and the character or byte it encodes.
fn escape(text: &[u8]) -> Option<(usize, Decoded)> {
    match text[0] {
        b'%' => Some((3, Decoded::Byte(u8::try_from(number(text.get(1..3)?, 16)?).ok()?))),
        b'&' => reference(text),
        _ => json_escape(text),
    }
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, radix).ok())?
}

fn reference(text: &[u8]) -> Option<(usize, Decoded)> {
    // The longest is `&#x10FFFF;`, and leading zeros are allowed.
    let end = text.iter().take(16).position(|byte| *byte == b';')?;
    let decoded = match &text[1..end] {
        b"lt" => Decoded::Byte(b'<'),
        b"gt" => Decoded::Byte(b'>'),
        b"amp" => Decoded::Byte(b'&'),
        b"quot" => Decoded::Byte(b'"'),
        b"apos" => Decoded::Byte(b'\''),
        [b'#', b'x' | b'X', digits @ ..] => Decoded::Char(char::from_u32(number(digits, 16)?)?),
        [b'#', digits @ ..] => Decoded::Char(char::from_u32(number(digits, 10)?)?),
        _ => return None,
    };
    Some((end + 1, decoded))
}

fn json_escape(text: &[u8]) -> Option<(usize, Decoded)> {
    let plain = match text.get(1)? {
        quoted @ (b'"' | b'\\' | b'/') => *quoted,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 0x08,
        b'f' => 0x0c,
        b'u' => return unicode_escape(text),
        _ => return None,
    };
    Some((2, Decoded::Byte(plain)))
}

fn unicode_escape(text: &[u8]) -> Option<(usize, Decoded)> {
    let unit = |at: usize| number(text.get(at..at + 4)?, 16).and_then(|unit| u16::try_from(unit).ok());
    let first = unit(2)?;
    if let Some(char) = char::from_u32(u32::from(first)) {
        return Some((6, Decoded::Char(char)));
    }
    let second = text.get(6..8).filter(|prefix| prefix == b"\\u").and_then(|_| unit(8))?;
    let char = char::decode_utf16([first, second]).next()?.ok()?;
    Some((12, Decoded::Char(char)))
}
