//! Political statements. Each kind has a file of its own; a kind without rows (tariff, subsidy, price floor) is money
//! on a column and is counted in `network::grouping`.

use super::{BaselineCost, ColumnKey, Kind, Money, Program, RowKey, chain};
use crate::diagnostic::KeyPath;
use crate::exact::Rational;
use crate::lp::{Col, Sense, StatementId};
use crate::scenario::{CommodityId, CountryId, Flows, MemberId, Policy, PolicyId, Rule, StageId, Work};
use crate::table::Id;

pub mod avoid;
pub mod ban;
pub mod budget;
pub mod max_flow;
pub mod max_premium;
pub mod max_share;
pub mod min_share;
pub mod offtake;

type Terms = Vec<(Col, Rational)>;

/// Adds the avoidance and every statement in force.
pub fn add(program: &mut Program<'_>, baseline: &BaselineCost) {
    avoid::add(program);
    let in_force: Vec<(PolicyId, &Policy)> = program.network.policies().collect();
    for (id, policy) in in_force.iter().filter(|(_, policy)| !is_about_money(policy)) {
        add_flow_rule(program, *id, policy);
    }
    // Rules about money count every column, slack columns included, so they come last.
    for (id, policy) in in_force.iter().filter(|(_, policy)| is_about_money(policy)) {
        match &policy.rule {
            Rule::MaxPremium { members, premium } if binds(program, members) => {
                max_premium::add(program, *id, premium, baseline);
            }
            Rule::Budget { members, usd_per_year } if binds(program, members) => {
                budget::add(program, *id, usd_per_year);
            }
            _ => {}
        }
    }
}

/// Whether any of `members` is in the question.
fn binds(program: &Program<'_>, members: &[MemberId]) -> bool {
    !program.network.classes_of(members).is_empty()
}

fn is_about_money(policy: &Policy) -> bool {
    matches!(policy.rule, Rule::MaxPremium { .. } | Rule::Budget { .. })
}

fn add_flow_rule(program: &mut Program<'_>, id: PolicyId, policy: &Policy) {
    match &policy.rule {
        Rule::Ban { .. } => ban::add(program, id, &policy.rule),
        Rule::ExportBan { flows } => max_flow::add(program, id, flows, Rational::ZERO),
        Rule::MaxFlow { flows, limit } => max_flow::add(program, id, flows, limit.at(program.network.year())),
        Rule::MaxShare { .. } => max_share::add(program, id, &policy.rule),
        Rule::MinShare { .. } => min_share::add(program, id, &policy.rule),
        Rule::Offtake { .. } => offtake::add(program, id, &policy.rule),
        Rule::Tariff { .. }
        | Rule::Subsidy { .. }
        | Rule::PriceFloor { .. }
        | Rule::MaxPremium { .. }
        | Rule::Budget { .. } => {}
    }
}

/// Whom, what and where a policy row is about.
#[derive(Clone, Copy, Default)]
struct About {
    class: Option<usize>,
    commodity: Option<CommodityId>,
    country: Option<CountryId>,
}

