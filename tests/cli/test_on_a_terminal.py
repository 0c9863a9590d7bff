"""What somebody at a terminal sees: cards that fit, what matched marked, and no text of the corpus that acts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from searchkit.library import Library

from .conftest import Done, on_terminal, process, process_on_terminal, without_codes

Run = Callable[..., Done]

MARKUP = "[laughter] [/applause] :smile: [bold]loud[/bold] [link=x]y[/link] {red} <b> &amp; 日本語 مرحبا"
CONTROLS = "\x1b[31mred \x1b]8;;http://evil.example\x1b\\link\x1b]52;c;aGk=\x07 \x9b2J \x00 \x08 \x7f \u202etxet \u2066"
# What may stand on a screen; the codes for colours and links are taken out before.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_COLOURS = re.compile(r"\x1b\[(?:\d+;)*(?:3\d|4\d|9\d|10\d)(?:;\d+)*m")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a corpus, and its index, in which every field holds markup and control characters."""
    folder = tmp_path_factory.mktemp("hostile")
    text = json.dumps(f"patience {MARKUP} {CONTROLS}", ensure_ascii=True)
    name = json.dumps(f"Ada {MARKUP} {CONTROLS}", ensure_ascii=True)
    episode = "\n".join(
        (
            *(f"{key}: {text}" for key in ("show", "title", "number", "headline")),
            'url: "https://example.org/\\e]8;;x"',
            f"speakers:\n- {name}",
            f"overview:\n- {text}",
            f"ideas:\n- heading: {text}\n  text: {text}",
            f"quotes:\n- text: {text}\n  speaker: {name}\n  at: 1:02",
            f"chapters:\n- at: 0:10\n  title: {text}",
        )
    )
    file = folder / "corpus" / "[bold]show \x1b[31m" / "e:smile:[/x]\x1b]0;t\x07\u202e.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(episode + "\n", encoding="utf-8")
    with Library(folder / "corpus", folder / "index") as library:
        report = library.sync()
    assert report.errors == ()
    assert report.passages == 3
    return folder


def places(folder: Path) -> tuple[str, ...]:
    """Return the options that name a corpus and its index."""
    return "--corpus", str(folder / "corpus"), "--index", str(folder / "index")


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize(
    "arguments",
    [
        "search letter from somebody --explain --context 1",
        "search 鳥羽 OR silences --all",
        "show the-map-is-late",
        "show sixteen-ways-to-put#quote-3",
        "episodes",
        "speakers",
        "help query",
        "help formats",
        "config show",
        "search (bridge --format jsn",
        "quotes --speaker falcoeiro",
    ],
)
def test_no_line_is_wider_than_the_terminal(arguments: str, columns: int) -> None:
    """Whatever is shown fits into the columns of the terminal; only a word that is longer than a line does not."""
    done = on_terminal(*arguments.split(), columns=columns)
    assert done.code in (0, 2), done.out
    for line in without_codes(done.out).splitlines():
        words = [word for word in line.split() if cell_len(word) > columns - 12]
        assert cell_len(line) <= columns or words, line


@pytest.mark.usefixtures("sample")
def test_cards_are_no_wider_than_reads_well() -> None:
    """On a very wide terminal a card takes a hundred columns."""
    shown = without_codes(on_terminal("search", "letter from somebody", columns=200).out)
    assert max(map(cell_len, shown.splitlines())) == 100


@pytest.mark.usefixtures("sample")
def test_what_matched_is_marked() -> None:
    """The words of the query are set off by colour in the text, and nothing else of it is."""
    shown = process_on_terminal("quotes", '"letter from somebody"', columns=120).out
    marked = re.findall(r"\x1b\[1;30;43m(.*?)\x1b\[0m", shown)
    assert "letter" in " ".join(marked)
    assert set(" ".join(marked).split()) <= {"letter", "from", "somebody"}


