//! Responses that are broken or meant to break what reads them.

use std::time::{Duration, Instant};

use contract::{Contract, DecodeError, Decoded, LooksLike, decode, decode_any, decode_error, root_element};
use proptest::prelude::*;

fn describe_vpcs(body: &[u8]) -> Result<Decoded, DecodeError> {
    let contract = Contract::embedded();
    decode(contract, contract.operation("DescribeVpcs").expect("it is in every version"), body)
}

/// The error that all ways of decoding come to.
fn refused(body: impl AsRef<[u8]>) -> DecodeError {
    let body = body.as_ref();
    let error = describe_vpcs(body).expect_err("it cannot be read");
    assert_eq!(decode_any(body).expect_err("it cannot be read"), error);
    assert_eq!(decode_error(body).expect_err("it cannot be read"), error);
    error
}

fn malformed_at(body: &str) -> (usize, usize) {
    match refused(body) {
        DecodeError::Malformed { line, column, .. } => (line, column),
        other => panic!("{body:?}: {other}"),
    }
}

#[test]
fn what_is_not_xml_is_named() {
    let looks = |body: &str| match refused(body) {
        DecodeError::NotXml { looks_like } => looks_like,
        other => panic!("{body:?}: {other}"),
    };
    assert_eq!(looks(""), LooksLike::Empty);
    assert_eq!(looks(" \r\n "), LooksLike::Empty);
    assert_eq!(looks("<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>"), LooksLike::Html);
    assert_eq!(looks("<HTML><h1>It works!"), LooksLike::Html);
    assert_eq!(looks("{\"badRequest\": {\"message\": \"no\"}}"), LooksLike::Json);
    assert_eq!(looks("Service Unavailable"), LooksLike::Text);
    assert_eq!(refused("{\"a\": 1}").to_string(), "not XML: it looks like JSON");
}

#[test]
fn bytes_that_are_not_utf8_are_refused_with_their_place() {
    assert_eq!(refused(b"<a>\xff</a>"), DecodeError::NotUtf8 { offset: 3 });
    assert_eq!(
        refused(b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>"),
        DecodeError::NotUtf8 { offset: 46 }
    );
    let declared = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>é</a>";
    assert_eq!(refused(declared), DecodeError::Encoding { encoding: "ISO-8859-1".to_owned() });
    assert!(decode_any(declared.replace('é', "e").as_bytes()).is_ok(), "ASCII is ASCII in that encoding, too");
    assert!(decode_any("\u{feff}<a>é</a>".as_bytes()).is_ok(), "a byte order mark is allowed");
}

#[test]
fn document_types_are_refused_whatever_is_in_them() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">\
                <!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]><lolz>&c;</lolz>";
    assert_eq!(refused(bomb), DecodeError::Dtd { line: 2, column: 1 });
    let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>";
    assert_eq!(refused(outside), DecodeError::Dtd { line: 1, column: 1 });
    for other in ["<a><!DOCTYPE a []></a>", "<a/><!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY b \""] {
        assert!(matches!(refused(other), DecodeError::Dtd { .. }), "{other}");
    }
    // Without a declaration an entity of one's own is an error, as in every parser.
    assert_eq!(malformed_at("<a>\n  &lol;</a>"), (2, 3));
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(decode_any(nested(128).as_bytes()).is_ok());
    assert_eq!(refused(nested(129)), DecodeError::TooDeep { line: 1, column: 128 * 3 + 1 });
    assert!(matches!(refused("<a>".repeat(1_000_000)), DecodeError::TooDeep { .. }));
    assert!(matches!(refused("<a b='c'>\n".repeat(1_000_000)), DecodeError::TooDeep { line: 129, column: 1 }));
}

