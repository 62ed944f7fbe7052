//! `didymium plot`: one picture, for a slide.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Manner;
use super::ending;
use super::engine::Engine;
use super::exit::Exit;
use super::failure::Failure;
use super::input::{Input, sources};
use super::output::Destination;
use super::pictured::Posed;
use super::question::Asked;
use crate::answer::beside::Conditions;
use crate::answer::pictured::Wanted;
use crate::report::chart::standalone::svg;
use crate::report::chart::style::Paper;
use crate::report::chart::{Chart, Room, bottleneck, cost, costcurve, coverage, mix, timeline};
use crate::report::dossier::{Curve, Dossier};

/// Arguments of `plot`.
#[derive(Clone, Debug, Args)]
pub struct Plot {
    /// What to draw
    #[arg(value_enum, value_name = "PICTURE")]
    picture: Picture,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    asked: Asked,
    /// The commodity of a cost curve, or at the head of a mix [default: the one that is scarcest against its need]
    #[arg(long, value_name = "COMMODITY", help_heading = "Question")]
    commodity: Option<String>,
    #[command(flatten)]
    engine: Engine,
    /// Light or dark paper
    #[arg(long, value_enum, default_value_t = PaperName::Light, help_heading = "Output")]
    paper: PaperName,
    /// Write to this file, whole or not at all: SVG, or PNG where the name ends in `.png`; `-` is standard output
    #[arg(short, long, value_name = "PATH", help_heading = "Output")]
    output: PathBuf,
}

/// The pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Picture {
    /// Who is covered when
    Coverage,
    /// Where what a member uses comes from, in one year
    Mix,
    /// What avoiding costs a member beside the baseline
    Cost,
    /// Supply in order of cost against need, in one year
    Costcurve,
    /// Which stage is the bottleneck when
    Bottleneck,
    /// What is delivered and what is missing, year by year
    Timeline,
}

/// [`Paper`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PaperName {
    /// Dark ink on white
    Light,
    /// Light ink on black
    Dark,
}

impl Plot {
    /// Answers and draws.
    ///
    /// # Errors
    /// Where something asked for is not there, there is nothing to draw, or it cannot be written.
    pub fn run(&self, manner: &Manner) -> Result<Exit, Failure> {
        ending::expect(Some(&self.output), &["svg", "png"])?;
        let raster = is_png(&self.output);
        if raster && !cfg!(feature = "png") {
            return Err(Failure::usage(
                "this build of didymium draws SVG only",
                "name a file that ends in `.svg`, or build with `cargo build --release --features png`",
            ));
        }
        let posed = Posed::read(&self.input, &self.asked, &self.engine, manner)?;
        let destination = Destination::open(Some(&self.output), sources(&posed.loaded))?;
        let by_status = Conditions { readings: None, ..posed.conditions() };
        let wanted = Wanted {
            stages: self.picture == Picture::Bottleneck,
            explained: 0,
            beside: (self.picture == Picture::Coverage).then_some(by_status),
        };
        let dossier = posed.answer(wanted, manner)?;
        let chart = self.chart(&dossier)?;
        let paper = if self.paper == PaperName::Dark { Paper::Dark } else { Paper::Light };
        let picture = svg(&chart, &dossier.report, paper);
        if raster {
            write_png(&picture, &destination, &self.output)?;
        } else {
            destination.write(&picture)?;
        }
        Ok(Exit::of_report(&dossier.report))
    }

    fn chart(&self, dossier: &Dossier) -> Result<Chart, Failure> {
        let question = &dossier.report.question;
        let nothing = |what: &str| Failure::usage(format!("there is nothing to draw: {what}"), "ask another question");
        match self.picture {
            Picture::Coverage => Ok(coverage::chart(dossier, Room::Wide)),
            Picture::Timeline => {
                let members: Vec<&str> = question.members.iter().map(String::as_str).collect();
                Ok(timeline::chart(dossier, &members))
            }
            Picture::Cost => {
                let member = only("member", "--member", &question.members)?;
                cost::chart(dossier, member).ok_or_else(|| nothing("no answer has a cost"))
            }
            Picture::Bottleneck => {
                let joint = question.mode == "joint";
                let member = if joint { None } else { Some(only("member", "--member", &question.members)?.as_str()) };
                bottleneck::chart(dossier, member).ok_or_else(|| nothing("no answer is infeasible"))
            }
            Picture::Mix => {
                let member = only("member", "--member", &question.members)?;
                let year = *only("year", "--year", &question.years)?;
                let offered = if self.commodity.is_some() { mix::commodities(dossier) } else { mix::heads(dossier) };
                let head = self.commodity(&offered, dossier)?;
                let subject = mix::Subject { member, year, head };
                mix::chart(dossier, subject).ok_or_else(|| nothing("nothing is delivered"))
            }
            Picture::Costcurve => {
                let year = *only("year", "--year", &question.years)?;
                if question.mode == "own" {
                    only("member", "--member", &question.members)?;
                }
                let of_year = dossier.curves.iter().filter(|curve| curve.year == year);
                let mut offered: Vec<String> = of_year.map(|curve| curve.commodity.clone()).collect();
                offered.sort_unstable();
                offered.dedup();
                let commodity = self.commodity(&offered, dossier)?;
                let curve = tightest(dossier.curves.iter().filter(|curve| curve.commodity == *commodity));
                curve.map(|curve| costcurve::chart(dossier, curve)).ok_or_else(|| nothing("nothing is needed"))
            }
        }
    }

    /// The commodity asked for, or the scarcest of those on offer.
    fn commodity<'a>(&self, offered: &'a [String], dossier: &Dossier) -> Result<&'a String, Failure> {
        if let Some(wanted) = &self.commodity {
            let found = offered.iter().find(|offer| *offer == wanted);
            return found.ok_or_else(|| {
                let help = format!("it can show `{}`", offered.join("`, `"));
                Failure::usage(format!("this picture has no commodity `{wanted}`"), help)
            });
        }
        let scarcest = tightest(dossier.curves.iter().filter(|curve| offered.contains(&curve.commodity)));
        let scarcest = scarcest.and_then(|curve| offered.iter().find(|offer| **offer == curve.commodity));
        let nothing = || Failure::usage("there is nothing to draw: nothing is delivered", "ask another question");
        scarcest.or_else(|| offered.first()).ok_or_else(nothing)
    }
}

/// The curve with the least supply for its need.
fn tightest<'a>(curves: impl Iterator<Item = &'a Curve>) -> Option<&'a Curve> {
    curves.min_by(|a, b| a.tightness().total_cmp(&b.tightness()))
}

/// The one thing a picture is about.
fn only<'a, T: std::fmt::Display>(what: &str, option: &str, values: &'a [T]) -> Result<&'a T, Failure> {
    match values {
        [value] => Ok(value),
        [] => Err(Failure::usage("the question is about nobody", "choose a member with `--member`")),
        [first, ..] => Err(Failure::usage(
            format!("this picture shows one {what}, and the question is about {}", values.len()),
            format!("choose one, as in `{option} {first}`"),
        )),
    }
}

fn is_png(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"))
}

#[cfg(feature = "png")]
fn write_png(picture: &str, destination: &Destination, path: &Path) -> Result<(), Failure> {
    let png = crate::report::chart::raster::png(picture).map_err(|reason| Failure::refused(path, reason))?;
    destination.fill(|file| file.write_all(&png))
}

#[cfg(not(feature = "png"))]
fn write_png(_: &str, _: &Destination, path: &Path) -> Result<(), Failure> {
    Err(Failure::refused(path, "this build draws SVG only"))
}
