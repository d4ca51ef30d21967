"""Benchmarks: one file each, run by ``make bench``; medians of ten, beside a limit or a rival.

A benchmark declares ``TITLE``, ``LIMIT`` (seconds, or `None`) and gives ``prepare(folder) -> dict of contenders``:
name → a function without arguments that does the work once. Ours comes first; the others are rivals, and the
ratio to each is printed.
"""
