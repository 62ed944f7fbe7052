#!/usr/bin/env python3
"""Measures a sweep beside a loop of single runs and beside linopy with HiGHS, in one run, and prints a table.

    benches/sweeps.py [--points 1000] [--loop 100] [--models 20]

Needs Rust and Python 3.9, on Linux or macOS; for the last column `pip install linopy highspy` in the Python that runs
this. The loop and the models ask the same question at fewer points, evenly chosen among those of the sweep; figures are
scaled to all of them. Processor time is what the system counts for processes and their threads. A point in linopy is
its two programs, the question's cost and its baseline, built from arrays and solved in memory; reading the arrays and
importing linopy are not counted.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from spent import Spent

ROOT = Path(__file__).resolve().parent.parent
FLAGSHIP = ROOT / "scenarios" / "g7-magnets.toml"
KEY = "facility.mount_weld.capacity_t_per_year"
ASKED = ["--mode", "alone", "--member", "japan", "--year"]
# What is asked: the year, the ends of the axis, and further flags of `sweep`.
QUESTIONS = {
    "feasible everywhere": ("2028", 20_000, 40_000, []),
    "infeasible everywhere": ("2026", 20_000, 40_000, []),
    "infeasible everywhere, `--stages`": ("2026", 20_000, 40_000, ["--stages"]),
}


def values(low, high, count):
    return [round(low + (high - low) * step / max(count - 1, 1), 3) for step in range(count)]


def swept(tool, year, low, high, flags, points, folder):
    output = folder / "rows.csv"
    output.unlink(missing_ok=True)
    axis = f"{KEY}={low}..{high}:{points}"
    return Spent(tool, "sweep", FLAGSHIP, *ASKED, year, "--axis", axis, *flags, "--quiet", "--output", output, stderr=None)


def looped(tool, year, low, high, count):
    """Seconds and processor seconds per point of one `solve` after the other."""
    runs = [
        Spent(tool, "solve", FLAGSHIP, *ASKED, year, "--set", f"{KEY}={value}", "--format", "json", "--quiet", stderr=None)
        for value in values(low, high, count)
    ]
    return sum(run.wall for run in runs) / count, sum(run.cpu for run in runs) / count


def modelled(tool, year, low, high, count, folder):
    """Processor seconds per point in linopy and HiGHS; nothing where they are not installed."""
    try:
        import highspy  # noqa: F401
        import linopy  # noqa: F401
    except ImportError:
        return None
    files = []
    for number, value in enumerate(values(low, high, count)):
        for question in ["cost", "baseline"]:
            path = folder / f"{number}-{question}.mps"
            Spent(tool, "export", FLAGSHIP, *ASKED, year, "--set", f"{KEY}={value}",
                  "--lp-format", "mps", "--question", question, "--output", path, "--quiet", stderr=None)
            files.append(path)
    spent = json.loads(Spent(sys.executable, ROOT / "benches" / "in_linopy.py", *files, stderr=None).text)
    return (spent["build_s"] + spent["solve_s"]) / count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--loop", type=int, default=100)
    parser.add_argument("--models", type=int, default=20)
    asked = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    tool = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "didymium"
    print(f"{asked.points} points on {os.cpu_count()} cores; loop of {asked.loop} and models of {asked.models} points, scaled")
    print("| question | sweep | processor | memory | loop of `solve` | processor | linopy + HiGHS, processor |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, (year, low, high, flags) in QUESTIONS.items():
            sweep = swept(tool, year, low, high, flags, asked.points, folder)
            cells = [title, f"{sweep.wall:.2f} s", f"{sweep.cpu:.2f} s", f"{sweep.peak / 1e6:.0f} MB"]
            if flags:
                cells += ["", "", ""]
            else:
                wall, cpu = (part * asked.points for part in looped(tool, year, low, high, asked.loop))
                cells += [f"{wall:.1f} s, {wall / sweep.wall:.1f} x", f"{cpu:.1f} s, {cpu / sweep.cpu:.1f} x"]
                model = modelled(tool, year, low, high, asked.models, folder)
                cells += [f"{model * asked.points:.0f} s, {model * asked.points / sweep.cpu:.0f} x" if model else ""]
            print("| " + " | ".join(cells) + " |", flush=True)
        long = swept(tool, "2028", 20_000, 40_000, [], 10 * asked.points, folder)
        print(f"\n{10 * asked.points} points of the first: {long.wall:.1f} s, {long.cpu:.1f} s, {long.peak / 1e6:.0f} MB")


main()
