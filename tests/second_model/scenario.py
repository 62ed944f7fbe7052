"""Scenario files as docs/scenario.md describes them: variants, series, statuses, routes."""

import os
import tomllib

SOURCE, SPLIT, RECIPE = "source", "split", "recipe"


def load(path):
    """The file merged over its bases."""
    with open(path, "rb") as file:
        scenario = tomllib.load(file)
    if "extends" in scenario:
        base = load(os.path.join(os.path.dirname(path), scenario.pop("extends")))
        for key in scenario.pop("remove", []):
            *tables, last = key.split(".")
            table = base
            for name in tables:
                table = table[name]
            del table[last]
        merge(base, scenario)
        scenario = base
    return scenario


def merge(base, over):
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            merge(base[key], value)
        else:
            base[key] = value


def listed(value):
    return value if isinstance(value, list) else [value]


def number(value):
    """A number, with or without a range."""
    return value["value"] if isinstance(value, dict) else value


def series(value, year, step=False, before_first=None):
    """A series in a year: between its entries on a line or held; before the first `before_first`, else the first."""
    if not isinstance(value, dict) or "value" in value:
        return None if value is None else number(value)
    step = value["hold"] == "step" if "hold" in value else step
    points = sorted((int(key), number(entry)) for key, entry in value.items() if key.isdigit())
    if year < points[0][0]:
        return before_first if step and before_first is not None else points[0][1]
    for (first, left), (last, right) in zip(points, points[1:]):
        if first <= year < last:
            return left if step else left + (right - left) * (year - first) / (last - first)
    return points[-1][1]


class Year:
    """One year of a scenario, every number read, before anything is asked."""

    def __init__(self, scenario, year):
        self.raw, self.year = scenario, year
        question = scenario["scenario"]
        self.stages = question.get("stages", ["mining", "separation", "metal", "magnet"])
        self.avoided = listed(question.get("avoid", []))
        self.avoided_stages = listed(question.get("avoid_stages", self.stages))
        self.commodities, self.processes = scenario["commodity"], scenario["process"]
        self.members = scenario["member"]
        self.alliance = [key for key, member in self.members.items() if member.get("alliance", True)]
        self.policies = [policy for policy in scenario.get("policy", {}).values() if self.in_force(policy)]
        self.home = {place: key for key, member in self.members.items() for place in listed(member["countries"])}
        chosen = question.get("statuses")
        self.facilities = {
            key: facility
            for key, facility in scenario["facility"].items()
            if chosen is None or facility.get("status", "operating") in listed(chosen)
        }

    def in_force(self, policy):
        return policy.get("enabled", True) and policy.get("from_year", 0) <= self.year <= policy.get("until_year", 9999)

    def linear(self, value):
        return series(value, self.year)

    def capacity(self, value):
        return series(value, self.year, step=True, before_first=0)

    def stated(self, value):
        """A number of a policy."""
        return series(value, self.year, step=True)

    def owner(self, facility):
        return facility.get("owner", self.home.get(facility["country"]))

    def demands(self, members):
        demands = {}
        for member in members:
            for commodity, tonnes in self.members[member].get("demand_t_per_year", {}).items():
                if self.linear(tonnes) > 0:
                    demands[member, commodity] = self.linear(tonnes)
        return demands

    def kind(self, process):
        process = self.processes[process]
        if "splits" in process:
            return SPLIT
        made = process["output"]
        return SOURCE if any(self.commodities[key].get("assayed") for key in made) else RECIPE

    def stage(self, process):
        """The stage of what a process makes: its own, else that of what it makes first."""
        process = self.processes[process]
        return process.get("stage") or self.commodities[next(iter(process.get("output") or process["recovery"]))]["stage"]

    def rates(self, facility, process, key):
        """`input`, `output` or `recovery`, the facility's entries over those of the process; zero takes one out."""
        rates = {name: number(value) for name, value in self.processes[process].get(key, {}).items()}
        alone = len(listed(facility["process"])) == 1
        for name, value in facility.get(key, {}).items():
            if alone or name in rates:
                rates[name] = number(value)
        return {name: rate for name, rate in rates.items() if rate > 0}

    def passes(self, commodity, stage):
        """Whether anything in the file, running or not, adds to the commodity at the stage, or contains it there."""
        for facility in self.raw["facility"].values():
            for process in (name for name in listed(facility["process"]) if self.stage(name) == stage):
                if self.kind(process) == SOURCE:
                    made = number(facility.get("assay", {}).get(commodity, 0))
                elif self.kind(process) == SPLIT:
                    made = self.rates(facility, process, "recovery").get(commodity, 0)
                else:
                    inputs, outputs = (self.rates(facility, process, key) for key in ("input", "output"))
                    made = outputs.get(commodity, 0) - inputs.get(commodity, 0)
                if made > 0:
                    return True
        return False

    def cost(self, facility, process):
        return self.linear(facility.get("cost_usd_per_t", self.processes[process].get("cost_usd_per_t", 0)))

    def price(self, commodity):
        return self.linear(self.commodities[commodity].get("price_usd_per_t"))

    def freight(self, commodity, start, end):
        """USD per tonne, None where nothing may pass."""
        defaults = self.raw.get("routes", {})
        usual = defaults.get("freight_usd_per_t", 0)
        matches = [
            route
            for route in self.raw.get("route", {}).values()
            if (route["from"], route["to"]) == (start, end) and commodity in listed(route.get("commodity", commodity))
        ]
        if matches:
            route = max(matches, key=lambda route: "commodity" in route)
            return self.linear(route.get("freight_usd_per_t", usual)) if route.get("open", True) else None
        if start == end:
            return 0
        return self.linear(usual) if defaults.get("default", "open") == "open" else None
