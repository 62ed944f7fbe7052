//! Facilities: what they run, with what capacity, and what they override.

use super::super::keys::Kind;
use super::super::series::Series;
use super::super::{CommodityId, Facility, MemberId, Operation, Process, ProcessId, Status, Work};
use super::works::{Part, overridden, without_zeros};
use super::{Check, Draft, Row, display_name, evidence};
use crate::diagnostic::{At, Diagnostic, Rule};
use crate::exact::{Rational, decimal};
use crate::table::Id;

/// The processes of a facility by what they do.
struct Runs<'d> {
    all: Vec<(ProcessId, &'d Process)>,
    sources: usize,
    splits: usize,
    recipes: usize,
}

impl<'d> Runs<'d> {
    fn new(all: Vec<(ProcessId, &'d Process)>) -> Self {
        let count = |wanted: fn(&Work) -> bool| all.iter().filter(|(_, process)| wanted(&process.work)).count();
        Self {
            sources: count(|work| matches!(work, Work::Source { .. })),
            splits: count(|work| matches!(work, Work::Split { .. })),
            recipes: count(|work| matches!(work, Work::Recipe { .. })),
            all,
        }
    }
}

impl Check<'_> {
    pub(super) fn facility(&mut self, draft: &Draft, name: &str, row: &Row<'_>) -> Option<Facility> {
        let ids: Vec<ProcessId> = row.names(Kind::Process, "process")?;
        let processes: Option<Vec<_>> =
            ids.iter().map(|id| Some((*id, draft.processes[id.index()].as_deref()?))).collect();
        let runs = Runs::new(processes?);
        self.keys_that_do_not_apply(name, row, &runs);
        self.keys_that_are_missing(name, row, &runs);
        self.two_splits(name, row, &runs);
        let operations: Vec<Operation> =
            runs.all.iter().filter_map(|(id, process)| self.operation(draft, row, *id, process)).collect();
        let assay = self.assay(draft, name, row);
        let max_output = row.serieses(Kind::Commodity, "max_output_t_per_year").unwrap_or_default();
        if operations.len() == runs.all.len() {
            self.limits_on_products(name, row, &max_output, &operations);
        }
        let max_output_capex = row.serieses(Kind::Commodity, "max_output_capex_usd_per_t_per_year").unwrap_or_default();
        self.capital_of_nothing(name, row, &max_output, &max_output_capex);
        let country = row.name(Kind::Country, "country")?;
        let home =
            draft.members.iter().position(|member| member.as_ref().is_some_and(|m| m.countries.contains(&country)));
        Some(Facility {
            name: display_name(name, row),
            country,
            owner: row.name(Kind::Member, "owner").or_else(|| home.map(MemberId::from_index)),
            operations,
            mineral: row.string("mineral"),
            accepts: row.texts("accepts").map(|list| list.into_iter().map(str::to_owned).collect()),
            assay,
            capacity: row.series("capacity_t_per_year"),
            max_output,
            capex: row.series("capex_usd_per_t_per_year"),
            max_output_capex,
            status: row.text("status").and_then(Status::find),
            evidence: evidence(row),
        })
    }

    fn keys_that_do_not_apply(&mut self, name: &str, row: &Row<'_>, runs: &Runs<'_>) {
        let rules: [(&[&str], usize, &str); 3] = [
            (&["assay", "mineral"], runs.sources, "a source, which ships an assayed commodity"),
            (&["accepts", "recovery", "max_output_t_per_year"], runs.splits, "a process that splits"),
            (&["input", "output"], runs.recipes, "a recipe"),
        ];
        for (keys, count, what) in rules {
            for key in keys.iter().filter(|key| count == 0 && row.has(key)) {
                let processes: Vec<&str> = row.texts("process").unwrap_or_default();
                let message = format!("`{key}` belongs to a facility that runs {what}, but `{name}` runs none");
                let finding = Diagnostic::new(Rule::KeyDoesNotApply, row.key(key), message);
                self.push(finding.note_at(row.at("process"), format!("it runs `{}`", processes.join("`, `"))));
            }
            for key in
                keys.iter().filter(|key| count > 1 && row.has(key) && matches!(**key, "assay" | "input" | "output"))
            {
                let message = format!("`{key}` could be meant for each of {count} processes of `{name}`");
                let finding = Diagnostic::new(Rule::AmbiguousOverride, row.key(key), message);
                self.push(finding.help("give each its own facility, or state the numbers in a process of its own"));
            }
        }
    }

    fn keys_that_are_missing(&mut self, name: &str, row: &Row<'_>, runs: &Runs<'_>) {
        if runs.sources > 0 && row.lacks("assay") {
            let message = format!("`{name}` ships an assayed commodity but has no `assay`");
            let help = "write `assay = { product = 0.01 }`: tonnes of product in one tonne shipped";
            self.push(Diagnostic::new(Rule::MissingKey, row.here(), message).help(help));
        }
        let only_splits = runs.sources + runs.recipes == 0;
        if row.lacks("capacity_t_per_year") && (!only_splits || row.lacks("max_output_t_per_year")) {
            let message = format!("`{name}` has no `capacity_t_per_year`");
            let help = if only_splits {
                "write it in tonnes of feed per year, or limit the products by `max_output_t_per_year`"
            } else {
                "write it in units of activity per year, normally tonnes of the main output"
            };
            self.push(Diagnostic::new(Rule::MissingKey, row.here(), message).help(help));
        }
    }

