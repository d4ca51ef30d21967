"""Sobol indices of the full model: the textbook answer where there is one, common numbers, refusals."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from carnet.errors import InputError
from carnet.lca.engine.arrays import FIXED, NORMAL, Matrices, Spreads
from carnet.lca.engine.prepare import prepare
from carnet.lca.engine.sobol import REST, Group, sobol
from tests.lca.engine.systems import columns


def additive():
    """One product made of three emissions, sd 1, 2 and 4 under factors 1: shares of variance 1/21, 4/21, 16/21."""
    technosphere = columns(np.array([[1.0]]))
    biosphere = columns(np.array([[100.0], [100.0], [100.0]]))
    nought = np.zeros(3, np.float32)
    still = Spreads(np.array([FIXED], np.uint8), np.ones(1), nought[:1], nought[:1], nought[:1])
    spread = Spreads(
        np.full(3, NORMAL, np.uint8), biosphere.values.copy(), np.array([1, 2, 4], np.float32), nought, nought
    )
    return Matrices(technosphere, biosphere, still, spread)


def product_of_two():
    """Score = amount · emission, both normal about 1."""
    technosphere = columns(np.array([[1.0, -1.0], [0, 1.0]]))
    biosphere = columns(np.array([[1.0, 0.0]]))
    nought = np.zeros(3, np.float32)
    kind = np.array([FIXED, NORMAL, FIXED], np.uint8)
    spread = Spreads(kind, technosphere.values.copy(), np.array([0, 0.1, 0], np.float32), nought, nought)
    emission = Spreads(np.array([NORMAL], np.uint8), np.ones(1), np.array([0.1], np.float32), nought[:1], nought[:1])
    return Matrices(technosphere, biosphere, spread, emission)


def test_additive_model_has_the_textbook_indices():
    matrices = additive()
    groups = {"small": Group(biosphere=(0,)), "large": Group(biosphere=(2,))}
    found = sobol(
        prepare(matrices.technosphere), matrices, np.ones((1, 3)), groups=groups, products=(0,), seed=1, samples=4096
    )
    assert found.names == ("small", "large", REST)
    expected = np.array([1, 16, 4]) / 21
    assert np.allclose(found.first[:, 0, 0], expected, atol=0.05)
    assert np.allclose(found.total[:, 0, 0], expected, atol=0.05)
    assert (found.first_low <= found.first).all()
    assert (found.first <= found.first_high).all()
    assert (found.total_low <= found.total_high).all()
    assert found.draws == 4096 * 5
    assert found.methods["sweeps"] == 4096 * 5


def test_interaction_is_in_the_total_index():
    """y = (1 + a)(1 + b): V_a = V_b = s², V_ab = s⁴, with s = 0.1 the first-order shares are 1/(2 + s²)."""
    matrices = product_of_two()
    groups = {"amount": Group(technosphere=(1,)), "emission": Group(biosphere=(0,))}
    found = sobol(
        prepare(matrices.technosphere), matrices, np.ones((2, 1)), groups=groups, products=(1, 0), seed=1, samples=4096
    )
    assert np.allclose(found.first[:2, 0], 1 / 2.01, atol=0.05)
    assert (np.abs(found.total[2, 0]) < 1e-6).all()  # nothing else is uncertain
    assert np.allclose(found.first[:, 1, 0], (0, 1, 0), atol=0.05)  # product 0 does not use the amount


def test_threads_do_not_matter():
    matrices = additive()
    arguments = {"groups": {"x": Group(biosphere=(0, 1))}, "products": (0,), "seed": 4, "samples": 64}
    one = sobol(prepare(matrices.technosphere), matrices, np.ones((1, 3)), **arguments)
    with ThreadPoolExecutor(2) as pool:
        two = sobol(prepare(matrices.technosphere), matrices, np.ones((1, 3)), **arguments, mapper=pool.map)
    assert (one.first == two.first).all()
    assert (one.total == two.total).all()


@pytest.mark.parametrize(
    ("groups", "samples", "codes"),
    [
        ({}, 64, ["LCI-035"]),
        ({"x": Group(biosphere=(0,)), "y": Group(biosphere=(0,))}, 64, ["LCI-035"]),
        ({"x": Group(biosphere=(7,))}, 64, ["LCI-035"]),
        ({"x": Group(technosphere=(0,))}, 64, ["LCI-035"]),  # has no uncertainty
        ({REST: Group(biosphere=(0,))}, 64, ["LCI-035"]),
        ({"x": Group(biosphere=(0,))}, 100, ["LCI-036"]),
        ({}, 4, ["LCI-036", "LCI-035"]),
    ],
)
def test_refusals(groups, samples, codes):
    matrices = additive()
    with pytest.raises(InputError) as error:
        sobol(
            prepare(matrices.technosphere), matrices, np.ones((1, 3)), groups=groups, products=(0,), seed=1,
            samples=samples,
        )  # fmt: skip
    assert [p.code for p in error.value.problems] == codes
