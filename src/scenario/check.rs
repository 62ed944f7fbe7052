//! Typed rows → [`Scenario`]: what rows mean together. Each part of a scenario has its own checks; what follows from
//! a fault that has been reported is not reported again.

use std::sync::Arc;

use super::keys::Kind;
use super::read::{Read, Row};
use super::{
    Claim, Commodity, CommodityId, Country, Evidence, Facility, Grade, Member, MemberId, Mode, Policy, Process,
    Question, Reference, Routes, Scenario, Stage, StageId, Sweep,
};
use crate::diagnostic::{Diagnostic, Severity};
use crate::table::{Id, Table};

mod asked;
mod circles;
mod claims;
mod doubts;
mod facilities;
mod makers;
mod members;
mod policies;
mod processes;
mod routes;
mod sweep;
mod works;
mod world;

pub(super) use policies::{made_at, members_of, optional, products, statements};

/// The scenario that a document describes, unless a finding is an error. Warnings are looked for where they are the
/// `least` that is wanted.
pub(super) fn check(read: &Read<'_>, name: &str, least: Severity, findings: &mut Vec<Diagnostic>) -> Option<Scenario> {
    let mut check = Check { read, findings: Vec::new() };
    let draft = check.draft();
    check.policies_together(&draft);
    check.shares_in_circles(&draft);
    check.every_demand_has_a_maker(&draft);
    check.doubts(&draft, least);
    findings.append(&mut check.findings);
    if findings.iter().any(|finding| finding.severity() == Severity::Error) {
        return None;
    }
    draft.finish(read, name)
}

/// A document under check and what was found so far.
pub(super) struct Check<'a> {
    pub(super) read: &'a Read<'a>,
    findings: Vec<Diagnostic>,
}

/// Rows in the order of their names; `None` where a row is faulty.
type Rows<T> = Vec<Option<Arc<T>>>;

/// A scenario some of whose rows may be missing because they are faulty.
pub(super) struct Draft {
    stages: Vec<String>,
    /// Without years where those are faulty.
    pub(super) question: Question,
    countries: Rows<Country>,
    references: Rows<Reference>,
    commodities: Rows<Commodity>,
    /// By commodity, whether it is assayed.
    assayed: Vec<bool>,
    pub(super) processes: Rows<Process>,
    pub(super) members: Rows<Member>,
    pub(super) facilities: Rows<Facility>,
    routes: Option<Routes>,
    policies: Rows<Policy>,
    claims: Rows<Claim>,
    sweep: Option<Sweep>,
}

impl Check<'_> {
    pub(super) fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// All rows of one section, each read by `one` where it is not already in the table `of` a scenario.
    fn rows<I: Id, T>(
        &mut self,
        section: &'static str,
        of: impl Fn(&Scenario) -> &Table<I, T>,
        mut one: impl FnMut(&mut Self, &str, &Row<'_>) -> Option<T>,
    ) -> Rows<T> {
        self.read.shared(section, of, |name, row| one(self, name, row))
    }

    /// Reads everything.
    fn draft(&mut self) -> Draft {
        let stages: Vec<String> = self.read.names(Kind::Stage).map(str::to_owned).collect();
        let mut draft = Draft {
            question: Question {
                mode: Mode::Joint,
                avoid: vec![],
                avoid_stages: vec![],
                members: vec![],
                years: vec![],
                statuses: vec![],
            },
            countries: self.rows("country", |known| &known.countries, |_, name, row| Some(world::country(name, row))),
            references: self.rows("source", |known| &known.references, |_, _, row| world::reference(row)),
            commodities: vec![],
            assayed: self.read.rows("commodity").map(|(_, row)| row.flag("assayed") == Some(true)).collect(),
            processes: vec![],
            members: vec![],
            facilities: vec![],
            routes: None,
            policies: vec![],
            claims: vec![],
            sweep: None,
            stages,
        };
        draft.commodities = self.rows("commodity", |known| &known.commodities, Check::commodity);
        draft.processes =
            self.rows("process", |known| &known.processes, |check, name, row| check.process(&draft, name, row));
        draft.members = self.rows("member", |known| &known.members, |check, name, row| check.member(&draft, name, row));
        self.members_together(&draft);
        draft.facilities =
            self.rows("facility", |known| &known.facilities, |check, name, row| check.facility(&draft, name, row));
        draft.routes = self.routes();
        draft.question = self.question(&draft);
        draft.policies =
            self.rows("policy", |known| &known.policies, |check, name, row| check.policy(&draft, name, row));
        draft.claims = self.rows("claim", |known| &known.claims, |check, _, row| check.claim(&draft, row));
        if self.read.has("sweep") {
            draft.sweep = self.sweep(&draft, &self.read.section("sweep"));
        }
        draft
    }
}

impl Draft {
    pub(super) fn alliance(&self) -> Vec<MemberId> {
        let alliance =
            self.members.iter().enumerate().filter(|(_, member)| member.as_ref().is_some_and(|m| m.alliance));
        alliance.map(|(index, _)| MemberId::from_index(index)).collect()
    }

    pub(super) fn is_assayed(&self, commodity: CommodityId) -> bool {
        self.assayed.get(commodity.index()).copied().unwrap_or_default()
    }

    pub(super) fn commodity(&self, id: CommodityId) -> Option<&Commodity> {
        self.commodities[id.index()].as_deref()
    }

    pub(super) fn all_stages(&self) -> Vec<StageId> {
        (0..self.stages.len()).map(StageId::from_index).collect()
    }

    fn finish(self, read: &Read<'_>, name: &str) -> Option<Scenario> {
        let scenario = read.section("scenario");
        let stem = std::path::Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let mut stages = Table::new();
        for stage in self.stages {
            stages.insert(stage, Stage);
        }
        Some(Scenario {
            title: scenario.string("title").or(stem).unwrap_or_default(),
            description: scenario.string("description"),
            years: self.question.years.clone(),
            stages,
            question: self.question,
            countries: table(read, "country", self.countries)?,
            references: table(read, "source", self.references)?,
            commodities: table(read, "commodity", self.commodities)?,
            processes: table(read, "process", self.processes)?,
            facilities: table(read, "facility", self.facilities)?,
            routes: self.routes?,
            members: table(read, "member", self.members)?,
            policies: table(read, "policy", self.policies)?,
            claims: table(read, "claim", self.claims)?,
            sweep: self.sweep,
        })
    }
}

fn table<I: Id, T>(read: &Read<'_>, section: &str, rows: Rows<T>) -> Option<Table<I, T>> {
    let mut table = Table::new();
    for (key, row) in read.keys(section).zip(rows) {
        table.insert(key, row?);
    }
    Some(table)
}

/// Origin of a row's numbers.
fn evidence(row: &Row<'_>) -> Evidence {
    Evidence {
        source: row.name(Kind::Source, "source"),
        grade: row.text("grade").and_then(Grade::find),
        note: row.string("note"),
    }
}

/// Display name of a row.
fn display_name(name: &str, row: &Row<'_>) -> String {
    row.text("name").unwrap_or(name).to_owned()
}
