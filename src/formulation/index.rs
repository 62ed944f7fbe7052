//! What the columns of a program mean, by what is asked of them: who makes and who uses a commodity for a class, what
//! loads a facility, what sells a by-product. Kept as columns are added, so that no row looks through all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{ColumnKey, Maker, Pool, Terms};
use crate::exact::Rational;
use crate::lp::Col;
use crate::network::Network;
use crate::scenario::{CommodityId, CountryId, FacilityId, StageId, Work};
use crate::table::Id;

/// Columns that consume something: where, and tonnes per unit.
type Inputs = Vec<(CountryId, Col, Rational)>;

/// Columns by what they do, in the order they were added.
#[derive(Clone, Debug)]
pub struct Index {
    /// Stages and places of the sources of each group.
    sources: Vec<Arc<[(StageId, CountryId)]>>,
    /// Who makes a commodity for a class.
    makers: BTreeMap<(usize, CommodityId), Vec<Maker>>,
    /// Recipes of a class that consume a commodity.
    inputs: BTreeMap<(usize, CommodityId), Inputs>,
    /// What a class uses of a commodity.
    uses: BTreeMap<(usize, CommodityId), Terms>,
    /// What takes up capacity, by facility.
    loads: Vec<Terms>,
    /// What a splitter puts out.
    outputs: BTreeMap<(FacilityId, CommodityId), Terms>,
    /// Sales of a by-product from a group of sources at a splitter.
    sales: BTreeMap<(CommodityId, usize, usize), Vec<Col>>,
}

impl Index {
    /// The index of a program without columns.
    #[must_use]
    pub fn new(network: &Network<'_>) -> Self {
        let place = |source: &usize| (network.sources[*source].operation.stage, network.sources[*source].country);
        let places = |group: &Vec<usize>| group.iter().map(place).collect::<BTreeSet<_>>();
        let sources = network.groups.iter().map(|group| places(group).into_iter().collect());
        Self {
            sources: sources.collect(),
            makers: BTreeMap::new(),
            inputs: BTreeMap::new(),
            uses: BTreeMap::new(),
            loads: vec![Vec::new(); network.scenario().facilities.len()],
            outputs: BTreeMap::new(),
            sales: BTreeMap::new(),
        }
    }

    /// Takes note of a column.
    pub fn note(&mut self, network: &Network<'_>, pools: &[Pool], col: Col, key: &ColumnKey) {
        match *key {
            ColumnKey::Feed { feed } => {
                let feed = &network.feeds[feed];
                for facility in [network.sources[feed.source].facility, network.splitters[feed.splitter].facility] {
                    self.loads[facility.index()].push((col, Rational::ONE));
                }
            }
            ColumnKey::Allotted { class, group, splitter, product } => {
                let unit = &network.splitters[splitter];
                self.outputs.entry((unit.facility, product)).or_default().push((col, Rational::ONE));
                self.makers.entry((class, product)).or_default().push(Maker {
                    col,
                    rate: Rational::ONE,
                    adds: Rational::ONE,
                    at: (unit.operation.stage, unit.country),
                    facility: unit.facility,
                    sources: Arc::clone(&self.sources[group]),
                    group: Some(group),
                });
            }
            ColumnKey::Sold { pool, product } => {
                let pool = &pools[pool];
                let facility = network.splitters[pool.splitter].facility;
                self.outputs.entry((facility, product)).or_default().push((col, Rational::ONE));
                self.sales.entry((product, pool.group, pool.splitter)).or_default().push(col);
            }
            ColumnKey::Activity { class, recipe } => self.note_activity(network, col, class, recipe),
            ColumnKey::Delivered { demand, .. } => {
                let demand = &network.demands[demand];
                self.uses.entry((demand.class, demand.commodity)).or_default().push((col, Rational::ONE));
            }
            ColumnKey::Shipped { .. } | ColumnKey::Slack { .. } | ColumnKey::Unmet { .. } | ColumnKey::Coverage => {}
        }
    }

    fn note_activity(&mut self, network: &Network<'_>, col: Col, class: usize, recipe: usize) {
        let unit = &network.recipes[recipe];
        let Work::Recipe { input, output } = &unit.operation.work else { return };
        self.loads[unit.facility.index()].push((col, Rational::ONE));
        for commodity in distinct(output) {
            self.makers.entry((class, commodity)).or_default().push(Maker {
                col,
                rate: unit.operation.work.makes(commodity),
                adds: unit.operation.work.adds(commodity),
                at: (unit.operation.stage, unit.country),
                facility: unit.facility,
                sources: Arc::from([]),
                group: None,
            });
        }
        for commodity in distinct(input) {
            let rate = unit.operation.work.takes(commodity);
            self.inputs.entry((class, commodity)).or_default().push((unit.country, col, rate));
            let kept = -unit.operation.work.adds(commodity);
            if kept > Rational::ZERO {
                self.uses.entry((class, commodity)).or_default().push((col, kept));
            }
        }
    }

    /// Everything made of `commodity` for `class`, with the stages and places that can claim to be its origin.
    #[must_use]
    pub fn makers(&self, class: usize, commodity: CommodityId) -> &[Maker] {
        self.makers.get(&(class, commodity)).map_or(&[], Vec::as_slice)
    }

    /// Recipes that consume `commodity` for `class`: where, the column, and tonnes per unit.
    #[must_use]
    pub fn inputs(&self, class: usize, commodity: CommodityId) -> &[(CountryId, Col, Rational)] {
        self.inputs.get(&(class, commodity)).map_or(&[], Vec::as_slice)
    }

    /// `use(m,c)`: inputs of the class's next recipes, less what the same recipe gives back, plus its deliveries, t; in the
    /// order of their columns.
    #[must_use]
    pub fn uses(&self, class: usize, commodity: CommodityId) -> &[(Col, Rational)] {
        self.uses.get(&(class, commodity)).map_or(&[], Vec::as_slice)
    }

    /// What takes up capacity of `facility`; it is handed out once, to its row.
    #[must_use]
    pub fn take_loads(&mut self, facility: FacilityId) -> Terms {
        std::mem::take(&mut self.loads[facility.index()])
    }

    /// What the splitter `facility` puts out of `product`.
    #[must_use]
    pub fn outputs(&self, facility: FacilityId, product: CommodityId) -> &[(Col, Rational)] {
        self.outputs.get(&(facility, product)).map_or(&[], Vec::as_slice)
    }

    /// Sales of the by-product `product` won by `splitter` from `group`.
    #[must_use]
    pub fn sales(&self, product: CommodityId, group: usize, splitter: usize) -> &[Col] {
        self.sales.get(&(product, group, splitter)).map_or(&[], Vec::as_slice)
    }

    /// All sales of the by-product `product`, in the order of their columns.
    #[must_use]
    pub fn all_sales(&self, product: CommodityId) -> Vec<Col> {
        let mut all: Vec<Col> = self
            .sales
            .range((product, 0, 0)..=(product, usize::MAX, usize::MAX))
            .flat_map(|entry| entry.1)
            .copied()
            .collect();
        all.sort_unstable();
        all
    }
}

/// The commodities of a list, each once.
fn distinct(list: &[(CommodityId, f64)]) -> Vec<CommodityId> {
    let mut all: Vec<CommodityId> = list.iter().map(|entry| entry.0).collect();
    all.sort_unstable();
    all.dedup();
    all
}
