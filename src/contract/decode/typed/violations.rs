//! What of a response violates the model, at the place where the decoder is.

use crate::decode::between::BetweenElements;
use crate::decode::error::DecodeError;
use crate::decode::mismatch::{Mismatch, MismatchKind};
use crate::decode::typed::decoder::Decoder;
use crate::decode::typed::meant::{is_newer, meant};
use crate::decode::typed::path::in_words;
use crate::operation::Operation;
use crate::shape::Members;

impl<'a> Decoder<'a, '_> {
    pub(super) fn root(&mut self, operation: &Operation, root: &str) {
        let is_right = root.strip_suffix("Response") == Some(operation.name.as_str());
        if !is_right {
            self.mismatch(MismatchKind::WrongRoot, &format!("{}Response", operation.name), root);
        }
    }

    pub(super) fn namespace(&mut self, xmlns: Option<&str>) {
        let expected = self.contract.xml_namespace();
        match xmlns {
            _ if expected.is_empty() => {}
            None => self.mismatch(MismatchKind::NoNamespace, &format!("{expected}/"), "none"),
            Some(uri) if uri.strip_suffix('/').unwrap_or(uri) == expected => {}
            Some(uri) => self.mismatch(MismatchKind::WrongNamespace, &format!("{expected}/"), uri),
        }
    }

    /// An element that the model does not have.
    pub(super) fn unknown(&mut self, members: &Members, element: &'a str) -> Result<(), DecodeError> {
        let (path, mismatches) = (&self.path, &mut self.mismatches);
        let (contract, operation) = (self.contract, self.operation);
        mismatches.add(|| {
            let meant = meant(members, element).filter(|_| !is_newer(contract, operation, path, element));
            let path = format!("{}{}{element}", in_words(path), if path.is_empty() { "" } else { "." });
            let actual = format!("an element <{element}>");
            match meant {
                Some(right) => {
                    let kind = MismatchKind::MisspelledMember { right: right.to_owned() };
                    Mismatch { kind, path, expected: right.to_owned(), actual: element.to_owned() }
                }
                None => {
                    Mismatch { kind: MismatchKind::UnknownMember, path, expected: "no such element".to_owned(), actual }
                }
            }
        });
        self.reader.skip()
    }

    /// Text where only elements are allowed: white space is ignored, and other text is reported once. Beside elements it is
    /// ignored by SDKs; alone it is a value of another type.
    pub(super) fn unexpected_text(&mut self, found: BetweenElements, expected: &str) {
        let BetweenElements { text: Some(text), has_elements } = found else { return };
        match has_elements {
            true => self.mismatch(MismatchKind::StrayText, "no text between elements", &text),
            false => self.mismatch(MismatchKind::WrongType, expected, &text),
        }
    }

    pub(super) fn mismatch(&mut self, kind: MismatchKind, expected: &str, actual: &str) {
        let path = &self.path;
        self.mismatches.add(|| Mismatch {
            kind,
            path: in_words(path),
            expected: expected.to_owned(),
            actual: actual.to_owned(),
        });
    }
}
