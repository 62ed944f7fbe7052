//! From a network to a linear program, one family of rows per file; every column and row says what it means, every
//! row which statement it comes from. The rows are those of docs/formulation.md.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::exact::{Rational, sum};
use crate::lp::{Col, Lp, Row, Sense, StatementId};
use crate::network::Network;
use crate::scenario::{CommodityId, CountryId, FacilityId, MemberId, PolicyId, StageId};
use crate::table::Id;

pub mod capacity;
pub mod chain;
pub mod index;
pub mod label;
pub mod origin;
pub mod policy;
pub mod statement;
pub mod supply;

use index::Index;
use policy::Charges;
use statement::Topic;
pub use statement::{Kind, Statement};

/// A sum of columns, each with its coefficient.
pub type Terms = Vec<(Col, Rational)>;

/// A place, or the hub that routes alike go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A place.
    Place(CountryId),
    /// The hub.
    Hub,
}

/// What a column means. Indices are those of the [`Network`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKey {
    /// Raw material of feed `feed`, t.
    Feed {
        /// Index in `Network::feeds`.
        feed: usize,
    },
    /// Product won by a splitter from a group of sources, allotted to a class, t.
    Allotted {
        /// Class.
        class: usize,
        /// Group of sources.
        group: usize,
        /// Splitter.
        splitter: usize,
        /// Product.
        product: CommodityId,
    },
    /// By-product sold from a pool of feeds of one splitter and group, t.
    Sold {
        /// Pool in `Program::pools`.
        pool: usize,
        /// Product.
        product: CommodityId,
    },
    /// Activity of a recipe for a class.
    Activity {
        /// Class.
        class: usize,
        /// Index in `Network::recipes`.
        recipe: usize,
    },
    /// Commodity shipped for a class, t.
    Shipped {
        /// Class.
        class: usize,
        /// Commodity.
        commodity: CommodityId,
        /// From the place where it was made, or the hub.
        from: Node,
        /// To the place where it is used, or the hub.
        to: Node,
    },
    /// Commodity delivered to meet a demand, t.
    Delivered {
        /// Index in `Network::demands`.
        demand: usize,
        /// Where.
        country: CountryId,
    },
    /// Breach of a soft statement, in its own unit.
    Slack {
        /// The statement.
        policy: PolicyId,
    },
    /// Demand that stays unmet, t; in elastic programs only.
    Unmet {
        /// Index in `Network::demands`.
        demand: usize,
    },
    /// The coverage that every open demand reaches; in fairness programs only.
    Coverage,
}

/// What a row means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKey {
    /// What is allotted and sold of a product is at most what is won.
    Split {
        /// Splitter.
        splitter: usize,
        /// Group of sources, where it is about allotting.
        group: Option<usize>,
        /// Product.
        product: CommodityId,
    },
    /// By-product sales of a feed are at most its cost.
    Sales {
        /// Pool of feeds.
        pool: usize,
    },
    /// What leaves a place is at most what is made there.
    Made {
        /// Class.
        class: usize,
        /// Commodity.
        commodity: CommodityId,
        /// Where.
        country: CountryId,
    },
    /// What leaves the hub is at most what enters it.
    Hub {
        /// Class.
        class: usize,
        /// Commodity.
        commodity: CommodityId,
    },
    /// What is used in a place is at most what arrives there.
    Used {
        /// Class.
        class: usize,
        /// Commodity.
        commodity: CommodityId,
        /// Where.
        country: CountryId,
    },
    /// Deliveries do not exceed a demand, so that no share is met by what nobody asked for.
    Enough {
        /// Index in `Network::demands`.
        demand: usize,
    },
    /// Deliveries meet a demand.
    Demand {
        /// Index in `Network::demands`.
        demand: usize,
    },
    /// A facility's capacity.
    Capacity {
        /// The facility.
        facility: FacilityId,
    },
    /// A splitter's limit on a product.
    Output {
        /// The facility.
        facility: FacilityId,
        /// Product.
        product: CommodityId,
    },
    /// The world's outlet for a by-product.
    Outlet {
        /// Product.
        product: CommodityId,
    },
    /// A coverage is at most 1; in fairness programs only.
    Coverage,
    /// No more is missing than must be; where a cheapest plan is sought at a shortfall of several demands.
    Least,
    /// The avoidance for a class at a stage.
    Avoid {
        /// Class.
        class: usize,
        /// Stage.
        stage: StageId,
    },
    /// A political statement, for a class and a commodity where it is about one.
    Policy {
        /// The statement.
        policy: PolicyId,
        /// Class.
        class: Option<usize>,
        /// Commodity.
        commodity: Option<CommodityId>,
        /// Place.
        country: Option<CountryId>,
    },
}

/// What a unit of a column costs, by kind of money, USD.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Money {
    /// Operating cost and freight, less by-product sales.
    pub resource: Rational,
    /// Tariffs.
    pub tariff: Rational,
    /// Subsidies received.
    pub subsidy: Rational,
    /// Price-floor support paid.
    pub floor: Rational,
    /// Price of breaking soft statements.
    pub slack: Rational,
}

impl Money {
    /// What counts in the objective.
    #[must_use]
    pub fn total(&self) -> Rational {
        &self.resource + &self.tariff - &self.subsidy + &self.floor + &self.slack
    }
}

