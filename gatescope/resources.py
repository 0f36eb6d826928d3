"""Finds the bundled files, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import GateScopeError

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a bundled file or folder, such as ``resource("models", "sentiment-lstm.safetensors")``.

    A wheel carries the folder `resources/` as ``gatescope/_resources``; a checkout has it beside the package.

    Raises:
        GateScopeError: neither place holds it, so the installation is broken.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise GateScopeError(f"the bundled file {'/'.join(parts)} is missing: install GateScope again")
