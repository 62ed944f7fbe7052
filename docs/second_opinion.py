#!/usr/bin/env python3
"""Checks the proofs of a report with nothing but Python's own fractions.

    didymium solve scenario.toml --certificates proofs.json
    didymium verify proofs.json scenario.toml --programs programs.jsonl
    python3 docs/second_opinion.py proofs.json programs.jsonl

Ends with 0 where every proof holds and the report's intervals enclose what is proven, else with 1.
"""

import json
import sys
from fractions import Fraction


def about(entry):
    return tuple(entry.get(key) for key in ("member", "year", "of", "program", "round"))


def bounds(program, proof):
    """The interval of the optimum that plan and multipliers prove, or an AssertionError."""
    plan = {name: Fraction(value) for name, value in proof["plan"].items()}
    multipliers = {name: Fraction(value) for name, value in proof["multipliers"].items()}
    columns, rows = program["columns"], program["rows"]
    assert plan.keys() <= columns.keys(), "the plan names a column that is not there"
    assert multipliers.keys() <= rows.keys(), "a multiplier is of a row that is not there"
    assert all(value >= 0 for value in plan.values()), "the plan has a negative column"
    upper = sum(Fraction(columns[name]["cost"]) * value for name, value in plan.items())
    reduced = {name: Fraction(column["cost"]) for name, column in columns.items()}
    lower = Fraction(0)
    for name, row in rows.items():
        terms = {column: Fraction(value) for column, value in row["terms"].items()}
        activity = sum(value * plan[column] for column, value in terms.items() if column in plan)
        sign = {"<=": -1, ">=": 1}[row["sense"]]
        assert sign * (activity - Fraction(row["rhs"])) >= 0, f"the plan breaks {name}"
        multiplier = multipliers.get(name, 0)
        assert sign * multiplier >= 0, f"the multiplier of {name} has the wrong sign"
        if multiplier:
            lower += Fraction(row["rhs"]) * multiplier
            for column, value in terms.items():
                reduced[column] -= value * multiplier
    for name, value in reduced.items():
        if value < 0:
            if columns[name]["upper"] is None:
                return None, upper
            lower += value * Fraction(columns[name]["upper"])
    return lower, upper


def check_proofs(report, programs):
    """The proven intervals of all programs, by what they are about."""
    proven = {}
    for entry in report["proofs"]["programs"]:
        proof = entry["proof"]
        if proof is None:
            continue
        lower, upper = bounds(programs[about(entry)], proof)
        assert proof["upper"] == str(upper), f"{about(entry)}: the plan comes to {upper}"
        assert proof["lower"] == (None if lower is None else str(lower)), f"{about(entry)}: {lower} is proven"
        proven[about(entry)] = lower, upper
    return proven


def check_figures(report, proven):
    """That the report's intervals enclose the proven ones, and its verdicts follow from them."""
    asked = {about(entry) for entry in report["proofs"]["programs"]}
    joint = report["question"]["mode"] == "joint"
    for answer in report["system"] if joint else report["answers"]:
        if answer["verdict"] == "undecided":
            continue
        case = answer.get("member"), answer["year"]
        # Where nothing is avoided, the answer is its own baseline.
        side = "answer" if (*case, "answer", "full", None) in asked else "baseline"
        full = proven.get((*case, side, "full", None))
        short = [proven.get((*case, side, program, None)) for program in ("rest", "granted")]
        cost = full or short[0] or short[1]
        if answer["cost_bounds_usd"]:
            enclose(answer["cost_bounds_usd"], cost, f"cost of {case}")
        if not joint:
            lower, upper = (0, 0) if full else proven[(*case, side, "shortfall", None)]
            enclose(answer["shortfall_bounds_t"], (max(lower, 0), upper), f"shortfall of {case}")
            verdict = "infeasible" if lower > 0 else "feasible"
            assert answer["verdict"] == verdict, f"{case} is proven {verdict}"


def enclose(said, proven, what):
    lower, upper = map(Fraction, said)
    assert lower <= proven[0] <= proven[1] <= upper, f"{what}: {said} does not enclose what is proven"


def main(report_path, programs_path):
    with open(report_path, encoding="utf-8") as file:
        report = json.load(file)
    with open(programs_path, encoding="utf-8") as file:
        programs = {about(program): program for program in map(json.loads, file)}
    try:
        proven = check_proofs(report, programs)
        check_figures(report, proven)
    except (AssertionError, KeyError) as fault:
        sys.exit(f"{report_path}: {fault}")
    print(f"{report_path}: {len(proven)} proofs hold")


if __name__ == "__main__":
    main(*sys.argv[1:])
