//! Pages of lists, right or with one fault.

use super::super::http::Parameters;
use super::xml::element;

/// What is wrong with pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFault {
    /// A page begins with the last element of the page before.
    Repeats,
    /// A page begins one element too late.
    Loses,
    /// Pages have all elements.
    SizeIgnored,
    /// A page that is not empty has a token, though nothing follows.
    TokenAtEnd,
    /// Tokens are rejected.
    TokenRejected,
    /// The first page, whatever the token.
    TokenIgnored,
    /// A page size is rejected.
    SizeRejected,
}

/// The elements of the page that is requested, and the element with the token of the next one.
pub fn page(
    all: Vec<String>,
    parameters: &Parameters,
    fault: Option<PageFault>,
) -> Result<(Vec<String>, String), (&'static str, String)> {
    let is = |one: PageFault| fault == Some(one);
    let size = parameters.get("MaxResults").and_then(|size| size.parse::<usize>().ok());
    let size = size.filter(|_| !is(PageFault::SizeIgnored));
    let token = parameters.get("NextToken");
    let place = token.map(|token| token.strip_prefix("page-").and_then(|place| place.parse::<usize>().ok()));
    let refused = || ("InvalidNextToken", "The token is not valid".to_owned());
    let from = match place {
        Some(_) if is(PageFault::TokenRejected) => return Err(refused()),
        Some(None) => return Err(refused()),
        Some(Some(_)) if is(PageFault::TokenIgnored) => 0,
        Some(Some(place)) if is(PageFault::Repeats) => place.saturating_sub(1),
        Some(Some(place)) if is(PageFault::Loses) => place + 1,
        Some(Some(place)) => place,
        None => 0,
    };
    if size.is_some() && is(PageFault::SizeRejected) {
        return Err(("InvalidParameterValue", "MaxResults is not valid".to_owned()));
    }
    let (from, length) = (from.min(all.len()), all.len());
    let to = size.map_or(length, |size| (from + size).min(length));
    let follows = to < length || (is(PageFault::TokenAtEnd) && size.is_some() && to > from);
    let token = if follows { element("nextToken", &format!("page-{to}")) } else { String::new() };
    Ok((all.into_iter().skip(from).take(to - from).collect(), token))
}