@pytest.mark.usefixtures("sample")
def test_a_card_tells_who_said_it_where_and_when() -> None:
    """A card holds number and kind, the words, the speaker, show, title, date and moment, the idea, and the id."""
    shown = without_codes(on_terminal("quotes", "letter from somebody", columns=100).out)
    for part in (
        "1 · quote",
        "“An index is a letter from somebody",
        "— Benedita Falcoeiro",
        "The Returns Trolley 12 · The index at the back of the book · 5 October 2017 · 6:42",
        "idea   The indexer works for the reader",
        "the-returns-trolley/the-index-at-the-back-of-the-book#quote-1",
        "kinds     quote ",
    ):
        assert part in shown


@pytest.mark.usefixtures("sample")
def test_an_episode_is_shown_once_and_whole() -> None:
    """`show` gives the title once, then every part of the episode under its heading, each passage with its number."""
    shown = without_codes(on_terminal("show", "the-map-is-late").out)
    assert shown.count("The map is late") == 1
    assert [word for word in ("Overview", "Ideas", "Quotes") if f"\n{word}\n" in shown] == [
        "Overview",
        "Ideas",
        "Quotes",
    ]
    assert "\n\n\n" not in shown
    assert "\n   5 “I asked the fishermen" in shown


@pytest.mark.usefixtures("sample")
def test_lists_keep_ids_whole(run: Run) -> None:
    """The list of episodes has every id in one piece on a terminal of eighty columns, and every title."""
    shown = without_codes(on_terminal("episodes", columns=80).out)
    listed = json.loads(run("episodes", "--json").out)
    for episode in listed:
        assert re.search(rf"^ +{re.escape(episode['id'])} *$", shown, re.MULTILINE)
        assert episode["title"] in shown
    assert "14 episodes" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        "search patience --context 1 --explain",
        "show {id}",
        "show {id}#quote-1",
        "episodes",
        "speakers",
        "shows",
        "cite {id}#quote-1",
    ],
)
@pytest.mark.parametrize("where", ["terminal", "pipe", "colours"])
def test_text_of_the_corpus_never_acts(run: Run, hostile: Path, arguments: str, where: str) -> None:
    """Markup in the corpus is shown as it is written, and control characters as U+FFFD, in every view and place."""
    (listed,) = json.loads(run("episodes", "--json", *places(hostile)).out)
    named = [word.replace("{id}", listed["id"]) for word in arguments.split()]
    if where == "terminal":
        done = on_terminal(*named, *places(hostile), columns=120)
    else:
        done = run(*named, *places(hostile), *(["--color", "always"] if where == "colours" else []))
    assert done.code == 0, done.out + done.err
    shown = without_codes(done.out)
    assert not _ACTING.findall(shown)
    assert "\ufffd" in shown
    if "cite" not in arguments:
        assert "evil.example\x1b" not in done.out
        assert "\x1b]8;;http://evil" not in done.out
    if not arguments.startswith("cite"):
        flat = re.sub(r"[\s│]+", " ", shown)
        for piece in ("[laughter]", "[/applause]", ":smile:", "[bold]loud[/bold]", "[link=x]y[/link]"):
            assert piece in flat


def test_text_of_the_corpus_never_acts_in_errors(run: Run, hostile: Path) -> None:
    """Ids, names and queries in errors and hints come out harmless too."""
    for arguments in (
        ["show", "smile[/x]\x1b"],
        ["show", "\x1b[31mx\x07"],
        ["quotes", "--speaker", "Adaa \x1b[31m"],
        ["search", "patiense\x1b[31m"],
        ["quotes", "--show", "patience \x07"],
        ["status"],
    ):
        done = run(*arguments, *places(hostile))
        assert not _ACTING.findall(done.err + done.out), arguments


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("changes", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"SEARCHKIT_COLOR": "never"}])
def test_colour_can_be_declined(changes: dict[str, str]) -> None:
    """NO_COLOR, a dumb terminal and SEARCHKIT_COLOR=never give no colours, the latter two no codes at all."""
    for arguments in (("search", "letter", "-n", "2"), ("search", "(letter"), ("episodes",)):
        shown = on_terminal(*arguments, **changes).out
        assert not _COLOURS.findall(shown)
        if "NO_COLOR" not in changes:
            assert "\x1b" not in shown


