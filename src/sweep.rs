//! Sweeps: one scenario asked many times with other inputs. A [`Study`] is every point of a grid, of samples, or of
//! both; each point is computed from its number alone.

use crate::diagnostic::{At, Diagnostic, Diagnostics, Rule, TextId};
use crate::origin::Text;
use crate::report::sweep::Cell;
use crate::scenario::{Findings, Loaded, Scenario};
use crate::table::Id;
use crate::tree::Place;

pub mod argument;

pub mod change;
mod clash;
pub mod distribution;
pub mod input;
pub mod pattern;
pub mod point;
pub mod sample;

pub mod window;

use argument::{Argument, Drawn, Levels};
use change::Impossible;
use distribution::normal_quantile;
use input::{Input, Setting, changed};
use sample::{Order, Samples};

/// Most points of a sweep.
pub const MOST_POINTS: u64 = 10_000_000;

/// Everything that is asked of a sweep, apart from the question.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Arguments of `--axis`, in order.
    pub axes: Vec<Text>,
    /// Arguments of `--vary`, in order.
    pub vary: Vec<Text>,
    /// How many samples.
    pub samples: Option<Samples>,
}

/// Every point of a sweep.
#[derive(Debug)]
pub struct Study<'a> {
    loaded: &'a Loaded,
    arguments: Vec<Text>,
    axes: Vec<Input<Levels>>,
    varied: Vec<Input<Drawn>>,
    samples: Option<Samples>,
    /// The order of the factor that delays share, then of every drawn column.
    orders: Vec<Order>,
}

impl<'a> Study<'a> {
    /// The study of a plan: every argument is read, its keys are found, and it is tried out by itself.
    ///
    /// # Errors
    /// With what is wrong with the arguments, but for values that only some points have.
    pub fn new(loaded: &'a Loaded, plan: &Plan) -> Result<Self, Findings> {
        let arguments: Vec<Text> = plan.axes.iter().chain(&plan.vary).cloned().collect();
        let mut findings = Vec::new();
        let mut study = Self { loaded, arguments, axes: vec![], varied: vec![], samples: plan.samples, orders: vec![] };
        for number in 0..study.arguments.len() {
            let (argument, tree) = (study.argument(number), loaded.effective.root());
            if number < plan.axes.len() {
                match Input::axis(argument, tree) {
                    Ok(axis) => study.axes.push(axis),
                    Err(fault) => findings.push(fault),
                }
            } else {
                match Input::varied(argument, tree) {
                    Ok(input) => study.varied.push(input),
                    Err(fault) => findings.push(fault),
                }
            }
        }
        if findings.is_empty() {
            findings.extend(clash::clashes(&study.axes, &study.varied));
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
        let tree = changed(self.loaded.effective.root(), &self.settings(point)).map_err(|fault| fault.0)?;
        self.loaded.variant(&tree, &self.arguments).map_err(|findings| one_line(&findings))
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

    fn argument(&self, number: usize) -> Argument<'_> {
        let id = TextId::from_index(self.loaded.next_text().index() + number);
        Argument { text: &self.arguments[number].contents, id }
    }

    fn too_large(&self) -> Diagnostic {
        let axes = self.axes.iter().map(|axis| (axis.rest, axis.values.count() as u64));
        let samples = self.varied.iter().zip(self.samples).map(|(input, samples)| (input.rest, samples.count)).take(1);
        let (places, counts): (Vec<Place>, Vec<String>) =
            axes.chain(samples).map(|(place, count)| (place, count.to_string())).unzip();
        let message = format!("{} points are more than {MOST_POINTS}, the most of one sweep", counts.join(" x "));
        Diagnostic::new(Rule::InvalidOverride, At::Span(places[0].text, places[0].start..places[0].end), message)
            .help("take fewer values, or `--samples` instead of a grid")
    }

    /// Tries every input out by itself: a key that the format or the scenario does not have is found before anything
    /// runs. A value that makes no scenario is left to the rows of its points.
    fn try_out(&self) -> Result<(), Findings> {
        let axes = self.axes.iter().map(|axis| (axis.key, vec![axis.setting(0)]));
        let varied = self.varied.iter().map(|input| (input.key, input.settings(0.0, &vec![0.5; input.columns()])));
        axes.chain(varied).try_for_each(|(key, settings)| try_key(self.loaded, &self.arguments, key, &settings))
    }
}

/// Refuses a key that no value can be set at.
fn try_key(loaded: &Loaded, arguments: &[Text], key: Place, settings: &[Setting<'_>]) -> Result<(), Findings> {
    let findings = match changed(loaded.effective.root(), settings) {
        Ok(tree) => match loaded.variant(&tree, arguments) {
            Ok(_) => return Ok(()),
            Err(findings) => findings,
        },
        Err(Impossible(message)) => {
            let at = At::Span(key.text, key.start..key.end);
            return Err(loaded.findings(Diagnostic::new(Rule::OverrideBelowValue, at, message).into(), arguments));
        }
    };
    let of_key = |finding: &&Diagnostic| {
        let (text, range) = findings.origins.range(&finding.at);
        text == key.text && range.end <= key.end && about_keys(finding.rule)
    };
    let faults = findings.diagnostics.as_slice().iter().filter(of_key).cloned().collect();
    Diagnostics::new(faults).map_or(Ok(()), |diagnostics| Err(Findings { diagnostics, ..findings }))
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
