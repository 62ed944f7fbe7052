"""Least shortfall, fair split and least cost of a program, in floating point by HiGHS."""

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

# Room, as coverage, for what one program found when the next one takes it as given; also the solver's tolerance.
ROOM = 1e-9


class Failed(Exception):
    """The solver found no optimum."""


def minimise(program, costs, rows=(), more=0):
    """The optimum over the program's rows and `rows`, with `more` columns beside its own."""
    every = [*program.rows, *rows]
    entries = [(row, column, rate) for row, (terms, _) in enumerate(every) for column, rate in terms.items()]
    row, column, rate = zip(*entries)
    width = len(program.costs) + more
    objective = numpy.zeros(width)
    for index, cost in costs.items():
        objective[index] = cost
    found = linprog(
        objective,
        A_ub=csr_matrix((rate, (row, column)), shape=(len(every), width)),
        b_ub=[rhs for _, rhs in every],
        bounds=(0, None),
        method="highs",
        options={"primal_feasibility_tolerance": ROOM, "dual_feasibility_tolerance": ROOM},
    )
    if found.status != 0:
        raise Failed(found.message)
    return found


def at_least(program, demand, tonnes, spare=None):
    """`delivered + spare >= tonnes`."""
    terms = {column: -rate for column, rate in program.delivered[demand].items()}
    if spare is not None:
        terms[spare] = -1
    return terms, -tonnes


def least_shortfall(program, members, held=None):
    """The least total shortfall of `members`, t, and by demand; every demand in `held` at that coverage."""
    demands = [demand for demand in program.demands if demand[0] in members]
    unmet = {demand: len(program.costs) + place for place, demand in enumerate(demands)}
    rows = [at_least(program, demand, program.demands[demand], column) for demand, column in unmet.items()]
    for demand, level in (held or {}).items():
        rows.append(at_least(program, demand, max(0.0, level - ROOM) * program.demands[demand]))
    if not demands:
        return 0.0, {}
    found = minimise(program, {column: 1 for column in unmet.values()}, rows, len(unmet))
    return found.fun, {demand: max(0.0, found.x[column]) for demand, column in unmet.items()}


def fair(program):
    """Coverage by demand: class by class of priority, the worst covered as well as can be, then the rest."""
    level, raised = {}, len(program.costs)
    priority = {demand: program.year.members[demand[0]].get("priority", 1) for demand in program.demands}
    for rank in sorted(set(priority.values())):
        open_demands = [demand for demand in program.demands if priority[demand] == rank]
        while open_demands:
            asked = [demand for demand in program.demands if demand in open_demands or demand in level]
            rows = [({raised: 1}, 1)]
            for demand in asked:
                tonnes = program.demands[demand]
                if demand in level:
                    rows.append(at_least(program, demand, max(0.0, level[demand] - ROOM) * tonnes))
                else:
                    terms, _ = at_least(program, demand, 0)
                    rows.append(({**terms, raised: tonnes}, 0))
            found = minimise(program, {raised: -1}, rows, 1)
            coverage = found.x[raised]
            prices = found.ineqlin.marginals[len(program.rows) + 1 :]
            blocked = [
                demand
                for demand, price in zip(asked, prices)
                if demand in open_demands and (coverage > 1 - 1e-8 or abs(price) * program.demands[demand] > 1e-7)
            ]
            if not blocked:
                raise Failed("no demand is blocked")
            for demand in blocked:
                level[demand] = min(1.0, coverage)
                open_demands.remove(demand)
    return level


def least_cost_short(program, members, short):
    """USD per year of the cheapest plan that leaves `members` short by no more than `short` t in all."""
    demands = [demand for demand in program.demands if demand[0] in members]
    unmet = {demand: len(program.costs) + place for place, demand in enumerate(demands)}
    needs = [at_least(program, demand, program.demands[demand], column) for demand, column in unmet.items()]
    for room in (0, ROOM, 1e-8, 1e-7):
        limit = ({column: 1 for column in unmet.values()}, short + room * sum(program.demands.values()))
        try:
            return minimise(program, dict(enumerate(program.costs)), [*needs, limit], len(unmet)).fun
        except Failed as failure:
            last = failure
    raise last


def least_cost(program, level):
    """USD per year of the cheapest plan that gives every demand this coverage."""
    costs = dict(enumerate(program.costs))
    for room in (0, ROOM, 1e-8, 1e-7):
        rows = [
            at_least(program, demand, max(0.0, coverage - (room if coverage < 1 else 0)) * program.demands[demand])
            for demand, coverage in level.items()
        ]
        try:
            return minimise(program, costs, rows).fun
        except Failed as failure:
            last = failure
    raise last
