"""The functions by which PyTorch's pickles rebuild tensors (``torch/_utils.py``, ``torch/_tensor.py``), as data."""

from __future__ import annotations

from collections.abc import Callable

from gatescope.formats.pytorch.objects import Made, Named, NumpyArray, Storage, TensorView, UnreadableTensor


def _view(
    storage: object, offset: object, shape: object, strides: object, *rest: object
) -> TensorView | UnreadableTensor:
    """Answer ``_rebuild_tensor`` and ``_rebuild_tensor_v2``, whose sixth and last argument may hold a conjugate bit."""
    if not isinstance(storage, Storage) or not isinstance(offset, int):
        raise TypeError("a tensor without storage")
    marks = rest[2] if len(rest) > 2 else None
    if isinstance(marks, dict) and any(marks.get(mark) for mark in ("conj", "neg")):
        return UnreadableTensor("conjugated", _lengths(shape))
    return TensorView(storage, offset, _lengths(shape), _lengths(strides), storage.dtype)


def _typed_view(
    storage: object, offset: object, shape: object, strides: object, _: object, __: object, dtype: object, *___: object
) -> TensorView:
    """Answer ``_rebuild_tensor_v3``: the storage is bytes, and the type is an argument (``torch.uint16``)."""
    if not isinstance(storage, Storage) or not isinstance(offset, int) or not isinstance(dtype, Named):
        raise TypeError("a tensor without storage or type")
    return TensorView(storage, offset, _lengths(shape), _lengths(strides), dtype.name)


def _same(tensor: object, *_: object) -> object:
    """Return a parameter, or a copy from another device: the tensor that it wraps."""
    return tensor


def _of_type(function: object, _: object, arguments: object, *__: object) -> object:
    """Answer ``_rebuild_from_type``: a subclass of Tensor, or a tensor with attributes, around a plain one."""
    if not isinstance(function, Named) or not isinstance(arguments, tuple):
        raise TypeError("a tensor without its function")
    rebuild = REBUILDERS.get(str(function))
    if rebuild is None or rebuild is _of_type:
        return Made(function, arguments)
    return rebuild(*arguments)


def _quantized(_: object, __: object, shape: object, *___: object) -> UnreadableTensor:
    return UnreadableTensor("quantized", _lengths(shape))


def _sparse(_: object, data: object) -> UnreadableTensor:
    shape = next((part for part in data if isinstance(part, tuple)), ()) if isinstance(data, tuple) else ()
    return UnreadableTensor("sparse", _lengths(shape))


def _empty(_: object, shape: object, *__: object) -> UnreadableTensor:
    return UnreadableTensor("meta", _lengths(shape))


def _subclass(what: object, _: object, shape: object, *__: object) -> UnreadableTensor:
    return UnreadableTensor(str(what) if isinstance(what, Named) else "wrapped", _lengths(shape))


def _from_numpy(array: object, *_: object) -> object:
    if not isinstance(array, NumpyArray):
        raise TypeError("a tensor of what is no array")
    return array


def _lengths(shape: object) -> tuple[int, ...]:
    if not isinstance(shape, tuple | list) or not all(type(length) is int and length >= 0 for length in shape):
        raise TypeError("a shape that is no list of counts")
    return tuple(shape)


REBUILDERS: dict[str, Callable[..., object]] = {
    "torch._utils._rebuild_tensor": _view,
    "torch._utils._rebuild_tensor_v2": _view,
    "torch._utils._rebuild_tensor_v3": _typed_view,
    "torch._utils._rebuild_parameter": _same,
    "torch._utils._rebuild_parameter_with_state": _same,
    "torch._utils._rebuild_device_tensor_from_cpu_tensor": _same,
    "torch._utils._rebuild_device_tensor_from_numpy": _from_numpy,
    "torch._utils._rebuild_xla_tensor": _from_numpy,
    "torch._utils._rebuild_qtensor": _quantized,
    "torch._utils._rebuild_sparse_tensor": _sparse,
    "torch._utils._rebuild_sparse_csr_tensor": _sparse,
    "torch._utils._rebuild_nested_tensor": lambda *_: UnreadableTensor("nested"),
    "torch._utils._rebuild_meta_tensor_no_storage": _empty,
    "torch._utils._rebuild_wrapper_subclass": _subclass,
    "torch._tensor._rebuild_from_type": _of_type,
    "torch._tensor._rebuild_from_type_v2": _of_type,
    "torch.nn.parameter.Parameter": _same,
    "torch.autograd.variable.Variable": _same,
    "torch.Tensor": _same,
}
"""What a call of a tensor's rebuilding function gives, by its dotted name."""
