//! The file a sweep grows in: `F.part` beside `F`, with whole lines only. Whatever moment a run dies at, the next one
//! keeps the points that are whole, cuts what follows, and goes on.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use super::super::failure::Failure;
use super::super::output::Destination;
use super::columnar;
use super::identity::Identity;
use crate::report::sweep::Row;

/// The table as it is expected.
pub struct Table {
    /// What sweep it is.
    pub identity: Identity,
    /// The names of all columns.
    pub columns: Vec<String>,
    /// How it is laid out once it is whole.
    pub laid: Laid,
}

/// How a table is laid out once it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Laid {
    /// As it grew, row by row.
    InRows,
    /// As a Parquet file.
    InColumns,
}

impl Table {
    /// What stands before the rows.
    #[must_use]
    pub fn header(&self) -> String {
        self.identity.form.header(&self.columns)
    }

    /// Some rows.
    #[must_use]
    pub fn lines(&self, rows: &[Row]) -> String {
        rows.iter().map(|row| self.identity.form.line(&self.columns, row)).collect()
    }
}

/// Whether these are the rows of this point.
type Fits<'a> = &'a dyn Fn(u64, &[Row]) -> bool;

/// What to do about an unfinished file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// Go on with it.
    Continue,
    /// Refuse to write over it.
    Refuse,
}

/// An unfinished file, locked against other processes.
pub struct Part {
    file: File,
    path: PathBuf,
    target: PathBuf,
    identity: Identity,
    /// Length of the head, which says what sweep this is.
    head: u64,
}

impl Part {
    /// Opens the unfinished file of `target` and hands the rows it holds to `keep`. Returns also the first point that
    /// is not in it.
    ///
    /// # Errors
    /// Where it is another sweep's, another process writes it, or it cannot be written.
    pub fn open(
        target: &Path,
        table: &Table,
        unfinished: Unfinished,
        fits: Fits<'_>,
        keep: &mut dyn FnMut(Vec<Row>),
    ) -> Result<(Self, u64), Failure> {
        let mut name = target.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        let failed = |error: io::Error| Failure::write(&path, &error);
        let file = locked(&path)?;
        let head = table.identity.line();
        let mut part =
            Self { file, path: path.clone(), target: target.to_owned(), identity: table.identity.clone(), head: 0 };
        part.head = head.len() as u64;
        let begun = part.file.metadata().map_err(failed)?.len() > 0;
        if begun && unfinished == Unfinished::Refuse {
            return Err(Failure::usage(
                format!("an unfinished sweep is in `{}`", path.display()),
                "`--resume` continues it; delete it to begin again",
            ));
        }
        let kept = kept(&part.file, table, fits, keep).map_err(|fault| fault.of(&path))?;
        part.file.set_len(kept.bytes).map_err(failed)?;
        part.file.seek(SeekFrom::End(0)).map_err(failed)?;
        if kept.bytes == 0 {
            let start = head + &table.header();
            part.file.write_all(start.as_bytes()).map_err(failed)?;
        }
        Ok((part, kept.next))
    }

    /// Appends the lines of one point.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn append(&mut self, lines: &str) -> Result<(), Failure> {
        self.file.write_all(lines.as_bytes()).map_err(|error| Failure::write(&self.path, &error))
    }

    /// Where the unfinished file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the finished table in its place: a shard with its head, so that it can be joined; a whole table without.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self, table: &Table) -> Result<(), Failure> {
        let failed = |error: io::Error| Failure::write(&self.target, &error);
        self.file.sync_all().map_err(failed)?;
        if self.identity.shard.is_some() {
            return fs::rename(&self.path, &self.target).map_err(failed);
        }
        self.file.seek(SeekFrom::Start(self.head)).map_err(failed)?;
        let (file, head) = (&mut self.file, self.head);
        Destination::Replace(self.target.clone()).fill(|out| match table.laid {
            Laid::InRows => io::copy(file, out).map(drop),
            Laid::InColumns => columnar::write(table, file, head, out),
        })?;
        fs::remove_file(&self.path).map_err(|error| Failure::write(&self.path, &error))
    }
}

