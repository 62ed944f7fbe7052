//! Sweeps: one scenario asked many times with other inputs. A [`Study`] is every point of a grid, of samples, or of
//! both; each point is computed from its number alone.

use crate::diagnostic::{At, Diagnostic, Diagnostics, KeyPath, Rule, TextId};
use crate::origin::Text;
use crate::report::sweep::Cell;
use crate::scenario::{Findings, Loaded, Scenario};
use crate::table::Id;
use crate::tree::{Place, Tree};

mod argument;
pub mod base;
pub mod bisect;
pub mod change;
mod clash;
pub mod distribution;
pub mod drawn;
pub mod input;
pub mod levels;
pub mod operator;
pub mod pattern;
pub mod piece;
pub mod point;
pub mod sample;
pub mod span;
mod stated;
mod statistics;
pub mod summary;
pub mod window;

use change::Impossible;
use distribution::normal_quantile;
use drawn::Drawn;
use input::{Input, Setting, changed};
use levels::Levels;
use sample::{Order, Samples};
use span::Span;

/// Most points of a sweep.
pub const MOST_POINTS: u64 = 10_000_000;

/// What the command line says of a sweep. It goes before what the scenario says in `[sweep]`, `[axis.*]` and
/// `[vary.*]`, each kind as a whole.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Arguments of `--axis`, in order.
    pub axes: Vec<Text>,
    /// Arguments of `--vary`, in order.
    pub vary: Vec<Text>,
    /// How many samples.
    pub samples: Option<u64>,
    /// Their seed.
    pub seed: Option<u64>,
    /// The argument of `--bisect`.
    pub bisect: Option<Text>,
    /// Keys of the question that are the same at every point, each with what says so, such as `--mode`.
    pub fixed: Vec<(&'static str, String)>,
}

/// Every point of a sweep.
#[derive(Debug)]
pub struct Study<'a> {
    loaded: &'a Loaded,
    /// What points are changes of: the effective document without what it says of inputs.
    base: Tree,
    arguments: Vec<Text>,
    axes: Vec<Input<Levels>>,
    varied: Vec<Input<Drawn>>,
    bisected: Option<Input<Span>>,
    samples: Option<Samples>,
    /// The order of the factor that delays share, then of every drawn column.
    orders: Vec<Order>,
}

impl<'a> Study<'a> {
    /// The study of a plan: every input is read, its keys are found, and it is tried out by itself. Without inputs it
    /// is one point, the scenario as it is.
    ///
    /// # Errors
    /// With what is wrong with the inputs, but for values that only some points have.
    pub fn new(loaded: &'a Loaded, plan: &Plan) -> Result<Self, Findings> {
        let arguments: Vec<Text> = plan.axes.iter().chain(&plan.vary).chain(&plan.bisect).cloned().collect();
        let first = loaded.next_text();
        let bisected = stated::bisected(
            loaded,
            plan.bisect.as_ref(),
            TextId::from_index(first.index() + plan.axes.len() + plan.vary.len()),
        );
        let axes = stated::axes(loaded, &plan.axes, first);
        let varied = stated::varied(loaded, &plan.vary, TextId::from_index(first.index() + plan.axes.len()));
        let mut base = loaded.effective.root().clone();
        base.retain(|section, _| section != "axis" && section != "vary");
        let faults = axes.faults.into_iter().chain(varied.faults).chain(bisected.faults);
        let mut findings: Vec<Diagnostic> = faults.collect();
        let mut study = Self {
            loaded,
            base,
            arguments,
            axes: axes.sound,
            varied: varied.sound,
            bisected: bisected.sound.into_iter().next(),
            samples: None,
            orders: vec![],
        };
        if findings.is_empty() {
            let fixed = stated::fixed(loaded, plan);
            findings.extend(clash::clashes(&study.axes, &study.varied, study.bisected.as_ref(), &fixed));
            match study.how_often(plan) {
                Ok(samples) => study.samples = samples,
                Err(finding) => findings.push(finding),
            }
        }
        if findings.is_empty() && study.points().is_none_or(|points| points > MOST_POINTS) {
            findings.push(study.too_large());
        }
        if let Some(findings) = Diagnostics::new(findings) {
            return Err(loaded.findings(findings, &study.arguments));
        }
        if let Some(samples) = study.samples {
            let columns: usize = study.varied.iter().map(Input::<Drawn>::columns).sum();
            study.orders = (0..=columns as u64).map(|number| samples.order(number)).collect();
        }
        study.try_out()?;
        Ok(study)
    }