#[test]
fn broken_xml_is_refused_with_line_and_column() {
    assert_eq!(malformed_at("<a>\n <b>\n </c>\n</a>"), (3, 2));
    assert_eq!(malformed_at("<a>\n é<b"), (2, 3));
    assert_eq!(malformed_at("<a/>\n<b/>"), (2, 1));
    assert_eq!(malformed_at("<a/>\ntext"), (1, 5));
    assert_eq!(malformed_at("<a>\u{1}</a>"), (1, 4));
    assert_eq!(malformed_at("<a>x &#0; y</a>"), (1, 6));
    assert_eq!(malformed_at("<a b='1' b='2'/>"), (1, 1));
    assert_eq!(malformed_at("<p:a/>"), (1, 1));
    // What a connection that closed midway leaves.
    let whole = "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>";
    for end in 1..whole.len() {
        let cut = &whole[..end];
        assert!(matches!(refused(cut), DecodeError::Malformed { line: 1, .. }), "{cut}");
    }
}

#[test]
fn messages_repeat_nothing_of_a_text() {
    let secret = "<a><keyMaterial>-----BEGIN RSA PRIVATE KEY-----</wrong></a>";
    assert!(!refused(secret).to_string().contains("BEGIN"));
}

/// Time that grows in square would be minutes here.
#[test]
fn large_responses_take_time_in_proportion() {
    let attributes = |count: usize| (0..count).map(|n| format!(" a{n}='1'")).collect::<String>();
    let prefixes = |count: usize| (0..count).map(|n| format!("<a xmlns:p{n}='u'/>")).collect::<String>();
    let items =
        |item: &str| format!("<DescribeVpcsResponse><vpcSet>{}</vpcSet></DescribeVpcsResponse>", item.repeat(150_000));
    let bodies = [
        ("items", items("<item><vpcId>vpc-1</vpcId><isDefault>true</isDefault></item>")),
        ("unknown members", items("<item><vpcIds>vpc-1</vpcIds><whatIsThis/></item>")),
        ("wrong values", items("<item><isDefault>maybe</isDefault><state>gone</state></item>")),
        (
            "one member again and again",
            format!(
                "<DescribeVpcsResponse><vpcSet><item>{}</item></vpcSet></DescribeVpcsResponse>",
                "<vpcId>vpc-1</vpcId>".repeat(300_000)
            ),
        ),
        ("references", format!("<a>{}</a>", "&amp;".repeat(2_000_000))),
        ("comments", format!("<a>{}</a>", "<!---->x".repeat(1_000_000))),
        ("attributes", format!("<a{}/>", attributes(500_000))),
        ("prefixes", format!("<a>{}</a>", prefixes(300_000))),
        ("no end of a tag", format!("<a>{}", "<".repeat(5_000_000))),
        ("no end of a reference", format!("<a>{}</a>", "&".repeat(5_000_000))),
        ("no end of a comment", format!("<a>{}</a>", "<!--".repeat(2_000_000))),
        ("text", format!("<a>{}</a>", "]] >".repeat(3_000_000))),
    ];
    for (what, body) in bodies {
        let began = Instant::now();
        let _ = describe_vpcs(body.as_bytes());
        let _ = decode_any(body.as_bytes());
        let _ = decode_error(body.as_bytes());
        assert!(began.elapsed() < Duration::from_secs(20), "{what}: {:?}", began.elapsed());
    }
}

#[test]
fn of_very_many_mismatches_the_first_thousand_are_listed_and_the_rest_counted() {
    let body = format!(
        "<DescribeVpcsResponse><vpcSet>{}</vpcSet></DescribeVpcsResponse>",
        "<item><nothing/></item>".repeat(5000)
    );
    let decoded = describe_vpcs(body.as_bytes()).expect("it can be read");
    // No namespace, no request id, and each item's unknown member.
    assert_eq!(decoded.mismatches.len() + decoded.more_mismatches, 5002);
    assert_eq!(decoded.mismatches.len(), 1000);
}

