"""The innermost loop of many rows at once: every row of a tile that is loaded serves a block of sums of several rows.

`vectors` reads a tile anew for every row of the left side, and waits for memory; here the sums of a block fill the
registers, so that the multiply-adds are what the time goes into. Each sum is the same chain of multiply-adds in the
same order as there: the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import binding, ir
from numba import types
from numba.core.cgutils import get_item_pointer
from numba.extending import intrinsic, overload

from gatescope.engine.record import Array, Positions


def _vector_bytes() -> int:
    """Return how many bytes of sums of one row stay in registers beside those of five more."""
    # AVX-512 has 32 registers of 64 bytes: 24 sums, 4 of the tile's row and one factor. AVX2 has 16 of 32 bytes,
    # NEON 32 of 16 bytes.
    return 256 if binding.get_host_cpu_features().get("avx512f") else 64


def add_block(
    x: Array, x_rows: Positions, first: int, tiles: Array, rows: int, out: Array, out_rows: Positions, j: int,
    width: int, count: int,
) -> None:  # fmt: skip
    """Add `count` rows of `x` times a tile to the columns `j` … `j + width` of as many rows of `out`.

    Args:
        x: (·, ≥ rows).
        x_rows, out_rows: (·,) of which the rows of `x` and of `out` are ``[first : first + count]``.
        first: the first of them.
        tiles: flat; the tile, (rows, width), starts at ``j * rows``.
        rows: of the tile.
        out: (·, ≥ j + width).
        j: first column.
        width, count: compile-time constants.
    """
    tile = tiles[j * rows : (j + width) * rows].reshape(rows, width)
    for n, m in zip(x_rows[first : first + count], out_rows[first : first + count], strict=True):
        for k in range(rows):
            out[m, j : j + width] += x[n, k] * tile[k]


@overload(add_block, prefer_literal=True)
def _add_block(
    x: Any, x_rows: Any, first: Any, tiles: Any, rows: Any, out: Any, out_rows: Any, j: Any, width: Any, count: Any
) -> Callable[..., None]:  # pragma: no cover - run by the compiler
    def compiled(
        x: Any, x_rows: Any, first: Any, tiles: Any, rows: Any, out: Any, out_rows: Any, j: Any, width: Any, count: Any
    ) -> None:
        _emit_block(x, x_rows, first, tiles, rows, out, out_rows, j, width, count)  # type: ignore[call-arg]

    return compiled


@intrinsic(prefer_literal=True)
def _emit_block(
    _: Any, x: Any, x_rows: Any, first: Any, tiles: Any, rows: Any, out: Any, out_rows: Any, j: Any, width: Any,
    count: Any,
) -> Any:  # fmt: skip # pragma: no cover - run by the compiler
    if not isinstance(width, types.IntegerLiteral) or not isinstance(count, types.IntegerLiteral):
        return None
    lanes, block = width.literal_value, count.literal_value
    if any(array.layout != "C" or array.dtype != out.dtype for array in (x, tiles, out)):
        return None

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        x_, x_rows_, first_, tiles_, rows_, out_, out_rows_, j_, _, _ = arguments
        number = context.get_value_type(out.dtype)
        index = rows_.type
        # A row of a record is only known to be aligned to one number.
        align = context.get_abi_sizeof(number)
        piece = min(lanes, _vector_bytes() // align)
        vector = ir.VectorType(number, piece)
        zero = index(0)

        def place(kind: Any, value: Any, indices: list[Any]) -> Any:
            array = context.make_array(kind)(context, builder, value)
            return get_item_pointer(context, builder, kind, array, indices)  # type: ignore[no-untyped-call]

        def row_starts(kind: Any, value: Any, numbers: Any, numbers_value: Any, column: Any) -> list[Any]:
            at = [builder.add(first_, index(i)) for i in range(block)]
            found = [builder.load(place(numbers, numbers_value, [one])) for one in at]
            return [place(kind, value, [row, column]) for row in found]

        factors = row_starts(x, x_, x_rows, x_rows_, zero)
        sums = row_starts(out, out_, out_rows, out_rows_, j_)
        tile = place(tiles, tiles_, [builder.mul(j_, rows_)])
        for start in range(0, lanes, piece):
            columns = builder.gep(tile, [index(start)])

            def factor_at(i: int, k: Any) -> Any:
                return builder.gep(factors[i], [k])

            def row_at(k: Any, columns: Any = columns) -> Any:
                return builder.gep(columns, [builder.mul(k, index(lanes))])

            places = [builder.gep(one, [index(start)]) for one in sums]
            _emit_piece(builder, vector, align, rows_, factor_at, row_at, places)
        return context.get_dummy_value()

    signature = types.void(x, x_rows, first, tiles, rows, out, out_rows, j, width, count)
    return signature, generate


def add_outer_block(
    left: Array, start: int, column: int, right: Array, at: int, rows: int, out: Array, i: int, j: int,
    width: int, count: int,
) -> None:  # fmt: skip
    """Add Σ ``left row ⊗ right row`` to the rows `i` … `i + count` and the columns `j` … `j + width` of `out`.

    Args:
        left: (≥ start + rows, ≥ column + count); its rows from `start` on, its columns from `column` on.
        right: flat; (rows, width) from `at` on.
        out: (≥ i + count, ≥ j + width).
        width, count: compile-time constants.
    """
    tile = right[at : at + rows * width].reshape(rows, width)
    for k in range(rows):
        for r in range(count):
            out[i + r, j : j + width] += left[start + k, column + r] * tile[k]


@overload(add_outer_block, prefer_literal=True)
def _add_outer_block(
    left: Any, start: Any, column: Any, right: Any, at: Any, rows: Any, out: Any, i: Any, j: Any,
    width: Any, count: Any,
) -> Callable[..., None]:  # fmt: skip # pragma: no cover - run by the compiler
    def compiled(
        left: Any, start: Any, column: Any, right: Any, at: Any, rows: Any, out: Any, i: Any, j: Any,
        width: Any, count: Any,
    ) -> None:  # fmt: skip
        _emit_outer_block(left, start, column, right, at, rows, out, i, j, width, count)  # type: ignore[call-arg]

    return compiled


@intrinsic(prefer_literal=True)
def _emit_outer_block(
    _: Any, left: Any, start: Any, column: Any, right: Any, at: Any, rows: Any, out: Any, i: Any, j: Any,
    width: Any, count: Any,
) -> Any:  # fmt: skip # pragma: no cover - run by the compiler
    if not isinstance(width, types.IntegerLiteral) or not isinstance(count, types.IntegerLiteral):
        return None
    lanes, block = width.literal_value, count.literal_value
    if any(array.layout != "C" or array.dtype != out.dtype for array in (left, right, out)):
        return None

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        left_, start_, column_, right_, at_, rows_, out_, i_, j_, _, _ = arguments
        number, index = context.get_value_type(out.dtype), rows_.type
        align = context.get_abi_sizeof(number)
        piece = min(lanes, _vector_bytes() // align)
        vector = ir.VectorType(number, piece)

        def place(kind: Any, value: Any, indices: list[Any]) -> Any:
            array = context.make_array(kind)(context, builder, value)
            return get_item_pointer(context, builder, kind, array, indices)  # type: ignore[no-untyped-call]

        factors = [place(left, left_, [start_, builder.add(column_, index(r))]) for r in range(block)]
        tile = place(right, right_, [at_])
        stride = builder.extract_value(context.make_array(left)(context, builder, left_).shape, 1)
        for offset in range(0, lanes, piece):
            column = builder.add(j_, index(offset))

            def factor_at(i: int, k: Any) -> Any:
                return builder.gep(factors[i], [builder.mul(k, stride)])

            def row_at(k: Any, offset: int = offset) -> Any:
                return builder.gep(tile, [builder.add(builder.mul(k, index(lanes)), index(offset))])

            places = [place(out, out_, [builder.add(i_, index(r)), column]) for r in range(block)]
            _emit_piece(builder, vector, align, rows_, factor_at, row_at, places)
        return context.get_dummy_value()

    signature = types.void(left, start, column, right, at, rows, out, i, j, width, count)
    return signature, generate


def _emit_piece(
    builder: ir.IRBuilder, vector: Any, align: int, rows: Any, factor_at: Callable[[int, Any], Any],
    row_at: Callable[[Any], Any], places: list[Any],
) -> None:  # fmt: skip # pragma: no cover - run by the compiler
    """Emit ``for k in range(rows): sums[i] += factor_at(i, k) * row_at(k)`` with the sums of all i in registers.

    `factor_at` and `row_at` emit pointers to one number and to the first of a vector.
    """
    index, undefined = rows.type, vector(ir.Undefined)
    lanes = vector.count
    splat = ir.VectorType(ir.IntType(32), lanes)([0] * lanes)
    places = [builder.bitcast(one, vector.as_pointer()) for one in places]
    before_sums = [builder.load(one, align=align) for one in places]
    before = builder.block
    body, after = builder.append_basic_block("row"), builder.append_basic_block("done")
    builder.cbranch(builder.icmp_signed(">", rows, index(0)), body, after)

    builder.position_at_end(body)
    k = builder.phi(index)
    sums = [builder.phi(vector) for _ in places]
    row = builder.load(builder.bitcast(row_at(k), vector.as_pointer()), align=align)
    fused = ("contract",)
    added = []
    for i, total in enumerate(sums):
        one = builder.insert_element(undefined, builder.load(factor_at(i, k)), ir.IntType(32)(0))
        spread = builder.shuffle_vector(one, undefined, splat)
        added.append(builder.fadd(builder.fmul(spread, row, flags=fused), total, flags=fused))
    following = builder.add(k, index(1))
    for phi, start, value in zip((k, *sums), (index(0), *before_sums), (following, *added), strict=True):
        phi.add_incoming(start, before)
        phi.add_incoming(value, body)
    builder.cbranch(builder.icmp_signed("<", following, rows), body, after)

    builder.position_at_end(after)
    results = [builder.phi(vector) for _ in places]
    for result, target, start, value in zip(results, places, before_sums, added, strict=True):
        result.add_incoming(start, before)
        result.add_incoming(value, body)
        builder.store(result, target, align=align)
