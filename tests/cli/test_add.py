"""The command add: what is read, what is filed, and what is left alone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.corpus import Corpus

from .conftest import EPISODE, PAGE, Done, names_in, process, process_on_terminal, without_codes, write_pages

Run = Callable[..., Done]

FILED = "the-workbench/mending-is-thinking"


@pytest.fixture
def page(empty: Path) -> Path:
    """A page in the working folder, and a corpus that does not exist yet."""
    del empty
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    return Path("page.txt")


def episodes(folder: Path) -> dict[str, str]:
    """Return the text of every file of a corpus by its path."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_page_is_filed_as_an_episode(run: Run, page: Path, empty: Path) -> None:
    """`add` files what a page holds under its show and title, says so, and names the next step."""
    done = run("add", str(page))
    assert done.code == 0
    assert done.out == f"added\t{FILED}\t1 point, 1 idea, 2 quotes\n"
    assert "1 added; “searchkit index” makes them findable" in done.err
    episode = Corpus(empty / "corpus").load(FILED)
    assert episode is not None
    assert (episode.show, episode.title) == ("The Workbench", "Mending is thinking")
    assert [quote.text for quote in episode.quotes][1] == "Glue is a form of patience."
    assert {quote.speaker for quote in episode.quotes} == {"Ada Lind"}


def test_warnings_go_to_standard_error(run: Run, page: Path) -> None:
    """What a reader left out or doubts is a warning on standard error, with the name of the file."""
    done = run("add", str(page))
    assert re.search(r"^warning: page\.txt: .+A chair maker on repair", done.err, re.MULTILINE)
    assert "warning" not in done.out


def test_adding_again_changes_nothing(run: Run, page: Path, empty: Path) -> None:
    """A page that has been added is unchanged the second time, and so is its file."""
    run("add", str(page))
    before = episodes(empty / "corpus")
    done = run("add", str(page))
    assert done.code == 0
    assert done.out.startswith(f"unchanged\t{FILED}\t")
    assert done.err.splitlines()[-1] == "1 unchanged"
    assert episodes(empty / "corpus") == before


def test_a_page_that_has_changed_updates_its_episode(run: Run, page: Path, empty: Path) -> None:
    """A page with other words replaces the episode that it became, as long as nobody has edited that."""
    run("add", str(page))
    page.write_text(PAGE.replace("patience", "hope"), encoding="utf-8")
    done = run("add", str(page))
    assert done.code == 0
    assert done.out.startswith("updated\t")
    assert "a form of hope" in episodes(empty / "corpus")[f"{FILED}.yaml"]


def test_an_episode_that_was_edited_is_kept(run: Run, page: Path, empty: Path) -> None:
    """An episode that somebody edited stays when its page comes again, and is overwritten only with `--force`."""
    run("add", str(page))
    file = empty / "corpus" / f"{FILED}.yaml"
    mine = file.read_text(encoding="utf-8").replace("form of patience", "form of hope")
    file.write_text(mine, encoding="utf-8")
    done = run("add", str(page))
    assert done.code == 0
    assert done.out.startswith("kept\t")
    assert "you have edited this episode" in done.err
    assert file.read_text(encoding="utf-8") == mine
    done = run("add", str(page), "--force")
    assert done.out.startswith("updated\t")
    assert "form of patience" in file.read_text(encoding="utf-8")


def test_an_edited_episode_whose_page_has_changed_is_refused(run: Run, page: Path, empty: Path) -> None:
    """Where both the episode and the page have changed, nothing is written, and the way out is told."""
    run("add", str(page))
    file = empty / "corpus" / f"{FILED}.yaml"
    mine = file.read_text(encoding="utf-8").replace("form of patience", "form of hope")
    file.write_text(mine, encoding="utf-8")
    page.write_text(PAGE.replace("patience", "stubbornness"), encoding="utf-8")
    done = run("add", str(page))
    assert done.code == 4
    assert "has been edited" in done.err
    assert "--force" in done.err
    assert file.read_text(encoding="utf-8") == mine


