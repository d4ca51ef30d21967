"""Commands that are promised and not built yet: they say so in one sentence and exit 2."""

from __future__ import annotations

import click

from carnet.cli.frame import common
from carnet.errors import UsageError, problem

NOT_BUILT = (
    "whatif", "plan", "compare",
    "review", "request", "tender", "baseline", "label", "key", "issue", "revoke", "log", "serve",
    "worker", "backup", "restore",
)  # fmt: skip


NOT_BUILT_FACTORS = ("import", "diff", "review", "publish")


def register(group: click.Group) -> None:
    """Add one command per name; any arguments are taken and ignored."""
    for name in NOT_BUILT:
        group.add_command(_command(name))
    factors = group.commands["factors"]
    if isinstance(factors, click.Group):
        for name in NOT_BUILT_FACTORS:
            factors.add_command(_command(name))


def _command(name: str) -> click.Command:
    @click.command(
        name,
        hidden=True,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
        help="not built yet · 尚未实现",
    )
    @common
    def run() -> None:
        raise UsageError((problem("CLI-004", None, name),))

    return run
