//! Shares of what recipes can send round and round. `magnet → stored` and `stored → magnet`, neither with a loss, raise
//! the use of magnets without end and without a tonne more being made, so that any share of it can be met. One recipe by
//! itself is harmless, as use is net of what it gives back; what takes several cannot be told from true use by any sum.
//!
//! Steps of a circle are operations that feed each other, closed routes aside. The circle sustains itself where activities
//! `x ≥ 0` exist with
//!
//! ```text
//! Σ takes[p,c] × x[p]  ≤  Σ makes[p,c] × x[p]       each commodity c that is made and taken inside
//! ```
//! which a linear program decides in fractions, joint products and joint inputs included. A step that takes goods from
//! outside, too, counts for no more tonnes than it took from inside: what it makes beyond comes from there. A circle with
//! a loss, as of scrap to metal, sustains nothing and is left alone: each round of it costs something made outside.

use std::collections::{BTreeMap, BTreeSet};

use super::super::keys::Kind;
use super::super::{CommodityId, CountryId, MemberId, Policy, PolicyId, Rule as Statement, StageId, Work};
use super::policies::{made_at, statements};
use super::{Check, Draft};
use crate::certify::Certified;
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule};
use crate::exact::{Rational, sum};
use crate::graph::components;
use crate::lp::{Col, Lp, Sense, StatementId};
use crate::prove::{Search, minimise};
use crate::solve::Simplex;
use crate::table::Id;

/// Steps of a circle that a message shows.
const SHOWN: usize = 6;

/// A recipe at a facility, net of what it gives back of its own inputs.
#[derive(Clone)]
struct Step {
    /// Row of the facility.
    facility: usize,
    country: CountryId,
    takes: BTreeMap<CommodityId, Rational>,
    makes: BTreeMap<CommodityId, Rational>,
}

impl Step {
    fn of(facility: usize, country: CountryId, work: &Work) -> Option<Self> {
        let Work::Recipe { input, output } = work else { return None };
        let commodities: BTreeSet<CommodityId> = input.iter().chain(output).map(|part| part.0).collect();
        let net = || commodities.iter().map(|&commodity| (commodity, work.adds(commodity)));
        let takes = net().filter(|part| part.1 < Rational::ZERO).map(|(commodity, tonnes)| (commodity, -tonnes));
        let makes = net().filter(|part| part.1 > Rational::ZERO);
        Some(Self { facility, country, takes: takes.collect(), makes: makes.collect() })
    }
}

/// A share in force, as far as circles matter.
struct Share<'a> {
    members: &'a [MemberId],
    stage: StageId,
    commodities: Option<&'a [CommodityId]>,
}

impl<'a> Share<'a> {
    fn of(policy: &'a Policy) -> Option<Self> {
        match &policy.rule {
            Statement::MaxShare(rule) => Some((&rule.members, rule.stage, &rule.commodities)),
            Statement::MinShare(rule) => Some((&rule.members, rule.stage, &rule.commodities)),
            _ => None,
        }
        .map(|(members, stage, commodities)| Self { members, stage, commodities: commodities.as_deref() })
    }
}

