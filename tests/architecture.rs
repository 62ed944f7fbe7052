//! The house keeps its shape: arrows between modules go down only, rooms stay small, and some words stay outside.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules by floor, lowest first: a module may import from lower floors only.
const FLOORS: &[&[&str]] = &[
    &["exact", "graph", "table"],
    &["diagnostic", "lp", "report", "simplex"],
    &["synthetic", "tree", "certify", "solve"],
    &["origin", "prove"],
    &["scenario"],
    &["evidence", "network", "schema"],
    &["formulation"],
    &["decide"],
    &["plan", "explain", "merit"],
    &["answer"],
    &["claims", "dossier", "export", "flip", "sweep"],
    &["certificates"],
    &["cli"],
];

/// Lines a file may have, tests included.
const LONGEST_FILE: usize = 500;

/// Words that only some files may use, with the beginnings of the paths that may.
const WORDS: &[(&str, &[&str])] = &[
    // Only one place knows the solver, the snippet renderer, the argument parser.
    ("good_lp::", &["src/solve"]),
    ("annotate_snippets::", &["src/cli/render"]),
    ("clap::", &["src/cli"]),
    // The order of a hash map is not the same from run to run.
    ("HashMap", &[]),
    ("HashSet", &[]),
    // These panic where the reader has closed the pipe; `cli` has its own.
    ("println!", &[]),
    ("print!", &[]),
    ("eprintln!", &[]),
    ("eprint!", &[]),
    ("process::exit", &[]),
    // Left behind.
    ("todo!", &[]),
    ("unimplemented!", &[]),
    ("dbg!", &[]),
    // Invariants say why they hold.
    (".unwrap()", &["src/report/fixture.rs"]),
];

#[test]
fn arrows_between_modules_go_down_only() {
    for file in sources("src") {
        let from = module(&file);
        for to in imports(&code(&file)) {
            if to == from || to == "define_id" || from == "main" || from == "lib" {
                continue;
            }
            assert!(from != "report", "{}: a report is plain data and imports nothing", file.display());
            assert!(floor(&to) < floor(&from), "{}: `{from}` must not import `{to}`", file.display());
        }
    }
}

#[test]
fn every_module_has_a_floor() {
    let modules: BTreeSet<String> = sources("src").iter().map(|file| module(file)).collect();
    for name in modules.iter().filter(|name| !["main", "lib"].contains(&name.as_str())) {
        floor(name);
    }
}

#[test]
fn no_file_is_too_long() {
    for file in sources("src").into_iter().chain(sources("tests")) {
        let lines = read(&file).lines().count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines; a room is missing", file.display());
    }
}

#[test]
fn some_words_stay_where_they_belong() {
    for file in sources("src") {
        let (code, path) = (code(&file), file.to_string_lossy().replace('\\', "/"));
        for (word, homes) in WORDS {
            let at_home = homes.iter().any(|home| path.starts_with(home));
            assert!(at_home || !names(&code, word), "{path} must not use `{word}`");
        }
    }
}

#[test]
fn a_list_of_imports_is_read_in_full() {
    let code = "use crate::{exact::{Rational, decimal}, table::Id};\nlet x = crate::lp::Lp::new();";
    assert_eq!(imports(code), ["exact", "lp", "table"].map(str::to_owned).into());
}

fn floor(module: &str) -> usize {
    FLOORS
        .iter()
        .position(|floor| floor.contains(&module))
        .unwrap_or_else(|| panic!("`{module}` has no floor yet: add it to FLOORS in tests/architecture.rs"))
}

/// All Rust files below `folder`, in order, as paths from the root of the project.
fn sources(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut found, mut folders) = (Vec::new(), vec![root.join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path.strip_prefix(root).unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

fn read(file: &Path) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// The file without comments and without its unit tests, which stand at its end.
fn code(file: &Path) -> String {
    let text = read(file);
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// `cli` for `src/cli/output.rs`.
fn module(file: &Path) -> String {
    let name = file.iter().nth(1).unwrap().to_string_lossy().into_owned();
    name.strip_suffix(".rs").map_or(name.clone(), str::to_owned)
}

/// The modules that follow `crate::` anywhere in `code`.
fn imports(code: &str) -> BTreeSet<String> {
    code.split("crate::").skip(1).flat_map(heads).collect()
}

/// `exact` of `exact::decimal`; `exact` and `table` of `{exact::{decimal}, table::Id}`.
fn heads(path: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect()
    };
    let Some(list) = path.strip_prefix('{') else { return vec![word(path)] };
    let (mut heads, mut depth, mut fresh) = (Vec::new(), 1, true);
    for (position, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            _ if depth == 1 && fresh && letter.is_ascii_alphabetic() => {
                heads.push(word(&list[position..]));
                fresh = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

/// Whether `word` stands in `code`, not as the end of a longer one.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(start, _)| {
        let before = code[..start].chars().next_back();
        !word.starts_with(char::is_alphabetic)
            || !before.is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    })
}
