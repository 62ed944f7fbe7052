//! `min_share`: favoured places (or recycling) supply at least a share of what a member uses.

use super::super::check::{Check, Draft, members_of, optional, statements};
use super::super::keys::{Kind, PolicyKind};
use super::super::read::Row;
use super::super::{CommodityId, CountryId, MemberId, Policy, PolicyId, Series, StageId};
use super::shares::{self, overlap};
use super::{Flows, Limit, MaxShare, Scope, Side, Source};
use crate::diagnostic::{At, Diagnostic, Rule};
use crate::exact::{Rational, approx};
use crate::table::Id;

/// Favoured places (or recycling) supply at least a share of what a member uses.
#[derive(Clone, Debug)]
pub struct MinShare {
    /// Whom it binds, each for itself.
    pub members: Vec<MemberId>,
    /// The stage.
    pub stage: StageId,
    /// Share, 0..=1.
    pub share: Series,
    /// Who is favoured.
    pub favoured: Favoured,
    /// Commodities; all of the stage where absent.
    pub commodities: Option<Vec<CommodityId>>,
    /// One row for the sum over the commodities instead of one each.
    pub together: bool,
}

/// Who is favoured by a minimum share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Favoured {
    /// The member's own places.
    Home,
    /// These places.
    Countries(Vec<CountryId>),
    /// Source material that is recycled.
    Recycling,
}

impl MinShare {
    pub(in super::super) const KIND: PolicyKind = PolicyKind {
        word: "min_share",
        required: &["stage", "share"],
        keys: &["members", "countries", "commodities", "together", "slack_usd_per_t"],
        doc: "The member's own countries, these, or recycling supply at least a share.",
        read: |check, draft, row| Self::read(check, draft, row).map(super::Rule::MinShare),
        together: |check, draft| {
            for (id, policy) in statements(draft) {
                if let super::Rule::MinShare(rule) = &policy.rule {
                    shares::of_something(check, draft, id, rule.stage, rule.commodities.as_deref());
                }
            }
            contradictions(check, draft);
        },
    };

    fn read(check: &mut Check<'_>, draft: &Draft, row: &Row<'_>) -> Option<Self> {
        let stage = row.name(Kind::Stage, "stage")?;
        let commodities = optional(row, Kind::Commodity, "commodities").ok()?;
        shares::of_products(check, draft, row, stage, commodities.as_deref());
        let recycling = row.text("stage") == Some("recycling");
        if recycling && row.has("countries") {
            let message =
                "`countries` means nothing at stage `recycling`: there the share is that of recycled material";
            check.push(Diagnostic::new(Rule::KeyDoesNotApply, row.key("countries"), message).help("remove it"));
        }
        let favoured = match optional(row, Kind::Country, "countries").ok()? {
            _ if recycling => Favoured::Recycling,
            Some(countries) => Favoured::Countries(countries),
            None => Favoured::Home,
        };
        Some(Self {
            members: members_of(draft, row)?,
            stage,
            share: row.series("share")?,
            favoured,
            commodities,
            together: row.flag("together").unwrap_or(false),
        })
    }

    /// The places it favours for `member`; `None` where it favours recycling.
    fn favoured_by<'a>(&'a self, draft: &'a Draft, member: MemberId) -> Option<&'a [CountryId]> {
        match &self.favoured {
            Favoured::Home => Some(&draft.members[member.index()].as_ref()?.countries),
            Favoured::Countries(favoured) => Some(favoured),
            Favoured::Recycling => None,
        }
    }
}

