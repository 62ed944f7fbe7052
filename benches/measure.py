#!/usr/bin/env python3
"""Measures didymium beside bare HiGHS and linopy in one run, and prints the tables of docs/performance.md.

    .ci/highs benches/measure.py [--runs 5] [--only flagship,small] [--scale] [--write]

Needs Rust and Python 3.9, on Linux or macOS. `.ci/highs` adds the command `highs` and the library that `--features highs`
links to. For linopy: `pip install linopy highspy` in the Python that runs this. What is missing leaves its rows empty.
--scale adds programs of up to ten million coefficients (minutes, several GB). --write puts the tables in the page.

Contestants take turns, so that a busy moment hits all of them; figures are medians, but of linopy's, which takes one turn. Processor time is what the system
counts for a process and its threads. Standing beside each other in one run is what the figures are for: machines differ.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from page import machine, write
from spent import Spent

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
FLAGSHIP = ROOT / "scenarios" / "g7-magnets.toml"
SIZES = {
    "small": "years=3",
    "medium": "members=20,mines=200,recyclers=40,separators=80,metals=80,magnets=100,routes=150,policies=40,years=2",
    "large": "members=20,mines=400,recyclers=40,separators=200,metals=100,magnets=100,years=1",
}
QUESTIONS = ["shortfall", "cost", "baseline"]
# Mines of the scenarios for `--scale`; the other facilities grow with them.
SCALE = [200, 400, 800, 1600, 2200]
MB = 1e6


def say(text):
    print(text, file=sys.stderr, flush=True)


class Contestants:
    """The programs that are measured; `None` where one cannot be had."""

    def __init__(self, folder):
        self.folder = folder
        self.highs = shutil.which("highs")
        if not self.highs:
            say("no command `highs`: run this as `.ci/highs benches/measure.py`")
        self.with_highs = self.built("highs") if self.highs else None
        self.tool = self.built(None) or sys.exit("didymium does not build")
        test = subprocess.run([sys.executable, "-c", "import linopy, highspy"], stderr=subprocess.DEVNULL)
        self.linopy = ROOT / "benches" / "in_linopy.py" if test.returncode == 0 else None
        if not self.linopy:
            say("no linopy: `pip install linopy highspy`")

    def built(self, feature):
        """The release binary, copied so that the next build leaves it alone."""
        features = ["--features", feature] if feature else []
        if subprocess.run(["cargo", "build", "--release", "--quiet", *features], cwd=ROOT).returncode:
            say(f"no build with {feature}")
            return None
        target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        return shutil.copy(target / "release" / "didymium", self.folder / f"didymium-{feature or 'default'}")

    def stages(self, scenario, *flags):
        text = Spent("cargo", "bench", "--quiet", "--bench", "stages", "--", scenario, *flags, cwd=ROOT).text
        return json.loads(text.splitlines()[-1])

    def made_up(self, name, sizes):
        path = self.folder / f"{name}.toml"
        Spent(self.tool, "new", path, "--synthetic", sizes, "--force")
        return path

    def export(self, scenario, year, question, *flags):
        path = self.folder / f"{Path(scenario).stem}.{year}.{question}.{'.'.join(map(str, flags))}.mps"
        args = ["--year", year, "--question", question, "--lp-format", "mps", "--output", path]
        return path, Spent(self.tool, "export", scenario, *args, *flags, "--quiet")

    def solve(self, tool, scenario, *flags):
        return Spent(tool, "solve", scenario, "--format", "json", "--quiet", "--output", self.folder / "report.json", *flags)

    def bare(self, program):
        """HiGHS as it comes, on one program; also the seconds that it counts itself, without start and reading."""
        spent = Spent(self.highs, program, cwd=self.folder)
        spent.own = float(re.search(r"HiGHS run time *: *([0-9.]+)", spent.text).group(1))
        return spent


def exported_as(entry):
    """The flags of `export` for the program of a proof."""
    side, program = entry["of"], entry["program"]
    if program == "round":
        question = ["fair", "--round", entry["round"]]
    elif program in ("shortfall", "alliance"):
        question = ["shortfall"]
    else:
        return ("baseline" if side == "baseline" else "cost",)
    return tuple(question + (["--avoid="] if side == "baseline" else []))


def contest(those, scenario, runs):
    """Everything that is measured on one scenario."""
    proofs = those.folder / "proofs.json"
    those.solve(those.tool, scenario, "--certificates", proofs)
    report = json.loads(proofs.read_text())
    years = report["question"]["years"]
    three = {(year, question) for year in years for question in QUESTIONS}
    asked = report["proofs"]["programs"]
    # A program without a proof is one that cannot be met: nothing that another solver could find.
    proven = {(entry["year"], *exported_as(entry)) for entry in asked if entry["proof"]}
    programs = {key: those.export(scenario, *key)[0] for key in sorted(three | proven, key=str)}
    found = {"years": len(years), "asked": len(asked), "proven": len(proven), **those.stages(scenario)}
    samples = {}

    def note(name, value):
        samples.setdefault(name, []).append(value)

    for turn in range(runs):
        say(f"  {scenario.name}: turn {turn + 1} of {runs}")
        one = those.solve(those.tool, scenario, "--threads", "1")
        note("solve", one.cpu)
        note("solve_wall", one.wall)
        note("solve_peak", one.peak)
        note("solve_two_wall", those.solve(those.tool, scenario, "--threads", "2").wall)
        if those.with_highs:
            note("built_with_highs", those.solve(those.with_highs, scenario, "--threads", "1").cpu)
            note("solver_highs", those.solve(those.with_highs, scenario, "--threads", "1", "--solver", "highs").cpu)
            start = Spent(those.highs, "--version").cpu
            bare = {key: those.bare(path) for key, path in programs.items()}
            for name, keys in [("bare", proven), ("bare_three", three)]:
                chosen = [bare[key] for key in keys]
                note(name, sum(spent.cpu - start for spent in chosen))
                note(f"{name}_own", sum(spent.own for spent in chosen))
            note("bare_peak", max(spent.peak for spent in bare.values()))
        if those.linopy and turn == 0:
            of_proofs = [programs[key] for key in sorted(proven, key=str)]
            spent = json.loads(Spent(sys.executable, those.linopy, *of_proofs, cwd=those.folder).text.splitlines()[-1])
            note("linopy_build", spent["build_s"])
            note("linopy_solve", spent["solve_s"])
    found.update({name: statistics.median(values) for name, values in samples.items()})
    return found


def table(names, rows):
    lines = ["| | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    lines += [f"| {title} | " + " | ".join(cells) + " |" for title, cells in rows]
    return "\n".join(lines)


def show(value, unit=""):
    if value is None:
        return "—"
    digits = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return digits + (f" {unit}" if unit else "")


def ratio(over, under):
    return None if over is None or not under else over / under


def contest_table(results):
    def row(title, value, unit=""):
        return title, [show(value(found), unit) for found in results.values()]

    def times(title, over, under):
        return row(title, lambda of: ratio(over(of), under(of)), "×")

    def of(name):
        return lambda found: found.get(name)

    def both(found):
        return None if found.get("linopy_build") is None else found["linopy_build"] + found["linopy_solve"]

    first = [(
        "rows × columns, coefficients, first year",
        [f"{found['rows']:,} × {found['columns']:,}, {found['nonzeros']:,}" for found in results.values()],
    )]
    return table(list(results), first + [
        row("years", of("years")),
        row("programs asked for by `solve`", of("asked")),
        row("— and proven: those of HiGHS and linopy", of("proven")),
        row("**`solve`**, default build", of("solve"), "s"),
        row("`solve`, built with HiGHS, `--solver auto`", of("built_with_highs"), "s"),
        row("`solve --solver highs`", of("solver_highs"), "s"),
        row("**bare `highs`**, without its start", of("bare"), "s"),
        row("— by its own clock, without reading", of("bare_own"), "s"),
        row("— of three programs a year", of("bare_three"), "s"),
        row("linopy: building", of("linopy_build"), "s"),
        row("linopy: solving by HiGHS", of("linopy_solve"), "s"),
        times("**default build against bare `highs`** (goal 4)", of("solve"), of("bare")),
        times("**built with HiGHS against bare `highs`** (goal 1)", of("built_with_highs"), of("bare")),
        times("— against bare `highs` on three programs a year", of("built_with_highs"), of("bare_three")),
        times("`solve --solver highs` against bare `highs`", of("solver_highs"), of("bare")),
        times("default build against linopy with HiGHS", of("solve"), both),
        row("search, of the whole run", lambda found: 100 * found["solving"]["search_s"] / found["solving"]["run_s"], "%"),
        row("exact arithmetic (goal 15 %)", lambda found: 100 * found["solving"]["exact_s"] / found["solving"]["run_s"], "%"),
        times("one thread against two, by the clock", of("solve_wall"), of("solve_two_wall")),
        row("peak memory of `solve`", lambda found: found["solve_peak"] / MB, "MB"),
        times("— against that of `highs` (goal 2)", of("solve_peak"), of("bare_peak")),
    ])


def scale(those):
    """Programs of growing size: reading, formulation, export, and memory beside HiGHS on the same file."""
    rows = []
    for mines in SCALE:
        say(f"  {mines} mines")
        plants = mines // 2
        sizes = f"members=20,mines={mines},recyclers={mines // 10},separators={plants},metals={plants // 2},magnets={plants // 2},policies=10,years=1"
        scenario = those.made_up(f"scale{mines}", sizes)
        found = those.stages(scenario, "--formulation")
        program, export = those.export(scenario, 2026, "shortfall", "--mode", "alone", "--member", "member_1")
        highs = Spent(those.highs, program, "--time_limit", "40", accept=(0, 1), cwd=those.folder) if those.highs else None
        built = found["network_s"] + found["formulate_s"]
        rows.append((f"{mines:,}", [
            f"{found['rows']:,} × {found['columns']:,}",
            f"{found['nonzeros']:,}",
            show(found["read_s"], "s"),
            show(built, "s"),
            show(found["nonzeros"] / built / 1e6, "million/s"),
            show(found["export_s"], "s"),
            show(export.peak / MB, "MB"),
            show(highs and highs.peak / MB, "MB"),
            show(highs and export.peak / highs.peak, "×"),
        ]))
        program.unlink()
    head = ["rows × columns", "coefficients", "reading", "formulation", "speed (goal 5)", "export", "peak memory", "of `highs`", "(goal 2)"]
    return table(head, rows).replace("| |", "| mines |", 1)


def finished(marker, text, is_kept):
    print(f"\n{text}", flush=True)
    if is_kept:
        write(PAGE, marker, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="flagship,small,medium,large")
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        those = Contestants(Path(folder))
        results = {}
        for name in filter(None, args.only.split(",")):
            scenario = FLAGSHIP if name == "flagship" else those.made_up(name, SIZES[name])
            results[name] = contest(those, scenario, args.runs)
        if results:
            finished("contest", f"Medians of {args.runs}; {machine()}.\n\n{contest_table(results)}", args.write)
        if args.scale:
            finished("scale", scale(those), args.write)


if __name__ == "__main__":
    main()
