//! Every command that the README and the pages of docs show is run. A `console` block shows a command after `$` and what it
//! prints; an `sh` block shows commands that answer. A `toml` block whose first line is `# name.toml` is that file.
//! `BLESS=1` rewrites what the `console` blocks show.
#![cfg(unix)]

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What commands of `sh` blocks say where they are patterns, need what is not there, or are run by tests of their own
/// (recipes of batch systems).
const NOT_RUN: [&str; 6] = ["cargo ", "'K=", "part-", "programs.jsonl", "glpsol", "$SLURM"];

/// The README and the pages of docs.
fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(Path::new(ROOT).join("docs")).expect("docs can be listed");
    let mut pages: Vec<PathBuf> = docs.map(|entry| entry.expect("docs can be listed").path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    pages.insert(0, Path::new(ROOT).join("README.md"));
    pages
}

/// A fenced block: its language and where its contents stand.
struct Block {
    language: String,
    contents: Range<usize>,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut at, mut open): (usize, Option<(String, usize)>) = (0, None);
    for line in page.split_inclusive('\n') {
        let end = at + line.len();
        if let Some(language) = line.trim_end().strip_prefix("```") {
            open = match open.take() {
                Some((language, start)) => {
                    blocks.push(Block { language, contents: start..at });
                    None
                }
                None => Some((language.to_owned(), end)),
            };
        }
        at = end;
    }
    blocks
}

/// A place with the scenarios and the program where a page's commands run.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        symlink(Path::new(ROOT).join("scenarios"), folder.path().join("scenarios")).expect("a link to the scenarios");
        let smallest = Path::new(ROOT).join("scenarios/smallest.toml");
        fs::copy(smallest, folder.path().join("scenario.toml")).expect("a scenario can be copied");
        Self(folder)
    }

    /// What a command prints, on both streams, and its exit code.
    fn run(&self, command: &str) -> (String, i32) {
        let program = Path::new(env!("CARGO_BIN_EXE_didymium")).parent().expect("the program is in a folder");
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
        let output = Command::new("sh")
            .args(["-c", &format!("{{ {command}\n}} 2>&1")])
            .current_dir(self.0.path())
            .env("PATH", path)
            .env_remove("COLUMNS")
            .output()
            .expect("a shell");
        (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code().unwrap_or(-1))
    }

    fn write(&self, block: &str) {
        let name = block.lines().next().and_then(|line| line.strip_prefix("# "));
        let is_file = |name: &&str| Path::new(name).extension().is_some_and(|extension| extension == "toml");
        if let Some(name) = name.filter(is_file).filter(|name| !name.contains(' ')) {
            fs::write(self.0.path().join(name), block).expect("a file of the page can be written");
        }
    }
}

/// The transcript of a block, its commands run again.
fn transcript(place: &Place, block: &str) -> String {
    let mut text = String::new();
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let _ = writeln!(text, "$ {command}");
        text.push_str(&place.run(command).0);
    }
    text
}

/// Without the solver, which differs by build.
fn comparable(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once(", solver ") {
        Some((tool, rest)) if tool.starts_with("didymium ") => rest.split_once(", ").map_or(rest, |(_, rest)| rest),
        _ => line,
    });
    lines.fold(String::new(), |text, line| text + line + "\n")
}

#[test]
fn pages_show_what_their_commands_print() {
    for path in pages() {
        let page = fs::read_to_string(&path).expect("a page can be read").replace("\r\n", "\n");
        let place = Place::new();
        let mut shown = page.clone();
        for block in blocks(&page).into_iter().filter(|block| matches!(block.language.as_str(), "console" | "toml")) {
            let contents = &page[block.contents.clone()];
            if block.language == "toml" {
                place.write(contents);
                continue;
            }
            let printed = transcript(&place, contents);
            if comparable(contents) != comparable(&printed) {
                shown = shown.replacen(contents, &printed, 1);
            }
        }
        if std::env::var_os("BLESS").is_some() && shown != page {
            fs::write(&path, &shown).expect("a page can be written");
        } else {
            assert!(shown == page, "{} shows something else than is printed:\n{shown}", path.display());
        }
    }
}

/// The picture of the README. A cheapest mix is not always the only one, so another solver may draw another.
#[cfg(not(feature = "highs"))]
#[test]
fn the_picture_is_as_it_is_drawn_now() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("a README");
    let command = readme.lines().find(|line| line.starts_with("didymium plot mix ")).expect("a command that draws it");
    let place = Place::new();
    let (printed, code) = place.run(command);
    assert_eq!(code, 0, "{printed}");
    let drawn = fs::read(place.0.path().join("mix.svg")).expect("a picture");
    let shown = Path::new(ROOT).join("docs/images/japan-dysprosium-2028.svg");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&shown, &drawn).expect("a picture can be written");
    }
    assert!(drawn == fs::read(&shown).expect("a picture"), "{} is not what `{command}` draws", shown.display());
}

#[test]
fn commands_of_shell_blocks_answer() {
    for path in pages() {
        let page = fs::read_to_string(&path).expect("a page can be read").replace("\r\n", "\n");
        let place = Place::new();
        for block in blocks(&page) {
            let contents = &page[block.contents];
            if block.language == "toml" {
                place.write(contents);
            }
            let commands = contents.lines().filter(|line| block.language == "sh" && line.contains("didymium "));
            for command in commands.filter(|command| !NOT_RUN.iter().any(|pattern| command.contains(pattern))) {
                let (printed, code) = place.run(command);
                assert!(matches!(code, 0 | 4), "{}: `{command}` ends with {code}:\n{printed}", path.display());
            }
        }
    }
}
