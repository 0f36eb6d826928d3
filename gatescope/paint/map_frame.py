"""The visible part of a matrix, and the places of its cells, on screen and in a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

LEAST_PITCH = 14.0
"""Pixels of a row below which a long array starts with a part of its rows instead of all."""
_LEAST_CELLS = 2.0
_LONG = 4
"""So many times more rows than columns make an array a long one."""


@dataclass(frozen=True)
class MapFrame:
    """The rows and columns from (`top`, `left`), as many as `rows` and `columns` say, fill `area`.

    Attributes:
        shape: (rows, columns) of the whole matrix.
        area: where the map is painted, in pixels.
        top, left, rows, columns: the part in sight, in cells; fractions of a cell are allowed.
    """

    shape: tuple[int, int]
    area: QRectF
    top: float
    left: float
    rows: float
    columns: float

    @classmethod
    def home(cls, shape: tuple[int, int], area: QRectF, row: int = 0) -> MapFrame:
        """Return all of the matrix; of a very long one, such as a vocabulary, as many rows as can be told apart, with
        `row` in their middle. An array that is long only because its layer is wide is shown whole."""
        fitting = max(area.height() / LEAST_PITCH, 1.0)
        rows = float(shape[0]) if shape[0] <= max(16 * fitting, _LONG * shape[1]) else fitting
        return cls(shape, area, row + 0.5 - rows / 2, 0.0, rows, float(shape[1]))._inside()

    @classmethod
    def all_of(cls, shape: tuple[int, int], area: QRectF) -> MapFrame:
        """Return all of the matrix, however long it is."""
        return cls(shape, area, 0.0, 0.0, float(shape[0]), float(shape[1]))

    @property
    def whole(self) -> bool:
        return self.rows >= self.shape[0] and self.columns >= self.shape[1]

    def placed(self, area: QRectF) -> MapFrame:
        """Return the same part of the matrix on another area."""
        return replace(self, area=area)

    def cell(self, place: QPointF) -> tuple[int, int] | None:
        """Return the (row, column) under a point, or None outside."""
        if not self.area.contains(place) or not self.shape[0] or not self.shape[1]:
            return None
        row = int(self.top + (place.y() - self.area.top()) / self.pitch[1])
        column = int(self.left + (place.x() - self.area.left()) / self.pitch[0])
        return min(row, self.shape[0] - 1), min(column, self.shape[1] - 1)

    def rect(self, row: float, column: float, rows: float = 1.0, columns: float = 1.0) -> QRectF:
        """Return where cells lie on screen."""
        across, down = self.pitch
        return QRectF(
            self.area.left() + (column - self.left) * across,
            self.area.top() + (row - self.top) * down,
            columns * across,
            rows * down,
        )

    @property
    def pitch(self) -> tuple[float, float]:
        """The (width, height) of a cell in pixels."""
        return self.area.width() / self.columns, self.area.height() / self.rows

    def zoomed(self, factor: float, about: QPointF) -> MapFrame:
        """Show `factor` times as many cells each way, keeping what is under `about` there."""
        x = (about.x() - self.area.left()) / self.area.width()
        y = (about.y() - self.area.top()) / self.area.height()
        rows = min(max(self.rows * factor, min(_LEAST_CELLS, self.shape[0])), float(self.shape[0]))
        columns = min(max(self.columns * factor, min(_LEAST_CELLS, self.shape[1])), float(self.shape[1]))
        return replace(
            self,
            top=self.top + y * (self.rows - rows),
            left=self.left + x * (self.columns - columns),
            rows=rows,
            columns=columns,
        )._inside()

    def moved(self, dx: float, dy: float) -> MapFrame:
        """Pan by pixels; positive shows what is further right and below."""
        across, down = self.pitch
        return replace(self, top=self.top + dy / down, left=self.left + dx / across)._inside()

    def scrolled(self, top: float) -> MapFrame:
        """Show the rows from `top` on."""
        return replace(self, top=top)._inside()

    def showing(self, row: int, column: int) -> MapFrame:
        """Pan just as far as it takes to see a cell."""
        return replace(
            self,
            top=min(max(self.top, row + 1 - self.rows), float(row)) if self.rows >= 1 else float(row),
            left=min(max(self.left, column + 1 - self.columns), float(column)) if self.columns >= 1 else float(column),
        )._inside()

    def _inside(self) -> MapFrame:
        return replace(
            self,
            top=min(max(self.top, 0.0), max(self.shape[0] - self.rows, 0.0)),
            left=min(max(self.left, 0.0), max(self.shape[1] - self.columns, 0.0)),
        )
