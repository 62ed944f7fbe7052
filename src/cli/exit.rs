//! Exit codes: a contract with scripts, listed in `docs/answers.md` and under `didymium --help`.

use std::process::ExitCode;

use crate::report::{Report, Verdict};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything asked is feasible, as expected or valid.
    Success,
    /// A claim is not as expected, or a proof does not hold.
    Mismatch,
    /// The command line makes no sense.
    Usage,
    /// The scenario is invalid.
    Invalid,
    /// Something asked is proven infeasible.
    Infeasible,
    /// Something asked could not be proven either way, and nothing is proven infeasible.
    Undecided,
    /// A file could not be read or written.
    File,
    /// A sweep was stopped before its end.
    Interrupted,
}

impl Exit {
    /// All of them, by number.
    pub const ALL: [Self; 8] = [
        Self::Success,
        Self::Mismatch,
        Self::Usage,
        Self::Invalid,
        Self::Infeasible,
        Self::Undecided,
        Self::File,
        Self::Interrupted,
    ];

    /// The number the shell sees.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Mismatch => 1,
            Self::Usage => 2,
            Self::Invalid => 3,
            Self::Infeasible => 4,
            Self::Undecided => 5,
            Self::File => 6,
            Self::Interrupted => 130,
        }
    }

    /// What the number means, in the words of the manual.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Success => {
                "answered; all that was asked is feasible (`check`: valid; `test`: all claims as expected; \
                 `verify`: all proofs hold)"
            }
            Self::Mismatch => "`test`: a claim is not as expected; `verify`: a proof does not hold, or there is none",
            Self::Usage => "usage: an unknown option, member, country, stage or year",
            Self::Invalid => "the scenario is invalid (not UTF-8 included)",
            Self::Infeasible => "answered; something asked is proven infeasible",
            Self::Undecided => "undecided: something asked could not be proven, and nothing is proven infeasible",
            Self::File => "a file could not be read or written (missing, a directory, disk full)",
            Self::Interrupted => "`sweep`: stopped by Ctrl-C or a signal; `--resume` continues",
        }
    }

    /// The code for the answers of `report`: a proven no outweighs an open question, which outweighs a yes.
    #[must_use]
    pub fn of_report(report: &Report) -> Self {
        let any = |verdict| report.answers.iter().any(|answer| answer.verdict == verdict);
        if any(Verdict::Infeasible) {
            Self::Infeasible
        } else if any(Verdict::Undecided) {
            Self::Undecided
        } else {
            Self::Success
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_manual_lists_every_code_with_its_meaning() {
        let manual = include_str!("../../docs/answers.md");
        for exit in Exit::ALL {
            let row = format!("| {} | {} |", exit.code(), exit.meaning());
            assert!(manual.contains(&row), "docs/answers.md lacks the row\n{row}");
        }
    }

    #[test]
    fn a_proven_no_outweighs_an_open_question_which_outweighs_a_yes() {
        use Verdict::{Feasible, Infeasible, Undecided};
        let exit = |verdicts: &[Verdict]| {
            let mut report = fixture::alone();
            report.answers = verdicts.iter().map(|verdict| fixture::answer("japan", 2025, *verdict)).collect();
            Exit::of_report(&report)
        };
        assert_eq!(exit(&[Feasible, Undecided, Infeasible]), Exit::Infeasible);
        assert_eq!(exit(&[Undecided, Feasible]), Exit::Undecided);
        assert_eq!(exit(&[Feasible]), Exit::Success);
    }

    #[test]
    fn the_codes_are_those_of_the_contract() {
        let codes: Vec<u8> = Exit::ALL.into_iter().map(Exit::code).collect();
        // 130 is what a shell reports of a program that Ctrl-C ended.
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 130]);
    }
}
