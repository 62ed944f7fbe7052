//! Shares of what recipes can send round without a loss are refused; circles with a loss, and circles that no share is
//! about, are left alone.

use didymium::scenario::{LoadError, load_text};

/// Magnets made in A and used in D, and beside them whatever `more` says.
fn found(more: &str) -> Vec<String> {
    let text = format!(
        "format = 1
[scenario]
title = 'circles'
years = [2026, 2030]
stages = ['metal', 'magnet']
[country]
A = {{}}
D = {{}}
[commodity]
metal = {{ stage = 'metal' }}
magnet = {{ stage = 'magnet' }}
stored = {{ stage = 'magnet' }}
powder = {{ stage = 'metal' }}
flux = {{ stage = 'metal' }}
[process]
smelt = {{ output = {{ metal = 1 }} }}
sinter = {{ input = {{ metal = 1 }}, output = {{ magnet = 1 }} }}
brew = {{ output = {{ flux = 1 }} }}
[facility]
smelter = {{ country = 'A', process = 'smelt', capacity_t_per_year = 50 }}
works = {{ country = 'A', process = 'sinter', capacity_t_per_year = 50 }}
brewery = {{ country = 'A', process = 'brew', capacity_t_per_year = 50 }}
[member.d]
countries = ['D']
demand_t_per_year.magnet = 40
[policy.rule]
kind = 'max_share'
stage = 'magnet'
share = 0.5
{more}"
    );
    match load_text("circles.toml", text, None, &[]) {
        Ok(_) => Vec::new(),
        Err(LoadError::Invalid(findings)) => {
            findings.diagnostics.as_slice().iter().map(|finding| finding.rule.name().to_owned()).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

/// Processes at one facility each in D, by name, input and output.
fn plants(steps: &[(&str, &str, &str)]) -> String {
    let plant = |(name, input, output): &(&str, &str, &str)| {
        format!(
            "[process.{name}]\nstage = 'magnet'\ninput = {{ {input} }}\noutput = {{ {output} }}\n\
             [facility.{name}]\ncountry = 'D'\nprocess = '{name}'\ncapacity_t_per_year = 1000\n"
        )
    };
    steps.iter().map(plant).collect()
}

#[track_caller]
fn refused(more: &str) {
    assert_eq!(found(more), ["share-in-circle"], "{more}");
}

#[track_caller]
fn accepted(more: &str) {
    assert_eq!(found(more), [""; 0], "{more}");
}

#[test]
fn a_circle_of_two_steps_is_refused_from_no_loss_on() {
    let round = |back: &str| plants(&[("pack", "magnet = 1", "stored = 1"), ("unpack", "stored = 1", back)]);
    refused(&round("magnet = 1"));
    refused(&round("magnet = 1.5"));
    accepted(&round("magnet = 0.999999"));
    let in_thirds = |back: &str| plants(&[("pack", "magnet = 1", "stored = 0.3"), ("unpack", "stored = 0.6", back)]);
    refused(&in_thirds("magnet = 2"));
    accepted(&in_thirds("magnet = 1.999999"));
}

#[test]
fn a_longer_circle_is_refused_too() {
    let round = |loss: &str| {
        plants(&[
            ("crush", "magnet = 1", "powder = 0.8"),
            ("melt", "powder = 0.4", "stored = 0.5"),
            ("press", "stored = 1", loss),
        ])
    };
    refused(&round("magnet = 1"));
    accepted(&round("magnet = 0.99"));
}

#[test]
fn one_step_that_gives_back_what_it_takes_is_none() {
    accepted(&plants(&[("store", "magnet = 1", "magnet = 1")]));
    accepted(&plants(&[("store", "magnet = 1", "magnet = 1, powder = 1")]));
}

#[test]
fn joint_products_come_back_together() {
    let round = |powder: &str| {
        plants(&[
            ("crush", "magnet = 1", "stored = 0.5, powder = 0.5"),
            ("press", "stored = 1", "magnet = 1"),
            ("sinter_powder", "powder = 1", powder),
        ])
    };
    refused(&round("magnet = 1"));
    accepted(&round("magnet = 0.9"));
}

#[test]
fn joint_inputs_come_back_together() {
    let round = |powder: &str| {
        plants(&[
            ("crush", "magnet = 1", &format!("stored = 0.5, powder = {powder}")),
            ("press", "stored = 0.5, powder = 0.5", "magnet = 1"),
        ])
    };
    refused(&round("0.5"));
    accepted(&round("0.4"));
}

#[test]
fn what_a_step_takes_from_outside_does_not_make_up_for_a_loss_and_does_not_hide_that_there_is_none() {
    let round = |input: &str| plants(&[("pack", input, "stored = 1"), ("unpack", "stored = 1", "magnet = 1")]);
    refused(&round("magnet = 1, flux = 0.01"));
    // Nine tenths of each batch are fresh: scrap of a fifth comes back, the rest is made of metal.
    let remelt =
        |scrap: &str| plants(&[("cut", "magnet = 1", scrap), ("remelt", "powder = 0.1, flux = 0.9", "magnet = 1")]);
    accepted(&remelt("powder = 0.2, stored = 0.8"));
    refused(&remelt("powder = 1"));
}

#[test]
fn only_shares_of_what_goes_round_and_of_what_the_member_needs_are_refused() {
    let round = plants(&[("pack", "magnet = 1", "stored = 1"), ("unpack", "stored = 1", "magnet = 1")]);
    accepted(&round.replace("magnet = 1", "powder = 1"));
    accepted(&format!("enabled = false\n{round}"));
    accepted(&format!("commodities = ['metal']\n{round}").replace("stage = 'magnet'\ninput", "stage = 'metal'\ninput"));
    refused(&format!("commodities = ['magnet']\n{round}"));
    refused(&format!("slack_usd_per_t = 5\n{round}"));
    let least = format!("{round}[policy.least]\nkind = 'min_share'\nstage = 'magnet'\nshare = 0.5\n");
    assert_eq!(found(&least), ["share-in-circle", "share-in-circle"]);
    accepted(&format!("until_year = 2029\n{}", round.replacen("= 1000", "= { 2030 = 1000 }", 1)));
    refused(&format!("until_year = 2030\n{}", round.replacen("= 1000", "= { 2030 = 1000 }", 1)));
}

#[test]
fn a_closed_route_breaks_a_circle() {
    let round = plants(&[("pack", "magnet = 1", "stored = 1"), ("unpack", "stored = 1", "magnet = 1")]);
    let apart = round.replacen("country = 'D'", "country = 'A'", 1);
    refused(&apart);
    accepted(&format!("{apart}[route.closed]\nfrom = 'A'\nto = 'D'\ncommodity = 'stored'\nopen = false\n"));
}
