//! A report as one page of HTML: no network, no files beside it, light and dark, for screens, phones, printers and
//! screen readers. Its script only chooses what is shown; without it the first choice and all tables are there.

use sha2::{Digest, Sha256};

use super::chart::style::{self, Paper};
use super::dossier::Dossier;
use super::markup::Markup;

mod figures;
mod headline;
mod member;
mod numbers;
mod overview;
mod provenance;
mod sheet;
mod standing;
mod supply;
mod verdict;
mod why;

const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/script.js");

/// The sections that the page's index lists.
const INDEX: [(&str, &str); 6] = [
    ("coverage", "Coverage"),
    ("bottleneck", "Bottleneck"),
    ("members", "Member by member"),
    ("supply", "Cost of supply"),
    ("numbers", "Numbers and sources"),
    ("provenance", "Provenance"),
];

/// The page.
#[must_use]
pub fn render(dossier: &Dossier) -> String {
    let mut page = Markup::new();
    page.constant("<!DOCTYPE html>\n");
    page.tag("html").at("lang", "en").at("data-theme", "auto").with(|html| {
        html.line().tag("head").with(|head| fill_head(head, dossier)).line();
        html.tag("body").with(|body| fill_body(body, dossier)).line();
    });
    page.line();
    page.into_string()
}

fn fill_head(head: &mut Markup, dossier: &Dossier) {
    head.line().tag("meta").at("charset", "utf-8").void().line();
    head.tag("meta").at("name", "viewport").at("content", "width=device-width, initial-scale=1").void().line();
    head.tag("meta").at("http-equiv", "Content-Security-Policy").at("content", policy()).void().line();
    head.tag("meta").at("name", "generator").at("content", &dossier.report.tool.name).void().line();
    head.tag("title").text(&dossier.report.scenario.title).line();
    head.tag("style").with(|style| {
        style.raw(&rules());
    });
    head.line();
}

/// Nothing may be fetched, and no script may run but the page's own.
fn policy() -> String {
    let hash = base64(&Sha256::digest(SCRIPT));
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"
    )
}

/// The bytes as base64.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * position)) as usize & 63];
            text.push(if position > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

/// All rules: colours by theme, charts, page.
fn rules() -> String {
    let (light, dark) = (style::variables(Paper::Light), style::variables(Paper::Dark));
    format!(
        "\n:root{{{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n\
         @media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n{}{STYLE}",
        style::themed()
    )
}

fn fill_body(body: &mut Markup, dossier: &Dossier) {
    body.line().tag("a").at("class", "skip").at("href", "#content").text("Skip to the answer").line();
    body.tag("svg").at("class", "defs").at("aria-hidden", "true").at("focusable", "false").with(|svg| {
        svg.tag("defs").with(|defs| {
            defs.add(&style::patterns());
        });
    });
    body.line().tag("header").with(|header| {
        verdict::masthead(header, dossier);
        header.tag("nav").at("aria-label", "Sections").with(|nav| {
            nav.tag("ul").with(|list| {
                for (id, title) in INDEX {
                    list.tag("li").with(|item| {
                        item.tag("a").at("href", format_args!("#{id}")).text(title);
                    });
                }
            });
        });
    });
    body.line().tag("main").at("id", "content").at("tabindex", "-1").with(|main| {
        verdict::section(main, dossier);
        overview::coverage_section(main, dossier);
        overview::bottleneck_section(main, dossier);
        member::section(main, dossier);
        supply::section(main, dossier);
        numbers::section(main, dossier);
        provenance::section(main, dossier);
    });
    body.line().tag("footer").with(|footer| provenance::footer(footer, dossier)).line();
    body.tag("script").with(|script| {
        script.raw(SCRIPT);
    });
    body.line();
}

/// A section of the page with its heading.
fn titled(main: &mut Markup, id: &str, title: &str, fill: impl FnOnce(&mut Markup)) {
    main.line().tag("section").at("id", id).at("aria-labelledby", format_args!("{id}-title")).with(|section| {
        section.tag("h2").at("id", format_args!("{id}-title")).text(title);
        fill(section);
    });
}
