//! Any text as `--set KEY=VALUE`, as an axis and as a varied input of a sweep: no panic, findings within their texts.

#![no_main]

use std::sync::LazyLock;

use didymium::cli::render;
use didymium::origin::Text;
use didymium::scenario::load::{Loaded, load_text};
use didymium::scenario::{Findings, LoadError};
use didymium::sweep::{Plan, Study};
use libfuzzer_sys::fuzz_target;

static TEXT: &str = include_str!("../../../scenarios/smallest.toml");
static LOADED: LazyLock<Loaded> = LazyLock::new(|| load_text("s.toml", TEXT.to_owned(), None, &[]).unwrap());

fn within(findings: &Findings) {
    for finding in findings.diagnostics.as_slice() {
        let (text, range) = findings.origins.range(&finding.at);
        assert!(findings.origins.text(text).contents.get(range).is_some());
    }
    let _ = render::findings(findings, false);
}

fuzz_target!(|argument: &str| {
    match load_text("s.toml", TEXT.to_owned(), None, &[argument.to_owned()]) {
        Err(LoadError::Invalid(findings)) => within(&findings),
        Err(LoadError::Io { .. }) => unreachable!("no file is read"),
        Ok(_) => {}
    }
    let text = || vec![Text { name: "argument".to_owned(), contents: argument.to_owned() }];
    for plan in [
        Plan { axes: text(), ..Plan::default() },
        Plan { vary: text(), ..Plan::default() },
    ] {
        if let Err(findings) = Study::new(&LOADED, &plan) {
            within(&findings);
        }
    }
});
