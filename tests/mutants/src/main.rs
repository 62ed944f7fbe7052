//! Tries every mutant of some files: `didymium-mutants FOLDER FILE... [-- TEST...]`, from the root of the project.
//! All are built into one library, of which an environment variable brings one to life; its outcome is a line in
//! `FOLDER/outcomes.tsv`. See `docs/decisions/0030-mutants.md`.

mod mutant;
mod project;
mod trial;
mod weave;

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{mutant::Mutant, project::Project, trial::Test};

fn main() {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("a folder to work in"));
    fs::create_dir_all(&folder).expect("a folder that can be written");
    let folder = folder.canonicalize().expect("a folder");
    let files: Vec<String> = arguments.by_ref().take_while(|argument| argument != "--").collect();

    let mutants = listed(&files);
    let mut project = Project::copy(&folder);
    project.weave(&mutants);
    let tests = project.tests(&arguments.collect()).into_iter();
    let mut tests: Vec<Test> = tests
        .filter_map(|(name, program)| {
            let test = Test::measure(name.clone(), program, project.root(), &folder);
            match &test {
                Some(test) => eprintln!("{name}: {:.1} s, reaches {}", test.takes.as_secs_f64(), test.reaches.len()),
                None => eprintln!("{name}: fails without a mutant, left out"),
            }
            test
        })
        .collect();
    tests.sort_by_key(|test| test.takes);
    try_all(&mutants, &project, &tests, &folder.join("outcomes.tsv"));
}

fn listed(files: &[String]) -> Vec<Mutant> {
    let mut command = Command::new("cargo");
    command.args(["mutants", "--list", "--json"]).args(files.iter().flat_map(|file| ["-f", file]));
    serde_json::from_slice(&command.output().expect("cargo-mutants").stdout).expect("a list in JSON")
}

fn try_all(mutants: &[Mutant], project: &Project, tests: &[Test], outcomes: &Path) {
    let mut outcomes = fs::File::create(outcomes).expect("a file that can be written");
    for (number, mutant) in mutants.iter().enumerate() {
        let outcome = match project.refused.get(&number) {
            Some(reason) => (*reason).to_owned(),
            None => tried(number, project, tests),
        };
        writeln!(outcomes, "{outcome}\t{}", mutant.name).expect("room for a line");
    }
}

fn tried(number: usize, project: &Project, tests: &[Test]) -> String {
    let mut reaching = tests.iter().filter(|test| test.reaches.contains(&number)).peekable();
    if reaching.peek().is_none() {
        return "NOT REACHED".to_owned();
    }
    let noticed = reaching.find_map(|test| test.notices(number, project.root()));
    noticed.map_or("NOT NOTICED".to_owned(), |test| format!("noticed\t{test}"))
}