/// Pieces that an XML document, or what pretends to be one, is made of. A few are not among them in which roxmltree is
/// not the judge that expat is: it takes `<:a/>`, `<?xml?>`, `<?XML x?>` and `xmlns:p=''`, and refuses `<xml:a/>`.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<a>",
        "</a>",
        "<b>",
        "</b>",
        "<b/>",
        "<a >",
        "</a >",
        "<a\n/>",
        "< a>",
        "</ a>",
        "<1/>",
        "<>",
        "</>",
        "<é/>",
        "<a b='1'>",
        "<a b=\"1\" c='2'/>",
        "<a b='1' b='2'/>",
        "<a b=1/>",
        "<a b/>",
        "<a b='<'/>",
        "<a b='&lt;'/>",
        "<a b='&x;'/>",
        "<a b='&#1;'/>",
        "<a 1='1'/>",
        "<a b ='1'/>",
        "<a b= '1'/>",
        "<a b='1'c='2'/>",
        "<a b='1'",
        "<p:a/>",
        "<p:a xmlns:p='u'/>",
        "<a xmlns:p='u'>",
        "<a p:b='1'/>",
        "<a xmlns='u'>",
        "<p:q:a/>",
        "<a:/>",
        "<a xml:lang='de'/>",
        "<a xmlns=''/>",
        "text",
        "&amp;",
        "&lt;",
        "&#60;",
        "&#x3C;",
        "&#0;",
        "&#1;",
        "&#xFFFE;",
        "&x;",
        "&",
        "&;",
        "&#;",
        "]]>",
        "]]",
        ">",
        "'",
        "\"",
        "<![CDATA[x]]>",
        "<![CDATA[]]>",
        "<![CDATA[<a>]]>",
        "<![cdata[x]]>",
        "<![CDATA[x",
        "<!-- c -->",
        "<!---->",
        "<!-- -- -->",
        "<!-- --->",
        "<!-->",
        "<!--",
        "<?pi x?>",
        "<?pi?>",
        "<? pi?>",
        "<?xml version='1.0'?>",
        "<?xml version='1.0' encoding='utf-8'?>",
        "<?xml version=\"1.1\"?>",
        "<?xml encoding='utf-8'?>",
        "<!DOCTYPE a>",
        "<!ELEMENT a>",
        "<!x>",
        " ",
        "\n",
        "\t",
        "\u{1}",
        "\u{fffe}",
        "\u{feff}",
        "é",
        "\u{10ffff}",
        "\r\n",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = describe_vpcs(&body);
        let _ = decode_any(&body);
        let _ = decode_error(&body);
        let _ = root_element(&body);
    }

    #[test]
    fn no_pieces_of_xml_make_it_panic(pieces in prop::collection::vec(piece(), 0..30)) {
        let body = pieces.concat();
        let _ = describe_vpcs(body.as_bytes());
        let _ = decode_any(body.as_bytes());
        let _ = decode_error(body.as_bytes());
    }

    /// boto3 reads responses with expat, which is strict; so is roxmltree.
    #[test]
    fn what_a_strict_parser_refuses_is_refused_and_nothing_else(pieces in prop::collection::vec(piece(), 0..6)) {
        let inside = pieces.concat();
        for body in [inside.clone(), format!("<r>{inside}</r>"), format!("<r><p:a xmlns:p='u'>{inside}</p:a></r>")] {
            let strict = roxmltree::Document::parse(&body);
            let ours = decode_any(body.as_bytes());
            prop_assert_eq!(ours.is_ok(), strict.is_ok(), "{:?}\nours: {:?}\nstrict: {:?}", body, ours, strict.map(drop));
        }
    }

    /// All text that comes back is the text that went in.
    #[test]
    fn text_comes_back_as_it_was(text in "[ -~é\u{1f600}\n\t]{0,40}") {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let plain = decode_any(format!("<a>{escaped}</a>").as_bytes());
        prop_assert_eq!(plain, Ok(text.clone().into()));
        let references: String = text.chars().map(|c| format!("&#{};", u32::from(c))).collect();
        prop_assert_eq!(decode_any(format!("<a>{references}</a>").as_bytes()), Ok(text.into()));
    }
}
