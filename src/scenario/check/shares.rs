//! Warnings about policies that contradict each other at a glance.

use super::super::policy::{Favoured, Rule as Statement};
use super::super::{CommodityId, Policy, PolicyId, StageId};
use super::money::statements;
use super::{Check, Draft};
use crate::diagnostic::{At, Diagnostic, Rule};
use crate::exact::{Rational, approx};
use crate::table::Id;

impl Check<'_> {
    pub(super) fn shares(&mut self, draft: &Draft) {
        let statements = statements(draft);
        for (min_id, min) in &statements {
            for (max_id, max) in &statements {
                let mut years = draft.question.years.iter().filter(|year| min.in_force(**year) && max.in_force(**year));
                if let Some((year, least, most)) = years.find_map(|year| contradiction(draft, min, max, *year)) {
                    let message =
                        format!("at least {least} of it is asked for here in {year}, but elsewhere at most {most}");
                    let share = |id: PolicyId| At::Value(self.policy_path(id).child("share"));
                    let finding = Diagnostic::new(Rule::ContradictoryShares, share(*min_id), message)
                        .note_at(share(*max_id), "the maximum for the same suppliers");
                    self.push(finding);
                }
            }
        }
        for (id, policy) in &statements {
            self.banned_offtake(draft, *id, policy, &statements);
            self.never_in_force(draft, *id, policy);
        }
    }

    /// An offtake of something that its holder must not use.
    fn banned_offtake(&mut self, draft: &Draft, id: PolicyId, offtake: &Policy, all: &[(PolicyId, &Policy)]) {
        let Statement::Offtake { facility, member, .. } = &offtake.rule else { return };
        let Some(facility) = draft.facilities[facility.index()].as_ref() else { return };
        let stages: Vec<StageId> = facility.operations.iter().map(|operation| operation.stage).collect();
        let years = || draft.question.years.iter().filter(|year| offtake.in_force(**year));
        let ally = draft.members[member.index()].as_ref().is_some_and(|member| member.alliance);
        let question = &draft.question;
        let avoided = ally
            && years().next().is_some()
            && question.avoid.contains(&facility.country)
            && stages.iter().all(|stage| question.avoid_stages.contains(stage));
        let ban = all.iter().find(|(_, policy)| match &policy.rule {
            Statement::Ban { origins, stages: banned, commodities: None, members } => {
                origins.contains(&facility.country)
                    && stages.iter().all(|stage| banned.contains(stage))
                    && members.contains(member)
                    && years().all(|year| policy.in_force(*year))
                    && years().next().is_some()
            }
            _ => false,
        });
        let place = At::Value(self.policy_path(id).child("facility"));
        let finding = Diagnostic::new(Rule::OfftakeBanned, place, "what this offtake reserves its holder may not use");
        if let Some((ban, _)) = ban {
            self.push(finding.note_at(At::Value(self.policy_path(*ban).child("origins")), "banned here"));
        } else if avoided {
            let at = At::Value(crate::diagnostic::KeyPath::new(["scenario", "avoid"]));
            self.push(finding.note_at(at, "avoided here"));
        }
    }

    fn never_in_force(&mut self, draft: &Draft, id: PolicyId, policy: &Policy) {
        let ordered = policy.from_year.zip(policy.until_year).is_none_or(|(from, until)| from <= until);
        if policy.enabled
            && ordered
            && !draft.question.years.is_empty()
            && !draft.question.years.iter().any(|year| policy.in_force(*year))
        {
            let message = format!("`{}` is in force in none of the years asked about", self.policy_path(id));
            self.push(Diagnostic::new(Rule::VoidPolicy, At::Key(self.policy_path(id)), message));
        }
    }
}

/// The shares of a minimum and a maximum in one year, where they cannot both hold for some member.
fn contradiction(draft: &Draft, min: &Policy, max: &Policy, year: i32) -> Option<(i32, f64, f64)> {
    let Statement::MinShare { members, stage, share, favoured, commodities, together } = &min.rule else { return None };
    let Statement::MaxShare {
        members: bound,
        stage: same_stage,
        share: limit,
        countries,
        home_exempt,
        commodities: limited,
        together: summed,
    } = &max.rule
    else {
        return None;
    };
    if stage != same_stage || together != summed || !overlap(commodities.as_deref(), limited.as_deref()) {
        return None;
    }
    let least = share.at(year);
    members.iter().filter(|member| bound.contains(member)).find_map(|member| {
        let home = &draft.members[member.index()].as_ref()?.countries;
        let favoured = match favoured {
            Favoured::Home => home,
            Favoured::Countries(favoured) => favoured,
            Favoured::Recycling => return None,
        };
        if *home_exempt && home.iter().any(|country| favoured.contains(country)) {
            return None;
        }
        let most = match countries {
            Some(countries) if favoured.iter().all(|country| countries.contains(country)) => limit.at(year),
            Some(_) => return None,
            None => limit.at(year) * Rational::from(favoured.len()),
        };
        (least > most).then(|| (year, approx(&least), approx(&most)))
    })
}

/// Whether two rules speak of the same commodities, at least in part; of sums only if they are the same.
fn overlap(one: Option<&[CommodityId]>, two: Option<&[CommodityId]>) -> bool {
    match (one, two) {
        (Some(one), Some(two)) => one.iter().any(|commodity| two.contains(commodity)),
        _ => true,
    }
}
