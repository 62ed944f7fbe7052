//! How far a policy must move whose number is a fraction: a share stands on the left-hand side of its rows, beside what
//! it is a share of, and a premium is a multiple of the baseline. A share is found step by step: the plan that keeps
//! furthest away from the rows at one share names the next one (Dinkelbach, On nonlinear fractional programming,
//! Management Science 13, 1967), until none keeps away any further.

use std::collections::BTreeMap;

use super::case::Case;
use super::lever::key_in;
use crate::certify::Certified;
use crate::exact::{Rational, approx, decimal, decimal_down, decimal_up};
use crate::formulation::{BaselineCost, Program, RowKey, formulate};
use crate::lp::{Col, Lp, Row, Sense, StatementId};
use crate::network::{Network, Query};
use crate::scenario::{Policy, PolicyId, Rule, Series};
use crate::table::Id;

/// Steps after which a share is given up.
const STEPS: usize = 12;
/// How much less than the share needed is proven not to be enough.
const HAIR: f64 = 1e-9;

/// A fraction that cures.
#[derive(Clone, Debug)]
pub struct Fraction {
    /// What the file states now.
    pub now: f64,
    /// What it would have to state, rounded to the side that cures.
    pub needed: f64,
    /// Its key path, with the year where it is a table of years.
    pub key: String,
    /// Whether it is proven that less is not enough.
    pub proven: bool,
}

/// The fraction that the policy `statement` would have to state, given that taking it out cures the shortfall and that
/// `way` is the least that its rows have to give way by; `None` where it states none, or none is found that cures.
#[must_use]
pub fn needed(case: &Case<'_>, proof: &Certified, statement: StatementId, way: &Certified) -> Option<Fraction> {
    let rows: Vec<Row> =
        case.rows_on(statement).filter(|row| case.program.lp.row(*row).statement == statement).collect();
    let RowKey::Policy { policy, .. } = case.program.rows[rows.first()?.index()] else { return None };
    let year = case.program.network.year();
    match &case.program.network.scenario().policies[policy].rule {
        Rule::MaxPremium(rule) => {
            let (limit, premium) = (&case.lp.row(rows[0]).rhs, rule.premium.at(year));
            let baseline = limit / (Rational::ONE + &premium);
            if baseline.is_zero() {
                // No premium on nothing pays for anything.
                return None;
            }
            let needed = (limit + way.upper()) / baseline - Rational::ONE;
            let path = case.program.statement(rows[0]).path.child("premium");
            let (now, needed) = (approx(&premium), decimal_up(&needed));
            Some(Fraction { now, needed, key: key_in(case, &path, &rule.premium), proven: way.is_exact() })
        }
        Rule::MaxShare(rule) => Share::of(case, policy, &rows, &rule.share, Way::Up)?.needed(proof),
        Rule::MinShare(rule) => Share::of(case, policy, &rows, &rule.share, Way::Down)?.needed(proof),
        Rule::Offtake(rule) => Share::of(case, policy, &rows, &rule.share, Way::Down)?.needed(proof),
        _ => None,
    }
}

/// The way in which a share gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// A row `Σ (a + share × b) x ≤ c + share × d`.
struct Line {
    row: Row,
    /// Per column: `a` and `b`.
    terms: BTreeMap<Col, (Rational, Rational)>,
    rhs: (Rational, Rational),
}

struct Share<'c, 'a> {
    case: &'c Case<'a>,
    lines: Vec<Line>,
    series: &'c Series,
    way: Way,
}

impl<'c, 'a> Share<'c, 'a> {
    /// Reads off how the rows depend on the share, from the same program at two other shares.
    fn of(case: &'c Case<'a>, policy: PolicyId, rows: &[Row], series: &'c Series, way: Way) -> Option<Self> {
        let (quarter, half) = (0.25, 0.5);
        let [first, second] = [quarter, half].map(|share| rows_at(case, policy, share));
        let (first, second) = (first?, second?);
        let step = decimal(half) - decimal(quarter);
        let affine = |first: &Rational, second: &Rational| {
            let slope = (second - first) / &step;
            (first - &slope * decimal(quarter), slope)
        };
        let mut lines = Vec::new();
        for (position, &row) in rows.iter().enumerate() {
            let key = &case.program.rows[row.index()];
            let (one, other) = (first.get(position)?, second.get(position)?);
            if one.0 != *key || other.0 != *key {
                return None;
            }
            let mut terms: BTreeMap<Col, (Rational, Rational)> = BTreeMap::new();
            for (col, value) in &one.1 {
                terms.entry(*col).or_default().0.clone_from(value);
            }
            for (col, value) in &other.1 {
                terms.entry(*col).or_default().1.clone_from(value);
            }
            let terms = terms.into_iter().map(|(col, (one, other))| (col, affine(&one, &other))).collect();
            lines.push(Line { row, terms, rhs: affine(&one.2, &other.2) });
        }
        Some(Self { case, lines, series, way })
    }

