"""From a model and a text to a trace, its gradients and its pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from numpy.typing import ArrayLike

from gatescope.analysis.gradients import GradientTrace
from gatescope.analysis.gradients import gradients as differentiate
from gatescope.analysis.targets import Target
from gatescope.api.argument_kinds import of_its_kind
from gatescope.api.scene_carrying import NOT_ITS_PRECISION, carried_scene
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.selection import parse_signal, units_of
from gatescope.engine.what_if import what_if
from gatescope.errors import UsageError
from gatescope.export.picture import save_picture, svg_text
from gatescope.export.recording import Recording
from gatescope.export.showing import showing, view_page
from gatescope.formats.core.found_model import read_again
from gatescope.formats.core.model import Model
from gatescope.formats.core.next_token import predicts_next
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.formats.own import library
from gatescope.formats.words.attach import attach
from gatescope.plots.by_name import MODEL_VIEWS, describe_runs
from gatescope.session.run.inputs import in_precision, initial_states, input_vectors, token_ids
from gatescope.session.run.single import choose_executor, run_once, tokens_of_ids, tokens_of_vectors
from gatescope.session.scene.figure_settings import FigureSettings


def models() -> tuple[str, ...]:
    """Return the names of the bundled models."""
    return library.bundled()


@of_its_kind
def load(
    source: str | Path,
    *,
    rnn: str | None = None,
    convention: Mapping[str, object] | None = None,
    vocab: str | Path | None = None,
    tokenizer: str | Path | None = None,
) -> Model:
    """Return a bundled model by its name, or the model in a file of any kind that is read.

    Args:
        source: the name or the file.
        rnn: the recurrent stack or layer, where the file has several; the first stack by default. `inspect` has them.
        convention: what the file cannot say: fields of `engine.cells.Convention`, and for a file of another framework
            what `formats.conventions.override` adds, such as ``{"gate_order": "i,f,o,g"}``.
        vocab: a file of its tokens, one a row of its embedding; for a model that takes vectors, a file of word vectors.
        tokenizer: what cuts a text into tokens: ``"word"``, ``"character"``, …, or a tokenizer.json; by default what
            the vocabulary looks like. See `formats.words.attach`.

    Raises:
        FileError: there is neither a bundled model nor a file of that name, or the file cannot be read.
        UsageError: the file has no such layer, or a convention means nothing for it.
    """
    said = {key: str(value) for key, value in (convention or {}).items()}
    return attach(library.load(source, rnn=rnn, convention=said), vocab, tokenizer)


@of_its_kind
def trace(
    model: Model | str | Path,
    text: str | None = None,
    *,
    ids: ArrayLike | None = None,
    inputs: ArrayLike | str | Path | None = None,
    initial: Mapping[str, ArrayLike] | str | Path | None = None,
    clamp: str | Clamp | Iterable[str | Clamp] = (),
    ablate: str | Ablate | Iterable[int] = (),
    layer: int | None = None,
    direction: str | None = None,
    gradients: str | None = None,
    convention: Mapping[str, object] | None = None,
    vocab: str | Path | None = None,
    tokenizer: str | Path | None = None,
    dtype: str | None = None,
) -> Recording:
    """Run a model on a text and return every gate and state, by the keys of ``OUT.npz``.

    Args:
        model: what `load` returned, or what it takes.
        text: what to read; or
        ids: (T,) rows of the model's embedding, of which those that the model masks are left out; or
        inputs: (T, I) vectors, or the .npy, .npz or .csv file that holds them.
        initial: ``layer{k}.{direction}.{hidden_state|cell_state}`` → (H,), or the .npz file that holds them; the
            file's own, or zero, where none is given.
        clamp: ``"SIGNAL=VALUE"``, with ``@u3,u7-9`` for some units and ``@t4-12`` for some tokens, or several of them:
            values imposed on a signal while the rest of the network goes on. The run without them is in
            `Recording.baseline`.
        ablate: units whose hidden state is 0 throughout, as ``"u3,u7"`` or numbers.
        layer, direction: where clamps and ablations act; in the last layer, forward, by default.
        gradients: of what: ``"last"``, ``"tokens:K"`` or ``"readout:NAME"`` (see `analysis.targets`); none by default.
        convention: what the model's file cannot say, as `load` takes it.
        vocab, tokenizer: files, or the name of a tokenizer, as `load` takes them.
        dtype: ``"float32"`` or ``"float64"``, the precision to compute in; the model's own by default.

    Raises:
        UsageError: not exactly one of text, ids and inputs, or something that does not fit the model.
        FileError: a file cannot be read, or holds something else.
    """
    if sum(one is not None for one in (text, ids, inputs)) != 1:
        raise UsageError("give one of a text, ids and inputs")
    opened = attach(model if isinstance(model, Model) else load(model), vocab, tokenizer)
    found = in_precision(opened, dtype)
    if convention:
        found = replace(found, network=read_again(found, convention))
    network, vectors = found.network, None
    changes = what_if(clamp, ablate, layer, direction)
    if not changes and (layer, direction) != (None, None):
        raise UsageError("a layer or a direction says where a clamp or an ablation acts: give one of these")
    target = None if gradients is None else Target.parse(gradients)
    if inputs is not None:
        vectors = input_vectors(Path(inputs) if isinstance(inputs, str) else inputs, network)
        tokens = tokens_of_vectors(len(vectors))
    elif ids is not None:
        tokens = tokens_of_ids(found, token_ids(ids))
    else:
        tokens = tokens_of_text(found, text or "")
    states = None
    if initial is not None:
        states = initial_states(Path(initial) if isinstance(initial, str) else initial, network)
    untold = next(
        (
            why
            for why, there in (
                ("states that were given to start from are no part of a scene", states is not None),
                ("ids that were given instead of a text are no part of a scene", ids is not None),
                (NOT_ITS_PRECISION, found.network.dtype != opened.network.dtype),
                ("a convention that was given with the text is no part of a scene", bool(convention)),
            )
            if there
        ),
        "",
    )
    executor = choose_executor(network, len(tokens))

    def recorded(interventions: Interventions | None, baseline: Recording | None = None) -> Recording:
        run = run_once(found.name, network, tokens, vectors, executor, states, interventions)
        run = replace(
            run,
            opened=None if baseline is None else baseline.run,
            predicts_next=predicts_next(network, found.vocabulary),
            reader=found,
        )
        slopes = None if target is None else differentiate(network, run.trace, target, executor=executor)
        return Recording(run, slopes, baseline, found.obstacles, found.warnings, untold)

    if not changes:
        return recorded(None)
    return recorded(changes.resolve(network, len(tokens)), recorded(None))


@of_its_kind
def gradients(trace: Recording, of: str = "last") -> GradientTrace:
    """Differentiate one number of a trace in every state and every input.

    Args:
        trace: what `trace` returned.
        of: ``"last"``, the sum of the last layer's hidden state after the last token; ``"tokens:K"``, after token K;
            or ``"readout:NAME"``, with ``:LABEL`` and ``@K`` if need be.

    Returns:
        A mapping: ``grad.hidden_state`` (T, H), ``grad.inputs`` (T, I), ``log10_grad_norm.hidden_state`` (T,) and more.

    Raises:
        UsageError: there is no such number.
        ModelError: the trace holds numbers that are not finite.
    """
    run = trace.run
    executor = choose_executor(run.network, len(run.tokens))
    target = Target.parse(of)
    found = differentiate(run.network, run.trace, target, executor=executor)
    return showing(found, lambda: view_page(trace, "gradients", target=target))


@of_its_kind
def render(
    shown: Recording | Sequence[Recording] | Model,
    view: str = "heatmap",
    path: str | Path = "gates.png",
    *,
    signals: str | Sequence[str] = (),
    units: str | Sequence[int] | None = None,
    token: int | None = None,
    layer: int | None = None,
    direction: str | None = None,
    parameter: str | None = None,
    of: str | None = None,
    fit: str | Path | None = None,
    step: int | None = None,
    against: Recording | None = None,
    size: tuple[int, int] = (1600, 900),
    scale: float = 1.0,
    theme: str = "light",
    palette: str = "standard",
    scene: bool = True,
) -> Path | str:
    """Draw a picture and return its path. No display is needed.

    The picture carries its scene: dropped on the window, it brings everything back, and `render_scene` draws it again.

    Args:
        shown: the trace to draw, or several to compare; a model where its weights are wanted.
        view: a name of those that ``gatescope render --help`` lists for ``--view``, such as ``"traces"``.
        path: the .png, .svg or .pdf file to write, or .csv or .npz for the numbers drawn; ``"svg"`` for the text of an
            SVG, which is returned instead.
        signals: only these, one or several; all by default.
        units: only these, in this order, as numbers or ``"u3,u7-9"``.
        token: to mark, counted from 0, or from the end where it is negative.
        layer, direction: which part; the last layer, forward, by default.
        parameter: for weights, such as ``layer0.forward.U.forget_gate``.
        of: for gradients, what to differentiate, as `gradients` takes it; the first read-out after the last token by
            default, or the sum of the last hidden state where there is no read-out.
        fit: for space, what the plane of the states is fitted on: ``"text"``, ``"bundled"`` sentences, the default, or
            a .txt, .csv, .tsv or .jsonl file of texts, of which the beginning is read.
        step: of a cell, the operation in turn, from 1; the last one, after which everything is known, by default.
        against: for pairs, the trace of the second text; without it `shown` is two traces of one text.
        size: of the layout, in pixels; `scale` (1 to 4) only makes it finer.
        theme: ``"light"``, ``"dark"``, ``"contrast-light"`` or ``"contrast-dark"``.
        palette: ``"standard"``, or ``"safe"`` for colour vision deficiency.
        scene: whether the picture carries its scene, where one can tell of it; `Recording.untold` says why not.

    Raises:
        UsageError: something of that does not exist, or does not go together.
        FileError: the file cannot be written.
    """
    settings = FigureSettings(
        view=view,
        signals=tuple(parse_signal(signal) for signal in ([signals] if isinstance(signals, str) else signals)),
        units=None if units is None else units_of(units),
        token=token,
        layer=layer,
        direction=direction,
        parameter=parameter,
        of=of,
        fit=None if fit is None else str(fit),
        step=step,
        against=None if against is None else against.run.tokens.text,
        size=size,
        scale=scale,
        theme=theme,
        palette=palette,
    )
    of_a_model = MODEL_VIEWS.get(view)
    if of_a_model is not None:
        if not isinstance(shown, Model):
            raise UsageError(f"the {view} are a model's, not a trace's: give render the model")
        drawn = of_a_model(shown, parameter)
        carried = carried_scene(shown, settings) if scene else None
        if path == "svg":
            return svg_text(drawn, size, theme, palette=palette, scene=carried)
        return save_picture(drawn, path, size, scale, theme, palette=palette, scene=carried)
    if isinstance(shown, Model):
        raise UsageError(f"a model alone has no {view}: trace a text and give render the trace")
    recordings = [shown] if isinstance(shown, Recording) else list(shown)
    runs = [recording.run for recording in recordings]
    if not runs:
        raise UsageError("there is nothing to draw: give render at least one trace")
    plot = describe_runs(
        view,
        runs,
        signals=settings.signals,
        units=settings.units,
        token=token,
        layer=layer,
        direction=direction,
        target=None if of is None else Target.parse(of),
        fit=settings.fit,
        step=step,
        against=None if against is None else against.run,
    )
    carried = carried_scene(recordings, settings, against) if scene else None
    if path == "svg":
        return svg_text(plot, size, theme, runs, palette=palette, scene=carried)
    return save_picture(plot, path, size, scale, theme, runs, palette=palette, scene=carried)
