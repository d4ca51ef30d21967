"""The command line: decode arguments, call a use case, print what came back.

What lives here: one module per group of commands, and the rendering for a terminal.
May touch: `carnet.service` and what its results are made of.
Must not: calculate, decide, or print a traceback unless `--debug` asks for one.
Ways in: `carnet.cli.main:main`.
Invariants: `--json` prints exactly one JSON document on stdout; errors go to stderr; exit 0 good, 1 something is
    wrong with the thing examined, 2 wrong usage, missing file or input that cannot be calculated.
"""
