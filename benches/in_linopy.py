#!/usr/bin/env python3
"""Builds and solves programs with linopy and HiGHS; one JSON object with the processor seconds of both.

    benches/in_linopy.py FILE.mps...

The programs are read as arrays beforehand, which is not counted. Building is what a modeller does with arrays at hand:
columns, one table of all coefficients summed up by row, and rows of each direction. Solving passes the model to HiGHS
in memory. Importing linopy, about two seconds, is not counted either.
"""

import json
import logging
import sys
import time
import warnings

import highspy
import linopy
import numpy as np
import pandas as pd
import xarray as xr

warnings.simplefilter("ignore")
# Sums over many terms stay sparse, which is linopy's quickest way.
linopy.options["semantics"] = "v1"
logging.disable(logging.WARNING)


def arrays(path):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(path)
    lp = highs.getLp()
    matrix = lp.a_matrix_
    starts, rows, values = (np.array(part) for part in (matrix.start_, matrix.index_, matrix.value_))
    columns = np.repeat(np.arange(lp.num_col_), np.diff(starts))
    return np.array(lp.col_cost_), columns, rows, values, np.array(lp.row_lower_), np.array(lp.row_upper_)


def build(costs, columns, rows, values, low, high):
    model = linopy.Model(sparse=True)
    x = model.add_variables(lower=0, coords=[pd.RangeIndex(len(costs), name="column")], name="x")
    for name, sign, side in [("at_most", "<=", high), ("at_least", ">=", low)]:
        mine = np.isfinite(side)[rows]
        if mine.any():
            term = pd.RangeIndex(mine.sum(), name="term")
            products = x.isel(column=xr.DataArray(columns[mine], coords=[term])) * xr.DataArray(values[mine], coords=[term])
            sums = products.groupby(pd.Series(rows[mine], index=term, name="row")).sum()
            limits = pd.Series(side, index=pd.RangeIndex(len(side), name="row"))[np.unique(rows[mine])]
            model.add_constraints(sums, sign, limits.to_xarray(), name=name)
    model.add_objective((x * pd.Series(costs, index=x.indexes["column"]).to_xarray()).sum())
    return model


def main():
    # What linopy imports at its first model is not counted.
    linopy.Model(sparse=True).add_variables(coords=[pd.RangeIndex(1, name="column")])
    spent = {"build_s": 0.0, "solve_s": 0.0, "optima": []}
    for path in sys.argv[1:]:
        data = arrays(path)
        begin = time.process_time()
        model = build(*data)
        built = time.process_time()
        status, condition = model.solve("highs", io_api="direct", output_flag=False)
        spent["build_s"] += built - begin
        spent["solve_s"] += time.process_time() - built
        if condition != "optimal":
            sys.exit(f"{path}: {status}, {condition}")
        spent["optima"].append(model.objective.value)
    sys.stdout.write(json.dumps(spent) + "\n")


main()
