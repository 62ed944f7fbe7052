//! The inputs of a sweep on the command line.

use clap::Args;

use super::super::failure::Failure;
use super::super::question::Asked;
use crate::origin::Text;
use crate::scenario::{Findings, Loaded};
use crate::sweep::{Plan, Study};

/// What is varied.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Inputs")]
pub struct Inputs {
    /// Values of one input: `KEY=v1,v2,..`, `KEY=lo..hi:n` or `KEY=lo..hi:n log`; several axes make a grid [default:
    /// those of the scenario, `[axis.*]`]
    #[arg(long = "axis", value_name = "KEY=VALUES")]
    pub axes: Vec<String>,
    /// How many samples to draw of what is varied; at every point of a grid, if there is one [default: the scenario's]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub samples: Option<u64>,
    /// What to draw from: `KEY=uniform(a,b)`, `triangular(a,m,b)`, `normal(m,s)` or `delay(mean)` [default: those of the
    /// scenario, `[vary.*]`]
    #[arg(long, value_name = "KEY=DISTRIBUTION")]
    pub vary: Vec<String>,
    /// The seed of the samples [default: the scenario's, else 0]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
}

impl Inputs {
    /// The study of these inputs, of the one that is bisected, and of those that the scenario states; what is `asked` with
    /// flags is asked of every point.
    ///
    /// # Errors
    /// Where there are none, or something is wrong with them.
    pub fn study<'a>(&self, bisect: Option<&String>, asked: &Asked, loaded: &'a Loaded) -> Result<Study<'a>, Failure> {
        let texts = |flag: &str, arguments: &[String]| -> Vec<Text> {
            let text = |contents: &String| Text { name: flag.to_owned(), contents: contents.clone() };
            arguments.iter().map(text).collect()
        };
        let (axes, vary) = (texts("--axis", &self.axes), texts("--vary", &self.vary));
        let bisect = texts("--bisect", bisect.map_or(&[], std::slice::from_ref)).pop();
        let fixed = asked.fixed();
        let plan = Plan { axes, vary, samples: self.samples, seed: self.seed, bisect, fixed };
        let study = Study::new(loaded, &plan).map_err(|findings| failure(loaded, findings))?;
        let drawn = "samples look like `--samples 1000 --seed 1 --vary 'KEY=uniform(0,1)'`";
        for (flag, given) in [("--samples", self.samples.is_some()), ("--seed", self.seed.is_some())] {
            if given && study.samples().is_none() {
                return Err(Failure::usage(format!("`{flag}` has nothing to draw"), drawn));
            }
        }
        Ok(study)
    }
}

/// Wrong usage where an argument is at fault, an invalid scenario where its own inputs are.
fn failure(loaded: &Loaded, findings: Findings) -> Failure {
    let in_argument = |at| findings.origins.range(at).0 >= loaded.next_text();
    if findings.diagnostics.as_slice().iter().any(|finding| in_argument(&finding.at)) {
        Failure::Arguments(findings)
    } else {
        Failure::Invalid(findings)
    }
}