def test_a_dry_run_writes_nothing(run: Run, page: Path, empty: Path) -> None:
    """`--dry-run` tells what would be filed and makes no file or folder."""
    done = run("add", str(page), "--dry-run")
    assert done.code == 0
    assert done.out.startswith(f"would be added\t{FILED}\t")
    assert done.err.endswith("1 would be added; nothing was written (--dry-run)\n")
    assert not (empty / "corpus").exists()


def test_options_overrule_the_page(run: Run, page: Path, empty: Path) -> None:
    """What the options say of show, title, number, date, address and speaker goes before what the page says."""
    page.write_text(PAGE.replace(" - Ada Lind", "", 1), encoding="utf-8")
    given = {
        "--show": "Other Show",
        "--title": "Other title",
        "--number": "E99",
        "--published": "2024-05",
        "--url": "https://example.org/99",
        "--speaker": "Bo Berg",
    }
    done = run("add", str(page), *(part for pair in given.items() for part in pair))
    assert done.code == 0, done.err
    episode = Corpus(empty / "corpus").load("other-show/e99-other-title")
    assert episode is not None
    assert (episode.show, episode.title, episode.number) == ("Other Show", "Other title", "E99")
    assert (episode.published, episode.url) == ("2024-05", "https://example.org/99")
    assert [quote.speaker for quote in episode.quotes] == ["Bo Berg", "Ada Lind"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--published", "banana"), 2, "is not a date"),
        (("--reader", "nonsense"), 2, "there is no reader"),
        (("other.txt", "--title", "One"), 2, "--title, --number and --url tell of one page"),
        (("",), 2, "the name of a file is empty"),
    ],
)
def test_options_that_cannot_be_are_refused(
    run: Run, page: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    """A date that is none, an unknown reader, a title for several pages, or an empty name ends in 2 before any work."""
    Path("other.txt").write_text(PAGE.replace("Mending", "Gluing"), encoding="utf-8")
    done = run("add", str(page), *arguments)
    assert done.code == code
    assert message in done.err
    assert not Path(os.environ["SEARCHKIT_CORPUS"]).exists()


def test_standard_input_is_a_page(run: Run, empty: Path) -> None:
    """`-` reads a page from standard input."""
    done = run("add", "-", stdin=PAGE)
    assert done.code == 0
    assert done.out.startswith(f"added\t{FILED}\t")
    assert (
        "file: '-'" in episodes(empty / "corpus")[f"{FILED}.yaml"]
        or "file: -" in episodes(empty / "corpus")[f"{FILED}.yaml"]
    )


@pytest.mark.usefixtures("empty")
def test_empty_input_is_refused() -> None:
    """Nothing on standard input ends in 4."""
    done = process("add", "-")
    assert done.code == 4
    assert "is empty" in done.err


def test_folders_and_patterns_are_read_whole(run: Run, empty: Path) -> None:
    """A folder gives every page under it, a pattern what it fits, each once however often it is named."""
    write_pages(Path("notes"), 4)
    Path("notes/deep").mkdir()
    Path("notes/deep/more.md").write_text(PAGE.replace("Mending", "Gluing"), encoding="utf-8")
    Path("notes/.hidden.txt").write_text(PAGE, encoding="utf-8")
    Path("notes/picture.png").write_bytes(b"\x89PNG\0")
    done = run("add", "notes", "notes/page*.txt", "notes/page-000.txt", "notes/**/*.md")
    assert done.code == 0, done.err
    assert "5 added" in done.err
    assert len(episodes(empty / "corpus")) == 5


@pytest.mark.parametrize("name", ["[draft] x.txt", "ünï 日本.txt", "-dash.txt", "a b\tc.txt"])
def test_a_file_may_be_called_anything(run: Run, empty: Path, name: str) -> None:
    """Brackets, blanks, other scripts and a dash at the beginning of a file's name are no obstacle."""
    del empty
    Path(name).write_text(PAGE, encoding="utf-8")
    assert run("add", "--", name).code == 0


def test_one_bad_page_does_not_stop_the_others(run: Run, page: Path, empty: Path) -> None:
    """What cannot be read is told with its name and the others are added; the run ends in 4 with a summary."""
    Path("bad.txt").write_bytes(b"caf\xe9 \xff")
    Path("empty.txt").touch()
    Path("zeros.txt").write_bytes(b"a\0b")
    Path("nothing.txt").write_text("hello\n", encoding="utf-8")
    done = run("add", "bad.txt", "missing.txt", "empty.txt", "zeros.txt", "nothing.txt", str(page))
    assert done.code == 4
    assert done.out.startswith(f"added\t{FILED}\t")
    for name in ("bad.txt", "missing.txt", "empty.txt", "zeros.txt", "nothing.txt"):
        assert re.search(rf"^error: {name}: ", done.err, re.MULTILINE)
    assert "5 failed, 1 added" in done.err
    assert len(episodes(empty / "corpus")) == 1


def test_the_corpus_is_not_added_to_itself(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that holds the corpus is read without it; where nothing else is left, that is said."""
    monkeypatch.setenv("SEARCHKIT_CORPUS", "corpus")
    monkeypatch.setenv("SEARCHKIT_INDEX", "index")
    assert run("add", ".").out.startswith("added\t")
    assert run("add", ".").out.startswith("unchanged\t")
    page.unlink()
    assert run("add", "corpus").err == "there is nothing to add\n"


def test_an_episode_file_can_be_added(run: Run, empty: Path) -> None:
    """An episode in searchkit's own YAML is filed as it is."""
    Path("episode.yaml").write_text(EPISODE, encoding="utf-8")
    done = run("add", "episode.yaml")
    assert done.code == 0
    assert done.out.startswith("added\tthe-workbench/e12-mending-is-thinking\t")
    assert len(episodes(empty / "corpus")) == 1


def test_a_corpus_that_cannot_be_written_is_told(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus in a place where none can be made ends in 4 with the place."""
    Path("file").touch()
    monkeypatch.setenv("SEARCHKIT_CORPUS", "file/corpus")
    done = run("add", str(page))
    assert done.code == 4
    assert "error: " in done.err
    assert "file/corpus" in done.err


def test_text_of_a_page_is_not_printed_as_it_is(run: Run, empty: Path) -> None:
    """Escape sequences in names and texts of pages come out as replacement characters."""
    del empty
    Path("a\x1b[31mb.txt").write_bytes(b"")
    Path("c\x1b]0;x\x07.txt").write_text(PAGE.replace("A chair maker", "A \x1b[2Jchair maker"), encoding="utf-8")
    done = run("add", "a\x1b[31mb.txt", "c\x1b]0;x\x07.txt")
    assert done.code == 4
    assert not set("\x1b\x07") & set(done.out + done.err)
    assert "\ufffd" in done.err


def test_a_progress_bar_is_shown_on_a_terminal_only(empty: Path) -> None:
    """Adding many pages shows a bar on a terminal's standard error, and none where that is a pipe or all is quiet."""
    write_pages(Path("pages"), 12)
    assert re.search(r"adding\W.*12/12", without_codes(process_on_terminal("add", "pages").out), re.DOTALL)
    piped = process_on_terminal("add", "pages", only="out")
    assert "adding" not in piped.out + piped.err
    assert "adding" not in process_on_terminal("add", "pages", "--quiet").out
    assert process("add", "pages").err == "12 unchanged\n" or "adding" not in process("add", "pages").err
    assert len(names_in(empty / "corpus" / "the-workbench")) == 12


def test_pages_that_name_no_show_are_told_together(run: Run, empty: Path) -> None:
    """Of five pages without a show three are named and the others counted, in one warning."""
    for number in range(5):
        (empty / f"p{number}.txt").write_text(
            f"Overview\nPoint {number}.\n\nQuotes\n“Chair {number}.” — Ada Lind\n", "utf-8"
        )
    done = run("add", *(str(empty / f"p{number}.txt") for number in range(5)))
    assert done.code == 0
    told = [line for line in done.err.splitlines() if "no show" in line]
    assert len(told) == 1
    assert "p2.txt and 2 more: names no show" in told[0]