@pytest.mark.usefixtures("sample")
def test_colour_is_on_by_itself_on_a_terminal() -> None:
    """On a terminal results and errors have colours, unless --color never is given, which errors heed too."""
    assert _COLOURS.search(on_terminal("search", "letter", "-n", "1").out)
    assert "\x1b[1;31merror: \x1b[0m" in on_terminal("search", "(letter").out
    assert "\x1b" not in on_terminal("search", "(letter", "--color", "never").out


@pytest.mark.usefixtures("sample")
def test_colour_can_be_asked_for_in_a_pipe(run: Run) -> None:
    """`--color always` draws cards with colours into a pipe, whatever NO_COLOR says, and the same bytes each time."""
    done = run("search", "letter", "-n", "1", "--color", "always")
    assert "\x1b[1;30;43mletter\x1b[0m" in done.out
    assert "╭─" in done.out
    assert done == run("search", "letter", "-n", "1", "--color", "always")
    assert "\x1b]8" not in done.out
    assert "\x1b" not in run("search", "letter", "-n", "1").out
    assert "\x1b[1;31merror: " in run("search", "(letter", "--color", "always").err


@pytest.mark.usefixtures("sample")
def test_a_title_links_to_the_recording() -> None:
    """On a terminal the title is a link to the moment of the recording."""
    shown = on_terminal("quotes", "letter from somebody", "-n", "1").out
    assert re.search(r"\x1b\]8;[^;]*;https://example\.org/returns-trolley/12#t=402\x1b\\", shown)


@pytest.mark.usefixtures("sample")
def test_each_stream_is_decided_by_itself() -> None:
    """With results in a pipe and errors on a terminal, and the other way round, only the terminal gets colour."""
    done = process_on_terminal("search", "letter", "-n", "1", only="out")
    assert _COLOURS.search(done.out)
    assert re.fullmatch(r"1 to 1 of \d+\n", done.err)
    assert process_on_terminal("search", "(letter", only="out").err.startswith("error: ")
    done = process_on_terminal("search", "letter", "-n", "1", only="err")
    assert done.out == process("search", "letter", "-n", "1", "--format", "plain").out
    assert re.fullmatch(r"1 to 1 of \d+\n", done.err)
    assert process_on_terminal("search", "(letter", only="err").err.startswith("\x1b[1;31merror: \x1b[0m")


