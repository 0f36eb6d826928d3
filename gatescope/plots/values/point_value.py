"""What is told of a fixed point, of one of its eigenvalues, and of a rung of the ladder."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.analysis.fixed_points.found import Rung
from gatescope.plots.fixed_points.point_words import difference_words, kind_words, ten
from gatescope.plots.numbers import number, scientific
from gatescope.plots.values.value import OfNoToken, ValueText
from gatescope.session.document.resting import PointRef
from gatescope.words import tr, trn


@dataclass(frozen=True)
class PointValue(OfNoToken):
    """A fixed point as a whole."""

    ref: PointRef
    readout: str

    @property
    def number(self) -> float:
        """The largest |λ|."""
        return self.ref.point.largest

    def text(self) -> ValueText:
        point = self.ref.point
        said = tr("read-out {readout}", readout=self.readout) if self.readout else ""
        head = " · ".join(
            part
            for part in (kind_words(point), said, trn("1 start led here", "{count:,} starts led here", point.starts))
            if part
        )
        q = scientific(point.q) if point.q else "0"
        equation = f"<i>q</i> = ½‖<i>F</i>(<i>s</i>) − <i>s</i>‖² = {q}"
        return ValueText(head, f"|<i>λ</i>| = {number(point.largest, 4)}", (equation,), note=difference_words(point, 0))


@dataclass(frozen=True)
class EigenvalueValue(OfNoToken):
    """One eigenvalue at a fixed point."""

    ref: PointRef
    at: int

    @property
    def number(self) -> float:
        """|λ|."""
        return float(abs(self.ref.point.eigenvalues[self.at]))

    def text(self) -> ValueText:
        value = self.ref.point.eigenvalues[self.at]
        imaginary = f" {'−' if value.imag < 0 else '+'} {number(abs(value.imag), 3)}i" if abs(value.imag) > 1e-9 else ""
        head = tr("eigenvalue {at:,} at the {kind} point", at=self.at + 1, kind=self.ref.point.kind)
        written = f"<i>λ</i> = {number(value.real, 3)}{imaginary}, |<i>λ</i>| = {number(self.number, 3)}"
        return ValueText(head, written, note=difference_words(self.ref.point, self.at))


@dataclass(frozen=True)
class RungValue(OfNoToken):
    """One tolerance of the ladder."""

    rung: Rung

    @property
    def number(self) -> float:
        return float(self.rung.count)

    def text(self) -> ValueText:
        many = "place" if self.rung.count == 1 else "places"
        return ValueText(
            tr("{count:,} {many}, 0.1 apart", count=self.rung.count, many=many),
            equations=(f"‖<i>F</i>(<i>s</i>) − <i>s</i>‖ ≤ {ten(self.rung.tolerance)}",),
        )