impl Check<'_> {
    /// Refuses shares whose use can be raised without end.
    pub(super) fn shares_in_circles(&mut self, draft: &Draft) {
        let statements = statements(draft);
        let shares: Vec<(PolicyId, &Policy, Share<'_>)> =
            statements.into_iter().filter_map(|(id, policy)| Some((id, policy, Share::of(policy)?))).collect();
        if shares.is_empty() || !has_circle(&steps(draft, None)) {
            return;
        }
        let mut by_year: BTreeMap<i32, Vec<Vec<Step>>> = BTreeMap::new();
        for (id, policy, share) in shares {
            for &year in draft.question.years.iter().filter(|year| policy.in_force(**year)) {
                let steps = steps(draft, Some(year));
                let circles = by_year.entry(year).or_insert_with(|| circles(draft, &steps, year));
                let about = about(draft, &steps, &share);
                let round = circles.iter().find_map(|circle| {
                    let mut taken = circle.iter().flat_map(|step| step.takes.keys());
                    taken.find(|commodity| about.contains(commodity)).map(|commodity| (*commodity, circle))
                });
                if let Some((commodity, circle)) = round {
                    self.refuse_share(id, commodity, circle);
                    break;
                }
            }
        }
    }

    fn refuse_share(&mut self, id: PolicyId, commodity: CommodityId, circle: &[Step]) {
        let name = self.commodity_name(commodity);
        let message = format!(
            "a share of what is used of `{name}`, but recipes can send `{name}` round without a loss, which raises its \
             use as far as one likes and meets any share"
        );
        let at = At::Value(self.policy_path(id).child("share"));
        let mut finding = Diagnostic::new(Rule::ShareInCircle, at, message);
        let names: Vec<&str> = self.read.names(Kind::Facility).collect();
        let list = |goods: &BTreeMap<CommodityId, Rational>| {
            goods.keys().map(|id| format!("`{}`", self.commodity_name(*id))).collect::<Vec<_>>().join(" and ")
        };
        for step in circle.iter().take(SHOWN) {
            let facility = At::Key(KeyPath::new(["facility", names[step.facility]]));
            finding = finding.note_at(facility, format!("{} to {}", list(&step.takes), list(&step.makes)));
        }
        if circle.len() > SHOWN {
            finding = finding.note(format!("and {} more", circle.len() - SHOWN));
        }
        let help = "write as one recipe what only passes through, state what a step loses, leave out one of these \
                    facilities, or close a route between them";
        self.push(finding.help(help));
    }
}

/// The recipes of facilities that exist in `year`, of all where none is given.
fn steps(draft: &Draft, year: Option<i32>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (index, facility) in draft.facilities.iter().enumerate() {
        let Some(facility) = facility else { continue };
        let exists = |year| facility.capacity.as_ref().is_none_or(|capacity| capacity.is_stated(year));
        if year.is_none_or(exists) {
            let recipes = facility.operations.iter();
            steps.extend(recipes.filter_map(|operation| Step::of(index, facility.country, &operation.work)));
        }
    }
    steps
}

/// Whether any commodity leads back to itself, routes aside: in most scenarios none does.
fn has_circle(steps: &[Step]) -> bool {
    let commodities = steps.iter().flat_map(|step| step.takes.keys().chain(step.makes.keys()));
    let mut next = vec![BTreeSet::new(); commodities.map(|id| id.index() + 1).max().unwrap_or_default()];
    for step in steps {
        for input in step.takes.keys() {
            next[input.index()].extend(step.makes.keys().map(|made| made.index()));
        }
    }
    let next: Vec<Vec<usize>> = next.into_iter().map(|to| to.into_iter().collect()).collect();
    components(&next).iter().any(|component| component.len() > 1)
}

/// The steps, circle by circle, that can go on without anything made outside.
fn circles(draft: &Draft, steps: &[Step], year: i32) -> Vec<Vec<Step>> {
    let Some(routes) = &draft.routes else { return Vec::new() };
    let feeds = |from: &Step, to: &Step| {
        let mut made = from.makes.keys().filter(|commodity| to.takes.contains_key(commodity));
        made.any(|&commodity| routes.freight(commodity, from.country, to.country, year).is_some())
    };
    let next = steps.iter().map(|from| (0..steps.len()).filter(|&to| feeds(from, &steps[to])).collect());
    let joined = components(&next.collect::<Vec<_>>());
    let circles = joined.iter().filter(|circle| circle.len() > 1);
    let circles = circles.map(|circle| sustained(circle.iter().map(|&step| closed(steps, circle, step)).collect()));
    circles.filter(|circle| !circle.is_empty()).collect()
}

