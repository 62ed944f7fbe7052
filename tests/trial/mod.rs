//! Random scenarios whose explanations are tried out: every change they name is made by an override and the question
//! asked again.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::iter;

use super::world::World;
use didymium::answer::explained::explain;
use didymium::answer::{Answers, Options, answer};
use didymium::explain::Depth;
use didymium::network::Detail;
use didymium::report::explanation::Explanation;
use didymium::report::{Answer, Verdict};
use didymium::scenario::keys::POLICY_KINDS;
use didymium::scenario::load::load_text;
use didymium::scenario::{Question, Scenario};

/// A world whose questions are asked again with overrides.
pub struct Trial {
    pub world: World,
    pub text: String,
}

impl Trial {
    /// World number `seed`, with a policy of the kind whose turn it is, or with none.
    pub fn new(seed: u64, mode: &'static str) -> Self {
        // A ceiling on the premium moves with its baseline, so that an override asks another question.
        let kinds = POLICY_KINDS.iter().map(|kind| kind.word).filter(|word| *word != "max_premium");
        let turns: Vec<Option<&str>> = iter::once(None).chain(kinds.map(Some)).collect();
        Self::of(match turns[usize::try_from(seed).expect("small") % turns.len()] {
            None => World::new(seed, mode, false),
            Some(kind) => World::with(seed, mode, kind),
        })
    }

    /// The same for `joint`, with nobody outside the alliance, so that the question of all is one of demands met.
    pub fn joint(seed: u64) -> Self {
        let mut world = Self::new(seed, "joint").world;
        world.consumers.retain(|consumer| consumer.alliance);
        world.policies.retain(|(_, body)| !body.contains("offtake"));
        Self::of(world)
    }

    pub fn of(world: World) -> Self {
        let text = world.to_toml();
        Self { world, text }
    }

    fn ask<R>(&self, overrides: &[String], ask: impl FnOnce(&Scenario, &Question, Options<'_>) -> R) -> R {
        let loaded = load_text("generated.toml", self.text.clone(), None, overrides)
            .unwrap_or_else(|error| panic!("{error:?}\n{overrides:?}\n{}", self.text));
        let backend = &didymium::solve::Simplex;
        let options = Options { backend, second: None, time_limit: None, detail: Detail::Pooled, prover: None };
        ask(&loaded.scenario, &loaded.scenario.question, options)
    }

    pub fn solved(&self, overrides: &[String]) -> Answers {
        self.ask(overrides, |scenario, question, options| answer(scenario, question, options, &|_, _| {}))
    }

    pub fn explained(&self, conflicts: usize) -> Answers {
        let depth = Depth { conflicts, worth: true };
        self.ask(&[], |scenario, question, options| explain(scenario, question, options, depth, &|_, _| {}))
    }

    /// The explanations of the members' questions with a verdict, each with how to ask again.
    pub fn each(&self, verdict: Verdict, mut see: impl FnMut(&Answer, &Explanation, &dyn Fn(&[String]) -> Answer)) {
        for (index, entry) in self.explained(1).answers.iter().enumerate().filter(|entry| entry.1.verdict == verdict) {
            let again = |overrides: &[String]| self.solved(overrides).answers.swap_remove(index);
            see(entry, entry.explanation.as_ref().expect("an explanation"), &again);
        }
    }

    /// Overrides that take away every statement that is not kept.
    pub fn relaxing(&self, kept: impl Fn(&str) -> bool) -> Vec<String> {
        let mut overrides = Vec::new();
        let mut relax = |path: String, key: &str, value: &str| {
            if !kept(&path) {
                overrides.push(format!("{path}{key}={value}"));
            }
        };
        for plant in &self.world.plants {
            relax(format!("facility.{}.capacity_t_per_year", plant.key), "", "100000");
            if plant.heavy_limit.is_some() {
                relax(format!("facility.{}.max_output_t_per_year.heavy", plant.key), "", "100000");
            }
        }
        if self.world.byproduct.is_some() {
            relax("commodity.rest.byproduct.max_t_per_year".to_owned(), "", "100000");
        }
        for consumer in &self.world.consumers {
            relax(format!("member.{}.demand_t_per_year.magnet", consumer.key), "", "0");
            if consumer.oxide > 0.0 {
                relax(format!("member.{}.demand_t_per_year.heavy", consumer.key), "", "0");
            }
        }
        relax("scenario.avoid".to_owned(), "", "[]");
        for (key, _) in &self.world.policies {
            relax(format!("policy.{key}"), ".enabled", "false");
        }
        overrides
    }

    /// Overrides that scale every capacity of a facility.
    pub fn scaled(&self, factor: f64) -> Vec<String> {
        let mut overrides = Vec::new();
        for plant in &self.world.plants {
            overrides.push(format!("facility.{}.capacity_t_per_year={:?}", plant.key, plant.capacity * factor));
            if let Some(limit) = plant.heavy_limit {
                overrides.push(format!("facility.{}.max_output_t_per_year.heavy={:?}", plant.key, limit * factor));
            }
        }
        overrides
    }
}
