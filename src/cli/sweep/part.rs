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
use super::note::Note;
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
    unfinished: Unfinished,
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
        let path = unfinished_path(target);
        let failed = |error: io::Error| Failure::write(&path, &error);
        let file = locked(&path)?;
        let head = table.identity.line();
        let (target, identity) = (target.to_owned(), table.identity.clone());
        let mut part = Self { file, path: path.clone(), target, identity, unfinished, head: head.len() as u64 };
        let begun = part.file.metadata().map_err(failed)?.len() > 0;
        if begun && unfinished == Unfinished::Refuse {
            return Err(refusal(&path));
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

    /// Puts the finished table in its place: a shard with its head, so that it can be joined; a whole table without. Where
    /// runs are to be continued, a note beside a whole table says what it is.
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
        let note = Note::beside(&self.target);
        match (self.unfinished, table.laid) {
            (Unfinished::Continue, Laid::InRows) => note.write(&self.identity)?,
            _ => note.clear()?,
        }
        fs::remove_file(&self.path).map_err(|error| Failure::write(&self.path, &error))
    }
}

/// Where the file `target` grows.
#[must_use]
pub fn unfinished_path(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// An unfinished file that nobody asked to go on with.
#[must_use]
pub fn refusal(path: &Path) -> Failure {
    Failure::usage(
        format!("an unfinished sweep is in `{}`", path.display()),
        "`--resume` continues it; delete it to begin again",
    )
}

/// Whether `target` is whole and this very table; its rows go to `keep` if so. Shards say by their head what they are,
/// tables by the note beside them.
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
    if !target.is_file() {
        return Ok(false);
    }
    let mut file = File::open(target).map_err(failed)?;
    let head = if table.identity.shard.is_some() {
        let said = Identity::of_file(&file).map_err(failed)?;
        said.filter(|said| *said == table.identity).map(|_| table.identity.line())
    } else {
        Note::beside(target).is_of(&table.identity, &mut file)?.then(String::new)
    };
    let Some(head) = head else { return Ok(false) };
    let (start, end) = (head + &table.header(), table.identity.range().end);
    let read = |keep: &mut dyn FnMut(Vec<Row>)| {
        let mut reader = BufReader::new(&file);
        reader.seek(SeekFrom::Start(0))?;
        if begins_with(&mut reader, &start)? != start.as_bytes() {
            return Ok(false);
        }
        let kept = rows_of(&mut reader, start.len() as u64, table, fits, keep)?;
        Ok(kept.next == end && file.metadata()?.len() == kept.bytes)
    };
    // Nothing is handed on of a table that is not whole.
    if !read(&mut |_| {}).map_err(failed)? {
        return Ok(false);
    }
    read(keep).map_err(failed)
}

/// How much of a file is whole.
struct Kept {
    /// How many bytes.
    bytes: u64,
    /// The first point that is not in them.
    next: u64,
}

/// What is whole of an unfinished file, whose rows go to `keep`; nothing is where its head is not.
fn kept(mut file: &File, table: &Table, fits: Fits<'_>, keep: &mut dyn FnMut(Vec<Row>)) -> Result<Kept, Fault> {
    file.seek(SeekFrom::Start(0))?;
    let begun = Identity::of_file(file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file);
    let start = table.identity.line() + &table.header();
    let found = begins_with(&mut reader, &start)?;
    if found == start.as_bytes() {
        return Ok(rows_of(&mut reader, start.len() as u64, table, fits, keep)?);
    }
    // Only a run that died while it wrote the head leaves a beginning of it.
    let died = start.as_bytes().starts_with(&found);
    let nothing = Kept { bytes: 0, next: table.identity.range().start };
    if died { Ok(nothing) } else { Err(Fault::foreign(&table.identity, begun.as_ref())) }
}

/// As much of a file as `start` is long.
pub fn begins_with(reader: &mut impl Read, start: &str) -> io::Result<Vec<u8>> {
    let mut found = Vec::new();
    reader.take(start.len() as u64).read_to_end(&mut found)?;
    Ok(found)
}

/// The whole points that follow the first `bytes`, whose rows go to `keep`.
fn rows_of(
    reader: &mut impl BufRead,
    bytes: u64,
    table: &Table,
    fits: Fits<'_>,
    keep: &mut dyn FnMut(Vec<Row>),
) -> io::Result<Kept> {
    let Table { identity, columns, .. } = table;
    let points = identity.range();
    let mut kept = Kept { bytes, next: points.start };
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
pub enum Fault {
    /// The file cannot be read.
    Io(io::Error),
    /// Another sweep's file, or none: what it is, in words.
    Other(String),
}

impl Fault {
    /// A file that begins with the line of another sweep, or with none.
    #[must_use]
    pub fn foreign(identity: &Identity, found: Option<&Identity>) -> Self {
        Self::Other(match found {
            Some(other) => another(&identity.differences(other)),
            None => "is no unfinished sweep".to_owned(),
        })
    }

    /// The failure that it is for the file at `path`.
    #[must_use]
    pub fn of(self, path: &Path) -> Failure {
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
///
/// # Errors
/// Where another process has it, or it cannot be opened.
pub fn locked(path: &Path) -> Result<File, Failure> {
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
