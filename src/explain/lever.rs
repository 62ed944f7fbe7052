//! What moving a statement means: the rows that give way together, the number that moves where the file states one,
//! how much a unit of movement weighs, and the override that does it.

use super::case::{Case, left_by_offtake};
use crate::diagnostic::KeyPath;
use crate::exact::{Rational, approx, decimal_down, decimal_up};
use crate::formulation::RowKey;
use crate::lp::{Row, Sense, StatementId};
use crate::scenario::{Limit, Rule, Series};
use crate::table::Id;

/// Rows of one statement that give way together.
#[derive(Clone, Debug)]
pub struct Lever {
    /// The statement.
    pub statement: StatementId,
    /// The rows, each with how far it gives way per unit of movement; the first one is the statement's own.
    pub rows: Vec<(Row, Rational)>,
    /// The number that moves, where the file states one.
    pub number: Option<Number>,
}

/// A number of the file in the year asked about.
#[derive(Clone, Debug)]
pub struct Number {
    /// The number.
    pub now: Rational,
    /// Its key path, with the year where it is a table of years.
    pub key: String,
}

/// Everything that can move in `statement`: its number, or each of its rows by itself.
#[must_use]
pub fn of(case: &Case<'_>, statement: StatementId) -> Vec<Lever> {
    let own: Vec<Row> =
        case.rows_on(statement).filter(|row| case.program.lp.row(*row).statement == statement).collect();
    let lever = |row: Row| {
        let number = stated(case, row).map(|(key, series)| number(case, row, &key, series));
        let mut rows = vec![(row, Rational::ONE)];
        if number.is_some() {
            let others = case.rows_on(statement).filter(|other| !own.contains(other));
            rows.extend(others.filter_map(|other| Some((other, left_by_offtake(case.program, other)?.1))));
        }
        Lever { statement, rows, number }
    };
    own.iter().map(|&row| lever(row)).collect()
}

impl Lever {
    /// The row that says what the movement is about.
    #[must_use]
    pub fn row(&self) -> Row {
        self.rows[0].0
    }

    /// The weight of one unit of movement: its share of the number that moves, or of the asked demand where that
    /// number is zero or there is none.
    #[must_use]
    pub fn weight(&self, case: &Case<'_>) -> Rational {
        let number = self.number.as_ref().filter(|number| number.now > Rational::ZERO);
        Rational::ONE / number.map_or_else(|| case.asked_quantity(), |number| number.now.clone())
    }

    /// What one unit of movement costs to build, USD/(t/yr), where the file states it.
    #[must_use]
    pub fn capital(&self, case: &Case<'_>) -> Option<Rational> {
        let facilities = &case.program.network.scenario().facilities;
        let series = match &case.program.rows[self.row().index()] {
            RowKey::Capacity { facility } => facilities[*facility].capex.as_ref()?,
            RowKey::Output { facility, product } => {
                &facilities[*facility].max_output_capex.iter().find(|entry| entry.0 == *product)?.1
            }
            _ => return None,
        };
        Some(series.at(case.program.network.year()))
    }

    /// The number after a movement, rounded to the side that cures.
    #[must_use]
    pub fn needed(&self, case: &Case<'_>, by: &Rational) -> Option<f64> {
        let now = &self.number.as_ref()?.now;
        Some(match case.lp.row(self.row()).sense {
            Sense::AtMost => decimal_up(&(now + by)),
            Sense::AtLeast => decimal_down(&(now - by)),
        })
    }

    /// The override that writes `value` into the file.
    #[must_use]
    pub fn set(&self, value: f64) -> Option<String> {
        Some(argument(&self.number.as_ref()?.key, value))
    }

    /// Whether it moves money rather than tonnes.
    #[must_use]
    pub fn is_about_money(&self, case: &Case<'_>) -> bool {
        case.limit(self.row()).is_some_and(Limit::is_money)
    }

    /// Whether a movement can be weighed against those of other statements: money has no measure but the number that it
    /// moves, which a premium or an amount of zero does not give.
    #[must_use]
    pub fn compares(&self, case: &Case<'_>) -> bool {
        !self.is_about_money(case) || self.number.as_ref().is_some_and(|number| number.now > Rational::ZERO)
    }

    /// The unit of a movement.
    #[must_use]
    pub fn unit(&self, case: &Case<'_>) -> &'static str {
        if self.is_about_money(case) { "USD/yr" } else { "t/yr" }
    }

    /// The stage, commodity or place that it is about, where the statement speaks of several.
    #[must_use]
    pub fn detail(&self, case: &Case<'_>) -> Option<String> {
        let scenario = case.program.network.scenario();
        match &case.program.rows[self.row().index()] {
            RowKey::Avoid { stage, .. } => Some(scenario.stages.key(*stage).to_owned()),
            RowKey::Policy { commodity, country, .. } => {
                let parts =
                    [commodity.map(|id| scenario.commodities.key(id)), country.map(|id| scenario.countries.key(id))];
                let parts: Vec<&str> = parts.into_iter().flatten().collect();
                (!parts.is_empty()).then(|| parts.join(", "))
            }
            _ => None,
        }
    }

    /// The number now, for a report.
    #[must_use]
    pub fn value_now(&self) -> Option<f64> {
        self.number.as_ref().map(|number| approx(&number.now))
    }
}

fn number(case: &Case<'_>, row: Row, path: &KeyPath, series: &Series) -> Number {
    Number { now: case.program.lp.row(row).rhs.clone(), key: key_in(case, path, series) }
}

/// The key path of a quantity in the year asked about.
#[must_use]
pub fn key_in(case: &Case<'_>, path: &KeyPath, series: &Series) -> String {
    let constant = matches!(series.points(), [(0, _)]);
    if constant { path.to_string() } else { path.child(case.program.network.year().to_string()).to_string() }
}

/// The argument of `--set` that writes `value` at `key`.
#[must_use]
pub fn argument(key: &str, value: f64) -> String {
    let whole = value.fract() == 0.0 && value.abs() < 1e15;
    if whole { format!("{key}={value:.0}") } else { format!("{key}={value:?}") }
}

/// The key path and the series of the number that is a row's right-hand side, where the file states it.
fn stated<'c>(case: &'c Case<'_>, row: Row) -> Option<(KeyPath, &'c Series)> {
    let scenario = case.program.network.scenario();
    let path = case.program.statement(row).path.clone();
    let series = match &case.program.rows[row.index()] {
        RowKey::Capacity { facility } => scenario.facilities[*facility].capacity.as_ref()?,
        RowKey::Output { facility, product } => {
            &scenario.facilities[*facility].max_output.iter().find(|limit| limit.0 == *product)?.1
        }
        RowKey::Outlet { product } => &scenario.commodities[*product].byproduct.as_ref()?.max,
        RowKey::Demand { demand } => {
            let wanted = &case.program.network.demands[*demand];
            &scenario.members[wanted.member].demand.iter().find(|entry| entry.0 == wanted.commodity)?.1
        }
        RowKey::Policy { policy, .. } => match &scenario.policies[*policy].rule {
            Rule::MaxFlow(rule) => return Some((path.child("limit_t_per_year"), &rule.limit)),
            Rule::Budget(rule) => return Some((path.child("usd_per_year"), &rule.usd_per_year)),
            _ => return None,
        },
        _ => return None,
    };
    Some((path, series))
}
