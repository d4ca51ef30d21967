"""Columns of text in a packed file: one run of UTF-8 with offsets, and an order in which an id is found by halving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.errors import InputError, Place, problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carnet.store.database_file import Packed


@dataclass(frozen=True, slots=True)
class Texts(Sequence[str]):
    """Texts of a mapped file; nothing is decoded before it is asked for.

    `raw` (bytes,) and `start` (count + 1,) as stored; `order` (count,), where the column is sorted, lists the positions
    by their bytes.
    """

    raw: memoryview
    start: NDArray[np.int64]
    order: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - an int or a slice, a text or texts
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return self.bytes_of(int(index)).decode(errors="replace")

    def __iter__(self) -> Iterator[str]:
        data = self.raw.tobytes()
        ends = self.start.tolist()
        return (data[a:b].decode(errors="replace") for a, b in pairwise(ends))

    def bytes_of(self, index: int) -> bytes:
        """One text as UTF-8."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        return bytes(self.raw[self.start[index] : self.start[index + 1]])

    def find(self, text: str) -> int:
        """The position of a text in a sorted column, or −1; of several equal ones the first."""
        if self.order is None:
            message = "this column is not sorted"
            raise ValueError(message)
        wanted = text.encode()
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.bytes_of(int(self.order[middle])) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(self):
            return -1
        position = int(self.order[low])
        return position if self.bytes_of(position) == wanted else -1


def text_arrays(name: str, texts: Sequence[str], *, ordered: bool = False) -> dict[str, NDArray[Any]]:
    """The arrays of a column of text: ``NAME.text``, ``NAME.start`` and, if it is to be searched, ``NAME.order``."""
    encoded = [text.encode("utf-8", "replace") for text in texts]
    start = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(item) for item in encoded], out=start[1:])
    arrays: dict[str, NDArray[Any]] = {
        f"{name}.text": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        f"{name}.start": start,
    }
    if ordered:
        order = sorted(range(len(encoded)), key=lambda i: (encoded[i], i))
        arrays[f"{name}.order"] = np.array(order, dtype=np.int32)
    return arrays


def texts_of(packed: Packed, name: str) -> Texts:
    """The column of a file that `text_arrays` made.

    Raises:
        InputError: it is damaged, or its parts do not fit together (LCI-164).
    """
    order = packed.array(f"{name}.order") if f"{name}.order" in packed else None
    raw, start = packed.array(f"{name}.text"), packed.array(f"{name}.start")
    fits = len(start) and start[0] == 0 and start[-1] == len(raw) and bool((start[1:] >= start[:-1]).all())
    if fits and order is not None and len(order):
        fits = len(order) == len(start) - 1 and int(order.min()) >= 0 and int(order.max()) < len(order)
    if not fits:
        raise InputError((problem("LCI-164", Place(file=packed.path.name), name, part=name),))
    return Texts(memoryview(raw.data), start, order)
