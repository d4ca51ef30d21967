"""Eight numbers as one: the vector type of the kernels, for numba.

The loops of a sweep are too irregular for the compiler to make vectors of by itself, so the kernels say it: a `Lanes`
value is eight doubles in one vector of the compiler's own intermediate language, lowered to whatever the processor has
(AVX-512, AVX2, NEON, plain SSE). Only what the kernels need is defined; every operation works lane by lane.

Products and sums in `fma` may be fused into one rounding where the processor can; all bounds hold either way.
"""
# ruff: noqa: ANN401, ARG001, ARG005, D403 - the signatures are those numba prescribes

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model
from numpy.typing import NDArray

LANES = 8
_DOUBLES = ir.VectorType(ir.DoubleType(), LANES)
_FLOATS = ir.VectorType(ir.FloatType(), LANES)
_CACHE_LINE = 64
_MASK = ir.VectorType(ir.IntType(1), LANES)


class Lanes(types.Type):
    """The numba type of eight doubles."""

    def __init__(self) -> None:
        super().__init__(name="Lanes8")


lanes = Lanes()


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _DOUBLES)


def aligned(shape: tuple[int, ...], dtype: Any = np.float64) -> NDArray[Any]:
    """An array of zeros that starts on a cache line, so that a row of eight doubles is one line, not two."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    raw = np.zeros(size + _CACHE_LINE, np.uint8)
    offset = -raw.ctypes.data % _CACHE_LINE
    cut: NDArray[Any] = raw[offset : offset + size].view(dtype).reshape(shape)
    return cut


def _row(context: Any, builder: Any, kind: Any, value: Any, row: Any, vector: Any) -> Any:
    """The address of row `row` of a C-contiguous (rows, 8) array, as a pointer to a vector; plain without `vector`."""
    data = context.make_array(kind)(context, builder, value).data
    if vector is None:
        return builder.gep(data, [row])
    place = builder.gep(data, [builder.mul(row, ir.Constant(row.type, LANES))])
    return builder.bitcast(place, vector.as_pointer())


def _signature(result: Any, *arguments: Any) -> Any:
    return result(*arguments)


@intrinsic
def load(typing: Any, array: Any, row: Any) -> Any:
    """Row `row` of a (rows, 8) float64 array; of a (rows,) one, that number."""
    one = array.ndim == 1

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _row(context, builder, signature.args[0], arguments[0], arguments[1], None if one else _DOUBLES)
        return builder.load(place, align=8)

    return _signature(types.float64 if one else lanes, array, types.int64), code


@intrinsic
def widen(typing: Any, array: Any, row: Any) -> Any:
    """Row `row` of a (rows, 8) float32 array, as doubles."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _row(context, builder, signature.args[0], arguments[0], arguments[1], _FLOATS)
        return builder.fpext(builder.load(place, align=4), _DOUBLES)

    return _signature(lanes, array, types.int64), code


@intrinsic
def store(typing: Any, array: Any, row: Any, value: Any) -> Any:
    """Write eight doubles to row `row` of a (rows, 8) float64 array; one to a (rows,) one."""
    one = array.ndim == 1

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _row(context, builder, signature.args[0], arguments[0], arguments[1], None if one else _DOUBLES)
        builder.store(arguments[2], place, align=8)
        return context.get_dummy_value()

    return _signature(types.void, array, types.int64, types.float64 if one else lanes), code


@intrinsic
def narrow(typing: Any, array: Any, row: Any, value: Any) -> Any:
    """Write eight doubles to row `row` of a (rows, 8) float32 array."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _row(context, builder, signature.args[0], arguments[0], arguments[1], _FLOATS)
        builder.store(builder.fptrunc(arguments[2], _FLOATS), place, align=4)
        return context.get_dummy_value()

    return _signature(types.void, array, types.int64, lanes), code


@intrinsic
def splat(typing: Any, value: Any) -> Any:
    """The same double eight times."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        one = builder.insert_element(ir.Constant(_DOUBLES, ir.Undefined), arguments[0], ir.IntType(32)(0))
        zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return builder.shuffle_vector(one, ir.Constant(_DOUBLES, ir.Undefined), zeros)

    return _signature(lanes, types.float64), code


def _binary(operation: str, text: str) -> Any:
    def typed(typing: Any, a: Any, b: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return getattr(builder, operation)(*arguments)

        return _signature(a, a, b), code

    typed.__doc__ = text
    typed.__name__ = operation
    return intrinsic(typed)


add = _binary("fadd", "a + b.")
sub = _binary("fsub", "a − b.")
mul = _binary("fmul", "a · b.")
div = _binary("fdiv", "a / b.")


@intrinsic
def fma(typing: Any, a: Any, b: Any, c: Any) -> Any:
    """a · b + c, fused where the processor fuses."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        product = builder.fmul(arguments[0], arguments[1], flags=("contract",))
        return builder.fadd(product, arguments[2], flags=("contract",))

    return _signature(a, a, b, c), code


def _call(builder: Any, name: str, *arguments: Any) -> Any:
    kind = ir.FunctionType(_DOUBLES, [_DOUBLES] * len(arguments))
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)


@intrinsic
def magnitude(typing: Any, a: Any) -> Any:
    """|a|."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        if a == lanes:
            return _call(builder, "llvm.fabs.v8f64", arguments[0])
        kind = ir.FunctionType(ir.DoubleType(), [ir.DoubleType()])
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, "llvm.fabs.f64"), arguments)

    return _signature(a, a), code


@intrinsic
def larger(typing: Any, a: Any, b: Any) -> Any:
    """The larger of a and b; a where either is not a number, so put the value that may be none first."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        a, b = arguments
        return builder.select(builder.fcmp_ordered("<", a, b), b, a)

    return _signature(a, a, b), code


@intrinsic
def smaller(typing: Any, a: Any, b: Any) -> Any:
    """The smaller of a and b; a where either is not a number."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        a, b = arguments
        return builder.select(builder.fcmp_ordered(">", a, b), b, a)

    return _signature(a, a, b), code


def pick(array: Any, row: Any, like: Any) -> Any:
    """Row `row` of what may be one number for all lanes or eight: (rows,) float64, (rows, 8) float64 or float32.

    As lanes when `like` has eight columns, as one number when it is (rows,): kernels written with these functions work
    on eight lanes and on one.
    """
    raise NotImplementedError


@overload(pick, inline="always")
def _pick(array, row, like):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - numba compares signatures
    if like.ndim == 1:
        return lambda array, row, like: load(array, row)
    if array.ndim == 1:
        return lambda array, row, like: splat(load(array, row))
    if array.dtype == types.float32:
        return lambda array, row, like: widen(array, row)
    return lambda array, row, like: load(array, row)


def constant(value: Any, like: Any) -> Any:
    """`value` in every lane of an array such as `like`."""
    raise NotImplementedError


@overload(constant, inline="always")
def _constant(value, like):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - numba compares signatures
    if like.ndim == 1:
        return lambda value, like: value
    return lambda value, like: splat(value)
