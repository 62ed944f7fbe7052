//! A program much like one that is proven already: as much of the old proof as still holds.

use super::vertex::{basis, scaled};
use super::{Deadline, Search, Task, Unproven, minimise};
use crate::certify::{Certified, certify};
use crate::lp::Lp;
use crate::solve::Candidate;

/// The certified least objective of `lp`, begun from what is `known` of a similar program. Its plan and multipliers are
/// tried as they are; then its basis, carried to the optimum of `lp`; where that proves nothing exactly, there is an
/// ordinary search from that basis. What is known decides how long the answer takes, never what is proven.
///
/// # Errors
/// As for [`minimise`].
pub fn again(lp: &Lp, known: &Certified, search: Search<'_>) -> Result<Certified, Unproven> {
    let exact = |certified: &Certified| certified.is_exact();
    if let Some(certified) = unchanged(lp, known).filter(exact) {
        return Ok(certified);
    }
    let task = Task::of(lp, search.until)?;
    match task.carried(known).ok().filter(exact) {
        Some(certified) => Ok(certified),
        None => minimise(lp, search.from(known.basis())),
    }
}

/// What the plan and the multipliers of `known` prove of `lp` as they are; nothing where the plan is none of `lp`.
#[must_use]
pub fn unchanged(lp: &Lp, known: &Certified) -> Option<Certified> {
    let certified = certify(lp, known.point().to_vec(), known.multipliers().to_vec()).ok()?;
    Some(certified.found_at(known.basis().clone()))
}

impl Task<'_> {
    /// The optimum that the basis of `known` leads to without a search.
    fn carried(&self, known: &Certified) -> Result<Certified, Unproven> {
        let model = scaled(self.lp, &self.reduction);
        let start = Candidate::Basis(self.start(known.basis()));
        let stop = || self.until.is_some_and(Deadline::is_over);
        self.certified(basis(&model, &model, start, &stop), &stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::{Rational, decimal};
    use crate::lp::{Sense, StatementId};
    use crate::prove::Search;
    use crate::solve::{Backend, BackendError, Model, Simplex};
    use crate::table::Id;

    /// A backend that must not be asked.
    struct Silent;
    impl Backend for Silent {
        fn name(&self) -> &'static str {
            "silent"
        }
        fn search(
            &self,
            _: &Model,
            _: Option<&crate::simplex::Kernel>,
            _: Option<std::time::Duration>,
        ) -> Result<Candidate, BackendError> {
            Err(BackendError::Failed("asked".to_owned()))
        }
    }

    /// Two sources of 1 and 3 USD/t with capacities for a demand.
    fn program(cheap: f64, dear: f64, demand: f64) -> Lp {
        let mut lp = Lp::new();
        let statement = StatementId::from_index(0);
        let columns = [(1.0, cheap), (3.0, dear)].map(|(cost, most)| {
            let col = lp.add_column(decimal(cost), decimal(most));
            lp.add_row(vec![(col, Rational::ONE)], Sense::AtMost, decimal(most), statement);
            (col, Rational::ONE)
        });
        lp.add_row(columns.to_vec(), Sense::AtLeast, decimal(demand), statement);
        lp
    }

    #[test]
    fn what_still_holds_is_not_searched_for() {
        let known = minimise(&program(10.0, 10.0, 15.0), Search::by(&Simplex)).unwrap();
        // The same program, one where plan and multipliers stay, and two where only the basis does, or not even that.
        for (lp, cost) in [
            (program(10.0, 10.0, 15.0), 25.0),
            (program(10.0, 20.0, 15.0), 25.0),
            (program(12.0, 10.0, 15.0), 21.0),
            (program(20.0, 10.0, 15.0), 15.0),
        ] {
            let certified = again(&lp, &known, Search::by(&Silent)).unwrap();
            assert!(certified.is_exact());
            assert_eq!(*certified.upper(), decimal(cost));
        }
    }

    #[test]
    fn nothing_is_made_of_a_program_that_has_no_plan() {
        let known = minimise(&program(10.0, 10.0, 15.0), Search::by(&Simplex)).unwrap();
        let none = again(&program(10.0, 4.0, 15.0), &known, Search::by(&Simplex));
        assert_eq!(none.unwrap_err(), Unproven::Backend(BackendError::Infeasible));
    }
}
