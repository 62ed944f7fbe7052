//! A question answered with everything that a page or a picture shows of it.

use indexmap::IndexMap;

use crate::answer::beside::{by_evidence, by_status};
use crate::answer::pictured::{Phase, Wanted, answer};
use crate::answer::{Options, query, unready};
use crate::diagnostic::{At, KeyPath};
use crate::evidence::{self, Reading, Standing};
use crate::merit;
use crate::network::Network;
use crate::origin::Origins;
use crate::report::dossier::{
    Curve, Dossier, Excerpt, Names, Need, Number, Reference, Supplier, Value, display_name, ranking,
};
use crate::report::explanation::Explanation;
use crate::report::{QuestionRef, Report, ScenarioRef};
use crate::scenario::keys::Section;
use crate::scenario::load::Loaded;
use crate::scenario::{Mode, Question, Scenario, Side, Work};
use crate::table::{Id, Table};

/// Longest part of a line that is shown as the place of a statement, letters.
const LONGEST_EXCERPT: usize = 160;

/// Answers `question` about `loaded`, with reasons as far as `wanted`. `progress` is told the phase and how many of how
/// many of its parts are done.
#[must_use]
pub fn dossier(
    loaded: &Loaded,
    question: &Question,
    (scenario_ref, question_ref): (ScenarioRef, QuestionRef),
    options: Options<'_>,
    wanted: Wanted<'_>,
    progress: &(dyn Fn(Phase, usize, usize) + Sync),
) -> Dossier {
    let scenario = &loaded.scenario;
    let mut pictured = answer(scenario, question, options, wanted, progress);
    let comparing = |done, total| progress(Phase::Comparing, done, total);
    let evidence = wanted.beside.and_then(|conditions| {
        by_status(&mut pictured.answers, scenario, question, options, &comparing);
        let readings = conditions.readings?;
        Some(by_evidence(&mut pictured.answers, readings, conditions.asked, question, options, &comparing))
    });
    let (system, answers) = (pictured.answers.system, pictured.answers.answers);
    let mut report = Report::new(options.backend.name(), scenario_ref, question_ref, system, answers);
    report.evidence = evidence;
    let left = wanted.explained.saturating_sub(report.explanations().count());
    let explaining = |done, total| progress(Phase::Explaining, done, total);
    let mut unready = unready::reasons(scenario, question, &report.answers, options, left, &explaining);
    if report.scenario.evidence != Reading::Stated.word() {
        let of_unready = unready.iter_mut().map(|entry| &mut entry.explanation);
        report.explanations_mut().chain(of_unready).for_each(Explanation::pin_arguments);
    }
    let explanations = report.explanations().map(|(_, explanation)| explanation);
    let explanations = explanations.chain(unready.iter().map(|entry| &entry.explanation));
    Dossier {
        overrides: loaded.origins.overrides().map(str::to_owned).collect(),
        description: scenario.description.clone(),
        names: names(scenario),
        ranking: ranking(&report),
        flows: pictured.flows,
        made_from: made_from(scenario),
        bottlenecks: pictured.bottlenecks,
        curves: curves(scenario, question, options),
        numbers: numbers(loaded),
        references: references(scenario),
        statements: statements(explanations, &loaded.origins),
        policies: policies(scenario, question),
        unready,
        report,
    }
}

fn names(scenario: &Scenario) -> Names {
    Names {
        members: named(&scenario.members, |member| &member.name),
        countries: named(&scenario.countries, |country| &country.name),
        commodities: named(&scenario.commodities, |commodity| &commodity.name),
        facilities: named(&scenario.facilities, |facility| &facility.name),
    }
}

fn named<I: Id, T>(table: &Table<I, T>, name: impl Fn(&T) -> &String) -> IndexMap<String, String> {
    table.iter().map(|(id, row)| (table.key(id).to_owned(), name(row).clone())).collect()
}

/// What each commodity is made from, by any recipe of any facility.
fn made_from(scenario: &Scenario) -> IndexMap<String, Vec<String>> {
    let mut made_from: IndexMap<String, Vec<String>> = IndexMap::new();
    for operation in scenario.facilities.iter().flat_map(|(_, facility)| &facility.operations) {
        let Work::Recipe { input, output } = &operation.work else { continue };
        for (made, _) in output {
            let inputs = made_from.entry(scenario.commodities.key(*made).to_owned()).or_default();
            for used in input.iter().map(|entry| scenario.commodities.key(entry.0)) {
                if !inputs.iter().any(|known| known == used) {
                    inputs.push(used.to_owned());
                }
            }
        }
    }
    made_from
}

/// The curves of every year; of every member's own facilities in mode `own`.
fn curves(scenario: &Scenario, question: &Question, options: Options<'_>) -> Vec<Curve> {
    let owners: Vec<_> = match question.mode {
        Mode::Own => question.members.iter().map(|&member| Some(member)).collect(),
        Mode::Joint | Mode::Alone => vec![None],
    };
    let mut curves = Vec::new();
    for owner in owners {
        for &year in &question.years {
            let network = Network::of(query(scenario, question, owner, year, options.detail));
            let of_network = merit::curves(&network);
            curves.extend(of_network.into_iter().map(|curve| Curve {
                owner: owner.map(|member| scenario.members.key(member).to_owned()),
                year,
                stages: curve.stages.iter().map(|stage| scenario.stages.key(*stage).to_owned()).collect(),
                commodity: scenario.commodities.key(curve.commodity).to_owned(),
                suppliers: curve.suppliers.iter().map(|entry| supplier(scenario, entry)).collect(),
                needs: needs(scenario, question, &curve),
            }));
        }
    }
    curves
}

