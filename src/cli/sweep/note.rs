//! What a whole table is: a table is rows and nothing else, so a file `F.done` beside it says which sweep it is of, and
//! what its bytes come to. Runs that may be continued leave one, so that the next one finds that nothing is left to do.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::super::failure::Failure;
use super::super::output::Destination;
use super::identity::{Identity, hex};

/// The note beside a table.
pub struct Note<'a> {
    table: &'a Path,
    path: PathBuf,
}

impl<'a> Note<'a> {
    /// Where the note of `table` is, or would be.
    #[must_use]
    pub fn beside(table: &'a Path) -> Self {
        let mut name = table.as_os_str().to_owned();
        name.push(".done");
        Self { table, path: PathBuf::from(name) }
    }

    /// Says that the table is of the sweep `identity`.
    ///
    /// # Errors
    /// Where the table cannot be read, or the note not be written.
    pub fn write(&self, identity: &Identity) -> Result<(), Failure> {
        let text = File::open(self.table).and_then(|mut table| text(identity, &mut table));
        let text = text.map_err(|error| Failure::read(self.table, &error))?;
        Destination::Replace(self.path.clone()).write(&text)
    }

    /// Takes the note of an earlier table away.
    ///
    /// # Errors
    /// Where it cannot be.
    pub fn clear(&self) -> Result<(), Failure> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::write(&self.path, &error)),
            _ => Ok(()),
        }
    }

    /// Whether the note says that `table`, unchanged since, is of the sweep `identity`.
    ///
    /// # Errors
    /// Where one of both cannot be read.
    pub fn is_of(&self, identity: &Identity, table: &mut File) -> Result<bool, Failure> {
        let found = match fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            found => found.map_err(|error| Failure::read(&self.path, &error))?,
        };
        if !found.starts_with(identity.line().as_bytes()) {
            return Ok(false);
        }
        let text = text(identity, table).map_err(|error| Failure::read(self.table, &error))?;
        Ok(found == text.as_bytes())
    }
}

/// What a note about the table says.
fn text(identity: &Identity, table: &mut File) -> io::Result<String> {
    table.seek(SeekFrom::Start(0))?;
    let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match table.read(&mut piece)? {
            0 => break,
            read => hash.update(&piece[..read]),
        }
    }
    Ok(format!("{}sha256 {}\n", identity.line(), hex(hash.finalize().iter())))
}
