"""The commands index and status: what differs, what is touched, and what is told."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import EPISODE, Done, names_in, process_on_terminal, without_codes

Run = Callable[..., Done]

ADDED = "the-workbench/mending"
CHANGED = "the-returns-trolley/the-card-that-lied"
REMOVED = "words-on-loan/sixteen-ways-to-put"


@pytest.fixture
def changed(copied: Path) -> Path:
    """The folder of a corpus to which an episode was added, another changed, a third removed since it was indexed."""
    corpus = copied / "corpus"
    (corpus / ADDED).parent.mkdir()
    (corpus / f"{ADDED}.yaml").write_text(EPISODE, encoding="utf-8")
    file = corpus / f"{CHANGED}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Punctuation", "Interpunction"), encoding="utf-8")
    (corpus / f"{REMOVED}.yaml").unlink()
    return copied


def test_what_differs_is_told_and_nothing_else(run: Run, changed: Path) -> None:
    """`status` names what was added, changed and removed, and `index` does as much and no more."""
    del changed
    told = json.loads(run("status", "--json").out)
    assert told["difference"] == {"added": [ADDED], "changed": [CHANGED], "removed": [REMOVED], "aliases": False}
    assert told["in_step"] is False
    shown = run("status").out
    for label, episode in (("added", ADDED), ("changed", CHANGED), ("removed", REMOVED)):
        assert re.search(rf"^{label} +{episode}$", shown, re.MULTILINE)
    done = run("index")
    assert done.code == 0
    assert done.out == "1 added, 1 changed, 1 removed, 12 unchanged\n"
    assert json.loads(run("status", "--json").out)["in_step"] is True


def test_a_search_in_between_says_that_the_corpus_has_changed(run: Run, changed: Path) -> None:
    """Until it is indexed, a change of the corpus is told on standard error, and in JSON; after that no more."""
    del changed
    done = run("search", "map", "--json")
    assert "the corpus has changed since it was indexed: “searchkit index”" in done.err
    assert json.loads(done.out)["stale"] is True
    assert "changed" not in run("search", "map", "--quiet").err
    assert run("search", '"form of patience"').code == 1
    run("index")
    done = run("search", "map", "--json")
    assert "changed" not in done.err
    assert json.loads(done.out)["stale"] is False
    assert run("search", '"form of patience"').code == 0
    assert run("search", "interpunction").code == 0
    assert run("show", REMOVED).code == 1


def test_an_index_in_step_is_left_alone(run: Run, copied: Path) -> None:
    """`index` of an unchanged corpus says so and makes no new generation; `--rebuild` makes one all the same."""
    before = names_in(copied / "index")
    assert run("index").out == "already in step\n"
    assert names_in(copied / "index") == before
    done = run("index", "--rebuild")
    assert done.out == "14 added, 0 changed, 0 removed, 0 unchanged\n"
    assert re.search(r"14 episodes, \d+ passages, 510 segments of transcripts in ", done.err)


def test_the_first_index_holds_everything(run: Run, copied: Path) -> None:
    """Without an index, `status` says that there is none yet and ends in 0, and `index` makes it."""
    shutil.rmtree(copied / "index")
    done = run("status")
    assert done.code == 0
    assert "“searchkit index” makes it" in done.out
    assert run("index").out.startswith("14 added, ")
    assert "in step" in run("status").out


def test_status_tells_what_is_held(run: Run, copied: Path) -> None:
    """`status` tells where corpus and index lie, when and by what the index was made, and how much it holds."""
    told = json.loads(run("status", "--json").out)
    assert told["corpus"] == str(copied / "corpus")
    assert told["index"] == str(copied / "index")
    assert (told["engine"], told["episodes"]) == ("whoosh", 14)
    assert sum(count for kind, count in told["kinds"].items() if kind != "segment") == told["passages"]
    assert told["size"] > 10_000
    assert told["errors"] == []
    shown = run("status").out
    assert str(copied / "corpus") in shown
    assert "14 episodes" in shown
    assert "in step" in shown


def test_a_faulty_file_is_told_and_the_others_are_indexed(run: Run, changed: Path) -> None:
    """A file that cannot be read ends index and status in 4 with file and line; everything else is indexed."""
    (changed / "corpus" / "the-workbench" / "bad.yaml").write_text("show: x\ntitle: [\n", encoding="utf-8")
    (changed / "corpus" / "the-workbench" / "worse.yaml").write_bytes(b"\xff\xfe")
    done = run("index")
    assert done.code == 4
    assert re.search(r"^error: .*the-workbench/bad\.yaml:\d+: ", done.err, re.MULTILINE)
    assert re.search(r"^error: .*the-workbench/worse\.yaml", done.err, re.MULTILINE)
    assert "Traceback" not in done.err
    assert run("search", '"form of patience"').code == 0
    again = run("status")
    assert again.code == 4
    assert "bad.yaml" in again.err
    assert run("index").code == 4


def test_a_file_that_is_mended_is_indexed(run: Run, copied: Path) -> None:
    """A faulty file that is mended is indexed the next time."""
    file = copied / "corpus" / f"{CHANGED}.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text("show: [", encoding="utf-8")
    assert run("index").code == 4
    assert run("search", f"C++ episode:{CHANGED}").code != 0
    file.write_text(good, encoding="utf-8")
    assert run("index").code == 0
    assert run("search", f"C++ episode:{CHANGED}").code == 0


def test_aliases_are_part_of_the_corpus(run: Run, copied: Path) -> None:
    """A change of `speakers.yaml` is told by status, brought in by index, and its names are those of a search."""
    with (copied / "corpus" / "speakers.yaml").open("a", encoding="utf-8") as file:
        file.write("\nMarit Onyekwelu:\n- The Librarian\n")
    assert run("quotes", "--speaker", "the librarian").code == 1
    assert "changed   speakers.yaml" in run("status").out
    assert run("index").code == 0
    assert run("quotes", "--speaker", "the librarian").code == 0


def test_many_differences_are_cut_to_twenty(run: Run, copied: Path) -> None:
    """`status` lists twenty episodes of each sort and counts the rest; JSON lists all."""
    folder = copied / "corpus" / "many"
    folder.mkdir()
    for number in range(30):
        (folder / f"e{number:02}.yaml").write_text(EPISODE, encoding="utf-8")
    shown = run("status").out
    assert shown.count("many/e") == 20
    assert "and 10 more" in shown
    assert len(json.loads(run("status", "--json").out)["difference"]["added"]) == 30


def test_an_index_that_cannot_be_made_is_told(run: Run, copied: Path) -> None:
    """An index in a place where none can be made ends in 3 or 4 with the place."""
    (copied / "file").touch()
    done = run("index", "--index", str(copied / "file" / "index"))
    assert done.code in (3, 4)
    assert "error: " in done.err
    assert "file" in done.err


def test_indexing_shows_a_bar_on_a_terminal(copied: Path) -> None:
    """Indexing several files shows a bar on a terminal, and leaves nothing of it behind the result."""
    shutil.rmtree(copied / "index")
    done = process_on_terminal("index")
    assert done.code == 0
    shown = without_codes(done.out)
    assert re.search(r"indexing\W.*14/14", shown, re.DOTALL)
    assert "14 added" in shown.rpartition("14/14")[2]