/// A step as far as it concerns its circle.
fn closed(steps: &[Step], circle: &[usize], step: usize) -> Step {
    let inside = |commodity: &CommodityId| {
        let within = |goods: fn(&Step) -> &BTreeMap<CommodityId, Rational>| {
            circle.iter().any(|&other| goods(&steps[other]).contains_key(commodity))
        };
        within(|step| &step.takes) && within(|step| &step.makes)
    };
    let Step { facility, country, mut takes, mut makes } = steps[step].clone();
    let inputs = takes.len();
    takes.retain(|commodity, _| inside(commodity));
    makes.retain(|commodity, _| inside(commodity));
    let (taken, made) = (sum(takes.values().cloned()), sum(makes.values().cloned()));
    if takes.len() < inputs && made > taken {
        for tonnes in makes.values_mut() {
            *tonnes = &*tonnes * &taken / &made;
        }
    }
    Step { facility, country, takes, makes }
}

/// Those of the steps that can run with nothing but what they make for each other.
fn sustained(steps: Vec<Step>) -> Vec<Step> {
    let statement = StatementId::from_index(0);
    let mut lp = Lp::new();
    let activities: Vec<Col> = steps.iter().map(|_| lp.add_free_column(Rational::ZERO)).collect();
    // As activities can grow at will, each that can be above zero can be 1 or more, all at once.
    let runs: Vec<Col> = steps.iter().map(|_| lp.add_column(-Rational::ONE, Rational::ONE)).collect();
    let mut balances: BTreeMap<CommodityId, Vec<(Col, Rational)>> = BTreeMap::new();
    for ((step, &activity), &run) in steps.iter().zip(&activities).zip(&runs) {
        lp.add_row(vec![(run, Rational::ONE)], Sense::AtMost, Rational::ONE, statement);
        let within = vec![(run, Rational::ONE), (activity, -Rational::ONE)];
        lp.add_row(within, Sense::AtMost, Rational::ZERO, statement);
        let takes = step.takes.iter().map(|(commodity, tonnes)| (commodity, tonnes.clone()));
        for (commodity, tonnes) in takes.chain(step.makes.iter().map(|(commodity, tonnes)| (commodity, -tonnes))) {
            balances.entry(*commodity).or_default().push((activity, tonnes));
        }
    }
    for terms in balances.into_values() {
        lp.add_row(terms, Sense::AtMost, Rational::ZERO, statement);
    }
    let found = minimise(&lp, Search::by(&Simplex)).ok().filter(Certified::is_exact);
    let steps = steps.into_iter().zip(runs);
    // What could not be shown to lose is not taken for a loss.
    let lasting = |run: Col| found.as_ref().is_none_or(|found| found.point()[run.index()] > Rational::ZERO);
    steps.filter(|(_, run)| lasting(*run)).map(|(step, _)| step).collect()
}

/// The commodities that a share speaks of and that lead to a demand of somebody it binds.
fn about(draft: &Draft, steps: &[Step], share: &Share<'_>) -> BTreeSet<CommodityId> {
    let members = share.members.iter().filter_map(|member| draft.members[member.index()].as_ref());
    let demands = members.flat_map(|member| &member.demand);
    let demanded = demands.filter(|demand| demand.1.points().iter().any(|point| point.1 > 0.0));
    let mut wanted: BTreeSet<CommodityId> = demanded.map(|demand| demand.0).collect();
    loop {
        let leading = steps.iter().filter(|step| step.makes.keys().any(|made| wanted.contains(made)));
        let inputs: Vec<CommodityId> = leading.flat_map(|step| step.takes.keys().copied()).collect();
        let before = wanted.len();
        wanted.extend(inputs);
        if wanted.len() == before {
            break;
        }
    }
    let named = |commodity: &CommodityId| share.commodities.is_none_or(|list| list.contains(commodity));
    made_at(draft, share.stage).into_iter().filter(|id| named(id) && wanted.contains(id)).collect()
}
