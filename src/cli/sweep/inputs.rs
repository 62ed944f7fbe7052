//! The inputs of a sweep: from arguments, or from a plan.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::failure::Failure;
use super::super::question::{Asked, Counted};
use super::plan::PlanFile;
use crate::origin::Text;
use crate::sweep::Plan;
use crate::sweep::sample::Samples;

/// What is varied.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Inputs")]
pub struct Inputs {
    /// Values of one input: `KEY=v1,v2,..`, `KEY=lo..hi:n` or `KEY=lo..hi:n log`; several axes make a grid
    #[arg(long = "axis", value_name = "KEY=VALUES")]
    pub axes: Vec<String>,
    /// How many samples to draw of what `--vary` names; at every point of a grid, if there is one
    #[arg(long, value_name = "N")]
    pub samples: Option<u64>,
    /// What to draw from: `KEY=uniform(a,b)`, `triangular(a,m,b)`, `normal(m,s)` or `delay(mean)`
    #[arg(long, value_name = "KEY=DISTRIBUTION")]
    pub vary: Vec<String>,
    /// The seed of the samples [default: 0]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// A file whose table `[sweep]` says what flags would; flags go before it
    #[arg(long, value_name = "PATH")]
    pub plan: Option<PathBuf>,
}

/// Everything that is asked, wherever it was said.
pub struct Settled {
    /// The scenario.
    pub file: PathBuf,
    /// Its overrides.
    pub set: Vec<String>,
    /// The inputs.
    pub plan: Plan,
    /// The question.
    pub asked: Asked,
}

impl Inputs {
    /// The inputs and the question: what flags say goes before what the plan says.
    ///
    /// # Errors
    /// Where there is no scenario, or no inputs.
    pub fn settle(&self, file: Option<&Path>, set: &[String], asked: &Asked) -> Result<Settled, Failure> {
        let from_file = self.plan.as_deref().map(PlanFile::read).transpose()?.unwrap_or_default();
        let file = file.map(Path::to_owned).or(from_file.scenario).ok_or_else(|| {
            Failure::usage("no scenario is given", "`didymium sweep FILE ...`, or `scenario = \"...\"` in the plan")
        })?;
        let name = self.plan.as_deref().map_or_else(String::new, |path| path.display().to_string());
        let texts = |flag: &str, given: &[String], planned: Vec<String>| -> Vec<Text> {
            let text = |name: &str, contents: &String| Text { name: name.to_owned(), contents: contents.clone() };
            if given.is_empty() {
                planned.iter().map(|contents| text(&name, contents)).collect()
            } else {
                given.iter().map(|contents| text(flag, contents)).collect()
            }
        };
        let axes = texts("--axis", &self.axes, from_file.axes);
        let vary = texts("--vary", &self.vary, from_file.vary);
        let count = self.samples.or(from_file.samples);
        let seed = self.seed.or(from_file.seed);
        let samples = samples(count, seed, !vary.is_empty())?;
        let asked = Asked {
            mode: asked.mode.or(from_file.asked.mode),
            members: or(&asked.members, from_file.asked.members),
            years: or(&asked.years, from_file.asked.years),
            avoid: asked.avoid.clone().or(from_file.asked.avoid),
            avoid_stages: or(&asked.avoid_stages, from_file.asked.avoid_stages),
            counted: Counted {
                statuses: or(&asked.counted.statuses, from_file.asked.counted.statuses),
                evidence: asked.counted.evidence.or(from_file.asked.counted.evidence),
            },
        };
        let set = from_file.set.into_iter().chain(set.iter().cloned()).collect();
        Ok(Settled { file, set, plan: Plan { axes, vary, samples }, asked })
    }
}

fn or<T: Clone>(given: &[T], planned: Vec<T>) -> Vec<T> {
    if given.is_empty() { planned } else { given.to_vec() }
}

fn samples(count: Option<u64>, seed: Option<u64>, varied: bool) -> Result<Option<Samples>, Failure> {
    let drawn = "samples look like `--samples 1000 --seed 1 --vary 'KEY=uniform(0,1)'`";
    match (count, varied) {
        (Some(0), _) => Err(Failure::usage("no samples are asked for", drawn)),
        (Some(_), false) => Err(Failure::usage("`--samples` has nothing to vary", drawn)),
        (None, true) => Err(Failure::usage("`--vary` needs to know how many samples to draw", drawn)),
        (None, false) if seed.is_some() => Err(Failure::usage("`--seed` has nothing to draw", drawn)),
        (None, false) => Ok(None),
        (Some(count), true) => Ok(Some(Samples { count, seed: seed.unwrap_or(0) })),
    }
}
