"""A database of unit processes shaped like the large ones, made of chance alone.

Families of regional producers and their markets; producers buy from markets of families picked by a Zipf law; the
electricity of 240 regions at three voltages trades across borders; 8 % of the producers treat waste (negative
production). A hidden price balance keeps every input sum below 1 of the output, so that the system is productive, while
coefficients span about twelve orders of magnitude. With the standard settings the size, the entries, the largest loop
and the behaviour of direct solvers follow what is published of ecoinvent 3.10: 23,523 processes, about 3e5 entries.

The order of the random draws is the file format: the same settings give the same arrays, bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
HUB_FAMILIES = 12
LARGE_REGION, LARGE_REGIONS = 0.6, 12  # chance of one of the twelve large regions
ANY_MARKET = 0.5  # chance of any market of the family, not its first
WASTE = 0.08
PRODUCER, MARKET = 0, 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What shapes the database; the defaults are the standard one."""

    processes: int = 23_523
    entries: int = 293_000
    flows: int = 2_400
    flow_entries: int = 480_000
    seed: int = 7
    regions: int = 240
    zipf: float = 1.6
    local: float = 0.15
    hubs: float = 0.05
    regimes: int = 8
    offset: float = 40.0
    power_families: float = 0.33


@dataclass(frozen=True, slots=True)
class Synthetic:
    """`technosphere` n x n, `biosphere` m x n, `factors` k x m, the sigmas of their logarithms, and landmarks."""

    technosphere: sp.csc_matrix
    biosphere: sp.csc_matrix
    factors: Reals
    technosphere_sigma: Reals
    biosphere_sigma: Reals
    kind: NDArray[np.int8]
    high_voltage: Ints
    low_voltage: Ints

    def arrays(self) -> dict[str, object]:
        """Return the arrays under the names of the file format ``arrays``."""
        a, b = self.technosphere, self.biosphere
        return {
            "Ad": a.data,
            "Ai": a.indices,
            "Ap": a.indptr,
            "Bd": b.data,
            "Bi": b.indices,
            "Bp": b.indptr,
            "C": self.factors,
            "sigA": self.technosphere_sigma,
            "sigB": self.biosphere_sigma,
            "kind": self.kind,
            "HV": self.high_voltage,
            "LV": self.low_voltage,
            "n": a.shape[0],
            "m": b.shape[0],
        }


@dataclass(slots=True)
class Draft:
    """Input shares while they are drawn: (supplier, buyer, share of the buyer's value)."""

    suppliers: list[Ints] = field(default_factory=list)
    buyers: list[Ints] = field(default_factory=list)
    shares: list[Reals] = field(default_factory=list)

    def add(self, suppliers: object, buyer: int, shares: object) -> None:
        """Let `buyer` take from each of `suppliers`."""
        rows = np.asarray(suppliers)
        self.suppliers.append(rows)
        self.buyers.append(np.full(len(rows), buyer))
        self.shares.append(np.asarray(shares, float))


@dataclass(slots=True)
class Layout:
    """Who is who: positions of power producers by region, of families' members and of their markets."""

    power: list[Ints]
    members: list[Ints]
    markets: list[Ints]
    kind: NDArray[np.int8]