impl Program<'_> {
    fn policy_statement(&mut self, policy: PolicyId) -> StatementId {
        let key = self.network.scenario().policies.key(policy);
        self.intern(KeyPath::new(["policy", key]), Kind::Policy)
    }

    /// `terms ≤ rhs`, softened by a priced slack column where the statement is soft. No row where nothing positive is
    /// in it: such a row cannot be broken.
    fn policy_row(&mut self, policy: PolicyId, about: About, mut terms: Terms, rhs: Rational) {
        if !terms.iter().any(|term| term.1 > Rational::ZERO) {
            return;
        }
        if let Some(price) = &self.network.scenario().policies[policy].slack {
            let money = Money { slack: price.at(self.network.year()), ..Money::default() };
            let positive = terms.iter().filter(|term| term.1 > Rational::ZERO);
            let upper = crate::exact::sum(positive.map(|(col, value)| value * self.upper(*col)));
            let col = self.column(ColumnKey::Slack { policy }, money, upper);
            terms.push((col, -Rational::ONE));
        }
        let About { class, commodity, country } = about;
        let statement = self.policy_statement(policy);
        self.row(RowKey::Policy { policy, class, commodity, country }, terms, Sense::AtMost, rhs, statement);
    }

    /// `use(m,c)`: inputs of the class's next recipes plus its deliveries, t.
    fn uses(&self, class: usize, commodity: CommodityId) -> Terms {
        let mut terms = Vec::new();
        for (col, key) in self.keyed_columns() {
            match *key {
                ColumnKey::Activity { class: of, recipe } if of == class => {
                    let rate = chain::input_rate(&self.network.recipes[recipe].operation.work, commodity);
                    if !rate.is_zero() {
                        terms.push((col, rate));
                    }
                }
                ColumnKey::Delivered { demand, .. } => {
                    let wanted = &self.network.demands[demand];
                    if (wanted.class, wanted.commodity) == (class, commodity) {
                        terms.push((col, Rational::ONE));
                    }
                }
                _ => {}
            }
        }
        terms
    }

    /// `from(m,c,O)`: what is allotted to or made for the class at `stage` in the places that `chosen` picks, t.
    fn from(&self, class: usize, commodity: CommodityId, stage: StageId, chosen: impl Fn(CountryId) -> bool) -> Terms {
        let makers = self.makers(class, commodity).into_iter();
        makers.filter(|maker| maker.is_from(stage, &chosen)).map(|maker| (maker.col, maker.rate)).collect()
    }

    /// The commodities a rule on shares is about: those it names, else all that pass through the stage.
    fn commodities_at(&self, class: usize, stage: StageId, named: Option<&[CommodityId]>) -> Vec<CommodityId> {
        let useful = &self.network.useful[class];
        let all = self.network.scenario().commodities.ids().filter(|commodity| useful[commodity.index()]);
        all.filter(|commodity| match named {
            Some(list) => list.contains(commodity),
            None => self.passes(*commodity, stage),
        })
        .collect()
    }

    /// Whether anything in the scenario, running or not, makes the commodity at `stage` or digs what it is won from
    /// there: a rule holds for a product whatever happens to run.
    fn passes(&self, commodity: CommodityId, stage: StageId) -> bool {
        self.network.scenario().facilities.iter().any(|(_, facility)| {
            facility.operations.iter().filter(|operation| operation.stage == stage).any(|operation| {
                match &operation.work {
                    Work::Source { .. } => facility.assay.iter().any(|contained| contained.0 == commodity),
                    Work::Split { recovery, .. } => recovery.iter().any(|won| won.0 == commodity),
                    Work::Recipe { output, .. } => output.iter().any(|made| made.0 == commodity),
                }
            })
        })
    }

    /// Columns of flows that count, t.
    fn flows(&self, flows: &Flows) -> Terms {
        let mut terms = Vec::new();
        for (col, key) in self.keyed_columns() {
            let counts = match *key {
                ColumnKey::Feed { feed } => {
                    let feed = &self.network.feeds[feed];
                    let (source, splitter) =
                        (&self.network.sources[feed.source], &self.network.splitters[feed.splitter]);
                    let Work::Source { material } = source.operation.work else { continue };
                    flows.count(material, source.country, splitter.country)
                }
                ColumnKey::Shipped {
                    commodity, from: super::Node::Place(from), to: super::Node::Place(to), ..
                } => flows.count(commodity, from, to),
                _ => false,
            };
            if counts {
                terms.push((col, Rational::ONE));
            }
        }
        terms
    }

    /// Everything that costs, USD.
    fn spending(&self) -> Terms {
        let costs = self.lp.columns().iter().enumerate();
        costs.map(|(index, column)| (Col::from_index(index), column.cost.clone())).collect()
    }
}

/// Terms of both lists, those of `second` times `factor`.
fn combined(mut first: Terms, second: Terms, factor: &Rational) -> Terms {
    first.extend(second.into_iter().map(|(col, value)| (col, value * factor)));
    first
}
