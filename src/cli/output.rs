//! Where results go: standard output, or a file that is written whole or not at all.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::console::detail;
use super::failure::Failure;

/// Columns assumed where results do not go to a terminal, so that the same question gives the same bytes.
const DEFAULT_WIDTH: usize = 120;

/// Where results go.
#[derive(Debug)]
pub enum Destination {
    /// Standard output.
    Standard,
    /// A file that is replaced in one step.
    Replace(PathBuf),
    /// A pipe or a device, which cannot be replaced.
    Stream(PathBuf),
}

impl Destination {
    /// The destination called `path` (`-` or nothing is standard output), tried out before the work begins.
    ///
    /// # Errors
    /// Where nothing can be written there, or where it is one of `sources`.
    pub fn open<'a>(path: Option<&Path>, sources: impl IntoIterator<Item = &'a Path>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else { return Ok(Self::Standard) };
        let failed = |error: io::Error| Failure::write(path, &error);
        let found = match fs::metadata(path) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let link = fs::read_link(path).ok();
                let target = link.map_or_else(|| path.to_owned(), |link| folder(path).join(link));
                temporary(&target, None).map_err(|error| beside(path, &error))?;
                return Ok(Self::Replace(target));
            }
            Err(error) => return Err(failed(error)),
        };
        if found.is_dir() {
            return Err(Failure::refused(path, "it is a directory"));
        }
        if !found.is_file() {
            return Ok(Self::Stream(path.to_owned()));
        }
        let target = fs::canonicalize(path).map_err(failed)?;
        if sources.into_iter().any(|source| fs::canonicalize(source).is_ok_and(|source| source == target)) {
            return Err(Failure::refused(path, "the scenario is read from it"));
        }
        if found.permissions().readonly() {
            return Err(Failure::refused(path, "it is read-only"));
        }
        temporary(&target, Some(&found)).map_err(|error| beside(path, &error))?;
        Ok(Self::Replace(target))
    }

    /// Writes `text`. A reader that has closed the pipe has seen enough; that is no error.
    ///
    /// # Errors
    /// Where not all of it could be written; a file then keeps its old content.
    pub fn write(&self, text: &str) -> Result<(), Failure> {
        match self {
            Self::Standard => standard(put(&mut io::stdout().lock(), text)),
            Self::Stream(path) => {
                let stream = OpenOptions::new().write(true).open(path);
                quiet_pipe(stream.and_then(|mut stream| put(&mut stream, text)))
                    .map_err(|error| Failure::write(path, &error))
            }
            Self::Replace(path) => {
                replace(path, |file| file.write_all(text.as_bytes())).map_err(|error| Failure::write(path, &error))
            }
        }
    }

    /// Writes what `fill` writes, so that nothing needs to be held in memory.
    ///
    /// # Errors
    /// As for [`write`](Self::write).
    pub fn fill(&self, fill: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>) -> Result<(), Failure> {
        match self {
            Self::Standard => {
                let mut stream = BufWriter::new(io::stdout());
                standard(fill(&mut stream).and_then(|()| stream.flush()))
            }
            Self::Stream(path) => {
                let written = OpenOptions::new().write(true).open(path).and_then(|file| {
                    let mut stream = BufWriter::new(file);
                    fill(&mut stream).and_then(|()| stream.flush())
                });
                quiet_pipe(written).map_err(|error| Failure::write(path, &error))
            }
            Self::Replace(path) => {
                let whole = |file: &mut File| {
                    let mut stream = BufWriter::new(file);
                    fill(&mut stream).and_then(|()| stream.flush())
                };
                replace(path, whole).map_err(|error| Failure::write(path, &error))
            }
        }
    }

    /// Writes `text` with its colours where the reader sees them, else without.
    ///
    /// # Errors
    /// As for [`write`](Self::write).
    pub fn write_styled(&self, text: &str) -> Result<(), Failure> {
        match self {
            Self::Standard => standard(put(&mut anstream::stdout().lock(), text)),
            Self::Replace(_) | Self::Stream(_) => self.write(&anstream::adapter::strip_str(text).to_string()),
        }
    }

    /// How many columns the reader sees.
    #[must_use]
    pub fn width(&self) -> usize {
        let terminal = matches!(self, Self::Standard) && io::stdout().is_terminal();
        let size = terminal.then(|| terminal_size::terminal_size_of(io::stdout())).flatten();
        size.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
    }
}

fn put(stream: &mut impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

fn standard(written: io::Result<()>) -> Result<(), Failure> {
    quiet_pipe(written).map_err(|error| Failure::standard_output(&error))
}

fn quiet_pipe(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes a new file beside `path` and puts it in its place once it is safely on disk.
fn replace(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let old = fs::metadata(path).ok();
    let mut file = temporary(path, old.as_ref())?;
    fill(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder(path));
    detail(|| format!("wrote {}", path.display()));
    Ok(())
}

/// A new file beside `path` with the permissions of `old`, else those of any new file; gone again unless persisted.
fn temporary(path: &Path, old: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".didymium-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder(path))?;
    if let Some(old) = old {
        fs::set_permissions(file.path(), old.permissions())?;
    }
    Ok(file)
}

/// Makes the new name durable; not every file system can, and the content is safe already.
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The reason why no file can be made beside `path`, without the temporary file's name.
fn beside(path: &Path, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::refused(path, format!("there is no folder `{}`", folder(path).display())),
        kind => Failure::write(path, &io::Error::from(kind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(path: &Path, source: Option<&Path>) -> String {
        anstream::adapter::strip_str(&Destination::open(Some(path), source).expect_err("refused").text()).to_string()
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        for text in ["long first text", "second"] {
            Destination::open(Some(&path), None).unwrap().write(text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_refused_destination_is_named_with_its_reason() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing").join("report.json");
        assert!(refusal(&missing, None).contains("there is no folder"));
        assert!(refusal(folder.path(), None).contains("it is a directory"));
        let scenario = folder.path().join("scenario.toml");
        fs::write(&scenario, "format = 1").unwrap();
        let roundabout = folder.path().join(".").join("scenario.toml");
        assert!(refusal(&roundabout, Some(&scenario)).contains("the scenario is read from it"));
        let mut permissions = fs::metadata(&scenario).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&scenario, permissions).unwrap();
        assert!(refusal(&scenario, None).contains("it is read-only"));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_of_an_old_file_are_kept_and_links_are_followed() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("report.json"), folder.path().join("link.json"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("report.json", &link).unwrap();
        Destination::open(Some(&link), None).unwrap().write("new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_an_error_and_stays_a_device() {
        let device = Path::new("/dev/full");
        let failure = Destination::open(Some(device), None).unwrap().write("text").unwrap_err();
        assert!(failure.text().contains("no space left on device"), "{}", failure.text());
        assert!(!fs::metadata(device).unwrap().is_file());
    }
}
