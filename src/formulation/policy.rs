//! Political statements, one file per kind: its formula, and the rows it adds or the money it puts on columns.

use price_floor::Floors;
use subsidy::Subsidies;
use tariff::Tariffs;

use super::{BaselineCost, ColumnKey, Money, Program, RowKey, Terms, statement};
use crate::exact::Rational;
use crate::lp::{Col, Sense};
use crate::network::Network;
use crate::scenario::{CommodityId, CountryId, Flows, PolicyId, Rule, StageId, Work};
use crate::table::Id;

pub mod avoid;
pub mod ban;
pub mod budget;
pub mod export_ban;
pub mod max_flow;
pub mod max_premium;
pub mod max_share;
pub mod min_share;
pub mod offtake;
pub mod price_floor;
mod shares;
pub mod subsidy;
pub mod tariff;

/// Statements in force that are money on columns.
pub struct Charges<'a> {
    /// Charges on flows.
    pub tariffs: Tariffs<'a>,
    /// Money paid per unit of activity.
    pub subsidies: Subsidies<'a>,
    /// Guaranteed prices.
    pub floors: Floors<'a>,
}

impl<'a> Charges<'a> {
    /// Those in force in a network.
    #[must_use]
    pub fn of(network: &Network<'a>) -> Self {
        Self { tariffs: Tariffs::of(network), subsidies: Subsidies::of(network), floors: Floors::of(network) }
    }
}

/// Adds the avoidance and the rows of every statement in force. Kinds that are money on a column are there already.
pub fn add(program: &mut Program<'_>, baseline: &BaselineCost) {
    avoid::add(program);
    let (money, flows): (Vec<_>, Vec<_>) =
        program.network.policies().partition(|(_, policy)| policy.rule.scope().limit().is_money());
    // Rules about money count every column, slack columns included, so they come last.
    for (id, policy) in flows.into_iter().chain(money) {
        match &policy.rule {
            Rule::Ban(rule) => ban::add(program, id, rule),
            Rule::ExportBan(rule) => export_ban::add(program, id, rule),
            Rule::MaxFlow(rule) => max_flow::add(program, id, rule),
            Rule::MaxShare(rule) => max_share::add(program, id, rule),
            Rule::MinShare(rule) => min_share::add(program, id, rule),
            Rule::Offtake(rule) => offtake::add(program, id, rule),
            Rule::MaxPremium(rule) => max_premium::add(program, id, rule, baseline),
            Rule::Budget(rule) => budget::add(program, id, rule),
            Rule::Tariff(_) | Rule::Subsidy(_) | Rule::PriceFloor(_) => {}
        }
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
        let key = RowKey::Policy { policy, class, commodity, country };
        self.row(key, terms, Sense::AtMost, rhs, statement::Topic::Policy(policy));
    }

    /// `from(m,c,O)`: what is allotted to or made for the class at `stage` in the places that `chosen` picks, t.
    fn from(&self, class: usize, commodity: CommodityId, stage: StageId, chosen: impl Fn(CountryId) -> bool) -> Terms {
        let makers = self.index.makers(class, commodity).iter();
        makers.filter(|maker| maker.is_from(stage, &chosen)).map(|maker| (maker.col, maker.rate.clone())).collect()
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
