#!/usr/bin/env python3
"""Measures a sweep beside a loop of single runs and beside linopy with HiGHS, in one run, and prints a table.

    benches/sweeps.py [--points 1000] [--loop 100] [--models 20] [--runs 3] [--write]

Needs Rust and Python 3.9, on Linux or macOS; for linopy `pip install linopy highspy` in the Python that runs this. The
loop and the models ask the same question at fewer points, evenly chosen among those of the sweep; figures are scaled to
all of them. Sweep and loop take turns, `--runs` times, and the table has their medians. Processor time is what the system
counts for processes and their threads. A point in linopy is its two programs, built from arrays and solved in memory:
cost and baseline where all is met, shortfall and cost where it is not. Reading the arrays and importing linopy are not
counted. With `--write` the table goes into docs/sweeps.md.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from page import machine, write
from spent import Spent

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "sweeps.md"
FLAGSHIP = ROOT / "scenarios" / "g7-magnets.toml"
KEY = "facility.mount_weld.capacity_t_per_year"
ENDS = (20_000, 40_000)
ASKED = ["--mode", "alone", "--member", "japan", "--year"]
# What is asked: the year, further flags of `sweep`, and the programs that linopy solves of a point.
QUESTIONS = {
    "feasible everywhere": ("2028", [], ["cost", "baseline"]),
    "infeasible everywhere": ("2026", [], ["shortfall", "cost"]),
    "infeasible, `--stages`": ("2026", ["--stages"], []),
}


def values(count):
    low, high = ENDS
    return [round(low + (high - low) * step / max(count - 1, 1), 3) for step in range(count)]


def swept(tool, year, flags, points, folder):
    output = folder / "rows.csv"
    output.unlink(missing_ok=True)
    axis = f"{KEY}={ENDS[0]}..{ENDS[1]}:{points}"
    return Spent(tool, "sweep", FLAGSHIP, *ASKED, year, "--axis", axis, *flags, "--quiet", "--output", output, stderr=None)


def looped(tool, year, count):
    """Seconds and processor seconds per point of one `solve` after the other."""
    runs = [
        Spent(tool, "solve", FLAGSHIP, *ASKED, year, "--set", f"{KEY}={value}", "--format", "json", "--quiet", stderr=None)
        for value in values(count)
    ]
    return sum(run.wall for run in runs) / count, sum(run.cpu for run in runs) / count


def modelled(tool, year, subjects, count, folder):
    """Processor seconds per point in linopy and HiGHS; nothing where they are not installed."""
    # Not imported here: a child's peak of memory begins with what its parent holds.
    if not all(map(find_spec, ["highspy", "linopy"])):
        return None
    files = []
    for number, value in enumerate(values(count)):
        for subject in subjects:
            path = folder / f"{number}-{subject}.mps"
            Spent(tool, "export", FLAGSHIP, *ASKED, year, "--set", f"{KEY}={value}",
                  "--lp-format", "mps", "--question", subject, "--output", path, "--quiet", stderr=None)
            files.append(path)
    spent = json.loads(Spent(sys.executable, ROOT / "benches" / "in_linopy.py", *files, stderr=None).text.splitlines()[-1])
    return (spent["build_s"] + spent["solve_s"]) / count


def question(tool, asked, folder, year, flags, subjects):
    """The cells of one column."""
    sweeps, loops = [], []
    for _ in range(asked.runs):
        sweeps.append(swept(tool, year, flags, asked.points, folder))
        if subjects:
            loops.append(looped(tool, year, asked.loop))
    cpu, wall = (statistics.median(part) for part in zip(*((run.cpu, run.wall) for run in sweeps)))
    cells = [f"{cpu:.2f} s", f"{wall:.2f} s", f"{max(run.peak for run in sweeps) / 1e6:.0f} MB"]
    if not subjects:
        return cells + [""] * 6
    loop_wall, loop_cpu = (asked.points * statistics.median(part) for part in zip(*loops))
    cells += [f"{loop_cpu:.1f} s", f"{loop_cpu / cpu:.1f} ×", f"{loop_wall:.1f} s", f"{loop_wall / wall:.1f} ×"]
    model = modelled(tool, year, subjects, asked.models, folder)
    return cells + ([f"{model * asked.points:.0f} s", f"{model * asked.points / cpu:.0f} ×"] if model else ["", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--loop", type=int, default=100)
    parser.add_argument("--models", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    tool = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "didymium"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        columns = [question(tool, asked, folder, *what) for what in QUESTIONS.values()]
        long = swept(tool, "2028", [], 10 * asked.points, folder)
    titles = [
        f"sweep of {asked.points:,} points, processor time",
        "— by the clock",
        "— peak memory",
        f"{asked.points:,} runs of `solve`, scaled from {asked.loop}, processor time",
        "— **against the sweep** (goal 5)",
        "— by the clock",
        "— against the sweep",
        f"the same programs in linopy and HiGHS, scaled from {asked.models} points, processor time",
        "— **against the sweep** (goal 50)",
    ]
    rows = [["", *QUESTIONS], ["---"] * (len(QUESTIONS) + 1), *map(list, zip(titles, *columns))]
    text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    text = f"Medians of {asked.runs}; {machine()}.\n\n{text}\n\n"
    text += f"{10 * asked.points:,} points of the first: {long.cpu:.1f} s of processor time, {long.wall:.1f} s, "
    text += f"{long.peak / 1e6:.0f} MB."
    print(text)
    if asked.write:
        write(PAGE, "sweeps", text)


if __name__ == "__main__":
    main()
