"""Whether the extra for databases is there: one sentence instead of a missing module."""

from __future__ import annotations

from importlib.util import find_spec

from carnet.errors import UsageError, problem

NEEDED = ("numpy", "scipy", "numba")


def need_engine(*more: str) -> None:
    """Make sure that the packages of the extra ``carnet[lca]`` are there; none of them is imported.

    Args:
        more: what this command needs besides, such as ``pandas``.

    Raises:
        UsageError: naming every package that is missing (LCI-160).
    """
    missing = [name for name in (*NEEDED, *more) if find_spec(name) is None]
    if missing:
        raise UsageError((problem("LCI-160", None, ", ".join(missing)),))
