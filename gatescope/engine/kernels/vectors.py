"""The innermost loop in the compiler's own vectors, since Numba has no array that stays in registers.

LLVM splits a vector of 64 numbers into what the processor has: four of AVX-512, eight of AVX2, sixteen of NEON. The
loop runs over the rows, and the sums leave the registers when it is over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.cgutils import get_item_pointer
from numba.extending import intrinsic, overload

from gatescope.engine.record import Array


def add_tile(x: Array, n: int, tiles: Array, rows: int, out: Array, m: int, j: int, width: int) -> None:
    """Add row `n` of `x` times a tile to the columns `j` … `j + width` of row `m` of `out`.

    Args:
        x: (·, ≥ rows).
        n: row of `x`.
        tiles: flat; the tile, (rows, width), starts at ``j * rows``.
        rows: of the tile.
        out: (·, ≥ j + width).
        m: row of `out`.
        j: first column.
        width: a compile-time constant.
    """
    tile = tiles[j * rows : (j + width) * rows].reshape(rows, width)
    for k in range(rows):
        out[m, j : j + width] += x[n, k] * tile[k]


@overload(add_tile, prefer_literal=True)
def _add_tile(
    x: Any, n: Any, tiles: Any, rows: Any, out: Any, m: Any, j: Any, width: Any
) -> Callable[..., None]:  # pragma: no cover - run by the compiler
    def compiled(x: Any, n: Any, tiles: Any, rows: Any, out: Any, m: Any, j: Any, width: Any) -> None:
        _emit_tile(x, n, tiles, rows, out, m, j, width)  # type: ignore[call-arg]

    return compiled


@intrinsic(prefer_literal=True)
def _emit_tile(
    _: Any, x: Any, n: Any, tiles: Any, rows: Any, out: Any, m: Any, j: Any, width: Any
) -> Any:  # pragma: no cover - run by the compiler
    if not isinstance(width, types.IntegerLiteral):
        return None
    lanes, arrays = width.literal_value, (x, tiles, out)
    if any(array.layout != "C" or array.dtype != out.dtype for array in arrays):
        return None

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        x_, n_, tiles_, rows_, out_, m_, j_, _ = arguments
        number = context.get_value_type(out.dtype)
        vector = ir.VectorType(number, lanes)
        index = rows_.type

        def place(kind: Any, value: Any, indices: list[Any]) -> Any:
            array = context.make_array(kind)(context, builder, value)
            return get_item_pointer(context, builder, kind, array, indices)  # type: ignore[no-untyped-call]

        def as_vector(pointer: Any) -> Any:
            return builder.bitcast(pointer, vector.as_pointer())

        zero, undefined = index(0), vector(ir.Undefined)
        first_x = place(x, x_, [n_, zero])
        first_row = as_vector(place(tiles, tiles_, [builder.mul(j_, rows_)]))
        sums_place = as_vector(place(out, out_, [m_, j_]))
        # A row of a record is only known to be aligned to one number.
        align = context.get_abi_sizeof(number)
        first_sums = builder.load(sums_place, align=align)
        before = builder.block
        body, after = builder.append_basic_block("row"), builder.append_basic_block("done")
        builder.cbranch(builder.icmp_signed(">", rows_, zero), body, after)

        builder.position_at_end(body)
        k, sums = builder.phi(index), builder.phi(vector)
        factor = builder.insert_element(undefined, builder.load(builder.gep(first_x, [k])), ir.IntType(32)(0))
        factors = builder.shuffle_vector(factor, undefined, ir.VectorType(ir.IntType(32), lanes)([0] * lanes))
        row = builder.load(builder.gep(first_row, [k]), align=align)
        fused = ("contract",)
        added = builder.fadd(builder.fmul(factors, row, flags=fused), sums, flags=fused)
        following = builder.add(k, index(1))
        for phi, start, value in ((k, zero, following), (sums, first_sums, added)):
            phi.add_incoming(start, before)
            phi.add_incoming(value, body)
        builder.cbranch(builder.icmp_signed("<", following, rows_), body, after)

        builder.position_at_end(after)
        result = builder.phi(vector)
        result.add_incoming(first_sums, before)
        result.add_incoming(added, body)
        builder.store(result, sums_place, align=align)
        return context.get_dummy_value()

    return types.void(x, n, tiles, rows, out, m, j, width), generate