/// Whether `target` is this very shard and whole; its rows go to `keep` if so. Only shards say what they are.
///
/// # Errors
/// Where it cannot be read.
pub fn is_finished(
    target: &Path,
    table: &Table,
    fits: Fits<'_>,
    keep: &mut dyn FnMut(Vec<Row>),
) -> Result<bool, Failure> {
    let failed = |error: io::Error| Failure::read(target, &error);
    if table.identity.shard.is_none() || !target.is_file() {
        return Ok(false);
    }
    let file = File::open(target).map_err(failed)?;
    if Identity::of_file(&file).map_err(failed)?.as_ref() != Some(&table.identity) {
        return Ok(false);
    }
    let mut rows = Vec::new();
    let kept = match kept(&file, table, fits, &mut |row| rows.push(row)) {
        Ok(kept) => kept,
        Err(Fault::Other(_)) => return Ok(false),
        Err(fault) => return Err(fault.of(target)),
    };
    let whole = kept.next == table.identity.range().end && file.metadata().map_err(failed)?.len() == kept.bytes;
    if whole {
        rows.into_iter().for_each(keep);
    }
    Ok(whole)
}

/// How much of a file is whole.
struct Kept {
    /// How many bytes.
    bytes: u64,
    /// The first point that is not in them.
    next: u64,
}

/// What is whole of a file, whose rows go to `keep`; nothing is where its head is not.
fn kept(mut file: &File, table: &Table, fits: Fits<'_>, keep: &mut dyn FnMut(Vec<Row>)) -> Result<Kept, Fault> {
    let Table { identity, columns, .. } = table;
    let points = identity.range();
    file.seek(SeekFrom::Start(0))?;
    let begun = Identity::of_file(file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file);
    let start = identity.line() + &table.header();
    let mut found = Vec::new();
    reader.by_ref().take(start.len() as u64).read_to_end(&mut found)?;
    if found != start.as_bytes() {
        return match begun {
            // Only a run that died while it wrote the head leaves a beginning of it.
            _ if start.as_bytes().starts_with(&found) => Ok(Kept { bytes: 0, next: points.start }),
            Some(other) => Err(Fault::Other(another(&identity.differences(&other)))),
            None => Err(Fault::Other("is no unfinished sweep".to_owned())),
        };
    }
    let mut kept = Kept { bytes: start.len() as u64, next: points.start };
    while kept.next < points.end {
        let (mut rows, mut bytes) = (Vec::with_capacity(identity.rows_per_point), 0);
        for _ in 0..identity.rows_per_point {
            let mut line = Vec::new();
            bytes += reader.read_until(b'\n', &mut line)? as u64;
            let text = std::str::from_utf8(&line).ok().and_then(|line| line.strip_suffix('\n'));
            let Some(row) = text.and_then(|text| identity.form.parse(columns, text)) else { return Ok(kept) };
            rows.push(row);
        }
        if !fits(kept.next, &rows) {
            return Ok(kept);
        }
        keep(rows);
        kept.bytes += bytes;
        kept.next += 1;
    }
    Ok(kept)
}

/// Why nothing can be kept.
enum Fault {
    Io(io::Error),
    /// Another sweep's file, or none: what it is, in words.
    Other(String),
}

impl Fault {
    fn of(self, path: &Path) -> Failure {
        match self {
            Self::Io(error) => Failure::read(path, &error),
            Self::Other(what) => Failure::usage(
                format!("`{}` {what}", path.display()),
                "delete it to begin again, or write elsewhere with `--output`",
            ),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// `belongs to another sweep: its scenario and samples differ`
fn another(differences: &[String]) -> String {
    match differences {
        [] => "is another shard".to_owned(),
        [one] => format!("belongs to another sweep: its {one} differs"),
        [more @ .., last] => format!("belongs to another sweep: its {} and {last} differ", more.join(", ")),
    }
}

/// Opens a file for this process alone. The lock goes when the process goes, however it ends.
fn locked(path: &Path) -> Result<File, Failure> {
    let failed = |error: io::Error| Failure::write(path, &error);
    loop {
        let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path).map_err(failed)?;
        match FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::refused(path, "another process is writing it; wait for it, or stop it first"));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // The process that had it may have finished in between and taken the file away.
        if is_still(&file, path).map_err(failed)? {
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let own = file.metadata()?;
    match fs::metadata(path) {
        Ok(found) => Ok((found.dev(), found.ino()) == (own.dev(), own.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_still(_: &File, path: &Path) -> io::Result<bool> {
    // An open file cannot be taken away here.
    path.try_exists()
}
