"""Political statements: money on columns, and rows (docs/formulation.md, section 7)."""

from collections import defaultdict

from scenario import listed


def names(said, name):
    return said is None or said == "all" or name in listed(said)


class Money:
    """Tariffs, subsidies and price floors, USD per tonne."""

    def __init__(self, year, facilities):
        self.year, self.facilities = year, facilities

    def of_kind(self, kind):
        return (policy for policy in self.year.policies if policy["kind"] == kind)

    def on(self, policy, facility, stage):
        if "facility" in policy:
            return policy["facility"] == facility
        return (policy["country"], policy["stage"]) == (self.facilities[facility]["country"], stage)

    def tariff(self, commodity, start, end):
        total = 0
        for policy in self.of_kind("tariff"):
            concerned = names(policy["from"], start) and names(policy.get("to"), end)
            if start != end and concerned and names(policy.get("commodities"), commodity):
                flat = "usd_per_t" in policy
                price = self.year.price(commodity) or 0
                total += self.year.stated(policy["usd_per_t"]) if flat else self.year.stated(policy["rate"]) * price
        return total

    def subsidy(self, facility, stage):
        paid = (policy for policy in self.of_kind("subsidy") if self.on(policy, facility, stage))
        return sum(self.year.stated(policy["usd_per_t"]) for policy in paid)

    def floor(self, facility, stage, commodity):
        price, total = self.year.price(commodity), 0
        for policy in self.of_kind("price_floor"):
            if price is not None and self.on(policy, facility, stage) and names(policy.get("commodity"), commodity):
                total += max(0, self.year.stated(policy["usd_per_t"]) - price)
        return total


def write(program, baseline, baseline_cost):
    """Rows of the avoidance, unless this is the baseline, and of every statement in force."""
    year = program.year
    if not baseline:
        for member in (member for member in program.members if member in year.alliance):
            for stage in year.avoided_stages:
                broken = total(at(program, member, year.commodities, stage), lambda place: place in year.avoided)
                program.row(broken, 0)
    ceilings = []
    for policy in year.policies:
        kind = policy["kind"]
        if kind in ("budget", "max_premium"):
            ceilings.append(policy)
        elif kind not in ("tariff", "subsidy", "price_floor"):
            ROWS[kind](program, policy)
    # Last: the price of every slack counts.
    for policy in ceilings:
        spent = dict(enumerate(program.costs))
        if policy["kind"] == "budget":
            program.row(spent, year.stated(policy["usd_per_year"]))
        elif not baseline:
            program.row(spent, (1 + year.stated(policy["premium"])) * baseline_cost)


def at(program, member, commodities, stage, net=False):
    """What is made or won for a member at a stage: place, column, rate; `net` of what the same column takes."""
    for made in program.made:
        rate = made.adds if net else made.rate
        if made.member == member and made.commodity in commodities and rate > 0:
            for place, where, _ in filter(None, (made.source, made.maker)):
                if where == stage:
                    yield place, made.column, rate


def total(entries, chosen):
    terms = defaultdict(float)
    for place, column, rate in entries:
        if chosen(place):
            terms[column] += rate
    return terms


def limit(program, policy, terms, rhs):
    """A row that may be broken at a price where the statement has one; none where nothing can break it."""
    if any(rate > 0 for rate in terms.values()):
        terms = dict(terms)
        if "slack_usd_per_t" in policy:
            terms[program.column(program.year.stated(policy["slack_usd_per_t"]))] = -1
        program.row(terms, rhs)


def bound(program, policy):
    said = policy.get("members")
    everyone = said is None or said == "all"
    return [member for member in program.members if member in (program.year.alliance if everyone else listed(said))]


def subjects(program, policy):
    chosen = [key for key in program.year.commodities if names(policy.get("commodities"), key)]
    return [chosen] if policy.get("together") else [[key] for key in chosen]


def ban(program, policy):
    for member in bound(program, policy):
        for stage in (stage for stage in program.year.stages if names(policy.get("stages"), stage)):
            [chosen] = subjects(program, {**policy, "together": True})
            entries = at(program, member, chosen, stage)
            limit(program, policy, total(entries, lambda place: place in listed(policy["origins"])), 0)


def flow(program, policy):
    terms = {
        column: 1
        for commodity, start, end, column in program.flows
        if start != end
        and names(policy["from"], start)
        and names(policy.get("to"), end)
        and names(policy.get("commodities"), commodity)
    }
    limit(program, policy, terms, program.year.stated(policy.get("limit_t_per_year", 0)))


def share_row(program, policy, member, subject, counted, share):
    """`counted - share x use <= 0`."""
    if counted:
        for commodity in subject:
            for column, rate in program.use[member, commodity].items():
                counted[column] = counted.get(column, 0) - share * rate
        limit(program, policy, counted, 0)


def max_share(program, policy):
    share = program.year.stated(policy["share"])
    for member in bound(program, policy):
        exempt = listed(program.year.members[member]["countries"]) if policy.get("home_exempt") else []
        for subject in subjects(program, policy):
            entries = list(at(program, member, subject, policy["stage"], net=True))
            if "countries" in policy:
                groups = [set(listed(policy["countries"]))]
            else:
                groups = [{place} for place in sorted({place for place, _, _ in entries})]
            for group in groups:
                counted = total(entries, lambda place: place in group and place not in exempt)
                share_row(program, policy, member, subject, counted, share)


def min_share(program, policy):
    year, stage = program.year, policy["stage"]
    for member in bound(program, policy):
        favoured = set(listed(policy.get("countries", year.members[member]["countries"])))
        recycled = stage == "recycling" and "countries" not in policy
        for subject in subjects(program, policy):
            subject = [commodity for commodity in subject if year.passes(commodity, stage)]
            others = defaultdict(float)
            for made in program.made:
                if made.member == member and made.commodity in subject and made.adds > 0:
                    ends = filter(None, (made.source, made.maker))
                    # Whatever else feeds the product counts as not favoured.
                    if not any(where == stage and (recycled or place in favoured) for place, where, _ in ends):
                        others[made.column] += made.adds
            share_row(program, policy, member, subject, others, 1 - year.stated(policy["share"]))


def offtake(program, policy):
    facility, holder = policy["facility"], policy["member"]
    if holder not in program.members or facility not in program.facilities:
        return
    others = 1 - program.year.stated(policy["share"])
    products, activities = defaultdict(dict), {}
    for made in program.made:
        if not names(policy.get("commodities"), made.commodity):
            continue
        if made.source is not None and facility in (made.source[2], made.maker[2]):
            products[made.commodity][made.column] = (made.member != holder) - others
        elif made.source is None and made.maker[2] == facility and made.member != holder:
            activities[made.column] = 1
    for terms in products.values():
        limit(program, policy, terms, 0)
    if activities:
        limit(program, policy, activities, others * program.capacity(program.facilities[facility]))


ROWS = {
    "ban": ban,
    "export_ban": flow,
    "max_flow": flow,
    "max_share": max_share,
    "min_share": min_share,
    "offtake": offtake,
}