def layout(chance: np.random.Generator, wanted: Settings) -> Layout:
    """Deal the positions out: electricity first, then families until the database is full."""
    size, position = wanted.processes, 3 * wanted.regions
    kind = np.zeros(size, np.int8)
    kind[:position] = MARKET
    power = []
    for count in chance.integers(4, 19, wanted.regions):
        power.append(np.arange(position, position + count))
        position += int(count)
    members: list[Ints] = []
    markets: list[Ints] = []
    while position < size - 60:
        producers = int(min(40, 1 + chance.zipf(1.9)))
        sellers = int(min(20, max(1, producers // 3)))
        if position + producers + sellers > size:
            break
        members.append(np.arange(position, position + producers))
        markets.append(np.arange(position + producers, position + producers + sellers))
        kind[markets[-1]] = MARKET
        position += producers + sellers
    rest = np.arange(position, size)
    if len(rest):
        members.append(rest[:-1] if len(rest) > 1 else rest)
        markets.append(rest[-1:])
        kind[rest[-1]] = MARKET
    return Layout(power, members, markets, kind)


def sell(chance: np.random.Generator, drawn: Draft, who: Layout) -> int:
    """Let each market buy from its producers and from the transport hubs; return how many entries that took."""
    taken = 0
    for members, markets in zip(who.members, who.markets, strict=True):
        for market in markets:
            alone = len(markets) == 1
            source = members if alone else chance.choice(members, size=max(1, len(members) // 2), replace=False)
            drawn.add(source, market, chance.dirichlet(np.ones(len(source))) * 0.90)
            hubs = np.unique(chance.integers(0, HUB_FAMILIES, chance.integers(2, 6)))
            sold = [who.markets[hub][chance.integers(len(who.markets[hub]))] for hub in hubs]
            drawn.add(sold, market, chance.dirichlet(np.ones(len(hubs))) * chance.uniform(0.01, 0.08))
            taken += len(source) + len(hubs)
    return taken


def electrify(chance: np.random.Generator, drawn: Draft, who: Layout, regions: int) -> int:
    """Wire the regions: producers to high voltage, borders, transformation to medium and low voltage."""
    taken = 0
    high = np.arange(regions) * 3
    for region in range(regions):
        producers = who.power[region]
        beside = np.unique((region + chance.integers(-6, 7, 3)) % regions)
        beside = beside[beside != region]
        imported = chance.uniform(0.02, 0.25)
        top = int(high[region])
        drawn.add(producers, top, chance.dirichlet(np.ones(len(producers))) * (0.97 - imported))
        if len(beside):
            drawn.add(high[beside], top, chance.dirichlet(np.ones(len(beside))) * imported)
        drawn.add([top, top + 1], top + 1, [0.93, 0.005])
        drawn.add([top + 1, top + 2], top + 2, [0.9, 0.02])
        taken += len(producers) + len(beside) + 4
    return taken


def buy(chance: np.random.Generator, drawn: Draft, who: Layout, wanted: Settings, taken: int) -> None:
    """Let each producer buy inputs: global hubs by the Zipf law, close families upstream, and electricity."""
    size, families = wanted.processes, len(who.members)
    core = max(1, int(families * wanted.hubs))
    popularity = (np.arange(families) + wanted.offset) ** (-wanted.zipf)
    cumulative = np.cumsum(popularity / popularity.sum())
    producers = np.where(who.kind == PRODUCER)[0]
    mean = (wanted.entries - size - taken) / int((who.kind == PRODUCER).sum())
    family_of = np.full(size, -1)
    for number, (members, markets) in enumerate(zip(who.members, who.markets, strict=True)):
        family_of[members] = number
        family_of[markets] = number
    region_of = np.full(size, -1)
    for region, members in enumerate(who.power):
        region_of[members] = region
    for buyer in producers:
        count = int(np.clip(chance.lognormal(np.log(mean * 0.93), 0.75), 2, 400))
        own = family_of[buyer] if family_of[buyer] >= 0 else max(core, int(families * wanted.power_families))
        near = chance.binomial(count, wanted.local)
        asked = np.searchsorted(cumulative, chance.random(count - near))
        close = own - chance.geometric(1 / 60.0, near)
        close = close[close >= 0]
        # A family of the core may buy within the core; the others buy upstream only.
        asked = asked[(asked < core) | (asked < own)]
        asked = np.unique(np.concatenate([asked, close]))
        asked = asked[(asked != own) & (asked < families)]
        if region_of[buyer] >= 0:
            region = int(region_of[buyer])
        elif chance.random() < LARGE_REGION:
            region = int(chance.integers(LARGE_REGIONS)) * wanted.regions // LARGE_REGIONS
        else:
            region = int(chance.integers(wanted.regions))
        suppliers = [
            sold[chance.integers(len(sold))] if chance.random() < ANY_MARKET else sold[0]
            for sold in (who.markets[each] for each in asked)
        ]
        voltage = chance.choice(3, p=[0.1, 0.6, 0.3])
        suppliers.append(int(3 * region + voltage))
        total = chance.beta(3, 2.2) * 0.9
        weights = chance.lognormal(0, 2.0, len(suppliers))
        drawn.add(suppliers, int(buyer), weights / weights.sum() * total)


def emit(chance: np.random.Generator, kind: NDArray[np.int8], price: Reals, wanted: Settings) -> sp.csc_matrix:
    """Draw the biosphere: few flows in most producers, most flows in few."""
    producers = np.where(kind == PRODUCER)[0]
    mean = wanted.flow_entries * 0.73 / len(producers)
    common = (np.arange(wanted.flows) + 6.0) ** -1.05
    cumulative = np.cumsum(common / common.sum())
    rows, columns = [], []
    for producer in producers:
        count = int(np.clip(chance.lognormal(np.log(mean * 1.18), 0.8), 1, 700))
        drawn = np.unique(np.searchsorted(cumulative, chance.random(count)))
        rows.append(drawn)
        columns.append(np.full(len(drawn), producer))
    row, column = np.concatenate(rows), np.concatenate(columns)
    values = chance.lognormal(-3, 2.5, len(row)) * price[column] / (1 + row)
    matrix = sp.coo_matrix((values, (row, column)), shape=(wanted.flows, wanted.processes)).tocsc()
    matrix.sort_indices()
    return matrix


def characterize(chance: np.random.Generator, wanted: Settings) -> Reals:
    """Draw the factors of the regimes over about 150 gases, three of them the commonest flows."""
    gases = np.unique(np.concatenate([[0, 2, 5], chance.choice(wanted.flows, 147, replace=False)]))
    factors = np.zeros((wanted.regimes, wanted.flows))
    base = chance.lognormal(0, 2, len(gases))
    base[:3] = [1, 29.8, 273]
    for regime in range(wanted.regimes):
        counted = np.ones(len(gases)) if regime == 0 else (chance.random(len(gases)) < chance.uniform(0.4, 1))
        counted[0] = 1
        factors[regime, gases] = base * counted * chance.uniform(0.9, 1.1, len(gases))
    return factors


def generate(wanted: Settings = Settings()) -> Synthetic:
    """Draw a database."""
    chance = np.random.default_rng(wanted.seed)
    size, drawn = wanted.processes, Draft()
    who = layout(chance, wanted)
    taken = sell(chance, drawn, who)
    taken += electrify(chance, drawn, who, wanted.regions)
    buy(chance, drawn, who, wanted, taken)
    row, column, share = (np.concatenate(each) for each in (drawn.suppliers, drawn.buyers, drawn.shares))
    price = chance.lognormal(0, 3.0, size)
    inputs = sp.coo_matrix((share * price[column] / price[row], (row, column)), shape=(size, size)).tocsr()
    inputs.sum_duplicates()
    inputs.setdiag(0)
    inputs.eliminate_zeros()
    waste = (chance.random(size) < WASTE) & (who.kind == PRODUCER)
    whole = sp.diags(np.where(waste, -1.0, 1.0)) @ (sp.identity(size, format="csr") - inputs)
    # Relabelled, so that the order in the file carries no structure.
    shuffle = chance.permutation(size)
    technosphere = whole.tocsr()[shuffle][:, shuffle].tocsc()
    technosphere.sort_indices()
    kind, price = who.kind[shuffle], price[shuffle]
    biosphere = emit(chance, kind, price, wanted)
    factors = characterize(chance, wanted)
    place = np.argsort(shuffle)
    high = np.arange(wanted.regions) * 3
    return Synthetic(
        technosphere,
        biosphere,
        factors,
        chance.uniform(0.05, 0.35, technosphere.nnz),
        chance.uniform(0.05, 0.45, biosphere.nnz),
        kind,
        place[high],
        place[high + 2],
    )


def with_loops(made: Synthetic, scores: Reals, gain: float, pairs: int = 40) -> Synthetic:
    """Add recycling loops of two markets each, all inside the core: each turn returns `gain` of what went in.

    `scores` (n,) of the unchanged database weigh the two directions, so that neither drowns in the other; the new
    entries are nearly certain (sigma 0.02), everything else keeps its chance.
    """
    matrix = made.technosphere
    chance = np.random.default_rng(1)
    count, label = connected_components(matrix, directed=True, connection="strong")
    core = np.flatnonzero(label == np.argmax(np.bincount(label, minlength=count)))
    chosen = chance.choice(np.intersect1d(core, np.flatnonzero(made.kind == MARKET)), 2 * pairs, replace=False)
    first, second = chosen[::2], chosen[1::2]
    amount = np.sqrt(gain) * np.abs(scores[second] / scores[first])
    changed = matrix.tolil()
    changed[first, second] = -amount
    changed[second, first] = -gain / amount
    technosphere = changed.tocsc()
    technosphere.sort_indices()
    sigma = np.random.default_rng(2).uniform(0.05, 0.35, technosphere.nnz)
    entries = technosphere.tocoo()
    added = {*zip(first.tolist(), second.tolist(), strict=True), *zip(second.tolist(), first.tolist(), strict=True)}
    sigma[[pair in added for pair in zip(entries.row.tolist(), entries.col.tolist(), strict=True)]] = 0.02
    return replace(made, technosphere=technosphere, technosphere_sigma=sigma)


@dataclass(frozen=True, slots=True)
class Foreground:
    """A small system over the database: each process makes 1 and takes from the ones before it and from the background.

    `own` (size, size), strictly lower: what process j takes of process i < j stands at (j, i). Link k: process
    `taker[k]` takes `amount[k]` of background process `supplier[k]`. Every input is lognormal with `sigma`.
    """

    own: Reals
    supplier: Ints
    taker: Ints
    amount: Reals
    sigma: float = 0.3

    @property
    def size(self) -> int:
        """The number of processes."""
        return len(self.own)

    def entries(self) -> tuple[Ints, Ints, Reals]:
        """Return rows, columns, values of the columns: row −1 − i is process i of its own, others are background."""
        taker, supplier = np.nonzero(self.own)
        every = np.arange(self.size)
        rows = np.concatenate([-1 - every, -1 - supplier, self.supplier])
        columns = np.concatenate([every, taker, self.taker])
        return rows, columns, np.concatenate([np.ones(self.size), -self.own[taker, supplier], -self.amount])


def foreground(processes: int, size: int = 20, links: int = 200, seed: int = 3) -> Foreground:
    """Draw a foreground over a database of so many processes."""
    chance = np.random.default_rng(seed)
    supplier = chance.choice(processes, links, replace=False)
    taker = chance.integers(0, size, links)
    amount = chance.lognormal(-1, 1, links)
    return Foreground(np.tril(chance.random((size, size)) * 0.3, -1), supplier, taker, amount)
