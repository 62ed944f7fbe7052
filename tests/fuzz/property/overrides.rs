//! Any text as `--set KEY=VALUE`, as an axis and as a varied input of a sweep: no panic, findings within their texts.

use std::sync::LazyLock;

use didymium::cli::render;
use didymium::origin::Text;
use didymium::scenario::load::{Loaded, load_text};
use didymium::scenario::{Findings, LoadError};
use didymium::sweep::{Plan, Study};

use super::TINY;

static LOADED: LazyLock<Loaded> =
    LazyLock::new(|| load_text("s.toml", TINY.to_owned(), None, &[]).expect("the scenario is sound"));

fn within(findings: &Findings) {
    for finding in findings.diagnostics.as_slice() {
        let (text, range) = findings.origins.range(&finding.at);
        assert!(findings.origins.text(text).contents.get(range).is_some());
    }
    let _ = render::findings(findings, false);
}

/// Uses `bytes`, where they are text, as an argument. Its first letter says as which; arguments that open files are left out.
pub fn holds(bytes: &[u8]) {
    let Ok(argument) = str::from_utf8(bytes) else { return };
    if super::names_a_file(bytes) {
        return;
    }
    let text = |argument: &str| vec![Text { name: "argument".to_owned(), contents: argument.to_owned() }];
    let study = |plan: &Plan| {
        if let Err(findings) = Study::new(&LOADED, plan) {
            within(&findings);
        }
    };
    if let Some(argument) = argument.strip_prefix("a ") {
        study(&Plan { axes: text(argument), ..Plan::default() });
    } else if let Some(argument) = argument.strip_prefix("v ") {
        study(&Plan { vary: text(argument), ..Plan::default() });
    } else {
        match load_text("s.toml", TINY.to_owned(), None, &[argument.to_owned()]) {
            Err(LoadError::Invalid(findings)) => within(&findings),
            Err(LoadError::Io { .. }) => unreachable!("no file is read"),
            Ok(_) => {}
        }
    }
}
