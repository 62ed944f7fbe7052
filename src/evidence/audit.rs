//! What the numbers of a scenario rest on, counted.

use indexmap::IndexMap;

use super::number::{Number, numbers};
use crate::exact::{Rational, approx, decimal};
use crate::report::audit::{Audit, Carried, GRADES};
use crate::scenario::keys::Quantity;
use crate::scenario::{Facility, FacilityId, Grade, Loaded, Scenario, Series, Work};

/// The evidence of a scenario; `path` is its file as given.
#[must_use]
pub fn audit(path: String, loaded: &Loaded) -> Audit {
    let (scenario, all) = (&loaded.scenario, numbers(loaded.effective.root()));
    let listed = |lacks: fn(&Number) -> bool| -> Vec<String> {
        all.iter().filter(|number| lacks(number)).map(|number| number.path.to_string()).collect()
    };
    let mut counts: IndexMap<String, IndexMap<String, usize>> = IndexMap::new();
    for quantity in Quantity::ALL {
        let mut by_grade = IndexMap::new();
        for number in all.iter().filter(|number| number.quantity == quantity) {
            *by_grade.entry(word(number.standing.grade).to_owned()).or_default() += 1;
        }
        counts.insert(quantity.word().to_owned(), by_grade);
    }
    let silent = scenario.facilities.iter().filter(|(_, facility)| facility.status.is_none());
    Audit {
        path,
        numbers: counts,
        without_source: listed(|number| number.standing.source.is_none()),
        without_grade: listed(|number| number.standing.grade.is_none()),
        without_status: silent.map(|(id, _)| scenario.facilities.key(id).to_owned()).collect(),
        capacity: capacity(scenario, &all),
    }
}

fn word(grade: Option<Grade>) -> &'static str {
    grade.map_or("none", Grade::word)
}

/// Capacities by stage, commodity and year, in the order of stages, commodities and years.
fn capacity(scenario: &Scenario, all: &[Number]) -> Vec<Carried> {
    let mut carried = Vec::new();
    for stage in scenario.stages.ids() {
        for commodity in scenario.commodities.ids() {
            for &year in &scenario.years {
                let (mut total, mut by_grade) = (Rational::ZERO, [const { Rational::ZERO }; 4]);
                let mut any = false;
                for (id, facility) in scenario.facilities.iter() {
                    for operation in facility.operations.iter().filter(|operation| operation.stage == stage) {
                        let (series, key, rate) = match &operation.work {
                            Work::Source { material } | Work::Split { material, .. } if *material == commodity => {
                                of_activity(facility, 1.0)
                            }
                            Work::Split { .. } => {
                                let limit = facility.max_output.iter().find(|limit| limit.0 == commodity);
                                (limit.map(|limit| &limit.1), "max_output_t_per_year", 1.0)
                            }
                            Work::Recipe { output, .. } => match output.iter().find(|made| made.0 == commodity) {
                                Some((_, rate)) => of_activity(facility, *rate),
                                None => continue,
                            },
                            Work::Source { .. } => continue,
                        };
                        let Some(series) = series else { continue };
                        any = true;
                        let tonnes = series.at(year) * decimal(rate);
                        let grade = word(grade_of(scenario, all, id, key, commodity, year));
                        let column = GRADES.iter().position(|known| *known == grade).unwrap_or(GRADES.len() - 1);
                        by_grade[column] += &tonnes;
                        total += tonnes;
                    }
                }
                if any {
                    let shares = GRADES.iter().zip(&by_grade).filter(|_| !total.is_zero());
                    carried.push(Carried {
                        stage: scenario.stages.key(stage).to_owned(),
                        commodity: scenario.commodities.key(commodity).to_owned(),
                        year,
                        capacity_t: approx(&total),
                        shares: shares.map(|(grade, part)| ((*grade).to_owned(), approx(&(part / &total)))).collect(),
                    });
                }
            }
        }
    }
    carried
}

fn of_activity(facility: &Facility, rate: f64) -> (Option<&Series>, &'static str, f64) {
    (facility.capacity.as_ref(), "capacity_t_per_year", rate)
}

/// The grade of the number that speaks for a capacity in a year: its last entry up to then, else its first.
fn grade_of(
    scenario: &Scenario,
    all: &[Number],
    facility: FacilityId,
    key: &str,
    commodity: crate::scenario::CommodityId,
    year: i32,
) -> Option<Grade> {
    let mut start = vec!["facility", scenario.facilities.key(facility), key];
    if key == "max_output_t_per_year" {
        start.push(scenario.commodities.key(commodity));
    }
    let stated = |number: &&Number| {
        number.path.parts().len() >= start.len() && number.path.parts().iter().zip(&start).all(|(a, b)| a == b)
    };
    let entries: Vec<&Number> = all.iter().filter(stated).collect();
    let of_year = |number: &Number| number.path.parts().get(start.len()).and_then(|part| part.parse::<i32>().ok());
    let before = entries
        .iter()
        .filter(|number| of_year(number).is_none_or(|at| at <= year))
        .max_by_key(|number| of_year(number));
    before.or_else(|| entries.iter().min_by_key(|number| of_year(number))).and_then(|number| number.standing.grade)
}
