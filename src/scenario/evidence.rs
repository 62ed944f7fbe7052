//! What rows say of how well their numbers stand, and of how real they are.

use super::ReferenceId;

/// Where a number comes from and how well it stands.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The publication.
    pub source: Option<ReferenceId>,
    /// How well the number stands.
    pub grade: Option<Grade>,
    /// Free text.
    pub note: Option<String>,
}

/// How well a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Seen in the named publication.
    Reported,
    /// Well known, but the publication was not opened.
    Unverified,
    /// An engineering assumption or arithmetic on other numbers.
    Assumed,
}

impl Grade {
    /// All of them, the best first.
    pub const ALL: [Self; 3] = [Self::Reported, Self::Unverified, Self::Assumed];

    /// The word used in files and reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Unverified => "unverified",
            Self::Assumed => "assumed",
        }
    }

    /// The grade called `word`.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.word() == word)
    }
}

/// How real a facility is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Running.
    Operating,
    /// Being built.
    Construction,
    /// Money committed.
    Financed,
    /// Made public.
    Announced,
    /// Standing still.
    Idle,
}

impl Status {
    /// All of them, the surest first; what stands still comes last.
    pub const ALL: [Self; 5] = [Self::Operating, Self::Construction, Self::Financed, Self::Announced, Self::Idle];

    /// The word used in files, on the command line and in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Operating => "operating",
            Self::Construction => "construction",
            Self::Financed => "financed",
            Self::Announced => "announced",
            Self::Idle => "idle",
        }
    }

    /// The status called `word`.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}
