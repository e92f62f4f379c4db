//! The page's template, style and script.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The template, with placeholders: `@@name@@`.
pub(crate) const PAGE: &str = include_str!("assets/page.html");
pub(crate) const STYLE: &str = concat!(
    "\n",
    include_str!("assets/style/base.css"),
    include_str!("assets/style/frame.css"),
    include_str!("assets/style/words.css"),
    include_str!("assets/style/panels.css"),
    include_str!("assets/style/items.css"),
    include_str!("assets/style/lists.css"),
    include_str!("assets/style/transcript.css"),
    include_str!("assets/style/print.css")
);
/// The style of a matrix.
pub(crate) const MATRIX_STYLE: &str = concat!(
    "\n",
    include_str!("assets/style/base.css"),
    include_str!("assets/style/frame.css"),
    include_str!("assets/style/words.css"),
    include_str!("assets/style/panels.css"),
    include_str!("assets/style/items.css"),
    include_str!("assets/style/lists.css"),
    include_str!("assets/matrix/cells.css"),
    include_str!("assets/matrix/panels.css"),
    include_str!("assets/style/print.css"),
    include_str!("assets/matrix/print.css")
);

/// The script: all files in one function scope, each of which may use the ones before it.
pub(crate) static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    scope(&[
        include_str!("assets/script/dom.js"),
        include_str!("assets/script/text.js"),
        include_str!("assets/script/data.js"),
        include_str!("assets/script/packs.js"),
        include_str!("assets/script/route.js"),
        include_str!("assets/script/lazy.js"),
        include_str!("assets/script/diff.js"),
        include_str!("assets/script/parts.js"),
        include_str!("assets/script/filters.js"),
        include_str!("assets/script/endpoints.js"),
        include_str!("assets/script/causes.js"),
        include_str!("assets/script/matrix.js"),
        include_str!("assets/script/score.js"),
        include_str!("assets/script/fixes.js"),
        include_str!("assets/script/overview.js"),
        include_str!("assets/script/scenarios.js"),
        include_str!("assets/script/responses.js"),
        include_str!("assets/script/transcript.js"),
        include_str!("assets/script/scenario.js"),
        include_str!("assets/script/theme.js"),
        include_str!("assets/script/keyboard.js"),
        include_str!("assets/script/report-keys.js"),
        include_str!("assets/script/main.js"),
    ])
});

/// The script of a matrix, likewise.
pub(crate) static MATRIX_SCRIPT: LazyLock<String> = LazyLock::new(|| {
    scope(&[
        include_str!("assets/script/dom.js"),
        include_str!("assets/script/text.js"),
        include_str!("assets/matrix/data.js"),
        include_str!("assets/script/packs.js"),
        include_str!("assets/script/route.js"),
        include_str!("assets/script/lazy.js"),
        include_str!("assets/script/parts.js"),
        include_str!("assets/script/filters.js"),
        include_str!("assets/matrix/cells.js"),
        include_str!("assets/matrix/table.js"),
        include_str!("assets/matrix/overview.js"),
        include_str!("assets/matrix/history.js"),
        include_str!("assets/matrix/lists.js"),
        include_str!("assets/matrix/scenario.js"),
        include_str!("assets/script/theme.js"),
        include_str!("assets/script/keyboard.js"),
        include_str!("assets/matrix/keys.js"),
        include_str!("assets/matrix/main.js"),
    ])
});

fn scope(files: &[&str]) -> String {
    format!("\n(() => {{\n'use strict';\n{}}})();\n", files.concat())
}

/// The content security policy: this script, this style and the icon; no requests, no other script whatever a response
/// contains, and no text that becomes markup.
pub(crate) fn policy(script: &str, style: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(script),
        hash(style)
    )
}
