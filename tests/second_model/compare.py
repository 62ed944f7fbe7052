#!/usr/bin/env python3
"""Solves scenarios by a model of its own and compares with what didymium answers.

    tests/second_model/compare.py DIDYMIUM SCENARIO... [--mode alone,own,joint] [--years 2026,2030]

The model is written from docs/formulation.md and docs/scenario.md, shares no code with the tool, pools nothing and
proves nothing. Needs scipy. Ends with 1 where a figure differs.
"""

import argparse
import json
import subprocess
import sys

from program import Program
from questions import Failed, fair, least_cost, least_cost_short, least_shortfall
from scenario import Year, load


class Comparison:
    def __init__(self):
        self.alike, self.different, self.failed = 0, [], []

    def number(self, what, answered, found, scale=1.0):
        """Alike to a millionth of the figure, or of `scale` where that is larger."""
        if answered is None or abs(answered - found) > 1e-6 * max(abs(scale), abs(found)):
            self.different.append(f"{what}: {answered} is answered, {found} is found")
        else:
            self.alike += 1


def joint(comparison, year, answers, system, what):
    everybody = list(year.members)
    baseline = Program(year, everybody, baseline=True)
    usual = fair(baseline)
    usual_cost = least_cost(baseline, usual)
    program = Program(year, everybody, baseline_cost=usual_cost)
    level = fair(program)
    for answer in answers:
        own = [demand for demand in program.demands if demand[0] == answer["member"]]
        asked = sum(program.demands[demand] for demand in own)
        short = sum(program.demands[demand] * (1 - level[demand]) for demand in own)
        name = f"{what} {answer['member']}"
        comparison.number(f"{name} demand", answer["demand_t"], asked)
        comparison.number(f"{name} shortfall", answer["shortfall_t"], short, asked)
        if own:
            comparison.number(f"{name} coverage", answer["coverage"], min(level[demand] for demand in own))
    others = {demand: level[demand] for demand in program.demands if demand[0] not in year.alliance}
    least, _ = least_shortfall(program, year.alliance, others)
    demand = sum(program.demands.values())
    comparison.number(f"{what} least shortfall", system["least_shortfall_t"], least, demand)
    comparison.number(f"{what} cost", system["cost_usd"], least_cost(program, level))
    if all(usual[demand] == 1 for demand in usual if demand[0] in year.alliance):
        comparison.number(f"{what} baseline", system["baseline_cost_usd"], usual_cost)


def single(comparison, year, answer, mode, what):
    member = answer["member"]
    owned_by = member if mode == "own" else None
    baseline = Program(year, [member], owned_by, baseline=True)
    usual_short, usual = least_shortfall(baseline, [member])
    covered = {demand: 1 - tonnes / baseline.demands[demand] for demand, tonnes in usual.items()}
    usual_cost = least_cost(baseline, covered)
    program = Program(year, [member], owned_by, baseline_cost=usual_cost)
    short, _ = least_shortfall(program, [member])
    asked = sum(program.demands.values())
    comparison.number(f"{what} {member} demand", answer["demand_t"], asked)
    comparison.number(f"{what} {member} shortfall", answer["shortfall_t"], short, asked)
    if answer["verdict"] == "feasible" and asked:
        met = least_cost(program, dict.fromkeys(program.demands, 1.0))
        comparison.number(f"{what} {member} cost", answer["cost_usd"], met)
    elif asked:
        met = least_cost_short(program, [member], short)
        comparison.number(f"{what} {member} cost", answer["cost_usd"], met)
    if asked and usual_short < 1e-8 * asked:
        comparison.number(f"{what} {member} baseline", answer["baseline_cost_usd"], usual_cost)


def compare(comparison, tool, path, mode, years):
    chosen = [word for year in years for word in ("--year", year)]
    command = [tool, "solve", path, "--mode", mode, "--format", "json", *chosen]
    answered = subprocess.run(command, capture_output=True, text=True, check=False)
    if answered.returncode not in (0, 4):
        comparison.different.append(f"{path} {mode}: exit code {answered.returncode}\n{answered.stderr}")
        return
    report = json.loads(answered.stdout)
    for number in report["question"]["years"]:
        year, what = Year(load(path), number), f"{path} {mode} {number}"
        answers = [answer for answer in report["answers"] if answer["year"] == number]
        try:
            if mode == "joint":
                [system] = [row for row in report["system"] if row["year"] == number]
                joint(comparison, year, answers, system, what)
            for answer in answers if mode != "joint" else []:
                single(comparison, year, answer, mode, what)
        except Failed as failure:
            comparison.failed.append(f"{what}: {failure}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("scenario", nargs="+")
    parser.add_argument("--mode", default="alone,own,joint")
    parser.add_argument("--years", default="")
    given = parser.parse_args()
    comparison = Comparison()
    for path in given.scenario:
        for mode in given.mode.split(","):
            compare(comparison, given.tool, path, mode, [year for year in given.years.split(",") if year])
    for line in comparison.different:
        print(f"DIFFERENT {line}")
    for line in comparison.failed:
        print(f"no optimum {line}")
    print(f"{comparison.alike} alike, {len(comparison.different)} different, {len(comparison.failed)} without an optimum")
    sys.exit(1 if comparison.different else 0)


if __name__ == "__main__":
    main()