/// Feeds of one splitter and one group of sources whose by-products are sold together.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Splitter.
    pub splitter: usize,
    /// Group of sources.
    pub group: usize,
    /// Indices in `Network::feeds`.
    pub feeds: Vec<usize>,
}

/// A linear program with the meaning of its columns and rows. Its objective is the cost.
#[derive(Clone, Debug)]
pub struct Program<'a> {
    /// What it was made from.
    pub network: Network<'a>,
    /// The program.
    pub lp: Lp,
    /// What each column means.
    pub columns: Vec<ColumnKey>,
    /// What each column costs, by kind of money.
    pub money: Vec<Money>,
    /// What each row means.
    pub rows: Vec<RowKey>,
    /// The statements rows come from, by [`StatementId`].
    pub statements: Vec<Statement>,
    /// Feeds whose by-products are sold together.
    pub pools: Vec<Pool>,
    /// The row of each demand.
    pub demand_rows: Vec<Row>,
    /// The row that keeps deliveries from exceeding each demand.
    pub enough_rows: Vec<Row>,
    known: BTreeMap<Topic, StatementId>,
    index: Index,
}

/// What money rules need to know of the same question without the avoidance.
#[derive(Clone, Debug, Default)]
pub struct BaselineCost {
    /// The cost that a `max_premium` is counted from, USD; `None` drops those rules.
    pub usd: Option<Rational>,
}

/// The program of `network`. Cannot fail: whatever no plan can do shows as unmet demand.
#[must_use]
pub fn formulate<'a>(network: Network<'a>, baseline: &BaselineCost) -> Program<'a> {
    let mut program = Program {
        index: Index::new(&network),
        network,
        lp: Lp::new(),
        columns: Vec::new(),
        money: Vec::new(),
        rows: Vec::new(),
        statements: Vec::new(),
        pools: Vec::new(),
        demand_rows: Vec::new(),
        enough_rows: Vec::new(),
        known: BTreeMap::new(),
    };
    let charges = Charges::of(&program.network);
    supply::add(&mut program, &charges);
    chain::add(&mut program, &charges);
    capacity::add(&mut program);
    policy::add(&mut program, baseline);
    label::add(&mut program);
    program
}

impl Program<'_> {
    /// The statement a row comes from.
    #[must_use]
    pub fn statement(&self, row: Row) -> &Statement {
        &self.statements[self.lp.row(row).statement.index()]
    }

    /// All columns with their meaning.
    pub fn keyed_columns(&self) -> impl Iterator<Item = (Col, &ColumnKey)> {
        self.columns.iter().enumerate().map(|(index, key)| (Col::from_index(index), key))
    }

    fn column(&mut self, key: ColumnKey, money: Money, implied_upper: Rational) -> Col {
        let col = self.lp.add_column(money.total(), implied_upper);
        self.index.note(&self.network, &self.pools, col, &key);
        self.columns.push(key);
        self.money.push(money);
        col
    }

    fn row(&mut self, key: RowKey, terms: Terms, sense: Sense, rhs: Rational, topic: Topic) -> Row {
        let statement = *self.known.entry(topic).or_insert_with(|| {
            self.statements.push(topic.statement(self.network.scenario()));
            StatementId::from_index(self.statements.len() - 1)
        });
        self.rows.push(key);
        self.lp.add_row(terms, sense, rhs, statement)
    }

    fn upper(&self, col: Col) -> &Rational {
        self.lp.column(col).implied_upper.as_ref().expect("columns of a fresh program are bounded")
    }

    /// The most that columns with these rates, which are less than zero, can make, t.
    fn most(&self, made: &Terms) -> Rational {
        -sum(made.iter().map(|(col, rate)| rate * self.upper(*col)))
    }
}

/// A column that makes a commodity for a class.
#[derive(Clone, Debug)]
pub struct Maker {
    /// The column.
    pub col: Col,
    /// Tonnes made per unit of the column.
    pub rate: Rational,
    /// Tonnes of them beyond what the column itself takes of the commodity; less than zero where it takes more.
    pub adds: Rational,
    /// Stage and place of the making.
    pub at: (StageId, CountryId),
    /// Who makes it.
    pub facility: FacilityId,
    /// Stages and places of the sources it was won from.
    pub sources: Arc<[(StageId, CountryId)]>,
    /// Group of the sources.
    pub group: Option<usize>,
}

impl Maker {
    /// Whether this counts as coming from `stage` in one of the places that `chosen` picks.
    ///
    /// # Panics
    /// Where `chosen` picks some of the pooled sources and not others: the statement that asks does not tell them apart.
    #[must_use]
    pub fn is_from(&self, stage: StageId, chosen: impl Fn(CountryId) -> bool) -> bool {
        let counts = |(at, place): (StageId, CountryId)| at == stage && chosen(place);
        let counted = self.sources.iter().filter(|source| counts(**source)).count();
        assert!(counted == 0 || counted == self.sources.len(), "a statement picks part of a group of sources");
        counts(self.at) || counted > 0
    }
}

/// The member whose rows a class carries, where the class is one member.
#[must_use]
pub fn sole_member(program: &Program<'_>, class: usize) -> Option<MemberId> {
    match program.network.classes[class].members[..] {
        [member] => Some(member),
        _ => None,
    }
}