    /// How many samples there are, from which seed; none where nothing is drawn.
    fn how_often(&self, plan: &Plan) -> Result<Option<Samples>, Diagnostic> {
        let said = self.loaded.scenario.sweep.as_ref();
        let count = plan.samples.or(said.and_then(|said| said.samples));
        let seed = plan.seed.or(said.and_then(|said| said.seed)).unwrap_or(0);
        match (self.varied.first(), count) {
            (Some(_), Some(count)) => Ok(Some(Samples { count, seed })),
            (Some(input), None) => {
                let message = "nothing says how many samples are drawn";
                let finding = Diagnostic::new(Rule::MissingKey, at(input.key), message);
                Err(finding.help("`--samples 1000`, or `samples = 1000` in `[sweep]`"))
            }
            (None, Some(_)) if plan.samples.is_none() => {
                let message = "`samples` is given, but there is nothing to draw";
                let place = At::Key(KeyPath::new(["sweep", "samples"]));
                let finding = Diagnostic::new(Rule::KeyDoesNotApply, place, message);
                Err(finding.help("`[vary.name]` says what is drawn: `key` and `draw`"))
            }
            (None, _) => Ok(None),
        }
    }

    /// Whether nothing is varied.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.axes.is_empty() && self.varied.is_empty() && self.bisected.is_none()
    }

    /// The input that is bisected.
    #[must_use]
    pub fn bisected(&self) -> Option<&Input<Span>> {
        self.bisected.as_ref()
    }

    /// How many samples are drawn, from which seed.
    #[must_use]
    pub fn samples(&self) -> Option<Samples> {
        self.samples
    }

    /// Every input as it was said, `KEY=VALUES`.
    pub fn stated(&self) -> impl Iterator<Item = &str> {
        self.axes.iter().map(|axis| axis.stated.as_str()).chain(self.varied.iter().map(|input| input.stated.as_str()))
    }

    /// How many points there are; `None` beyond 64 bits.
    #[must_use]
    pub fn points(&self) -> Option<u64> {
        let samples = self.samples.map_or(1, |samples| samples.count);
        self.axes.iter().try_fold(samples, |points, axis| points.checked_mul(axis.values.count() as u64))
    }

    /// The scenario without changes.
    #[must_use]
    pub fn loaded(&self) -> &'a Loaded {
        self.loaded
    }

    /// The names of the inputs, axes first: the first columns of the table.
    #[must_use]
    pub fn inputs(&self) -> Vec<String> {
        let axes = self.axes.iter().map(|axis| axis.name.clone());
        axes.chain(self.varied.iter().flat_map(Input::<Drawn>::names)).collect()
    }

    /// How many of the inputs are axes.
    #[must_use]
    pub fn axes(&self) -> usize {
        self.axes.len()
    }

    /// The inputs of a point, in the order of [`inputs`](Self::inputs).
    #[must_use]
    pub fn cells(&self, point: u64) -> Vec<Cell> {
        self.settings(point).into_iter().map(|setting| setting.cell).collect()
    }

    /// The scenario of a point, or why there is none, as one line.
    ///
    /// # Errors
    /// Where the point's values make no scenario.
    pub fn scenario(&self, point: u64) -> Result<Scenario, String> {
        self.scenario_of(&self.settings(point))
    }

    /// The scenario of a point with one more setting.
    ///
    /// # Errors
    /// As for [`scenario`](Self::scenario).
    pub fn scenario_with(&self, point: u64, setting: Setting<'_>) -> Result<Scenario, String> {
        let mut settings = self.settings(point);
        settings.push(setting);
        self.scenario_of(&settings)
    }

    fn scenario_of(&self, settings: &[Setting<'_>]) -> Result<Scenario, String> {
        let tree = changed(&self.base, settings).map_err(|fault| fault.0)?;
        self.loaded.variant(&tree, keys(settings), &self.arguments).map_err(|findings| one_line(&findings))
    }

    fn settings(&self, point: u64) -> Vec<Setting<'_>> {
        let samples = self.samples.map_or(1, |samples| samples.count);
        let (mut rest, sample) = (point / samples, point % samples);
        let mut settings = Vec::with_capacity(self.axes.len());
        for axis in self.axes.iter().rev() {
            let count = axis.values.count();
            let level = usize::try_from(rest % count as u64).expect("a level's number is below their count");
            rest /= count as u64;
            settings.push(axis.setting(level));
        }
        settings.reverse();
        if let Some(samples) = self.samples {
            let draws = samples.draw(&self.orders, sample);
            let (common, mut draws) = (normal_quantile(draws[0]), draws[1..].iter());
            for input in &self.varied {
                let own: Vec<f64> = draws.by_ref().take(input.columns()).copied().collect();
                settings.extend(input.settings(common, &own));
            }
        }
        settings
    }

    fn too_large(&self) -> Diagnostic {
        let axes = self.axes.iter().map(|axis| (axis.rest, axis.values.count() as u64));
        let samples = self.varied.iter().zip(self.samples).map(|(input, samples)| (input.rest, samples.count)).take(1);
        let (places, counts): (Vec<Place>, Vec<String>) =
            axes.chain(samples).map(|(place, count)| (place, count.to_string())).unzip();
        let message = format!("{} points are more than {MOST_POINTS}, the most of one sweep", counts.join(" x "));
        Diagnostic::new(Rule::InvalidOverride, at(places[0]), message)
            .help("take fewer values, or `--samples` instead of a grid")
    }

    /// Tries every input out by itself: a key that the format or the scenario does not have is found before anything
    /// runs. A value that makes no scenario is left to the rows of its points.
    fn try_out(&self) -> Result<(), Findings> {
        let axes = self.axes.iter().map(|axis| (axis.key, vec![axis.setting(0)]));
        let varied = self.varied.iter().map(|input| (input.key, input.settings(0.0, &vec![0.5; input.columns()])));
        let bisected = self.bisected.iter().map(|input| (input.key, vec![input.setting(input.values.low)]));
        axes.chain(varied).chain(bisected).try_for_each(|(key, settings)| self.try_key(key, &settings))
    }

    /// Refuses a key that no value can be set at.
    fn try_key(&self, key: Place, settings: &[Setting<'_>]) -> Result<(), Findings> {
        let findings = match changed(&self.base, settings) {
            Ok(tree) => match self.loaded.variant(&tree, keys(settings), &self.arguments) {
                Ok(_) => return Ok(()),
                Err(findings) => findings,
            },
            Err(Impossible(message)) => {
                let finding = Diagnostic::new(Rule::OverrideBelowValue, at(key), message);
                return Err(self.loaded.findings(finding.into(), &self.arguments));
            }
        };
        let of_key = |finding: &&Diagnostic| {
            let (text, range) = findings.origins.range(&finding.at);
            text == key.text && key.start <= range.start && range.end <= key.end && about_keys(finding.rule)
        };
        let faults = findings.diagnostics.as_slice().iter().filter(of_key).cloned().collect();
        Diagnostics::new(faults).map_or(Ok(()), |diagnostics| Err(Findings { diagnostics, ..findings }))
    }
}

/// The keys that settings change.
fn keys<'s>(settings: &'s [Setting<'_>]) -> impl Iterator<Item = &'s [String]> {
    settings.iter().flat_map(|setting| setting.keys).map(Vec::as_slice)
}

fn at(place: Place) -> At {
    At::Span(place.text, place.start..place.end)
}

/// Whether a finding of this rule about a key is the same for every value.
fn about_keys(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::UnknownKey
            | Rule::MissingKey
            | Rule::UnknownName
            | Rule::KeyDoesNotApply
            | Rule::InvalidYear
            | Rule::InvalidOverride
            | Rule::OverrideBelowValue
    )
}

/// The findings of one point as one line, in file order and each once.
fn one_line(findings: &Findings) -> String {
    let mut messages: Vec<&str> = Vec::new();
    for finding in findings.diagnostics.as_slice() {
        if !messages.contains(&finding.message.as_str()) {
            messages.push(&finding.message);
        }
    }
    messages.join("; ").replace(['\n', '\r'], " ")
}
