//! Reasons as CSV: one fact per row, the same columns everywhere.

use csv::Writer;

use crate::report::Report;
use crate::report::explanation::{Explanation, Inequality, JointRepair, NoPrice, Part, Price, Repair};

mod flips;

/// The columns.
pub const COLUMNS: [&str; 9] = ["member", "year", "kind", "number", "statement", "about", "quantity", "unit", "value"];

/// The reasons of every question of `report` as CSV with a header; questions of everybody together have no member.
///
/// # Panics
/// Never: memory takes all text.
#[must_use]
pub fn csv(report: &Report) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("memory takes all text");
    let system = report.system.iter().flatten();
    let system = system.filter_map(|system| Some((String::new(), system.year, system.explanation.as_ref()?)));
    let answers = report.answers.iter();
    let answers = answers.filter_map(|answer| Some((answer.member.clone(), answer.year, answer.explanation.as_ref()?)));
    for (member, year, explanation) in system.chain(answers) {
        Sheet { writer: &mut writer, member, year: year.to_string() }.explanation(explanation);
    }
    String::from_utf8(writer.into_inner().expect("memory takes all text")).expect("all fields are text")
}

/// What a fact is about; empty where a column does not apply.
#[derive(Clone, Copy, Default)]
struct Subject<'a> {
    kind: &'a str,
    /// Tells conflicts and joint repairs of one question apart, from 1.
    number: usize,
    statement: &'a str,
    about: &'a str,
}

struct Sheet<'w> {
    writer: &'w mut Writer<Vec<u8>>,
    member: String,
    year: String,
}

