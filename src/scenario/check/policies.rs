//! Political statements, one at a time.

use super::super::keys::Kind;
use super::super::policy::{Charge, Favoured, Flows, Rule as Statement, Target};
use super::super::{CommodityId, CountryId, MemberId, Policy, StageId, Work};
use super::{Check, Draft, Row, display_name, evidence};
use crate::diagnostic::{Diagnostic, Rule};
use crate::table::Id;

/// A key whose fault has been reported.
struct Faulty;

impl Check<'_> {
    pub(super) fn policy(&mut self, draft: &Draft, name: &str, row: &Row<'_>) -> Option<Policy> {
        self.years_in_order(row);
        let rule = match row.text("kind")? {
            "ban" => self.ban(draft, row),
            "export_ban" => Some(Statement::ExportBan { flows: self.flows(row)? }),
            "max_flow" => Some(Statement::MaxFlow { flows: self.flows(row)?, limit: row.series("limit_t_per_year")? }),
            "max_share" => self.max_share(draft, row),
            "min_share" => self.min_share(draft, row),
            "offtake" => self.offtake(draft, row),
            "tariff" => self.tariff(draft, row),
            "subsidy" => {
                Some(Statement::Subsidy { target: self.target(draft, row)?, usd_per_t: row.series("usd_per_t")? })
            }
            "price_floor" => self.price_floor(draft, row),
            "max_premium" => Some(Statement::MaxPremium {
                members: self.money_members(draft, row)?,
                premium: row.series("premium")?,
            }),
            "budget" => {
                let members = self.money_members(draft, row)?;
                Some(Statement::Budget { members, usd_per_year: row.series("usd_per_year")? })
            }
            _ => None,
        }?;
        if row.is_faulty("members") || row.is_faulty("from_year") || row.is_faulty("until_year") {
            return None;
        }
        Some(Policy {
            name: display_name(name, row),
            rule,
            from_year: row.year("from_year"),
            until_year: row.year("until_year"),
            enabled: row.flag("enabled").unwrap_or(true),
            slack: row.series("slack_usd_per_t"),
            evidence: evidence(row),
        })
    }

    pub(super) fn years_in_order(&mut self, row: &Row<'_>) {
        if let (Some(from), Some(until)) = (row.year("from_year"), row.year("until_year"))
            && from > until
        {
            let message = format!("`{}` ends in {until}, before it begins in {from}", row.path());
            let finding = Diagnostic::new(Rule::EmptyRange, row.at("until_year"), message);
            self.push(finding.note_at(row.at("from_year"), "begins here").help("swap the two years"));
        }
    }

    /// The members a policy or a claim names; every alliance member where it names none or `all`.
    pub(super) fn members_of(draft: &Draft, row: &Row<'_>) -> Option<Vec<MemberId>> {
        match row.text("members") {
            Some("all") => Some(draft.alliance()),
            None if row.lacks("members") => Some(draft.alliance()),
            _ => row.names(Kind::Member, "members"),
        }
    }

    /// Names that a key lists, or `None` where it is absent.
    fn optional<I: Id>(row: &Row<'_>, kind: Kind, key: &str) -> Result<Option<Vec<I>>, Faulty> {
        if row.lacks(key) { Ok(None) } else { row.names(kind, key).map(Some).ok_or(Faulty) }
    }

    fn ban(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Statement> {
        let mut stages = Self::optional(row, Kind::Stage, "stages").ok()?.unwrap_or_else(|| draft.all_stages());
        stages.sort_unstable();
        let commodities = Self::optional(row, Kind::Commodity, "commodities").ok()?;
        self.names_products(draft, row, commodities.as_deref());
        Some(Statement::Ban {
            origins: row.names(Kind::Country, "origins")?,
            stages,
            commodities,
            members: Self::members_of(draft, row)?,
        })
    }

    fn flows(&mut self, row: &Row<'_>) -> Option<Flows> {
        let from: Vec<CountryId> = row.names(Kind::Country, "from")?;
        let to: Option<Vec<CountryId>> = Self::optional(row, Kind::Country, "to").ok()?;
        if to.as_ref() == Some(&from) && from.len() == 1 {
            let place = row.texts("from").unwrap_or_default().join("");
            let message = format!("flows from `{place}` to `{place}` stay inside it, and such flows are not counted");
            let finding = Diagnostic::new(Rule::FromEqualsTo, row.at("to"), message);
            self.push(
                finding.note_at(row.at("from"), "they start here").help("name the place they go to, or leave `to` out"),
            );
        }
        Some(Flows { from, to, commodities: Self::optional(row, Kind::Commodity, "commodities").ok()? })
    }

    fn max_share(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Statement> {
        let stage = row.name(Kind::Stage, "stage")?;
        let commodities = Self::optional(row, Kind::Commodity, "commodities").ok()?;
        self.share_of_products(draft, row, stage, commodities.as_deref());
        Some(Statement::MaxShare {
            members: Self::members_of(draft, row)?,
            stage,
            share: row.series("share")?,
            countries: Self::optional(row, Kind::Country, "countries").ok()?,
            home_exempt: row.flag("home_exempt").unwrap_or(false),
            commodities,
            together: row.flag("together").unwrap_or(false),
        })
    }

    fn min_share(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Statement> {
        let stage = row.name(Kind::Stage, "stage")?;
        let commodities = Self::optional(row, Kind::Commodity, "commodities").ok()?;
        self.share_of_products(draft, row, stage, commodities.as_deref());
        let recycling = row.text("stage") == Some("recycling");
        if recycling && row.has("countries") {
            let message =
                "`countries` means nothing at stage `recycling`: there the share is that of recycled material";
            self.push(Diagnostic::new(Rule::KeyDoesNotApply, row.key("countries"), message).help("remove it"));
        }
        let favoured = match Self::optional(row, Kind::Country, "countries").ok()? {
            _ if recycling => Favoured::Recycling,
            Some(countries) => Favoured::Countries(countries),
            None => Favoured::Home,
        };
        Some(Statement::MinShare {
            members: Self::members_of(draft, row)?,
            stage,
            share: row.series("share")?,
            favoured,
            commodities,
            together: row.flag("together").unwrap_or(false),
        })
    }

    /// Shares are of products, also where an assayed commodity is what is shipped.
    fn share_of_products(&mut self, draft: &Draft, row: &Row<'_>, stage: StageId, commodities: Option<&[CommodityId]>) {
        self.names_products(draft, row, commodities);
        let at_source = draft
            .processes
            .iter()
            .flatten()
            .any(|process| process.stage == stage && matches!(process.work, Work::Source { .. }));
        if at_source && row.flag("together") == Some(true) && row.lacks("commodities") {
            let message = "`together` sums over products, and at a source stage `commodities` must say which";
            let help = "write `commodities = [\"...\"]`, naming products that are won from the material";
            self.push(Diagnostic::new(Rule::TogetherWithoutCommodities, row.key("together"), message).help(help));
        }
    }

    fn names_products(&mut self, draft: &Draft, row: &Row<'_>, commodities: Option<&[CommodityId]>) {
        for (index, id) in commodities.unwrap_or_default().iter().enumerate() {
            if draft.is_assayed(*id) {
                let name = self.commodity_name(*id);
                let message = format!("`commodities` names products here, but `{name}` is the assayed material");
                let help = "name the products that are won from it, or leave `commodities` out for all of them";
                self.push(Diagnostic::new(Rule::AssayedCommodity, row.item("commodities", index), message).help(help));
            }
        }
    }

    fn offtake(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Statement> {
        let facility = row.name(Kind::Facility, "facility")?;
        let commodities = Self::optional(row, Kind::Commodity, "commodities").ok()?;
        self.names_products(draft, row, commodities.as_deref());
        self.made_there(draft, row, facility, commodities.as_deref());
        Some(Statement::Offtake {
            facility,
            member: row.name(Kind::Member, "member")?,
            share: row.series("share")?,
            commodities,
        })
    }

    fn tariff(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Statement> {
        let flows = self.flows(row)?;
        if row.lacks("rate") && row.lacks("usd_per_t") {
            let message = format!("`{}` has neither `rate` nor `usd_per_t`", row.path());
            let help = "write `rate = 0.25` (a share of the price) or `usd_per_t = 100`";
            self.push(Diagnostic::new(Rule::MissingKey, row.here(), message).help(help));
        }
        if row.has("rate") && row.has("usd_per_t") {
            let message = "a tariff is charged by `rate` or by `usd_per_t`, not both";
            let finding = Diagnostic::new(Rule::KeyDoesNotApply, row.key("usd_per_t"), message);
            self.push(finding.note_at(row.key("rate"), "the other one").help("split it into two tariffs"));
        }
        if row.has("rate") {
            for (index, id) in flows.commodities.iter().flatten().enumerate() {
                self.needs_price(draft, row, "commodities", index, *id, "a tariff by `rate` is a share of the price");
            }
            let charge = Charge::Rate(row.series("rate")?);
            return Some(Statement::Tariff { flows, charge });
        }
        Some(Statement::Tariff { flows, charge: Charge::PerTonne(row.series("usd_per_t")?) })
    }

    fn needs_price(&mut self, draft: &Draft, row: &Row<'_>, key: &str, index: usize, id: CommodityId, why: &str) {
        if draft.commodity(id).is_some_and(|commodity| commodity.price.is_none())
            && self.read.rows("commodity").nth(id.index()).is_none_or(|(_, row)| row.lacks("price_usd_per_t"))
        {
            let name = self.commodity_name(id);
            let message = format!("{why}, but `{name}` has none");
            let help = format!("write `price_usd_per_t` in `[commodity.{name}]`");
            self.push(Diagnostic::new(Rule::MissingPrice, row.item(key, index), message).help(help));
        }
    }

    /// One facility, or every facility of a place at a stage.
    fn target(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Target> {
        for key in ["country", "stage"] {
            if row.has("facility") && row.has(key) {
                let message = format!("`{key}` means nothing beside `facility`, which says who is paid");
                self.push(Diagnostic::new(Rule::KeyDoesNotApply, row.key(key), message).help("keep one of the two"));
            }
        }
        if !row.lacks("facility") {
            return Some(Target::Facility(row.name(Kind::Facility, "facility")?));
        }
        if row.lacks("country") || row.lacks("stage") {
            let message = format!("`{}` does not say who is paid", row.path());
            let help = "write `facility = \"...\"`, or `country = \"...\"` and `stage = \"...\"`";
            self.push(Diagnostic::new(Rule::MissingKey, row.here(), message).help(help));
            return None;
        }
        let (country, stage) = (row.name(Kind::Country, "country")?, row.name(Kind::Stage, "stage")?);
        let anybody = draft.facilities.iter().any(|facility| match facility {
            Some(facility) => facility.country == country && facility.operations.iter().any(|op| op.stage == stage),
            None => true,
        });
        if !anybody {
            let (country, stage) = (row.text("country").unwrap_or_default(), row.text("stage").unwrap_or_default());
            let message = format!("no facility stands in `{country}` at stage `{stage}`, so nobody is paid");
            self.push(Diagnostic::new(Rule::VoidPolicy, row.at("country"), message));
        }
        Some(Target::Place { country, stage })
    }

    fn price_floor(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Statement> {
        let target = self.target(draft, row)?;
        let commodity = if row.lacks("commodity") { None } else { Some(row.name(Kind::Commodity, "commodity")?) };
        if let Some(id) = commodity {
            self.needs_price(draft, row, "commodity", 0, id, "a floor pays the gap to the price");
        }
        Some(Statement::PriceFloor { target, commodity, usd_per_t: row.series("usd_per_t")? })
    }

    /// Money rules bind the alliance as a whole.
    fn money_members(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Vec<MemberId>> {
        let members = Self::members_of(draft, row)?;
        let alliance = draft.alliance();
        let missing = alliance.iter().any(|member| !members.contains(member));
        let outside = members.iter().any(|member| !alliance.contains(member));
        if (missing || outside) && draft.members.iter().all(Option::is_some) {
            let message = if missing {
                "a limit on money binds the alliance as a whole, but some of its members are not named"
            } else {
                "a limit on money binds the alliance, but a consumer outside it is named"
            };
            self.push(Diagnostic::new(Rule::MoneyRuleMembers, row.at("members"), message).help("remove `members`"));
        }
        Some(members)
    }
}
