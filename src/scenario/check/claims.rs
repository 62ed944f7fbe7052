//! Claims about the answer.

use super::super::claim::{ByMember, Figure, Origin};
use super::super::keys::Kind;
use super::super::{Claim, Condition, Judgement, MemberId, Mode, Quantifier};
use super::{Check, Draft, Row, evidence, made_at, optional};
use crate::diagnostic::{Diagnostic, Rule};

/// Figures with the keys that bound them from below and from above.
const BOUNDS: [(Figure, &str, &str); 5] = [
    (Figure::ShortfallShare, "min_shortfall_share", "max_shortfall_share"),
    (Figure::Premium, "min_premium", "max_premium"),
    (Figure::Cost, "min_cost_usd", "max_cost_usd"),
    (Figure::Coverage, "min_coverage", "max_coverage"),
    (Figure::CountryShare, "min_country_share", "max_country_share"),
];

/// Keys of conditions on the first feasible year.
const FIRST: [&str; 2] = ["first_feasible_after", "first_feasible_by"];

impl Check<'_> {
    pub(super) fn claim(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Claim> {
        self.years_in_order(row);
        let conditions = self.conditions(row);
        let named = conditions.iter().flatten().find_map(limits_by_member);
        let question = self.asked(draft, row, named);
        let origin = self.origin(draft, row);
        let (conditions, question) = (conditions?, question?);
        self.first_years(draft, row, &question.years);
        self.limits_name_members(row, &question.members);
        let claim = Claim {
            text: row.string("text")?,
            question,
            everybody: row.flag("everybody").unwrap_or(false),
            quantifier: if row.text("quantifier") == Some("some") { Quantifier::Some } else { Quantifier::All },
            conditions,
            origin: origin?,
            robust: row.flag("robust").unwrap_or(false),
            expect: match row.text("expect") {
                Some("refuted") => Judgement::Refuted,
                Some("undetermined") => Judgement::Undetermined,
                _ => Judgement::Confirmed,
            },
            evidence: evidence(row),
        };
        self.subject(draft, row, &claim);
        Some(claim)
    }

    fn conditions(&mut self, row: &Row<'_>) -> Option<Vec<Condition>> {
        let mut conditions = Vec::new();
        conditions.extend(row.text("verdict").map(|word| Condition::Feasible(word == "feasible")));
        for (figure, min, max) in BOUNDS {
            conditions.extend(row.number_by_member(min).map(|limit| Condition::AtLeast(figure, limit)));
            conditions.extend(row.number_by_member(max).map(|limit| Condition::AtMost(figure, limit)));
            self.bounds_in_order(row, min, max);
        }
        conditions.extend(row.year_by_member("first_feasible_after").map(Condition::FirstFeasibleAfter));
        conditions.extend(row.year_by_member("first_feasible_by").map(Condition::FirstFeasibleBy));
        let keys = || BOUNDS.iter().flat_map(|bound| [bound.1, bound.2]).chain(FIRST).chain(["verdict"]);
        if conditions.is_empty() && keys().all(|key| row.lacks(key)) {
            let message = format!("`{}` says nothing that could be judged", row.path());
            let help = "write `verdict = \"infeasible\"`, or a bound such as `min_coverage = 0.9`";
            self.push(Diagnostic::new(Rule::ClaimWithoutCondition, row.here(), message).help(help));
        }
        (!conditions.is_empty()).then_some(conditions)
    }

    fn bounds_in_order(&mut self, row: &Row<'_>, min: &str, max: &str) {
        let (Some(least), Some(most)) = (row.number_by_member(min), row.number_by_member(max)) else { return };
        let is_crossed = |pair: &(f64, f64)| pair.0 > pair.1;
        let crossed = match (&least, &most) {
            (ByMember::Each(least), most) => {
                least.iter().filter_map(|&(member, least)| Some((least, limit_of(most, member)?))).find(is_crossed)
            }
            (ByMember::Same(least), most) => most.limits().map(|most| (*least, most)).find(is_crossed),
        };
        if let Some((least, most)) = crossed {
            let message = format!("no answer is both at least {least} and at most {most}");
            let finding = Diagnostic::new(Rule::EmptyRange, row.at(min), message);
            self.push(finding.note_at(row.at(max), "the other end").help(format!("swap `{min}` and `{max}`")));
        }
    }

    /// What comes before the first year or after the last one that the claim asks about cannot be judged: nothing is
    /// known of the years that it leaves out.
    fn first_years(&mut self, draft: &Draft, row: &Row<'_>, years: &[i32]) {
        let (Some(first), Some(last)) = (years.first(), years.last()) else { return };
        let whose = if *years == draft.question.years { "scenario" } else { "claim" };
        for key in FIRST {
            let beyond =
                row.year_by_member(key).and_then(|limit| limit.limits().find(|year| year < first || year > last));
            if let Some(year) = beyond {
                let asked = if first == last { first.to_string() } else { format!("the years {first} to {last}") };
                let message = format!("`{key}` is {year}, but the {whose} asks about {asked} only");
                let help = if first == last { format!("write {first}") } else { format!("write one of {asked}") };
                self.push(Diagnostic::new(Rule::YearNotInScenario, row.at(key), message).help(help));
            }
        }
    }

    /// Limits by member name every member that the claim is about, and no other.
    fn limits_name_members(&mut self, row: &Row<'_>, members: &[MemberId]) {
        let figures = BOUNDS.iter().flat_map(|bound| [bound.1, bound.2]);
        let figures = figures.map(|key| (key, row.number_by_member(key).map(|limit| members_in(&limit))));
        let years = FIRST.iter().map(|key| (*key, row.year_by_member(key).map(|limit| members_in(&limit))));
        let limits: Vec<(&str, Vec<MemberId>)> =
            figures.chain(years).filter_map(|(key, named)| Some((key, named??))).collect();
        for (key, named) in limits {
            if let Some(missing) = members.iter().find(|member| !named.contains(member)) {
                let name = self.member_name(*missing).to_owned();
                let message = format!("`{key}` has no limit for `{name}`, which the claim is about");
                let help = format!("add `{name} = ...`, or name only the members that have a limit in `members`");
                self.push(Diagnostic::new(Rule::MissingKey, row.at(key), message).help(help));
            }
            for other in named.iter().filter(|member| !members.contains(member)) {
                let name = self.member_name(*other).to_owned();
                let message = format!("the claim is not about `{name}`");
                let at = crate::diagnostic::At::Key(row.path().child(key).child(&name));
                self.push(
                    Diagnostic::new(Rule::KeyDoesNotApply, at, message).help("add it to `members`, or remove it"),
                );
            }
        }
    }

    /// Where a country share is measured; `None` where that is faulty.
    #[expect(clippy::option_option, reason = "a faulty origin is not an absent one")]
    fn origin(&mut self, draft: &Draft, row: &Row<'_>) -> Option<Option<Origin>> {
        let (min, max) = ("min_country_share", "max_country_share");
        if row.lacks(min) && row.lacks(max) {
            for key in ["countries", "stage", "commodities"] {
                if row.has(key) {
                    let message = format!("`{key}` belongs to a country share, but the claim bounds none");
                    let help = format!("write `{min} = ...` or `{max} = ...`, or remove it");
                    self.push(Diagnostic::new(Rule::KeyDoesNotApply, row.key(key), message).help(help));
                }
            }
            return Some(None);
        }
        for (key, example) in [("countries", "[\"CN\"]"), ("stage", "\"separation\"")] {
            if row.lacks(key) {
                let message = format!("`{}` has no `{key}`, which a country share needs", row.path());
                let help = format!("write `{key} = {example}`");
                self.push(Diagnostic::new(Rule::MissingKey, row.here(), message).help(help));
            }
        }
        let commodities = optional(row, Kind::Commodity, "commodities").ok()?;
        self.names_products(draft, row, commodities.as_deref());
        let origin = Origin {
            countries: row.names(Kind::Country, "countries")?,
            stage: row.name(Kind::Stage, "stage")?,
            commodities,
        };
        self.share_of_something(draft, row, &origin);
        Some(Some(origin))
    }

    /// A share of nothing could not be judged.
    fn share_of_something(&mut self, draft: &Draft, row: &Row<'_>, origin: &Origin) {
        if draft.facilities.iter().any(Option::is_none) {
            return;
        }
        let made = made_at(draft, origin.stage);
        if made.is_empty() {
            let message = "no facility makes anything at this stage, so there is nothing to take a share of";
            self.push(Diagnostic::new(Rule::ClaimWithoutCondition, row.at("stage"), message));
            return;
        }
        for (index, id) in origin.commodities.iter().flatten().enumerate() {
            if !made.contains(id) && !draft.is_assayed(*id) {
                let message = format!("no facility makes `{}` at this stage", self.commodity_name(*id));
                self.push(Diagnostic::new(Rule::ClaimWithoutCondition, row.item("commodities", index), message));
            }
        }
    }

    /// What a claim about all together, or about a member's money in `joint`, can be judged on.
    fn subject(&mut self, draft: &Draft, row: &Row<'_>, claim: &Claim) {
        let joint = claim.question.mode == Mode::Joint;
        if claim.everybody {
            if !joint {
                let message = "`everybody` is about all consumers together, who take part in mode `joint` only";
                let help = "write `mode = \"joint\"`, or remove it";
                self.push(Diagnostic::new(Rule::KeyDoesNotApply, row.key("everybody"), message).help(help));
            }
            for (key, instead) in [
                ("members", "remove it"),
                ("min_coverage", "bound the whole by `max_shortfall_share`"),
                ("max_coverage", "bound the whole by `min_shortfall_share`"),
            ] {
                if row.has(key) {
                    let message = format!("`{key}` is about single members, `everybody` about all together");
                    self.push(Diagnostic::new(Rule::KeyDoesNotApply, row.key(key), message).help(instead));
                }
            }
            return;
        }
        let consumers = draft.members.iter().flatten().filter(|member| !member.demand.is_empty()).count();
        if !joint || consumers < 2 {
            return;
        }
        for key in ["min_premium", "max_premium", "min_cost_usd", "max_cost_usd"] {
            if row.has(key) {
                let message = format!("in `joint`, `{key}` of a member depends on which cheapest plan is shown");
                let help = "write `everybody = true` for all together, or `mode = \"alone\"` for each by itself";
                self.push(Diagnostic::new(Rule::ClaimNotUnique, row.key(key), message).help(help));
            }
        }
    }
}

fn limit_of(limits: &ByMember<f64>, member: MemberId) -> Option<f64> {
    match limits {
        ByMember::Same(limit) => Some(*limit),
        ByMember::Each(limits) => limits.iter().find(|entry| entry.0 == member).map(|entry| entry.1),
    }
}

fn members_in<T>(limit: &ByMember<T>) -> Option<Vec<MemberId>> {
    match limit {
        ByMember::Same(_) => None,
        ByMember::Each(limits) => Some(limits.iter().map(|entry| entry.0).collect()),
    }
}

fn limits_by_member(condition: &Condition) -> Option<Vec<MemberId>> {
    match condition {
        Condition::Feasible(_) => None,
        Condition::AtLeast(_, limit) | Condition::AtMost(_, limit) => members_in(limit),
        Condition::FirstFeasibleAfter(limit) | Condition::FirstFeasibleBy(limit) => members_in(limit),
    }
}
