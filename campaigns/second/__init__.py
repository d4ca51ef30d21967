"""A second calculation of a product footprint, naive on purpose: straight loops, exact fractions, nothing remembered.

It is written from the meaning of the rules (docstring of `carnet.regime.vocabulary`) and shares no code with the
program: units, GWP look-up, choice of factors, shares, activities and every line are worked out anew. It needs a study
without errors and rules without unknown blocking values. Ways in: `World`, `figure`.
"""

from __future__ import annotations

from campaigns.second.figure import Figure, figure
from campaigns.second.world import RefusedError, World

__all__ = ["Figure", "RefusedError", "World", "figure"]
