//! What a bisection has asked so far, in `F.part` beside its table `F`: one line per value that was asked. Whatever moment
//! a run dies at, the next one takes the same way and asks only what is not there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::super::failure::Failure;
use super::identity::Identity;
use super::part::{Fault, Unfinished, begins_with, locked, refusal, unfinished_path};
use crate::report::Verdict;
use crate::sweep::bisect::{Asked, Course};

/// What was asked, by part and step.
type Answers = BTreeMap<(u64, u64), Asked>;

/// The course of a bisection until it is told to stop, kept in a file where there is one.
pub struct Journal {
    stop: Arc<AtomicBool>,
    answers: Answers,
    kept: Option<Kept>,
}

/// A file that grows, locked against other processes.
struct Kept {
    path: PathBuf,
    file: Mutex<File>,
    /// The first thing that went wrong.
    failure: Mutex<Option<io::Error>>,
}

impl Journal {
    /// A journal that is kept nowhere.
    #[must_use]
    pub fn nowhere(stop: Arc<AtomicBool>) -> Self {
        Self { stop, answers: Answers::new(), kept: None }
    }

    /// The journal of the table `target`.
    ///
    /// # Errors
    /// Where it is another sweep's, another process writes it, or it cannot be written.
    pub fn beside(
        target: &Path,
        identity: &Identity,
        unfinished: Unfinished,
        stop: Arc<AtomicBool>,
    ) -> Result<Self, Failure> {
        let path = unfinished_path(target);
        let failed = |error: io::Error| Failure::write(&path, &error);
        let mut file = locked(&path)?;
        if unfinished == Unfinished::Refuse && file.metadata().map_err(failed)?.len() > 0 {
            return Err(refusal(&path));
        }
        let head = identity.line();
        let (bytes, answers) = read(&file, identity, &head).map_err(|fault| fault.of(&path))?;
        file.set_len(bytes).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        if bytes == 0 {
            file.write_all(head.as_bytes()).map_err(failed)?;
        }
        Ok(Self { stop, answers, kept: Some(Kept { path, file: Mutex::new(file), failure: Mutex::default() }) })
    }

    /// Where it is, if it is kept.
    ///
    /// # Errors
    /// Where not all of it could be written.
    pub fn path(&self) -> Result<Option<&Path>, Failure> {
        let Some(kept) = &self.kept else { return Ok(None) };
        match &*kept.failure.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(Failure::write(&kept.path, error)),
            None => Ok(Some(&kept.path)),
        }
    }

    /// Takes it away: the table is whole.
    ///
    /// # Errors
    /// Where it cannot be.
    pub fn finish(self) -> Result<(), Failure> {
        let Some(Kept { path, .. }) = self.kept else { return Ok(()) };
        fs::remove_file(&path).map_err(|error| Failure::write(&path, &error))
    }
}

impl Course for Journal {
    fn answered(&self, part: u64, step: u64) -> Option<Asked> {
        self.answers.get(&(part, step)).cloned()
    }

    fn note(&self, part: u64, step: u64, asked: &Asked) {
        let Some(kept) = &self.kept else { return };
        let written =
            kept.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line(part, step, asked).as_bytes());
        if let Err(error) = written {
            kept.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// How many bytes of a file are whole, and what they say; nothing is whole where its head is not.
fn read(mut file: &File, identity: &Identity, head: &str) -> Result<(u64, Answers), Fault> {
    file.seek(SeekFrom::Start(0))?;
    let begun = Identity::of_file(file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file);
    let found = begins_with(&mut reader, head)?;
    let mut answers = Answers::new();
    if found != head.as_bytes() {
        // Only a run that died while it wrote the head leaves a beginning of it.
        let died = head.as_bytes().starts_with(&found);
        return if died { Ok((0, answers)) } else { Err(Fault::foreign(identity, begun.as_ref())) };
    }
    let mut bytes = head.len() as u64;
    loop {
        let mut line = Vec::new();
        let length = reader.read_until(b'\n', &mut line)? as u64;
        let text = std::str::from_utf8(&line).ok().and_then(|line| line.strip_suffix('\n'));
        let Some((at, asked)) = text.and_then(parse) else { return Ok((bytes, answers)) };
        answers.insert(at, asked);
        bytes += length;
    }
}

/// `{"part":0,"step":125,"verdicts":["feasible",null]}`, or with `error`.
fn line(part: u64, step: u64, asked: &Asked) -> String {
    let line = match asked {
        Ok(verdicts) => {
            let words: Vec<Option<&str>> = verdicts.iter().map(|verdict| verdict.map(Verdict::word)).collect();
            json!({ "part": part, "step": step, "verdicts": words })
        }
        Err(error) => json!({ "part": part, "step": step, "error": error }),
    };
    format!("{line}\n")
}

fn parse(line: &str) -> Option<((u64, u64), Asked)> {
    let line: Value = serde_json::from_str(line).ok()?;
    let at = (line["part"].as_u64()?, line["step"].as_u64()?);
    if let Some(error) = line["error"].as_str() {
        return Some((at, Err(error.to_owned())));
    }
    let verdict = |value: &Value| match value {
        Value::Null => Some(None),
        word => Some(Some(*Verdict::ALL.iter().find(|verdict| *word == verdict.word())?)),
    };
    Some((at, Ok(line["verdicts"].as_array()?.iter().map(verdict).collect::<Option<_>>()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_back() {
        for asked in [Ok(vec![Some(Verdict::Feasible), None]), Ok(vec![]), Err("no \"scenario\"".to_owned())] {
            assert_eq!(parse(line(3, 125, &asked).trim_end()), Some(((3, 125), asked)));
        }
        for torn in ["", "{\"part\":0,\"step\":1", "{\"part\":0,\"step\":1,\"verdicts\":[\"perhaps\"]}"] {
            assert_eq!(parse(torn), None, "{torn}");
        }
    }
}
