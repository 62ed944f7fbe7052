#!/usr/bin/env python3
"""Solves programs with HiGHS from nothing, and from the basis of the one before; one JSON object.

    benches/in_highspy.py FIRST.mps NEXT.mps...

The first is solved from nothing. A basis is carried over by the names of columns and rows, as didymium does by labels.
Processor seconds of solving alone; reading is not counted. From a basis HiGHS leaves presolve out, as is its default.
"""

import json
import sys
import time

import highspy


def read(path):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(path)
    return highs


def names(highs):
    lp = highs.getLp()
    return list(lp.col_names_), list(lp.row_names_)


def solved(highs):
    begin = time.process_time()
    highs.run()
    spent = time.process_time() - begin
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        sys.exit(f"HiGHS says {highs.getModelStatus()}")
    return spent, highs.getInfo().simplex_iteration_count


def carried(before, after):
    """The basis of `before` on the columns and rows that `after` shares; what is new starts at its bound, or is slack."""
    known, basis = before.getBasis(), highspy.HighsBasis()
    status = highspy.HighsBasisStatus
    for kind, (old, new), rest in zip(("col", "row"), zip(names(before), names(after)), (status.kLower, status.kBasic)):
        of = dict(zip(old, getattr(known, f"{kind}_status")))
        setattr(basis, f"{kind}_status", [of.get(name, rest) for name in new])
    basis.valid, basis.alien = True, True
    return basis


def main():
    first, *rest = sys.argv[1:]
    before = read(first)
    solved(before)
    found = {"cold_s": 0.0, "cold_steps": 0, "hot_s": 0.0, "hot_steps": 0}
    for path in rest:
        cold, hot = read(path), read(path)
        hot.setBasis(carried(before, hot))
        for name, highs in (("cold", cold), ("hot", hot)):
            spent, steps = solved(highs)
            found[f"{name}_s"] += spent
            found[f"{name}_steps"] += steps
        before = cold
    sys.stdout.write(json.dumps(found) + "\n")


main()