    fn needed(&self, proof: &Certified) -> Option<Fraction> {
        let year = self.case.program.network.year();
        let mut share = if self.way == Way::Up { Rational::ONE } else { Rational::ZERO };
        let mut near = proof.clone();
        for _ in 0..STEPS {
            let (lp, away) = self.at(&share);
            let found = self.case.minimise(&lp, Some(&near)).ok()?;
            if found.point()[away.index()].is_zero() {
                return Some(self.found(&share, year, &found));
            }
            share = self.tightest(found.point())?;
            near = found;
        }
        None
    }

    fn found(&self, share: &Rational, year: i32, near: &Certified) -> Fraction {
        let hair = decimal(HAIR);
        let (needed, less) = match self.way {
            Way::Up => (decimal_up(share), share - hair),
            Way::Down => (decimal_down(share), share + hair),
        };
        let (mut lp, away) = self.at(&less);
        lp.column_mut(away).cost = Rational::ZERO;
        self.case.soften(&mut lp);
        let short = self.case.minimise(&lp, Some(near));
        let statement = self.case.program.statement(self.lines[0].row);
        Fraction {
            now: approx(&self.series.at(year)),
            needed,
            key: key_in(self.case, &statement.path.child("share"), self.series),
            proven: short.is_ok_and(|short| short.lower().is_some_and(|low| *low > Rational::ZERO)),
        }
    }

    /// The case's rows at another share, with a column for how far a plan keeps away from the policy's rows.
    fn at(&self, share: &Rational) -> (Lp, Col) {
        let mut lp = self.case.lp.without_costs();
        lp.forget_bounds();
        let away = lp.add_free_column(-Rational::ONE);
        for line in &self.lines {
            let row = lp.row_mut(line.row);
            let terms = line.terms.iter().map(|(col, (a, b))| (*col, a + b * share));
            // What is priced as slack stays as it was.
            let own = row.terms.iter().filter(|term| !line.terms.contains_key(&term.0)).cloned();
            row.terms = own.chain(terms).filter(|term| !term.1.is_zero()).chain([(away, Rational::ONE)]).collect();
            row.sense = Sense::AtMost;
            row.rhs = &line.rhs.0 + &line.rhs.1 * share;
        }
        (lp, away)
    }

    /// The furthest that the share can move while `point` satisfies its rows.
    fn tightest(&self, point: &[Rational]) -> Option<Rational> {
        let limit = |line: &Line| {
            let used = |part: fn(&(Rational, Rational)) -> &Rational| {
                crate::exact::sum(line.terms.iter().map(|(col, terms)| part(terms) * &point[col.index()]))
            };
            // a·x + share × b·x ≤ c + share × d
            let (room, grows) = (&line.rhs.0 - used(|terms| &terms.0), used(|terms| &terms.1) - &line.rhs.1);
            (!grows.is_zero()).then(|| room / grows)
        };
        let limits = self.lines.iter().filter_map(limit);
        if self.way == Way::Up { limits.max() } else { limits.min() }
    }
}

/// Key, terms and right-hand side of the policy's rows in the same program with another share.
type Rows = Vec<(RowKey, Vec<(Col, Rational)>, Rational)>;

fn rows_at(case: &Case<'_>, policy: PolicyId, share: f64) -> Option<Rows> {
    let scenario = case.program.network.scenario();
    let mut changed = scenario.clone();
    let mut rule = scenario.policies[policy].rule.clone();
    match &mut rule {
        Rule::MaxShare(rule) => rule.share = Series::constant(share),
        Rule::MinShare(rule) => rule.share = Series::constant(share),
        Rule::Offtake(rule) => rule.share = Series::constant(share),
        _ => return None,
    }
    changed.policies.insert(scenario.policies.key(policy), Policy { rule, ..scenario.policies[policy].clone() });
    let query = Query { scenario: &changed, ..case.program.network.query.clone() };
    let program: Program<'_> = formulate(Network::of(query), &BaselineCost::default());
    if program.columns != case.program.columns {
        return None;
    }
    let own = program
        .lp
        .row_ids()
        .filter(|row| matches!(program.rows[row.index()], RowKey::Policy { policy: of, .. } if of == policy));
    let row = |row: Row| {
        let constraint = program.lp.row(row);
        let is_slack = |col: Col| matches!(program.columns[col.index()], crate::formulation::ColumnKey::Slack { .. });
        let terms = constraint.terms.iter().filter(|term| !is_slack(term.0)).cloned().collect();
        (program.rows[row.index()].clone(), terms, constraint.rhs.clone())
    };
    Some(own.map(row).collect())
}
