//! A copy of the project with all mutants in it, built once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::Range,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{
    mutant::{Mutant, Place},
    weave::weave,
};

/// Where the copy is and what of it compiles.
pub struct Project {
    root: PathBuf,
    target: PathBuf,
    /// Mutants that do not compile, and those that do not when woven.
    pub refused: BTreeMap<usize, &'static str>,
}

impl Project {
    /// Copies what git knows of the present folder.
    pub fn copy(folder: &Path) -> Self {
        let root = folder.join("project");
        _ = fs::remove_dir_all(&root);
        let names = Command::new("git").args(["ls-files", "-z"]).output().expect("git").stdout;
        for name in String::from_utf8(names).expect("names in UTF-8").split_terminator('\0') {
            let Ok(content) = fs::read(name) else { continue };
            write(&root.join(name), &content);
        }
        Self { root, target: folder.join("target"), refused: BTreeMap::new() }
    }

    /// The folder tests run in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Weaves the mutants in, again and again without those that the compiler refuses.
    pub fn weave(&mut self, mutants: &[Mutant]) {
        let lib = fs::read_to_string("src/lib.rs").expect("a library");
        write(&self.root.join("src/lib.rs"), (lib + "\n" + include_str!("live.rs")).as_bytes());
        loop {
            let places = self.woven(mutants);
            let faults = self.faults();
            let before = self.refused.len();
            for (file, fault) in &faults {
                self.refuse(&places, file, fault);
            }
            eprintln!("{} mutants refused by the compiler", self.refused.len());
            match (faults.is_empty(), self.refused.len() > before) {
                (true, _) => return,
                (false, true) => {}
                (false, false) => panic!("no mutant explains {faults:#?}"),
            }
        }
    }

    fn woven(&mut self, mutants: &[Mutant]) -> BTreeMap<String, BTreeMap<usize, Place>> {
        let mut of_file = BTreeMap::<&str, Vec<(usize, &Mutant)>>::new();
        for (number, mutant) in mutants.iter().enumerate() {
            let others = of_file.entry(&mutant.file).or_default();
            others.extend((!self.refused.contains_key(&number)).then_some((number, mutant)));
        }
        let mut places = BTreeMap::new();
        for (file, mutants) in of_file {
            let woven = weave(&fs::read_to_string(file).expect("a file just listed"), &mutants);
            write(&self.root.join(file), woven.text.as_bytes());
            for (number, _) in mutants.iter().filter(|(number, _)| !woven.places.contains_key(number)) {
                self.refused.insert(*number, "not woven");
            }
            places.insert(file.to_owned(), woven.places);
        }
        places
    }

    /// What the compiler objects to: a file, and stretches of it, that of the fault itself first.
    fn faults(&self) -> Vec<(String, Vec<Range<usize>>)> {
        let mut faults = Vec::new();
        for message in self.cargo(&["check", "--lib"]) {
            let message = &message["message"];
            let spans: Vec<&Value> = message["spans"].as_array().into_iter().flatten().collect();
            let (primary, others): (Vec<&Value>, Vec<&Value>) =
                spans.into_iter().partition(|span| span["is_primary"] == true);
            if let (true, Some(first)) = (message["level"] == "error", primary.first()) {
                let file = first["file_name"].as_str().unwrap_or_default().to_owned();
                let stretch = |span: &&Value| number(&span["byte_start"])..number(&span["byte_end"]);
                faults.push((file, primary.iter().chain(&others).map(stretch).collect()));
            }
        }
        faults
    }

    fn refuse(&mut self, places: &BTreeMap<String, BTreeMap<usize, Place>>, file: &str, fault: &[Range<usize>]) {
        let Some(places) = places.get(file) else { return };
        let within = |inner: &Range<usize>, outer: &Range<usize>| outer.start <= inner.start && inner.end <= outer.end;
        for stretch in fault {
            if let Some((number, _)) = places.iter().find(|(_, place)| within(stretch, &place.arm)) {
                self.refused.entry(*number).or_insert("does not compile");
                return;
            }
        }
        let around = places.iter().filter(|(_, place)| fault.iter().take(1).any(|fault| within(fault, &place.whole)));
        if let Some((number, _)) = around.min_by_key(|(_, place)| place.whole.len()) {
            self.refused.entry(*number).or_insert("not woven");
        }
    }

    /// Test programs by name: those named, else all.
    pub fn tests(&self, named: &BTreeSet<String>) -> BTreeMap<String, PathBuf> {
        let mut arguments = vec!["test".to_owned(), "--no-run".to_owned()];
        arguments.extend(named.iter().flat_map(|name| match name.as_str() {
            "didymium" => vec!["--lib".to_owned()],
            name => vec!["--test".to_owned(), name.to_owned()],
        }));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let built = self.cargo(&arguments).into_iter().filter(|message| message["profile"]["test"] == true);
        let built = built.filter_map(|message| {
            Some((message["target"]["name"].as_str()?.to_owned(), PathBuf::from(message["executable"].as_str()?)))
        });
        built.collect()
    }

    fn cargo(&self, arguments: &[&str]) -> Vec<Value> {
        let mut command = Command::new("cargo");
        command.args(arguments).arg("--message-format=json").current_dir(&self.root);
        command.env("CARGO_TARGET_DIR", &self.target).stderr(Stdio::inherit());
        let output = String::from_utf8(command.output().expect("cargo").stdout).expect("messages in UTF-8");
        output.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).expect("a place in a file")
}

/// Leaves alone what is the same already, so that it is not built again.
fn write(path: &Path, content: &[u8]) {
    if fs::read(path).ok().as_deref() != Some(content) {
        fs::create_dir_all(path.parent().expect("a folder")).and_then(|()| fs::write(path, content)).expect("room");
    }
}
