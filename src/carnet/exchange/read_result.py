"""What every reader of a study returns, whatever the spelling: the study, its places, its warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carnet.errors import Problem
    from carnet.inventory.model import Places, Study


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A study that could be read.

    Attributes:
        study: the study; the same value whether it came from xlsx, json or toml.
        places: where each value stood, by JSON Pointer into the study.
        problems: everything worth telling that did not stop the reading (severity ``warning``);
            a reader that meets an error raises `carnet.errors.InputError` with all problems instead.
    """

    study: Study
    places: Places
    problems: tuple[Problem, ...] = ()
