"""Brings back the scene of a figure or of a link: read on a thread, then set as one undo step, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QFileDialog

from gatescope.app.files.opened import named
from gatescope.app.files.opening import Opening
from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.messages import Offer
from gatescope.app.window.window_layout import put_back
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.model import Model
from gatescope.progress import Report
from gatescope.session.document.notation import Notation
from gatescope.session.jobs import Jobs
from gatescope.session.scene.link import from_link, the_link
from gatescope.session.scene.model_in_file import model_in_file
from gatescope.session.scene.resolving import Found, find_models, work_of
from gatescope.session.scene.scene import Scene, SceneModel
from gatescope.session.session import Session
from gatescope.session.undo.scene import SceneMark
from gatescope.words import tr

_TOPIC = "scene"


class SceneOpening(QObject):
    """Opens scenes. Before all of a scene is at hand, or where it cannot be trusted, nothing changes."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        loads: Jobs,
        opening: Opening,
        write_in: Callable[[Notation], object],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._loads = window, session, loads
        self._opening, self._write_in = opening, write_in
        opening.scene_wanted.connect(self.open_scene)
        window.sentence.link_pasted.connect(self.open_link)

    @Slot(str)
    def open_link(self, text: str) -> None:
        """Bring back the scene of a link."""
        self._loads.start(
            tr("Reading the link"),
            lambda _report: from_link(text),
            partial(self.open_scene, the_link()),
            self._fail,
        )

    @Slot(object, object)
    def open_scene(self, path: Path, scene: Scene, files: Mapping[str, tuple[Model, ModelFile]] | None = None) -> None:
        """Bring back `scene`, which came out of `path`.

        Args:
            files: models that the person has opened for it, by the scene's names.
        """
        opened = dict(files or {})
        at_hand = (*self._session.document.models.values(), *(model for model, _ in opened.values()))

        def find(_report: Report) -> Found:
            return find_models(scene, path, at_hand)

        self._loads.start(
            tr("Reading the scene of {name}", name=path.name),
            find,
            partial(self._take, path, scene, opened),
            self._fail,
        )

    def _take(self, path: Path, scene: Scene, files: Mapping[str, tuple[Model, ModelFile]], found: Found) -> None:
        if found.lacking:
            self._ask_for(path, scene, files, found.lacking[0])
            return
        session, names = self._session, dict[str, str]()
        for name, one in found.models.items():
            models = session.document.models
            known = next((key for key, model in models.items() if model is one.model), None)
            if known is None:
                model = named(one.model, models)
                session.add_model(model)
                known = model.name
                if name in files:
                    self._opening.keep(known, files[name][1])
            names[name] = known
        standing = work_of(scene, found, names, session.document)
        session.stand(standing, label=tr("Open the scene of {name}", name=path.name), scene=SceneMark())
        self._write_in(scene.notation)
        bar = self._window.message_bar
        bar.withdraw(_TOPIC)
        self._window.status.show_message(
            tr("This is the scene of {name}; Undo brings your own work back", name=escape(path.name))
        )
        # To arrange the docks is a long step for the window: what came meanwhile is served in between.
        QTimer.singleShot(0, self, partial(put_back, self._window, scene.layout))

    def _ask_for(
        self, path: Path, scene: Scene, files: Mapping[str, tuple[Model, ModelFile]], lacking: SceneModel
    ) -> None:
        """Say which model the scene lacks, and offer to choose its file: none is opened by itself."""
        self._window.message_bar.show_message(
            tr(
                "{name} shows the model {model}, which is not open: choose its file, {file}, to open the scene.",
                name=path.name,
                model=lacking.name,
                file=lacking.file,
            ),
            [
                Offer(
                    tr("Choose the &file…"),
                    tr("Open the model's file, and then the scene"),
                    partial(self._choose, path, scene, files, lacking),
                )
            ],
            _TOPIC,
        )

    def _choose(
        self, path: Path, scene: Scene, files: Mapping[str, tuple[Model, ModelFile]], lacking: SceneModel
    ) -> None:
        folder = "" if path == the_link() else str(path.parent / lacking.file)
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Open {file} for the scene", file=lacking.file), folder)
        if name:
            self.take_file(path, scene, files, lacking, Path(name))

    def take_file(
        self,
        path: Path,
        scene: Scene,
        files: Mapping[str, tuple[Model, ModelFile]],
        lacking: SceneModel,
        file: Path,
    ) -> None:
        """Read `file` as the model that the scene lacks, and go on."""

        def then(read: tuple[Model, ModelFile]) -> None:
            self.open_scene(path, scene, {**files, lacking.name: read})

        self._loads.start(tr("Reading {name}", name=file.name), partial(model_in_file, lacking, file), then, self._fail)

    def _fail(self, sentence: str) -> None:
        self._window.message_bar.show_message(sentence, topic=_TOPIC)
