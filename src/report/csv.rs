//! The report as CSV: one fact per row, the same columns everywhere, ready for pandas and R.

use csv::Writer;

use super::beside::Beside;
use super::{Answer, Other, Report, SystemAnswer, Transfers};

/// The columns.
pub const COLUMNS: [&str; 12] = [
    "kind",
    "member",
    "year",
    "mode",
    "verdict",
    "stage",
    "commodity",
    "country",
    "facility",
    "quantity",
    "unit",
    "value",
];

/// The report as CSV with a header.
///
/// # Panics
/// Never: memory takes all text.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut sheet = Sheet { writer: Writer::from_writer(Vec::new()), mode: report.question.mode.clone() };
    sheet.row(&COLUMNS);
    for system in report.system.iter().flatten() {
        sheet.system(system);
    }
    for answer in &report.answers {
        sheet.answer(answer);
    }
    for (quantity, years) in
        [("first_feasible_year", &report.first_feasible_year), ("first_sustained_year", &report.first_sustained_year)]
    {
        // Without such a year there is no row, so that the column of years stays one of whole numbers.
        for (member, year) in years.iter().filter_map(|(member, year)| year.map(|year| (member, year))) {
            let about = About { kind: "member", member, year, ..About::default() };
            sheet.fact(&about, quantity, "year", Some(f64::from(year)));
        }
    }
    String::from_utf8(sheet.writer.into_inner().expect("memory takes all text")).expect("all fields are text")
}

/// What a fact is about; empty where a column does not apply.
#[derive(Clone, Copy, Default)]
struct About<'a> {
    kind: &'a str,
    member: &'a str,
    year: i32,
    verdict: &'a str,
    stage: &'a str,
    commodity: &'a str,
    country: &'a str,
    facility: &'a str,
}

struct Sheet {
    writer: Writer<Vec<u8>>,
    mode: String,
}

impl Sheet {
    fn row(&mut self, fields: &[&str; 12]) {
        self.writer.write_record(fields).expect("memory takes all text");
    }

    fn fact(&mut self, about: &About, quantity: &str, unit: &str, value: Option<f64>) {
        let About { kind, member, year, verdict, stage, commodity, country, facility } = *about;
        let (year, mode) = (year.to_string(), self.mode.clone());
        // Adding zero takes the sign from a zero and changes nothing else.
        let value = value.map_or_else(String::new, |value| (value + 0.0).to_string());
        self.row(&[kind, member, &year, &mode, verdict, stage, commodity, country, facility, quantity, unit, &value]);
    }

    /// The two ends of a proven interval.
    fn bounds(&mut self, about: &About, quantity: &str, unit: &str, bounds: Option<[f64; 2]>) {
        self.fact(about, &format!("{quantity}_lower"), unit, bounds.map(|bounds| bounds[0]));
        self.fact(about, &format!("{quantity}_upper"), unit, bounds.map(|bounds| bounds[1]));
    }

    fn system(&mut self, system: &SystemAnswer) {
        let about = About { kind: "system", year: system.year, verdict: system.verdict.word(), ..About::default() };
        self.fact(&about, "shortfall_t", "t", Some(system.shortfall_t));
        self.bounds(&about, "shortfall_t", "t", Some(system.shortfall_bounds_t));
        self.fact(&about, "least_shortfall_t", "t", system.least_shortfall_t);
        self.fact(&about, "cost_usd", "USD", system.cost_usd);
        self.bounds(&about, "cost_usd", "USD", system.cost_bounds_usd);
        self.fact(&about, "baseline_cost_usd", "USD", system.baseline_cost_usd);
        self.fact(&about, "premium", "1", system.premium);
        self.fact(&about, "alliance_cost_usd", "USD", system.alliance_cost_usd);
        if let Some(transfers) = &system.transfers {
            self.transfers(&about, transfers);
        }
        self.beside(&about, &system.beside);
        for Other { member, demand_t, shortfall_t, coverage } in &system.others {
            let about = About { kind: "other", member, year: system.year, ..About::default() };
            self.fact(&about, "demand_t", "t", Some(*demand_t));
            self.fact(&about, "shortfall_t", "t", Some(*shortfall_t));
            self.fact(&about, "coverage", "1", *coverage);
        }
    }

