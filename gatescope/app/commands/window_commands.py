"""What the menu's commands do."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QAction, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu

from gatescope.app.commands.table import COMMANDS
from gatescope.app.files.export_dialog import ExportChoice, ExportDialog
from gatescope.app.files.opening import FILTER
from gatescope.app.window.about import show_about, show_shortcuts
from gatescope.app.window.window_layout import place_of
from gatescope.errors import UsageError
from gatescope.export.file_kinds import PICTURES
from gatescope.export.png import image
from gatescope.plots.description import Plot
from gatescope.plots.theme import THEMES
from gatescope.progress import Report
from gatescope.session.settings import Settings
from gatescope.views.base.plot_view import PlotView
from gatescope.views.weights.edits import trained_arrays

if TYPE_CHECKING:
    from gatescope.app.controller import Controller

_ORDERS = {"order_index": "index", "order_last": "last value", "order_similarity": "similarity"}
_COPY_SCALE = 2
_Result = TypeVar("_Result")


class WindowCommands(QObject):
    """One method a command of `COMMANDS`, by its name."""

    def __init__(self, controller: Controller, settings: Settings) -> None:
        super().__init__(controller)
        self._controller = controller
        self._window = controller.window
        self._session = controller.session
        self.settings = settings
        self._front = "heatmaps"

    def handlers(self) -> dict[str, Callable[..., object]]:
        """The slot of every command."""
        named: dict[str, Callable[..., object]] = {
            c.name: getattr(self, c.name) for c in COMMANDS if hasattr(self, c.name)
        }
        named |= dict.fromkeys(_ORDERS, self.set_order)
        named |= dict.fromkeys((f"theme_{theme}" for theme in ("system", *THEMES)), self.set_theme)
        return named

    def check_marks(self) -> None:
        """Let the checkable commands show what is so."""
        actions = getattr(self._controller, "actions", {})
        for name, order in _ORDERS.items():
            if name in actions:
                actions[name].setChecked(order == self._session.focus.order)
        if f"theme_{self.settings.theme}" in actions:
            actions[f"theme_{self.settings.theme}"].setChecked(True)

    def adopt_undo(self, undo: QAction, redo: QAction) -> None:
        """Put the stack's own actions on top of the Edit menu, with their shortcuts."""
        undo.setShortcuts([QKeySequence("Ctrl+Z")])
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        menu = self._menu_of("edit_sentence")
        menu.insertAction(menu.actions()[0], redo)
        menu.insertAction(redo, undo)

    def offer_docks(self) -> list[QAction]:
        """Put a check mark for every dock into the View menu, and return them."""
        menu, anchor = self._menu_of("reset_zoom"), self._controller.actions["reset_zoom"]
        toggles = [dock.toggleViewAction() for dock in self._window.dock_host.docks.values()]
        for toggle in toggles:
            toggle.setStatusTip(f"Show or hide {toggle.text()}")
            toggle.setIconText(f"Dock: {toggle.text()}")
        menu.insertActions(anchor, toggles)
        menu.insertSeparator(anchor)
        return toggles

    def offer_examples(self) -> None:
        """Fill the Edit menu's list with the sentences that the cards of the open models name."""
        menu = QMenu("E&xample sentences", self._window)
        menu.setObjectName("examples")
        cards = [model.card for model in self._session.document.models.values()]
        sentences = [
            s for card in cards for s in (card.get("example"), *card.get("examples", ())) if isinstance(s, str)
        ]
        for sentence in dict.fromkeys(sentences):
            action = menu.addAction(sentence.replace("&", "&&"), self._take_example)
            action.setData(sentence)
            action.setStatusTip("Put this sentence into the editor")
        menu.setEnabled(not menu.isEmpty())
        self._menu_of("clear_sentence").insertMenu(self._controller.actions["clear_sentence"], menu)

    def offer_recent(self, recent: QMenu) -> None:
        """Put the list of recent files below Open."""
        menu, opened = self._menu_of("open_file"), self._controller.actions["open_file"]
        menu.insertMenu(menu.actions()[menu.actions().index(opened) + 1], recent)

    def _take_example(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        sentence = str(action.data())
        self._session.edit_text(sentence, len(sentence))

    # -- File

    def open_file(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self._window, "Open", str(self.settings.folder), FILTER)
        if names:
            self.settings.folder = Path(names[0]).parent
            self._controller.open_paths([Path(name) for name in names])

    def export_plot(self) -> None:
        titles = {name: view.title for name, view in self._plots().items()}
        dialog = ExportDialog(
            titles, self._front_view(), self._controller.theme.name, self.settings.folder, self._window
        )
        if dialog.exec():
            choice = dialog.choice()
            self.settings.folder = choice.path.parent
            self.save(choice)
        dialog.deleteLater()

    def save(self, choice: ExportChoice) -> None:
        """Paint the chosen plot into its file and say so."""
        plot, size = self._plot(choice.view, choice.size)
        if plot is None:
            self._window.message_bar.show_message("There is nothing to export yet: type a sentence first.")
            return
        try:
            kind = PICTURES.of(choice.path)
        except UsageError as error:
            self._window.message_bar.show_message(str(error))
            return
        metadata = self._metadata()
        self._paint(
            lambda: kind.write(
                plot, choice.path, size.width(), size.height(), choice.scale, THEMES[choice.theme], metadata
            ),
            lambda _: self._window.status.show_hover(f"Saved {escape(str(choice.path))}"),
        )

    def _paint(self, work: Callable[[], _Result], then: Callable[[_Result], object]) -> None:
        """Call `work` on the thread for pictures, and `then` with its result on this one."""

        def paint(_report: Report) -> _Result:
            try:
                return work()
            except MemoryError:
                raise UsageError(
                    "There is not enough memory for a picture of this size; choose a smaller scale."
                ) from None

        self._controller.pictures.start("Painting the plot", paint, then, self._window.message_bar.show_message)

    def copy_plot(self) -> None:
        plot, size = self._plot(self._front_view(), None)
        if plot is None:
            return
        theme = self._controller.theme
        title = self._plots()[self._front_view()].title
        self._paint(
            lambda: image(plot, size.width(), size.height(), _COPY_SCALE, theme),
            lambda picture: self._to_clipboard(picture, title),
        )

    def quit(self) -> None:
        self._window.close()

    # -- Edit

    def edit_sentence(self) -> None:
        self._window.sentence.focus_editor()

    def clear_sentence(self) -> None:
        self._session.edit_text("", 0)

    def reset_weights(self) -> None:
        document = self._session.document
        for name in document.shown:
            trained = document.models[name].network
            now = document.networks[name]
            changed = trained_arrays(now, trained, trained.keys())
            if changed:
                self._session.set_parameters(name, changed, label=f"Reset {name}")

    # -- Run

    def rewind(self) -> None:
        self._session.set_token(0)

    def last_token(self) -> None:
        snapshot = self._session.snapshot
        if snapshot is not None and len(snapshot.runs[0].tokens):
            self._session.set_token(len(snapshot.runs[0].tokens) - 1)

    def step_back(self) -> None:
        self._session.step(-1)

    def step_forward(self) -> None:
        self._session.step(1)

    def play(self, playing: bool) -> None:
        self._controller.play(playing)

    # -- View

    def set_order(self) -> None:
        self._session.change_focus(order=_ORDERS[self.sender().objectName()])

    def reset_zoom(self) -> None:
        for view in self._window.views.values():
            reset = getattr(view, "reset_view", None)
            if reset is not None:
                reset()

    def set_theme(self) -> None:
        self.settings.theme = self.sender().objectName().removeprefix("theme_")
        self._controller.set_theme()

    def full_screen(self, full: bool) -> None:
        if full:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    def reset_layout(self) -> None:
        self._window.dock_host.reset()

    def remember_layout(self) -> None:
        """Write the place of the window and the arrangement of its docks into the settings."""
        self.settings.set_layout(place_of(self._window), self._window.dock_host.places())
        self.settings.save()

    # -- Help

    def search_commands(self) -> None:
        self._window.search.setFocus()

    def show_shortcuts(self) -> None:
        show_shortcuts(self._window)

    def about(self) -> None:
        show_about(self._window)

    # -- the plot in front

    def bring_to_front(self, name: str) -> None:
        """`name` is the view a person touched last: Copy and Export take it."""
        self._front = name

    def _menu_of(self, command: str) -> QMenu:
        return next(o for o in self._controller.actions[command].associatedObjects() if isinstance(o, QMenu))

    def _plots(self) -> dict[str, PlotView]:
        return {name: view for name, view in self._window.views.items() if not view.isHidden()}

    def _front_view(self) -> str:
        return self._front if self._front in self._plots() else "heatmaps"

    def _plot(self, name: str, size: QSize | None) -> tuple[Plot | None, QSize]:
        view = self._window.views[name]
        return view.plot(), size or view.size()

    def _metadata(self) -> dict[str, str]:
        document = self._session.document
        return {
            "Model": ", ".join(document.shown),
            "Cell": ", ".join(document.models[name].network.cell.name for name in document.shown),
            "Sentence": document.text[:2000],
        }

    def _to_clipboard(self, picture: QImage, title: str) -> None:
        QGuiApplication.clipboard().setImage(picture)
        self._window.status.show_hover(f"Copied {title.lower()} as an image")