/// In `joint` what the whole alliance needs, else what each member asked about does.
fn needs(scenario: &Scenario, question: &Question, curve: &merit::Curve) -> Vec<Need> {
    if question.mode == Mode::Joint {
        let quantity_t = curve.needs.iter().map(|need| need.1).sum();
        return vec![Need { member: None, quantity_t }];
    }
    let asked = curve.needs.iter().filter(|need| question.members.contains(&need.0));
    let need = |&(member, quantity_t)| Need { member: Some(scenario.members.key(member).to_owned()), quantity_t };
    asked.map(need).collect()
}

fn supplier(scenario: &Scenario, supplier: &merit::Supplier) -> Supplier {
    let facility = &scenario.facilities[supplier.facility];
    Supplier {
        facility: scenario.facilities.key(supplier.facility).to_owned(),
        country: scenario.countries.key(facility.country).to_owned(),
        stage: scenario.stages.key(supplier.stage).to_owned(),
        status: facility.status.map(|status| status.word().to_owned()),
        quantity_t: supplier.tonnes,
        cost_usd_per_t: supplier.cost,
        shared: supplier.shared,
    }
}

/// The numbers of the world, entries by year of one quantity together where they rest on the same.
fn numbers(loaded: &Loaded) -> Vec<Number> {
    let mut list: Vec<Number> = Vec::new();
    for number in evidence::numbers(loaded.effective.root()) {
        let (mut key, year) = match number.path.parts() {
            [path @ .., last] if last.parse::<i32>().is_ok() => (path, Some(last.clone())),
            path => (path, None),
        };
        let (section, owner) = match key {
            [section, owner, rest @ ..] if Section::find(section).is_some_and(|section| section.named) => {
                key = rest;
                (section.clone(), owner.clone())
            }
            [section, rest @ ..] => {
                key = rest;
                (section.clone(), String::new())
            }
            [] => continue,
        };
        let Standing { source, grade, note } = number.standing;
        let range = number.has_range.then_some([number.low, number.high]);
        let value = Value { year, value: number.value, range };
        let mut entry = Number {
            section,
            owner,
            key: key.join("."),
            values: Vec::new(),
            unit: number.unit.to_owned(),
            source,
            grade: grade.map(|grade| grade.word().to_owned()),
            note,
        };
        match list.last_mut() {
            Some(last) if value.year.is_some() && last.is_beside(&entry) => last.values.push(value),
            _ => {
                entry.values.push(value);
                list.push(entry);
            }
        }
    }
    list
}

fn references(scenario: &Scenario) -> IndexMap<String, Reference> {
    let entry = |(id, reference): (_, &crate::scenario::Reference)| {
        let reference = Reference {
            title: reference.title.clone(),
            publisher: reference.publisher.clone(),
            year: reference.year,
            url: reference.url.clone(),
        };
        (scenario.references.key(id).to_owned(), reference)
    };
    scenario.references.iter().map(entry).collect()
}

/// The policies in force in any year of `question` that look at anybody who takes part: an offtake is void without its
/// holder, a rule of others binds nobody.
fn policies(scenario: &Scenario, question: &Question) -> Vec<String> {
    let names = named(&scenario.policies, |policy| &policy.name);
    let takes_part: Vec<_> = match question.mode {
        Mode::Joint => scenario.members.ids().collect(),
        Mode::Alone | Mode::Own => question.members.clone(),
    };
    let policies = scenario.policies.iter().filter(|(_, policy)| {
        let scope = policy.rule.scope();
        question.years.iter().any(|year| policy.in_force(*year))
            && takes_part.iter().any(|member| scope.member_side(*member) != Side::Meant(false))
    });
    policies.map(|(id, _)| display_name(&names, scenario.policies.key(id))).collect()
}

/// The places of all statements that `explanations` name.
fn statements<'a>(explanations: impl Iterator<Item = &'a Explanation>, origins: &Origins) -> IndexMap<String, Excerpt> {
    let mut statements = IndexMap::new();
    for path in explanations.flat_map(named_statements) {
        if let Some(excerpt) = excerpt(path, origins).filter(|_| !statements.contains_key(path)) {
            statements.insert(path.clone(), excerpt);
        }
    }
    statements
}

fn named_statements(explanation: &Explanation) -> impl Iterator<Item = &String> {
    let structure = explanation.structure.iter().flat_map(|lack| &lack.statements);
    let changes = explanation.joint_repairs.iter().flat_map(|repair| &repair.changes).map(|change| &change.statement);
    let repairs = explanation.repairs.iter().map(|repair| &repair.statement);
    structure.chain(&explanation.conflict).chain(repairs).chain(changes)
}

/// The line that states `path`; nothing where the file leaves it to a default.
fn excerpt(path: &str, origins: &Origins) -> Option<Excerpt> {
    let path = KeyPath::parse(path);
    origins.locate(&path)?;
    let (text, bytes) = origins.range(&At::Key(path));
    let text = origins.text(text);
    let start = text.contents[..bytes.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.contents[start..].lines().next().unwrap_or_default().trim();
    let shown: String = line.chars().take(LONGEST_EXCERPT).collect();
    let cut = if shown.len() < line.len() { "…" } else { "" };
    Some(Excerpt {
        file: text.name.clone(),
        line: text.contents[..start].matches('\n').count() + 1,
        text: format!("{shown}{cut}"),
    })
}