@pytest.fixture
def pager(tmp_path: Path) -> tuple[str, Path]:
    """A pager that writes what it is given to a file, and that file."""
    script, seen = tmp_path / "pager", tmp_path / "seen"
    script.write_text(f"#!/bin/sh\ncat > '{seen}'\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script), seen


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("lines", "how", "paged"),
    [
        (20, "SEARCHKIT_PAGER", True),
        (20, "PAGER", True),
        (400, "SEARCHKIT_PAGER", False),
        (20, "never", False),
        (20, "a pager that is missing", False),
        (20, "an unclosed quotation mark", False),
        (20, "nobody to type", False),
        (20, "a dumb terminal", False),
        (20, "an empty PAGER", False),
        (20, "a setting beside an empty PAGER", True),
    ],
)
def test_long_output_goes_through_the_pager(pager: tuple[str, Path], lines: int, how: str, *, paged: bool) -> None:
    """The pager is used for what is longer than the screen, on a terminal, if there is one and it is not declined."""
    script, seen = pager
    changes = {
        "SEARCHKIT_PAGER": {"SEARCHKIT_PAGER": script},
        "PAGER": {"PAGER": f"{script} -x"},
        "never": {"PAGER": script, "SEARCHKIT_PAGER": "never"},
        "a pager that is missing": {"SEARCHKIT_PAGER": "no-such-pager-anywhere"},
        "an unclosed quotation mark": {"SEARCHKIT_PAGER": f"{script} '"},
        "nobody to type": {"PAGER": script},
        "a dumb terminal": {"PAGER": script, "TERM": "dumb"},
        "an empty PAGER": {"PAGER": ""},
        "a setting beside an empty PAGER": {"PAGER": "", "SEARCHKIT_PAGER": script},
    }[how]
    done = process_on_terminal("search", "the", "-n", "6", lines=lines, keys=how != "nobody to type", **changes)
    assert done.code == 0
    assert seen.exists() == paged
    assert ("╭" in done.out) != paged
    if paged:
        assert "\x1b[1;30;43m" in seen.read_text(encoding="utf-8") or "╭" in seen.read_text(encoding="utf-8")


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("arguments", ["show S1E4 --transcript", "help query"])
def test_long_texts_go_through_the_pager_too(pager: tuple[str, Path], arguments: str) -> None:
    """A transcript or a topic that is longer than the screen is paged as results are, and not where it is short."""
    script, seen = pager
    shown = process_on_terminal(*arguments.split(), lines=4000, PAGER=script).out
    assert not seen.exists()
    assert process_on_terminal(*arguments.split(), lines=10, PAGER=script).code == 0
    assert seen.read_text(encoding="utf-8") == shown


@pytest.mark.usefixtures("sample")
def test_a_pipe_is_never_paged(pager: tuple[str, Path]) -> None:
    """Where standard output is no terminal, no pager is started, asked for colour or not."""
    script, seen = pager
    assert process("search", "the", "--all", SEARCHKIT_PAGER=script).code == 0
    assert process("search", "the", "--all", "--color", "always", SEARCHKIT_PAGER=script).code == 0
    assert not seen.exists()


@pytest.mark.usefixtures("sample")
def test_a_pager_that_is_left_early_is_no_error(tmp_path: Path) -> None:
    """A pager that ends before it has read everything ends the run in 0 without noise."""
    (tmp_path / "pager").write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    (tmp_path / "pager").chmod(0o755)
    done = process_on_terminal("search", "the", "--all", "--quiet", lines=20, SEARCHKIT_PAGER=str(tmp_path / "pager"))
    assert (done.code, done.out) == (0, "")


@pytest.mark.usefixtures("sample")
def test_quiet_leaves_results_only() -> None:
    """With `--quiet` a terminal shows the cards, and no counts."""
    shown = without_codes(on_terminal("search", "letter", "-n", "1", "--quiet").out)
    assert shown.startswith("╭─ 1 · ")
    assert " of " not in shown.splitlines()[-1]


@pytest.mark.usefixtures("sample")
def test_formats_are_the_same_on_a_terminal(run: Run) -> None:
    """A format that is asked for by name is printed on a terminal as it is in a pipe."""
    for name in ("plain", "json", "markdown"):
        shown = on_terminal("search", "letter", "-n", "1", "-q", "--format", name, columns=400).out
        assert shown == run("search", "letter", "-n", "1", "-q", "--format", name).out


def test_what_was_added_is_told_in_words_that_fit(empty: Path) -> None:
    """On a terminal of forty columns `add` breaks its lines between words."""
    del empty
    page = "Overview\n" + "A point that somebody made. " * 3 + "\n\nQuotes\n“A chair.” — Ada Lind\n"
    Path("page.txt").write_text(page, encoding="utf-8")
    done = process_on_terminal("add", "page.txt", "--show", "Bench", "--title", "Chairs", columns=40)
    assert done.code == 0
    assert max(map(cell_len, without_codes(done.out).splitlines())) <= 40
    assert re.search(r"^added +bench/chairs", without_codes(done.out), re.MULTILINE)
