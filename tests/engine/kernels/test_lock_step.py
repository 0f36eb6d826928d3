"""Many sequences in lock-step: bit for bit what the kernels of one sequence make, and what the reference means."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from gatescope.engine import executors
from gatescope.engine.network import Network
from gatescope.engine.packed import Gradients, Tape, backward_packed, run_packed
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors

# Empty ones, equal ones, one alone that is longer than all others; blocks of six, of four and single rows.
UNEQUAL = np.cumsum([0, 3, 0, 7, 1, 9, 0, 4, 4, 2, 11, 5, 4, 4, 0])
# More than one group; lengths that go up and down.
MANY = np.concatenate(([0], np.cumsum(np.arange(150) * 7 % 5)))


@pytest.fixture(scope="module")
def products() -> ModuleType:
    executors.import_kernels()
    from gatescope.engine.kernels import products

    return products


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("units", [1, 6, 17, 64, 79])
@pytest.mark.parametrize("kind", KINDS)
def test_the_bits_are_those_of_one_sequence_at_a_time(
    kind: str, units: int, dtype: type[np.float32] | type[np.float64], directions: str
) -> None:
    assert_same_bits(random_network(kind, units, 5, 2, DIRECTIONS[directions], seed=units).astype(dtype))


@pytest.mark.parametrize("kind", KINDS)
def test_more_sequences_than_step_together(kind: str) -> None:
    assert_same_bits(random_network(kind, 9, 4).astype(np.float32), MANY)


@pytest.mark.parametrize("offsets", [[0, 0, 0], [0, 0, 5], [0, 5, 5], [0, 1, 2, 3]])
@pytest.mark.parametrize("kind", KINDS)
def test_few_or_no_tokens(kind: str, offsets: list[int]) -> None:
    assert_reference(random_network(kind, 5, 3), np.array(offsets))


@pytest.mark.parametrize("kind", KINDS)
def test_the_reference_finds_the_same(kind: str) -> None:
    network = random_network(kind, 18, 5, 2, DIRECTIONS["both"])
    assert_reference(network)
    assert_reference(network.astype(np.float32))


@pytest.mark.parametrize("kind", KINDS)
def test_states_that_are_not_numbers_stay_in_their_sequence(kind: str) -> None:
    network = random_network(kind, 17, 5).astype(np.float32)
    x = vectors(network, int(UNEQUAL[-1]))
    whole = run_packed(network, x, UNEQUAL, executors.load_kernels())
    x[UNEQUAL[4]] = np.nan
    broken = run_packed(network, x, UNEQUAL, executors.load_kernels())
    inside = slice(UNEQUAL[4], UNEQUAL[5])
    assert not np.isfinite(broken.hidden[inside]).any()
    np.testing.assert_array_equal(np.delete(broken.hidden, inside, 0), np.delete(whole.hidden, inside, 0))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("columns", [1, 3, 8, 47, 64, 127, 130])
@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 11, 16])
def test_the_product_of_many_rows_is_that_of_each(
    products: ModuleType, count: int, columns: int, dtype: type[np.float32] | type[np.float64]
) -> None:
    from gatescope.engine.kernels.product import add_product, tiled

    rng = np.random.default_rng(columns)
    x = rng.normal(size=(20, 23)).astype(dtype)
    matrix = tiled(rng.normal(size=(21, columns)).astype(dtype))
    out = rng.normal(size=(20, columns + 3)).astype(dtype)
    from_rows, to_rows = rng.permutation(20), rng.permutation(20)
    expected = out.copy()
    for n, m in zip(from_rows[:count], to_rows[:count], strict=True):
        add_product(x, n, matrix, expected, m)
    products.add_products(x, from_rows, matrix, out, to_rows, count)
    np.testing.assert_array_equal(out, expected)


def assert_same_bits(network: Network, offsets: np.ndarray = UNEQUAL) -> None:
    kernels = executors.load_kernels()
    tape, gradients = there_and_back(network, offsets, kernels)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executors, "_together", lambda offsets: False)
        alone, alone_gradients = there_and_back(network, offsets, kernels)
    for part, record in tape.records.items():
        for name, rows, others in zip(record._fields, record, alone.records[part], strict=True):
            np.testing.assert_array_equal(rows, others, err_msg=f"{part} {name}")
        slopes = gradients.slopes[part]
        for name, rows, others in zip(slopes._fields, slopes, alone_gradients.slopes[part], strict=True):
            np.testing.assert_array_equal(rows, others, err_msg=f"slopes of {part} {name}")
    np.testing.assert_array_equal(gradients.inputs, alone_gradients.inputs)


def assert_reference(network: Network, offsets: np.ndarray = UNEQUAL) -> None:
    tape, gradients = there_and_back(network, offsets, executors.load_kernels())
    meant, meant_gradients = there_and_back(network, offsets, executors.reference)
    double = network.dtype == np.float64
    forward = {"rtol": 0, "atol": 1e-13 if double else 1e-5}
    back = {"rtol": 1e-11, "atol": 1e-11} if double else {"rtol": 1e-3, "atol": 1e-4}
    np.testing.assert_allclose(tape.hidden, meant.hidden, **forward)
    np.testing.assert_allclose(gradients.inputs, meant_gradients.inputs, **back)
    for row, others in zip(gradients.layers, meant_gradients.layers, strict=True):
        for parameters, other in zip(row, others, strict=True):
            for name, array in parameters.arrays().items():
                np.testing.assert_allclose(array, other.arrays()[name], err_msg=name, **back)


def there_and_back(network: Network, offsets: np.ndarray, executor: executors.Executor) -> tuple[Tape, Gradients]:
    tape = run_packed(network, vectors(network, int(offsets[-1])), offsets, executor)
    return tape, backward_packed(tape, np.random.default_rng(4).normal(size=tape.hidden.shape))
