"""The program of one question, written out in full: a column for every consumer, source and route (docs/formulation.md)."""

from collections import defaultdict
from dataclasses import dataclass

import policies
from scenario import RECIPE, SOURCE, SPLIT, listed, number


@dataclass
class Made:
    """Tonnes of a commodity that a column wins or makes for a consumer, and where they come from."""

    member: str
    commodity: str
    column: int
    rate: float
    adds: float  # what the column makes beyond what it takes of the commodity
    maker: tuple  # place, stage, facility
    source: tuple | None  # the same of the source, where the commodity is won at a split


class Program:
    """`min cost` over columns at least zero and rows `terms <= rhs`."""

    def __init__(self, year, members, owned_by=None, baseline=False, baseline_cost=None):
        self.year, self.members = year, members
        self.costs, self.rows = [], []
        self.demands = year.demands(members)
        self.delivered, self.made, self.flows = defaultdict(dict), [], []
        self.use, self.capacities = defaultdict(dict), defaultdict(dict)
        self.arriving, self.leaving = defaultdict(dict), defaultdict(dict)
        self.facilities = {
            key: facility
            for key, facility in year.facilities.items()
            if (owned_by is None or year.owner(facility) == owned_by) and self.capacity(facility) != 0
        }
        self.money = policies.Money(year, self.facilities)
        runs = [(key, process) for key, facility in self.facilities.items() for process in listed(facility["process"])]
        self.of_kind = {kind: [run for run in runs if year.kind(run[1]) == kind] for kind in (SOURCE, SPLIT, RECIPE)}
        self.wanted = {commodity for _, commodity in self.demands} | {
            commodity
            for key, process in self.of_kind[RECIPE]
            for commodity in year.rates(self.facilities[key], process, "input")
        }
        self.splits()
        self.recipes()
        self.deliveries()
        self.shipments()
        for key, terms in self.capacities.items():
            self.row(terms, self.capacity(self.facilities[key]))
        policies.write(self, baseline, baseline_cost)

    def capacity(self, facility):
        return self.year.capacity(facility.get("capacity_t_per_year"))

    def column(self, cost):
        self.costs.append(cost)
        return len(self.costs) - 1

    def row(self, terms, rhs):
        self.rows.append((dict(terms), rhs))

    def splits(self):
        limited, outlets = defaultdict(dict), defaultdict(dict)
        for source, mined in self.of_kind[SOURCE]:
            for splitter, split in self.of_kind[SPLIT]:
                self.feed(source, mined, splitter, split, limited, outlets)
        for (splitter, product), terms in limited.items():
            limits = self.facilities[splitter].get("max_output_t_per_year", {})
            if product in limits:
                self.row(terms, self.year.capacity(limits[product]))
        for product, terms in outlets.items():
            self.row(terms, self.year.linear(self.year.commodities[product]["byproduct"]["max_t_per_year"]))

    def feed(self, source, mined, splitter, split, limited, outlets):
        """One source's material at one splitter: what is shipped, won, allotted and sold."""
        year, mine, plant = self.year, self.facilities[source], self.facilities[splitter]
        material = year.processes[split]["splits"]
        start, end = mine["country"], plant["country"]
        freight = year.freight(material, start, end)
        taken = "accepts" not in plant or mine.get("mineral") in listed(plant["accepts"])
        if material not in year.processes[mined]["output"] or freight is None or not taken:
            return
        assay = {product: number(value) for product, value in mine.get("assay", {}).items()}
        recovery = year.rates(plant, split, "recovery")
        won = {product: rate * assay[product] for product, rate in recovery.items() if assay.get(product, 0) > 0}
        if not won.keys() & self.wanted:
            return  # by-products alone never pay for a feed
        mining, splitting = year.stage(mined), year.stage(split)
        own = year.cost(mine, mined) + year.cost(plant, split) + freight + self.money.tariff(material, start, end)
        own += self.money.floor(source, mining, material)
        own -= self.money.subsidy(source, mining) + self.money.subsidy(splitter, splitting)
        charge = {product: year.linear(year.commodities[product].get("dispose_usd_per_t")) or 0 for product in won}
        shipped = self.column(own + sum(won[product] * charge[product] for product in won))
        self.capacities[source][shipped] = 1
        if self.capacity(plant) is not None:
            self.capacities[splitter][shipped] = 1
        self.flows.append((material, start, end, shipped))
        sales = {}
        for product, rate in won.items():
            terms = {shipped: -rate}
            for member in self.members if product in self.wanted else []:
                allotted = self.column(self.money.floor(splitter, splitting, product))
                terms[allotted] = limited[splitter, product][allotted] = 1
                maker, origin = (end, splitting, splitter), (start, mining, source)
                self.made.append(Made(member, product, allotted, 1, 1, maker, origin))
            if "byproduct" in year.commodities[product]:
                price = year.linear(year.commodities[product]["byproduct"]["price_usd_per_t"])
                sold = self.column(-price - charge[product])
                terms[sold] = limited[splitter, product][sold] = outlets[product][sold] = 1
                sales[sold] = price
            self.row(terms, 0)
        if sales:
            self.row({**sales, shipped: -own}, 0)

    def recipes(self):
        year = self.year
        for key, process in self.of_kind[RECIPE]:
            facility, stage = self.facilities[key], year.stage(process)
            inputs, outputs = (year.rates(facility, process, key) for key in ("input", "output"))
            cost = year.cost(facility, process) - self.money.subsidy(key, stage)
            cost += sum(rate * self.money.floor(key, stage, product) for product, rate in outputs.items())
            for member in self.members:
                activity = self.column(cost)
                self.capacities[key][activity] = 1
                for product, rate in outputs.items():
                    maker, adds = (facility["country"], stage, key), rate - inputs.get(product, 0)
                    self.made.append(Made(member, product, activity, rate, adds, maker, None))
                for commodity, rate in inputs.items():
                    self.arriving[member, commodity, facility["country"]][activity] = rate
                    if rate > outputs.get(commodity, 0):
                        self.use[member, commodity][activity] = rate - outputs.get(commodity, 0)

    def deliveries(self):
        for (member, commodity), demand in self.demands.items():
            for place in listed(self.year.members[member]["countries"]):
                delivered = self.column(0)
                self.arriving[member, commodity, place][delivered] = 1
                self.use[member, commodity][delivered] = self.delivered[member, commodity][delivered] = 1
            self.row(self.delivered[member, commodity], demand)

    def shipments(self):
        """One hop, from where a commodity is made for a consumer to where it is used for it."""
        for made in self.made:
            terms = self.leaving[made.member, made.commodity, made.maker[0]]
            terms[made.column] = terms.get(made.column, 0) - made.rate
        for member, commodity, start in list(self.leaving):
            for other, wanted, end in list(self.arriving):
                freight = self.year.freight(commodity, start, end)
                if (member, commodity) == (other, wanted) and freight is not None:
                    shipped = self.column(freight + self.money.tariff(commodity, start, end))
                    self.leaving[member, commodity, start][shipped] = 1
                    self.arriving[member, commodity, end][shipped] = -1
                    self.flows.append((commodity, start, end, shipped))
        for terms in [*self.leaving.values(), *self.arriving.values()]:
            self.row(terms, 0)
