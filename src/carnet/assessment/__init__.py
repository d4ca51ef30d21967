"""From a study and a regime to a figure that shows its derivation; from two figures to the bridge between them.

What lives here: plans, lines, evaluation, results, derivations, bridges.
May touch: every pure room below it.
Must not: read a clock, a file or a random source; use floats; fill a gap with a default.
Ways in: `assess`, `result_json`, `bridge`, `bridge_json`, `bridge_versions`, `subgraph`.
Invariants: contributions add up exactly to the figure; bridge terms add up exactly to the difference; every leaf
    of a derivation names a cell, a factor record, a parameter with its clause, or a printed constant.
"""

from carnet.assessment.assess import Assessment, Inputs, assess
from carnet.assessment.bridge import Bridge, bridge
from carnet.assessment.bridge_json import bridge_json, version_bridge_json
from carnet.assessment.derivation import subgraph
from carnet.assessment.result import result_json
from carnet.assessment.versions import VersionBridge, bridge_versions

__all__ = [
    "Assessment",
    "Bridge",
    "Inputs",
    "VersionBridge",
    "assess",
    "bridge",
    "bridge_json",
    "bridge_versions",
    "result_json",
    "subgraph",
    "version_bridge_json",
]
