"""Every command of the window in one table: menu, text, shortcut, tip. Menus, tool tips and the search read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One thing a person can do.

    Attributes:
        name: the handler's name.
        menu: the menu it stands in; ``"View ▸ Theme"`` makes a submenu.
        shortcuts: the first is shown.
        tip: one line for the status bar and the tool tip.
        group: checkable commands of one group exclude each other.
        after_rule: a separator stands above it.
    """

    name: str
    text: str
    menu: str
    tip: str
    shortcuts: tuple[str, ...] = ()
    checkable: bool = False
    group: str = ""
    after_rule: bool = False


_NOTATION = "&View ▸ &Notation"

COMMANDS = (
    Command("open_file", "&Open…", "&File", "Open a model, a project or a text", ("Ctrl+O",)),
    Command(
        "inspect_model",
        "&Inspect model…",
        "&File",
        "See how the model's file was read, say otherwise, and prove it against a reference",
        ("Ctrl+I",),
    ),
    Command("close_model", "C&lose model", "&File", "Close the model in front", ("Ctrl+W",)),
    Command(
        "attach_words",
        "Attach &words…",
        "&File",
        "Give the model in front its vocabulary, or word vectors if it takes vectors",
    ),
    Command("open_lessons", "Open &lessons…", "&File", "Play a teacher's cards in the workspace Learn"),
    Command(
        "save_project",
        "&Save project",
        "&File",
        "Save everything: text, models, edits, what is in view",
        ("Ctrl+S",),
        after_rule=True,
    ),
    Command("save_project_as", "Save project &as…", "&File", "Save it under another name", ("Ctrl+Shift+S",)),
    Command(
        "feed_vectors",
        "Feed &vectors…",
        "&File",
        "Let a model that takes vectors read those of a .npy, .npz or .csv file",
        after_rule=True,
    ),
    Command("feed_noise", "Feed &noise", "&File", "Let a model without words read random vectors or ids", ()),
    Command("feed_sample", "Feed sa&mple", "&File", "Let a model of vectors read those that came with it", ()),
    Command("export_plot", "&Export plot…", "&File", "Save a plot as PNG, at 1× to 4×", ("Ctrl+E",), after_rule=True),
    Command("copy_plot", "&Copy plot", "&File", "Copy the plot in front to the clipboard as an image", ("Ctrl+C",)),
    Command(
        "settings", "Se&ttings…", "&File", "Choose how GateScope looks, writes and keeps", ("Ctrl+,",), after_rule=True
    ),
    Command("quit", "&Quit", "&File", "Close GateScope", ("Ctrl+Q",), after_rule=True),
    Command(
        "edit_sentence", "Edit &sentence", "&Edit", "Put the caret into the sentence", ("Ctrl+L",), after_rule=True
    ),
    Command(
        "show_examples",
        "Choose an &example…",
        "&Edit",
        "Choose a sentence to try with the model in front, or feed it its sample",
        ("Ctrl+Shift+L",),
    ),
    Command("clear_sentence", "C&lear sentence", "&Edit", "Remove the whole sentence", ("Ctrl+Shift+Backspace",)),
    Command(
        "reset_weights",
        "&Reset all weights",
        "&Edit",
        "Give the models in view their trained weights",
        ("Ctrl+Shift+R",),
    ),
    Command(
        "release_held",
        "Re&lease all held",
        "&Edit",
        "Let every gate and state of the models in view go free that is held at a value",
        ("Ctrl+Shift+H",),
    ),
    Command("rewind", "First token", "&Run", "Move the cursor to the first token", ("Ctrl+Home",)),
    Command("step_back", "Previous token", "&Run", "Move the cursor one token back (also ←)", ("Alt+Left",)),
    Command("step_forward", "Next token", "&Run", "Move the cursor one token on (also →)", ("Alt+Right",)),
    Command("last_token", "Last token", "&Run", "Move the cursor to the last token", ("Ctrl+End",)),
    Command("play", "&Play", "&Run", "Walk through the sentence token by token", ("Ctrl+Space",), checkable=True),
    Command(
        "sample_token",
        "&Sample one token",
        "&Run",
        "Draw the next token from the read-out of the language model in front, and write it behind the cursor",
        ("Ctrl+G",),
        after_rule=True,
    ),
    Command(
        "sample_on",
        "Sample o&n",
        "&Run",
        "Sample token after token, until this is chosen again",
        ("Ctrl+Shift+G",),
        checkable=True,
    ),
    Command(
        "cell_first",
        "&First operation",
        "&Run ▸ One step of the &cell",
        "Go to the first operation of the cell on this word",
        ("Alt+Shift+Home",),
    ),
    Command(
        "cell_back",
        "Pre&vious operation",
        "&Run ▸ One step of the &cell",
        "Go one operation of the cell back, at its first one to the word before",
        ("Alt+Shift+Left",),
    ),
    Command(
        "cell_forward",
        "&Next operation",
        "&Run ▸ One step of the &cell",
        "Go one operation of the cell on, at its last one to the next word",
        ("Alt+Shift+Right",),
    ),
    Command(
        "cell_play",
        "&Play operations",
        "&Run ▸ One step of the &cell",
        "Walk through the cell operation by operation, word by word",
        ("Alt+Shift+Space",),
    ),
    Command(
        "learn_next",
        "&Next card",
        "&Run ▸ &Lesson",
        "Open the next claim and set its scene, from any workspace",
        ("Ctrl+PgDown",),
    ),
    Command("learn_previous", "Pre&vious card", "&Run ▸ &Lesson", "Open the claim before this one", ("Ctrl+PgUp",)),
    Command("learn_guess_1", "Guess &1", "&Run ▸ &Lesson", "Guess the first answer of the card", ("Alt+1",)),
    Command("learn_guess_2", "Guess &2", "&Run ▸ &Lesson", "Guess the second answer of the card", ("Alt+2",)),
    Command("learn_guess_3", "Guess &3", "&Run ▸ &Lesson", "Guess the third answer of the card", ("Alt+3",)),
    Command(
        "learn_test",
        "&Test the claim",
        "&Run ▸ &Lesson",
        "Test the claim of the card on the running model; once more ends the test",
        ("Ctrl+Return", "Ctrl+Enter"),
    ),
    Command(
        "learn_reset",
        "&Reset the card",
        "&Run ▸ &Lesson",
        "Set the scene and the control of the card as they were at first, bit for bit",
    ),
    Command(
        "learn_leave", "Lea&ve the card", "&Run ▸ &Lesson", "Close the card: your own work comes back, bit for bit"
    ),
    Command(
        "learn_forget",
        "&Forget progress",
        "&Run ▸ &Lesson",
        "Forget every guess and every verdict",
        after_rule=True,
    ),
    Command(
        "train_run",
        "&Run or pause",
        "&Run ▸ &Training",
        "Train the model of the form, go on with the run in front, or pause it",
        ("Ctrl+R",),
    ),
    Command("train_step", "&Step", "&Run ▸ &Training", "Train on one mini-batch", ("Ctrl+T",)),
    Command("train_stop", "S&top", "&Run ▸ &Training", "End the run in front; it can still go on"),
    Command(
        "train_rewind", "Re&wind", "&Run ▸ &Training", "Look at the untrained network; Run then begins anew from there"
    ),
    Command("train_keep", "&Keep as…", "&Run ▸ &Training", "Save the network that is looked at as a model with a card"),
    Command("order_index", "By &index", "&View ▸ Order of units", "Units in the order of the model", (), True, "order"),
    Command(
        "order_last",
        "By &last value",
        "&View ▸ Order of units",
        "Units by their hidden state at the end",
        (),
        True,
        "order",
    ),
    Command(
        "order_similarity",
        "By &similarity",
        "&View ▸ Order of units",
        "Units that move alike stand together",
        (),
        True,
        "order",
    ),
    Command(
        "difference",
        "&Difference",
        "&View",
        "Show in the maps what changed since the model was opened; held down, only while it is held",
        ("Ctrl+D",),
        checkable=True,
    ),
    Command(
        "reset_zoom",
        "Reset &zoom",
        "&View",
        "Show all tokens, units and weights again, and text in its usual size",
        ("Ctrl+0",),
    ),
    Command("zoom_in", "L&arger text", "&View", "Make all text of the window larger", ("Ctrl++", "Ctrl+=")),
    Command("zoom_out", "S&maller text", "&View", "Make all text of the window smaller", ("Ctrl+-",)),
    Command(
        "value_at_cursor",
        "&Value at the cursor",
        "&View",
        "Show the value of the chosen unit at the token cursor, with its equation (Esc hides it)",
        ("F3",),
    ),
    Command("layer_above", "Layer &above", "&View", "Show the next part of the network", ("Ctrl+Up",)),
    Command("layer_below", "Layer &below", "&View", "Show the part of the network before this one", ("Ctrl+Down",)),
    Command(
        "theme_system",
        "Like the &system",
        "&View ▸ Theme",
        "Follow the desktop's light or dark, and its high contrast",
        (),
        True,
        "theme",
    ),
    Command("theme_light", "&Light", "&View ▸ Theme", "The light design", (), True, "theme"),
    Command("theme_dark", "&Dark", "&View ▸ Theme", "The dark design", (), True, "theme"),
    Command(
        "theme_contrast-light", "&High contrast, light", "&View ▸ Theme", "Black on white", (), True, "theme", True
    ),
    Command("theme_contrast-dark", "High &contrast, dark", "&View ▸ Theme", "White on black", (), True, "theme"),
    Command("palette_standard", "&Standard", "&View ▸ Colours", "The usual hues of gates", (), True, "palette"),
    Command(
        "palette_safe",
        "Safe for colour &vision deficiency",
        "&View ▸ Colours",
        "Hues of gates and maps that can be told apart without red, green or blue cones",
        (),
        True,
        "palette",
    ),
    Command("keeps_file", "z as the &file has it", _NOTATION, "Show a GRU's z as its file does", (), True, "keeps"),
    Command("keeps_old", "z keeps the &old", _NOTATION, "Show z as the share of the old state", (), True, "keeps"),
    Command("keeps_new", "z keeps the &new", _NOTATION, "Show z as the share of the candidate", (), True, "keeps"),
    Command("gates_letters", "Gates f, i, o, r, &z", _NOTATION, "Name gates by letters", (), True, "gates", True),
    Command("gates_gamma", "Gates &Γ", _NOTATION, "Name gates by Γ with a letter below", (), True, "gates"),
    Command("states_h", "States &h and c", _NOTATION, "Call the hidden state h", (), True, "states", True),
    Command("states_a", "States &a and c", _NOTATION, "Call the hidden state a", (), True, "states"),
    Command(
        "present",
        "&Presenter mode",
        "&View",
        "Show the sentence, the maps and the read-out alone, large and in thick lines; Esc leaves it",
        ("F11",),
        checkable=True,
        after_rule=True,
    ),
    Command("full_screen", "&Full screen", "&View", "Fill the screen", ("Shift+F11",), checkable=True),
    Command(
        "reset_layout",
        "Reset la&yout",
        "&View",
        "Put the docks of this workspace back (also Ctrl and a click on its name)",
        (),
    ),
    Command("search_commands", "&Search commands", "&Help", "Find a command or a term by its name", ("Ctrl+Shift+P",)),
    Command("show_shortcuts", "&Keyboard and mouse", "&Help", "Every shortcut and gesture on one page", ("F1",)),
    Command(
        "glossary",
        "&Glossary",
        "&Help",
        "What every signal, symbol and term means, and what it is called elsewhere",
        ("Shift+F1",),
    ),
    Command("tour", "&Tour", "&Help", "Five steps through the window, with its real controls", ("Ctrl+F1",)),
    Command("about", "&About GateScope", "&Help", "Version, licence and the models' data", ()),
)