    fn two_splits(&mut self, name: &str, row: &Row<'_>, runs: &Runs<'_>) {
        let mut seen: Vec<CommodityId> = Vec::new();
        for (index, (_, process)) in runs.all.iter().enumerate() {
            let Work::Split { material, .. } = &process.work else { continue };
            if seen.contains(material) {
                let material = self.commodity_name(*material);
                let message = format!("`{name}` has two processes that split `{material}`");
                let finding = Diagnostic::new(Rule::TwoSplits, row.item("process", index), message);
                self.push(finding.help("give the second its own facility"));
            }
            seen.push(*material);
        }
    }

    fn operation(&mut self, draft: &Draft, row: &Row<'_>, id: ProcessId, process: &Process) -> Option<Operation> {
        let over = |part: Part| match row.numbers(Kind::Commodity, part.key()) {
            Some(over) => Some(over),
            None => row.lacks(part.key()).then(Vec::new),
        };
        let work = match &process.work {
            Work::Source { material } => Work::Source { material: *material },
            Work::Split { material, recovery } => {
                let recovery = overridden(recovery, &over(Part::Recovery)?);
                self.refuse_assayed(draft, row, Part::Recovery, &recovery)?;
                if recovery.is_empty() {
                    self.wins_nothing(row, id);
                    return None;
                }
                Work::Split { material: *material, recovery }
            }
            Work::Recipe { input, output } => {
                let input = overridden(input, &over(Part::Input)?);
                let output = overridden(output, &over(Part::Output)?);
                let work = self.recipe(draft, row, input, output)?;
                if let Work::Source { material } = work {
                    let message =
                        format!("`{}` is assayed: only a process makes it a source", self.commodity_name(material));
                    self.push(Diagnostic::new(Rule::AssayedCommodity, row.key("output"), message));
                    return None;
                }
                work
            }
        };
        let cost = row.series("cost_usd_per_t").or_else(|| process.cost.clone());
        Some(Operation { process: id, stage: process.stage, work, cost: cost.unwrap_or_else(|| Series::constant(0.0)) })
    }

    fn wins_nothing(&mut self, row: &Row<'_>, id: ProcessId) {
        let process = self.read.names(Kind::Process).nth(id.index()).unwrap_or_default();
        let facility = &row.path().parts()[1];
        let finding = if row.has("recovery") {
            let message = format!("`{facility}` wins nothing: no entry of `recovery` is left");
            Diagnostic::new(Rule::MissingKey, row.key("recovery"), message)
        } else {
            let at = At::Key(crate::diagnostic::KeyPath::new(["process", process]));
            Diagnostic::new(Rule::MissingKey, at, format!("`{process}` wins nothing: it has no `recovery` above zero"))
                .help("write `recovery = { product = 0.9 }`")
        };
        if !self.findings.contains(&finding) {
            self.push(finding);
        }
    }

    fn assay(&mut self, draft: &Draft, name: &str, row: &Row<'_>) -> Vec<(CommodityId, f64)> {
        let Some(written) = row.numbers(Kind::Commodity, "assay") else { return Vec::new() };
        let assay = without_zeros(written);
        if assay.is_empty() {
            let message = format!("what `{name}` ships contains nothing: `assay` has no entry above zero");
            self.push(Diagnostic::new(Rule::MissingKey, row.key("assay"), message));
        }
        if self.refuse_assayed(draft, row, Part::Assay, &assay).is_some() {
            let sum = assay.iter().fold(Rational::ZERO, |sum, (_, content)| sum + decimal(*content));
            if sum > Rational::ONE {
                let sum = crate::exact::approx(&sum);
                let message =
                    format!("one tonne shipped by `{name}` contains {sum} t of products, at most 1 is possible");
                self.push(Diagnostic::new(Rule::AssayAboveOne, row.at("assay"), message));
            }
        }
        assay
    }

    /// Capital cost of something that the facility does not have.
    fn capital_of_nothing(
        &mut self,
        name: &str,
        row: &Row<'_>,
        limits: &[(CommodityId, Series)],
        capex: &[(CommodityId, Series)],
    ) {
        if row.has("capex_usd_per_t_per_year") && row.lacks("capacity_t_per_year") {
            let message = format!("`{name}` has a capital cost but no `capacity_t_per_year` to build");
            let finding = Diagnostic::new(Rule::KeyDoesNotApply, row.key("capex_usd_per_t_per_year"), message);
            self.push(
                finding.help("the cost of raising a limit on a product is `max_output_capex_usd_per_t_per_year`"),
            );
        }
        for (product, _) in capex.iter().filter(|entry| limits.iter().all(|limit| limit.0 != entry.0)) {
            let product = self.commodity_name(*product).to_owned();
            let at = At::Key(row.path().child("max_output_capex_usd_per_t_per_year").child(&product));
            let message = format!("`{name}` has a capital cost for a limit on `{product}` but no such limit");
            let help = format!("write `max_output_t_per_year.{product}`, or remove the cost");
            self.push(Diagnostic::new(Rule::KeyDoesNotApply, at, message).help(help));
        }
    }

    fn limits_on_products(&mut self, name: &str, row: &Row<'_>, limits: &[(CommodityId, Series)], all: &[Operation]) {
        for (product, _) in limits {
            let won = all.iter().any(|operation| match &operation.work {
                Work::Split { recovery, .. } => recovery.iter().any(|(won, _)| won == product),
                _ => false,
            });
            let splits = all.iter().any(|operation| matches!(operation.work, Work::Split { .. }));
            if splits && !won {
                let product = self.commodity_name(*product).to_owned();
                let at = At::Key(row.path().child("max_output_t_per_year").child(&product));
                let message = format!("`{name}` limits `{product}`, which it does not win");
                let help = format!("write its recovery: `recovery = {{ {product} = 0.9 }}`, or remove the limit");
                self.push(Diagnostic::new(Rule::NotAProduct, at, message).help(help));
            }
        }
    }
}
