//! What would flip a verdict: which numbers do, moved alone, and how far all weak ones have to be stretched together.
//!
//! A changed number is a changed scenario, checked like the file and asked the same question, so that every value named
//! is one that `--set` can be given. An edge is two values next to each other with different verdicts, both proven.

use crate::answer::{Answers, Options, in_parallel};
use crate::evidence::band::Bands;
use crate::evidence::enclosure::doubts;
use crate::evidence::{Direction, Number, numbers};
use crate::report::explanation::Explanation;
use crate::report::flip::{Flip, Turn};
use crate::scenario::keys::Quantity;
use crate::scenario::{Loaded, Question};

pub mod edge;
pub mod recall;
pub mod scene;
pub mod span;
mod stretch;
mod trial;
mod way;

use edge::Found;
use recall::{Need, Proofs};
use scene::{Scene, Seen, Subject, scenes};
use trial::{Trial, Tried};
use way::Ways;

/// How far numbers are moved, in ranges: four bands of an assumed capacity take all of it away, or double it.
pub const REACH: u32 = 4;

/// Finds out what would flip the verdicts of `answers`, which are those of `question` asked of `loaded`, and puts it
/// into their explanations. `progress` is told how many of how many numbers are done.
pub fn flips(
    loaded: &Loaded,
    question: &Question,
    options: Options<'_>,
    answers: &mut Answers,
    progress: &(dyn Fn(usize, usize) + Sync),
) {
    let study = Study::new(loaded, question, options);
    for (verdict, flip) in study.verdicts.iter().zip(study.flips(progress)) {
        let scene = &study.scenes[verdict.scene];
        if let Some(explanation) = explanation(answers, question, scene.year, scene.subjects[verdict.subject]) {
            explanation.flip = Some(flip);
        }
    }
}

/// The explanation of a verdict; none where the alliance's was not asked for.
fn explanation<'a>(
    answers: &'a mut Answers,
    question: &Question,
    year: i32,
    subject: Subject,
) -> Option<&'a mut Explanation> {
    let year = question.years.iter().position(|of| *of == year)?;
    match subject {
        Subject::Alliance => answers.system.as_mut()?.get_mut(year)?.explanation.as_mut(),
        Subject::Member(member) => {
            let member = question.members.iter().position(|of| *of == member)?;
            answers.answers.get_mut(member * question.years.len() + year)?.explanation.as_mut()
        }
    }
}

/// One of the verdicts that are studied: a scene, and a subject of it.
#[derive(Clone, Copy, Debug)]
struct Verdict {
    scene: usize,
    subject: usize,
}

/// A question with what was found as it stands.
struct Study<'a> {
    loaded: &'a Loaded,
    scenes: Vec<Scene<'a>>,
    stated: Vec<Seen>,
    verdicts: Vec<Verdict>,
    /// Whether moving a number further one way never helps and then hurts: proven where nothing speaks against it.
    monotone: bool,
}

impl<'a> Study<'a> {
    fn new(loaded: &'a Loaded, question: &'a Question, options: Options<'a>) -> Self {
        let scenes = scenes(question, options);
        let stated =
            in_parallel(&scenes, &|_, _| {}, |scene| scene.ask(&loaded.scenario, &Proofs::new(), Need::Amount));
        let subjects = scenes.iter().enumerate();
        let verdicts =
            subjects.flat_map(|(scene, of)| (0..of.subjects.len()).map(move |subject| Verdict { scene, subject }));
        let verdicts = verdicts.collect();
        let monotone = doubts(&loaded.scenario, question, false).is_empty();
        Self { loaded, scenes, stated, verdicts, monotone }
    }

    /// What was found as the scenario stands.
    fn found(&self, verdict: Verdict) -> Option<&Found> {
        self.stated[verdict.scene].found[verdict.subject].as_ref()
    }

    /// What flips each of the verdicts.
    fn flips(&self, progress: &(dyn Fn(usize, usize) + Sync)) -> Vec<Flip> {
        let (numbers, bands) = (self.numbers(), Bands::of(self.loaded.effective.root()));
        let tried = in_parallel(&numbers, progress, |(number, direction)| {
            Trial::new(self, number, Ways::of(number, *direction, &bands)).all()
        });
        let scenes: Vec<usize> = (0..self.scenes.len()).collect();
        let together = in_parallel(&scenes, &|_, _| {}, |scene| stretch::all(self, *scene));
        let mut flips: Vec<Flip> = together.into_iter().flatten().map(blank).collect();
        for ((number, _), tried) in numbers.iter().zip(tried) {
            for (flip, tried) in flips.iter_mut().zip(tried) {
                add(flip, number, tried);
            }
        }
        for flip in &mut flips {
            sort(&mut flip.numbers, |turn| turn.ranges);
            sort(&mut flip.reported, |turn| turn.relative);
        }
        flips
    }

    /// The numbers that a verdict can rest on, each with its generous way. Costs and prices are none of them unless
    /// money is limited: what is missing is settled before anything is paid for.
    fn numbers(&self) -> Vec<(Number, Direction)> {
        let scenario = &self.loaded.scenario;
        let mut policies = scenario.policies.iter();
        let money = policies.any(|(_, policy)| policy.rule.scope().limit().is_money());
        let counts = |number: &Number| money || !matches!(number.quantity, Quantity::Cost | Quantity::Price);
        let all = numbers(self.loaded.effective.root()).into_iter().filter(counts);
        let all = all.map(|number| {
            let direction = Direction::of(&number, scenario);
            (number, direction)
        });
        all.filter(|(_, direction)| !matches!(direction, Direction::Open(why) if !why.matters())).collect()
    }
}

fn blank(together: Option<crate::report::flip::Stretch>) -> Flip {
    Flip { searched_to: f64::from(REACH), together, ..Flip::default() }
}

fn add(flip: &mut Flip, number: &Number, tried: Tried) {
    match tried {
        Tried::NotMoved => return,
        Tried::Holds => {}
        Tried::Open => flip.open.push(number.path.to_string()),
        Tried::Flips(turn) if turn.range_end.is_some() => flip.numbers.push(turn),
        Tried::Flips(turn) => flip.reported.push(turn),
    }
    flip.tried += 1;
}

fn sort(turns: &mut [Turn], by: impl Fn(&Turn) -> Option<f64>) {
    let key = |turn: &Turn| by(turn).unwrap_or(f64::INFINITY);
    turns.sort_by(|a, b| key(a).total_cmp(&key(b)));
}