impl Sheet<'_> {
    fn fact(&mut self, about: &Subject<'_>, quantity: &str, unit: &str, value: Option<f64>) {
        let Subject { kind, number, statement, about } = *about;
        let number = if number == 0 { String::new() } else { number.to_string() };
        // Adding zero takes the sign from a zero and changes nothing else.
        let value = value.map_or_else(String::new, |value| (value + 0.0).to_string());
        let row = [&self.member, &self.year, kind, &number, statement, about, quantity, unit, &value];
        self.writer.write_record(row).expect("memory takes all text");
    }

    /// 1 where something holds, else 0.
    fn flag(&mut self, about: &Subject<'_>, quantity: &str, holds: bool) {
        self.fact(about, quantity, "1", Some(f64::from(u8::from(holds))));
    }

    fn explanation(&mut self, explanation: &Explanation) {
        let structure =
            explanation.structure.iter().flat_map(|lack| lack.statements.iter().map(move |path| (path, lack)));
        for (statement, lack) in structure {
            self.flag(&Subject { kind: "structure", statement, about: &lack.text, number: 0 }, "holds", true);
        }
        for (number, inequality) in explanation.inequalities().enumerate() {
            self.inequality(number, inequality);
        }
        let first = (&explanation.conflict, explanation.conflict_irreducible);
        let further = explanation.further_conflicts.iter().map(|other| (&other.statements, other.irreducible));
        for (number, (statements, irreducible)) in [first].into_iter().chain(further).enumerate() {
            for statement in statements {
                let about = Subject { kind: "conflict", number: number + 1, statement, about: "" };
                self.flag(&about, "necessary", irreducible);
            }
        }
        for repair in &explanation.repairs {
            self.repair(repair);
        }
        for (number, repair) in explanation.joint_repairs.iter().enumerate() {
            self.joint_repair(number + 1, repair);
        }
        self.families(explanation);
        for price in &explanation.prices {
            self.price(price);
        }
        for policy in &explanation.policies {
            let about = Subject { kind: "policy", statement: &policy.statement, ..Subject::default() };
            match policy.saves_usd {
                Some(usd) => self.fact(&about, "saves_usd", "USD", Some(usd)),
                None => self.fact(&about, "saves_shortfall_t", "t", policy.saves_shortfall_t),
            }
            self.flag(&about, "proven", policy.proven);
        }
        if let Some(flip) = &explanation.flip {
            self.flip(flip);
        }
        for year in &explanation.timeline {
            let stage = year.binding_stage.as_deref().unwrap_or_default();
            let word = year.verdict.word();
            let about = Subject { kind: "timeline", statement: stage, about: word, ..Subject::default() };
            self.fact(&about, &year.year.to_string(), "t", Some(year.shortfall_t));
        }
    }

    /// The first inequality has no number, the next ones count from 2.
    fn inequality(&mut self, before: usize, inequality: &Inequality) {
        let product = inequality.counted_in.as_deref().unwrap_or_default();
        let number = if before == 0 { 0 } else { before + 1 };
        let about = Subject { kind: "inequality", about: product, number, ..Subject::default() };
        self.fact(&about, "needed_t", "t", Some(inequality.needed_t));
        self.fact(&about, "given_t", "t", Some(inequality.given_t));
        self.fact(&about, "available_t", "t", Some(inequality.available_t));
        let mut parts = |quantity: &str, parts: &[Part]| {
            for part in parts {
                let about = Subject { statement: &part.statement, about: &part.name, ..about };
                self.fact(&about, quantity, "t", Some(part.counts_t));
            }
        };
        parts("needs_t", &inequality.needs);
        parts("source_t", &inequality.sources);
        parts("limit_t", &inequality.limits);
        if let Some(money) = &inequality.money {
            let about = Subject { statement: &money.statement, about: "", ..about };
            self.fact(&about, "least_cost_usd", "USD", Some(money.least_cost_usd));
            self.fact(&about, "allowed_usd", "USD", Some(money.allowed_usd));
        }
        for exclusion in &inequality.excluded_by {
            let stages = exclusion.stages.join(", ");
            self.flag(&Subject { statement: &exclusion.statement, about: &stages, ..about }, "excludes", true);
        }
    }

    fn repair(&mut self, repair: &Repair) {
        let about = Subject { kind: "repair", statement: &repair.statement, about: &repair.kind, number: 0 };
        let unit = repair.unit.as_deref().unwrap_or_default();
        self.flag(&about, "cures", repair.cures);
        self.flag(&about, "proven", repair.proven);
        self.fact(&about, "remaining_shortfall_t", "t", repair.remaining_shortfall_t);
        if repair.cures {
            self.fact(&about, "move_by", unit, repair.move_by);
            self.fact(&about, "value_now", unit, repair.value_now);
            self.fact(&about, "value_needed", unit, repair.value_needed);
            self.fact(&about, "relative", "1", repair.relative);
        }
    }

    fn joint_repair(&mut self, number: usize, repair: &JointRepair) {
        let without = repair.without.as_deref().unwrap_or_default();
        let about = Subject { kind: "joint_repair", number, statement: without, about: &repair.scope };
        self.fact(&about, "effort", &repair.unit, Some(repair.effort));
        self.flag(&about, "proven", repair.proven);
        for change in &repair.changes {
            let detail = change.detail.as_deref().unwrap_or_default();
            let about = Subject { kind: "joint_change", number, statement: &change.statement, about: detail };
            self.fact(&about, "move_by", &change.unit, Some(change.move_by));
            self.fact(&about, "value_now", &change.unit, change.value_now);
            self.fact(&about, "value_needed", &change.unit, change.value_needed);
            self.fact(&about, "effort", &repair.unit, Some(change.effort));
        }
    }

    /// Stages, causes and margins.
    fn families(&mut self, explanation: &Explanation) {
        for stage in &explanation.stages {
            let about = Subject { kind: "stage", about: &stage.stage, ..Subject::default() };
            self.fact(&about, "shortfall_t", "t", Some(stage.shortfall_t));
            self.fact(&about, "delivered_t", "t", Some(stage.delivered_t));
            self.flag(&about, "proven", stage.proven);
        }
        if let Some(causes) = &explanation.causes {
            let about = Subject { kind: "cause", ..Subject::default() };
            self.fact(&about, "without_policies_t", "t", causes.without_policies_t);
            self.fact(&about, "without_avoidance_t", "t", causes.without_avoidance_t);
            self.fact(&about, "without_capacities_t", "t", causes.without_capacities_t);
            self.fact(&about, "without_either_t", "t", causes.without_either_t);
            for stage in &causes.avoidance_relaxed_at {
                let about = Subject { about: &stage.stage, ..about };
                self.fact(&about, "without_avoidance_at_t", "t", Some(stage.shortfall_t));
            }
            self.flag(&about, "proven", causes.proven);
        }
        let (margin, about) = (&explanation.margin, Subject { kind: "margin", ..Subject::default() });
        self.fact(&about, "capacity_uplift", "1", margin.capacity_uplift);
        self.fact(&about, "demand_growth", "1", margin.demand_growth);
        self.fact(&about, "capacity_loss", "1", margin.capacity_loss);
        self.flag(&about, "proven", margin.proven);
    }

    fn price(&mut self, price: &Price) {
        let base = Subject { kind: "price", statement: &price.statement, ..Subject::default() };
        // A price is per tonne, or per unit of what else is moved; a tonne of what is a tonne every year.
        let own = price.unit.split_once('/').map_or("t/yr", |(_, per)| if per == "t" { "t/yr" } else { per });
        self.fact(&base, "value_now", own, Some(price.value_now));
        let sides = [
            ("left", price.left, "left_from", price.left_from, price.left_reason),
            ("right", price.right, "right_to", price.right_to, price.right_reason),
        ];
        for (side, value, end, reach, reason) in sides {
            let why = match reason {
                None => "",
                Some(NoPrice::Zero) => "zero",
                Some(NoPrice::Infeasible) => "infeasible",
                Some(NoPrice::Unproven) => "unproven",
            };
            self.fact(&Subject { about: why, ..base }, side, &price.unit, value);
            self.fact(&base, end, own, reach);
        }
        self.flag(&base, "proven", price.proven);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::explanation::Exclusion;
    use crate::report::{Verdict, fixture};

    #[test]
    fn every_row_has_all_columns_and_questions_are_told_apart() {
        let mut report = fixture::alone();
        report.answers[0].explanation = Some(Explanation {
            conflict: vec!["facility.port.capacity_t_per_year".to_owned(), "scenario.avoid".to_owned()],
            conflict_irreducible: true,
            inequality: Some(Inequality {
                counted_in: Some("oxide".to_owned()),
                needed_t: 4.0,
                given_t: 0.0,
                available_t: 3.0,
                needs: Vec::new(),
                sources: Vec::new(),
                limits: Vec::new(),
                excluded_by: vec![Exclusion {
                    statement: "scenario.avoid".to_owned(),
                    stages: vec!["magnet".to_owned()],
                }],
                money: None,
            }),
            ..Explanation::default()
        });
        assert_eq!(report.answers[0].verdict, Verdict::Infeasible);
        let text = csv(&report);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len() && row[0] == *"japan" && row[1] == *"2025"));
        let conflict: Vec<&str> = rows.iter().filter(|row| &row[2] == "conflict").map(|row| &row[4]).collect();
        assert_eq!(conflict, ["facility.port.capacity_t_per_year", "scenario.avoid"]);
        assert!(rows.iter().any(|row| &row[4] == "scenario.avoid" && &row[5] == "magnet" && &row[6] == "excludes"));
    }
}
