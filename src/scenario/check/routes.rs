//! Routes and what holds without them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::keys::Kind;
use super::super::series::Series;
use super::super::{CommodityId, CountryId, Route, RouteId, Routes};
use super::{Check, evidence};
use crate::diagnostic::{At, Diagnostic, KeyPath, Rule};
use crate::table::{Id, Table};

impl Check<'_> {
    /// All routes; `None` where one of them is faulty.
    pub(super) fn routes(&mut self) -> Option<Routes> {
        let section = self.read.section("routes");
        let routes = self.rows(
            "route",
            |known| &known.routes.named,
            |_, _, row| {
                Some(Route {
                    from: row.name(Kind::Country, "from")?,
                    to: row.name(Kind::Country, "to")?,
                    commodities: if row.has("commodity") {
                        Some(row.names(Kind::Commodity, "commodity")?)
                    } else {
                        None
                    },
                    open: row.flag("open").unwrap_or(true),
                    freight: row.series("freight_usd_per_t"),
                    evidence: evidence(row),
                })
            },
        );
        self.ambiguous(&routes);
        let mut named: Table<RouteId, Route> = Table::new();
        for (name, route) in self.read.keys("route").zip(routes) {
            named.insert(name, route?);
        }
        let freight = section.series("freight_usd_per_t").unwrap_or_else(|| Series::constant(0.0));
        Some(Routes::new(section.text("default") != Some("closed"), freight, named, evidence(&section)))
    }

    /// Two routes between the same places that both name a commodity, or both name none.
    fn ambiguous(&mut self, routes: &[Option<Arc<Route>>]) {
        let names: Vec<&str> = self.read.keys("route").collect();
        let mut first: BTreeMap<(CountryId, CountryId, Option<CommodityId>), usize> = BTreeMap::new();
        for (index, route) in routes.iter().enumerate() {
            let Some(route) = route else { continue };
            let each = match &route.commodities {
                Some(list) => list.iter().map(|commodity| Some(*commodity)).collect(),
                None => vec![None],
            };
            let clash = each.iter().find_map(|commodity| {
                let earlier = *first.entry((route.from, route.to, *commodity)).or_insert(index);
                (earlier != index).then_some((earlier, *commodity))
            });
            let Some((earlier, commodity)) = clash else { continue };
            let country = |id: CountryId| self.read.names(Kind::Country).nth(id.index()).unwrap_or_default();
            let (from, to) = (country(route.from), country(route.to));
            let what = commodity.map_or_else(|| "everything".to_owned(), |id| format!("`{}`", self.commodity_name(id)));
            let (one, two) = (names[earlier], names[index]);
            let message = format!("routes `{one}` and `{two}` both speak for {what} from `{from}` to `{to}`");
            let finding = Diagnostic::new(Rule::AmbiguousRoute, At::Key(KeyPath::new(["route", two])), message)
                .note_at(At::Key(KeyPath::new(["route", one])), "the other one")
                .help("remove one, or let them name different commodities");
            self.push(finding);
        }
    }
}