/// Shares that cannot all hold, at a glance.
fn contradictions(check: &mut Check<'_>, draft: &Draft) {
    let statements = statements(draft);
    let both = |one: &Policy, two: &Policy| -> Vec<i32> {
        draft.question.years.iter().copied().filter(|year| one.in_force(*year) && two.in_force(*year)).collect()
    };
    let share = |check: &Check<'_>, id: PolicyId| At::Value(check.policy_path(id).child("share"));
    for (index, (id, policy)) in statements.iter().enumerate() {
        let super::Rule::MinShare(min) = &policy.rule else { continue };
        for (other_id, other) in &statements {
            let super::Rule::MaxShare(max) = &other.rule else { continue };
            let found =
                both(policy, other).into_iter().find_map(|year| Some((year, beyond_most(draft, min, max, year)?)));
            if let Some((year, (least, most))) = found {
                let message =
                    format!("at least {least} of it is asked for here in {year}, but elsewhere at most {most}");
                let finding = Diagnostic::new(Rule::ContradictoryShares, share(check, *id), message)
                    .note_at(share(check, *other_id), "the maximum for the same suppliers");
                check.push(finding);
            }
        }
        for (other_id, other) in &statements[..index] {
            let super::Rule::MinShare(before) = &other.rule else { continue };
            let found =
                both(policy, other).into_iter().find_map(|year| Some((year, above_one(draft, before, min, year)?)));
            if let Some((year, sum)) = found {
                let message = format!(
                    "two minimum shares of different suppliers ask for {sum} together in {year}, more than all"
                );
                let finding = Diagnostic::new(Rule::ContradictoryShares, share(check, *id), message)
                    .note_at(share(check, *other_id), "the other one");
                check.push(finding);
            }
        }
    }
}

fn same_subject(min: &MinShare, stage: StageId, commodities: Option<&[CommodityId]>, together: bool) -> bool {
    let named = min.commodities.as_deref();
    min.stage == stage
        && min.together == together
        && if together { named == commodities } else { overlap(named, commodities) }
}

/// The shares of a minimum and a maximum in one year, where they cannot both hold for some member.
fn beyond_most(draft: &Draft, min: &MinShare, max: &MaxShare, year: i32) -> Option<(f64, f64)> {
    if !same_subject(min, max.stage, max.commodities.as_deref(), max.together) {
        return None;
    }
    let least = min.share.at(year);
    min.members.iter().filter(|member| max.members.contains(member)).find_map(|member| {
        let home = &draft.members[member.index()].as_ref()?.countries;
        let favoured = min.favoured_by(draft, *member)?;
        if max.home_exempt && home.iter().any(|country| favoured.contains(country)) {
            return None;
        }
        let most = match &max.countries {
            Some(countries) if favoured.iter().all(|country| countries.contains(country)) => max.share.at(year),
            Some(_) => return None,
            None => max.share.at(year) * Rational::from(favoured.len()),
        };
        (least > most).then(|| (approx(&least), approx(&most)))
    })
}

/// What two minimum shares of suppliers that have no place in common ask for, where it is more than all there is.
fn above_one(draft: &Draft, one: &MinShare, two: &MinShare, year: i32) -> Option<f64> {
    if !same_subject(one, two.stage, two.commodities.as_deref(), two.together) {
        return None;
    }
    let sum = one.share.at(year) + two.share.at(year);
    let apart = |member: &MemberId| {
        let places = (one.favoured_by(draft, *member), two.favoured_by(draft, *member));
        matches!(places, (Some(one), Some(two)) if one.iter().all(|country| !two.contains(country)))
    };
    let bound = one.members.iter().filter(|member| two.members.contains(member)).any(apart);
    (bound && sum > Rational::ONE).then(|| approx(&sum))
}

impl Scope for MinShare {
    fn member_side(&self, member: MemberId) -> Side<MemberId> {
        if self.members.contains(&member) { Side::Own(member) } else { Side::Meant(false) }
    }

    fn source_side(&self, source: Source) -> Side<CountryId> {
        match &self.favoured {
            _ if source.stage != self.stage => Side::Unseen,
            Favoured::Home => Side::Own(source.country),
            Favoured::Countries(list) => Side::Meant(list.contains(&source.country)),
            // All that is recycled is favoured, and the stage tells it from what is not.
            Favoured::Recycling => Side::Unseen,
        }
    }

    fn counted_flows(&self) -> Option<&Flows> {
        None
    }

    fn limit(&self) -> Limit {
        Limit::Zero
    }

    fn places(&self) -> Vec<CountryId> {
        match &self.favoured {
            Favoured::Countries(countries) => countries.clone(),
            Favoured::Home | Favoured::Recycling => Vec::new(),
        }
    }
}