    fn answer(&mut self, answer: &Answer) {
        let Answer { member, year, .. } = answer;
        let about = About { kind: "answer", member, year: *year, verdict: answer.verdict.word(), ..About::default() };
        self.fact(&about, "demand_t", "t", Some(answer.demand_t));
        self.fact(&about, "delivered_t", "t", answer.delivered_t);
        self.fact(&about, "shortfall_t", "t", Some(answer.shortfall_t));
        self.bounds(&about, "shortfall_t", "t", Some(answer.shortfall_bounds_t));
        self.fact(&about, "coverage", "1", answer.coverage);
        self.fact(&about, "cost_usd", "USD", answer.cost_usd);
        self.bounds(&about, "cost_usd", "USD", answer.cost_bounds_usd);
        self.fact(&about, "cost_per_t_usd", "USD/t", answer.cost_per_t_usd);
        self.fact(&about, "baseline_cost_usd", "USD", answer.baseline_cost_usd);
        self.fact(&about, "premium", "1", answer.premium);
        if let Some(transfers) = &answer.transfers {
            self.transfers(&about, transfers);
        }
        self.beside(&about, &answer.beside);
        for shortfall in &answer.shortfalls {
            let about = About { kind: "shortfall", commodity: &shortfall.commodity, ..about };
            self.fact(&about, "shortfall_t", "t", Some(shortfall.shortfall_t));
        }
        for entry in &answer.mix {
            let about = About {
                kind: "mix",
                stage: &entry.stage,
                commodity: &entry.commodity,
                country: &entry.country,
                facility: &entry.facility,
                ..about
            };
            self.fact(&about, "quantity_t", "t", Some(entry.quantity_t));
            self.fact(&about, "share", "1", Some(entry.share));
        }
    }

    /// The same under other conditions, each a kind of its own.
    fn beside(&mut self, about: &About, beside: &Beside) {
        if let Some(robust) = beside.robust {
            self.fact(about, "robust", "1", Some(f64::from(u8::from(robust))));
        }
        for (axis, briefs) in [("evidence", &beside.by_evidence), ("status", &beside.by_status)] {
            for (name, brief) in briefs.iter().flatten() {
                let kind = format!("{axis}:{name}");
                let about = About { kind: &kind, verdict: brief.verdict.word(), ..*about };
                self.fact(&about, "shortfall_t", "t", Some(brief.shortfall_t));
                self.fact(&about, "coverage", "1", brief.coverage);
                self.fact(&about, "cost_usd", "USD", brief.cost_usd);
            }
        }
    }

    fn transfers(&mut self, about: &About, transfers: &Transfers) {
        for (quantity, value) in [
            ("resource_cost_usd", transfers.resource_cost_usd),
            ("tariffs_usd", transfers.tariffs_usd),
            ("subsidies_usd", transfers.subsidies_usd),
            ("price_floors_usd", transfers.price_floors_usd),
            ("slack_usd", transfers.slack_usd),
        ] {
            self.fact(about, quantity, "USD", Some(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_golden_sheets_are_reproduced() {
        fixture::assert_golden("report.csv", &render(&fixture::alone()));
        fixture::assert_golden("joint.csv", &render(&fixture::joint()));
    }

    #[test]
    fn every_row_has_all_columns_and_odd_names_survive() {
        let mut report = fixture::alone();
        report.answers[0].mix[0].facility = "a \"b\", c\nd".to_owned();
        let text = render(&report);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert!(rows.iter().any(|row| &row[8] == "a \"b\", c\nd"));
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len() && row[2].parse::<i32>().is_ok()));
    }
}
