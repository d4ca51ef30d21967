"""Carnet: one assessment of one product, carried into every market.

What lives here: the version. Everything else lives in a room; docs/architecture.md has the picture.
May touch: nothing.
Must not: import a room, so that `import carnet` stays free.
Ways in: the command line (`carnet.cli.main`) and the use cases (`carnet.service`).
Invariants: imports point down only; below `exchange` nothing reads a file, a clock, chance or a socket.
"""

from __future__ import annotations

__version__ = "0.1.0"
