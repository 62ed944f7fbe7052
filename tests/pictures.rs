//! Pages and pictures: the same bytes for the same scenario, whole documents, nothing from a scenario becomes markup.

mod common;

use common::{case, file, run};
use quick_xml::Reader;
use quick_xml::events::Event;

/// The scenario whose page and pictures are kept as golden files.
fn smallest() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/smallest.toml");
    path.to_str().expect("the repository's path is UTF-8").to_owned()
}

/// What the program writes to standard output; something asked is infeasible.
fn written(args: &[&str]) -> String {
    let run = run(&[args, &["--output", "-", "--solver", "microlp"]].concat());
    assert_eq!(run.code, 4, "{}", run.stderr);
    run.stdout
}

fn page(path: &str) -> String {
    written(&["report", path])
}

/// Compares with `tests/golden/NAME`; with `BLESS=1` in the environment it becomes the file. Paths of this machine and
/// the version are left out.
fn assert_golden(name: &str, text: &str) {
    let root = env!("CARGO_MANIFEST_DIR");
    let text = text.replace(&format!("{root}/"), "").replace(root, "").replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let path = file(&format!("golden/{name}"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).expect("the golden file can be written");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let differs = golden.lines().zip(text.lines()).find(|(golden, text)| golden != text);
    assert!(golden == text, "{path} differs, first in\n{differs:?}\n`BLESS=1 cargo test --test pictures` rewrites it");
}

const PICTURES: [(&str, &[&str]); 6] = [
    ("coverage", &[]),
    ("bottleneck", &[]),
    ("timeline", &[]),
    ("cost", &[]),
    ("mix", &["--year", "2025"]),
    ("costcurve", &["--year", "2025"]),
];

#[test]
fn the_golden_page_is_reproduced() {
    assert_golden("smallest.html", &page(&smallest()));
}

#[test]
fn the_golden_pictures_are_reproduced_and_are_whole_documents() {
    for (picture, more) in PICTURES {
        let svg = written(&[&["plot", picture, &smallest()], more].concat());
        well_formed(&svg);
        assert_golden(&format!("{picture}.svg"), &svg);
    }
}

/// Panics unless every element of `svg` ends, and it has a title, a description and something in it.
fn well_formed(svg: &str) {
    let mut reader = Reader::from_str(svg);
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("the picture is well-formed") {
            Event::Start(tag) | Event::Empty(tag) => {
                names.push(tag.name().as_ref().to_owned());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for name in ["svg", "title", "desc", "style", "text", "rect"] {
        assert!(names.iter().any(|found| found == name), "the picture has no {name}");
    }
}

#[test]
fn threads_change_no_byte() {
    let joint = case("sound");
    let one = run(&["report", &joint, "--output", "-", "--threads", "1"]).exits(0);
    let two = run(&["report", &joint, "--output", "-", "--threads", "2"]).exits(0);
    assert_eq!(one.stdout, two.stdout);
}

#[test]
fn no_name_of_a_scenario_becomes_markup() {
    let hostile = case("hostile_names");
    let html = page(&hostile);
    assert_eq!(html.matches("<script").count(), 1, "a script came in");
    assert_eq!(html.matches("</script").count(), 1);
    assert_eq!(html.matches("<title>").count(), html.matches("</title>").count());
    for text in ["title", "description", "facility", "member", "commodity", "publisher", "note", "source", "key"] {
        assert!(html.contains(&format!("alert(&#39;{text}&#39;)")), "the {text} is not shown");
    }
    harmless(&html);
    for (picture, _) in PICTURES {
        let svg = written(&["plot", picture, &hostile]);
        well_formed(&svg);
        assert!(!svg.contains("<script"), "{picture}");
        harmless(&svg);
    }
}

/// Panics where a tag carries a handler, or a link leads elsewhere than to the web or within the document.
fn harmless(markup: &str) {
    for tag in markup.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let names = attributes(tag);
        assert!(!names.iter().any(|name| name.starts_with("on")), "<{tag}>");
        if let Some(link) = tag.split("href=\"").nth(1) {
            assert!(link.starts_with('#') || link.starts_with("http"), "<{tag}>");
        }
    }
}

/// The names of a tag's attributes.
fn attributes(tag: &str) -> Vec<String> {
    let outside: String = tag.split('"').step_by(2).collect::<Vec<_>>().join("\u{0}");
    outside.split_whitespace().skip(1).map(|part| part.split('=').next().unwrap_or_default().to_lowercase()).collect()
}

#[test]
fn a_page_needs_nothing_but_itself() {
    let html = page(&smallest());
    for elsewhere in [" src=", "<link", "@import", "url(http", "<iframe", "<base", "<form"] {
        assert!(!html.contains(elsewhere), "the page has {elsewhere}");
    }
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\""));
    assert!(html.contains("Content-Security-Policy") && html.contains("default-src &#39;none&#39;"));
}

#[test]
fn every_figure_has_a_title_and_every_chart_a_text_alternative() {
    let html = page(&smallest());
    for figure in html.split("<figure").skip(1).filter_map(|rest| rest.split("</figure>").next()) {
        assert!(figure.contains("<figcaption>"), "{figure}");
        assert!(figure.contains("role=\"img\" aria-label=\""), "{figure}");
    }
    assert_eq!(html.matches("<table").count(), html.matches("<caption>").count());
}

#[test]
fn what_a_picture_cannot_show_is_said_with_what_it_can() {
    let smallest = smallest();
    for (args, words) in [
        (&["mix"][..], "--year 2025"),
        (&["costcurve", "--year", "2025", "--commodity", "magnt"], "`magnet`"),
        (&["mix", "--year", "2025", "--commodity", "magnt"], "`magnet`"),
        (&["bottleneck", "--year", "2030"], "nothing to draw"),
    ] {
        let [picture, more @ ..] = args else { continue };
        let run = run(&[&["plot", picture, &smallest, "--output", "-"], more].concat()).exits(2).complains_of(words);
        assert!(run.stdout.is_empty());
    }
}

#[cfg(not(feature = "png"))]
#[test]
fn a_build_without_png_says_how_to_build_one() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = folder.path().join("coverage.png");
    let path = path.to_str().expect("its path is UTF-8");
    run(&["plot", "coverage", &smallest(), "--output", path]).exits(2).complains_of("--features png");
}

#[cfg(feature = "png")]
#[test]
fn a_png_is_a_png_and_the_same_every_time() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let draw = |name: &str| {
        let path = folder.path().join(name);
        run(&["plot", "coverage", &smallest(), "--output", path.to_str().expect("its path is UTF-8")]).exits(4);
        std::fs::read(path).expect("the picture was written")
    };
    let picture = draw("one.png");
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n") && picture.len() > 5_000);
    assert_eq!(picture, draw("two.png"));
}

#[test]
fn a_page_repeats_what_was_set_and_its_cures_cure() {
    let set = "facility.port.note=it's 300";
    let html = written(&["report", &smallest(), "--set", set, "--set", "facility.port.capacity_t_per_year.2025=150"]);
    let again = "--set &#39;facility.port.note=it&#39;\\&#39;&#39;s 300&#39; \
                 --set &#39;facility.port.capacity_t_per_year.2025=150&#39; --avoid";
    assert!(html.contains(again), "the command leaves an override out");
    let html = page(&smallest());
    assert!(html.contains("larger by at least 33.34 %"), "a third is rounded down");
    for change in ["+33.34", "-25"] {
        assert!(html.contains(&format!(">{change}<")), "{change} is not shown");
    }
}
