"""Chooses the target of the gradient: a read-out or the hidden state, at the last token or at a clicked one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gatescope.analysis.targets import Target, nearest
from gatescope.plots.gradient_words import target_words
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

_WIDTH, _LEAST_WIDTH = 176, 156
# A vocabulary of labels is too long a list to choose from: its likeliest label is the target then.
_MOST_LABELS = 8


class TargetChooser(QComboBox):
    """A list of targets in words."""

    target_chosen = Signal(object)
    """The `Target` that the person wants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Gradient of"))
        self.setToolTip(
            tr("The target of the gradient; click a word for the read-out there, Shift+click for its hidden state")
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._offered: tuple[tuple[Target, str], ...] = ()
        self.activated.connect(self._choose)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def least_width(self) -> int:
        """Return a width in which most targets can be read; see `Squeezable`."""
        return _LEAST_WIDTH

    def show_targets(self, run: Run | None, wanted: Target | None, cursor: int | None) -> None:
        """Offer the targets of `run` and select the one nearest to `wanted`; cheap where nothing changed.

        Args:
            cursor: the token under the token cursor, whose targets are offered, too: a click on it needs a mouse.
        """
        offered = () if run is None or not len(run.tokens) else tuple(_offer(run, wanted, cursor))
        if offered != self._offered:
            self._offered = offered
            self.clear()
            self.addItems([words for _, words in offered])
        self.setEnabled(bool(offered))
        if run is not None and offered:
            taken = nearest(run.network, wanted, len(run.tokens))
            self.setCurrentIndex(next((i for i, (target, _) in enumerate(offered) if target == taken), 0))

    def _choose(self, index: int) -> None:
        self.target_chosen.emit(self._offered[index][0])


def _offer(run: Run, wanted: Target | None, cursor: int | None) -> Sequence[tuple[Target, str]]:
    """List every target at the clicked token, then those at the cursor's, then those at the last token."""
    taken, last = nearest(run.network, wanted, len(run.tokens)), len(run.tokens) - 1
    asked = (token if token is not None and token < last else None for token in (taken.token, cursor, None))
    tokens = list(dict.fromkeys(asked))
    found: list[Target] = []
    for token in tokens:
        for readout in run.network.readouts:
            labels = readout.labels if 1 < len(readout.weight) == len(readout.labels) <= _MOST_LABELS else ()
            found.append(Target(token, readout.name))
            found += [Target(token, readout.name, label) for label in labels]
        found.append(Target(token))
    if taken not in found:
        found.insert(0, taken)
    return [(target, target_words(target, run.network, run.tokens)) for target in found]
