"""Hostile files are read as text or refused by name, and never keep others from being found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.reliability import inputs
from searchkit import Episode, InputError, Library
from searchkit.adding import read_page
from searchkit.limits import USUAL, Limits
from searchkit.records import replace


@pytest.mark.parametrize("count", [1000, pytest.param(2000, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_fuzzed_files_are_read_or_refused(tmp_path: Path, engine: str, count: int) -> None:
    """Fuzzed pages, YAML and Markdown are filed or refused by name, and what is filed is indexed beside the rest."""
    made = inputs.fuzz(count, tmp_path, engine, seed=count)
    assert made.faults == []
    assert made.read > 50
    assert made.refused > 100


def test_bombs_are_read_or_refused(tmp_path: Path) -> None:
    """What is small and wants to be large is refused or read within a second of CPU and 500 MB."""
    assert inputs.run_bombs(tmp_path) == []


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """The folder of a show with one good episode in a corpus."""
    folder = tmp_path / "corpus" / "show"
    folder.mkdir(parents=True)
    (folder / "good.yaml").write_text(inputs.GOOD, encoding="utf-8")
    return folder


def told(show: Path, limits: Limits = USUAL) -> dict[str, str]:
    """Index the corpus of a show; return the errors by the names of their files. The good episode must be found."""
    with Library(show.parent, show.parent.parent / "index", limits=limits) as library:
        report = library.sync()
        assert library.search("kite still found").hits
    return {Path(error.path).name: error.message for error in report.errors}


def test_no_link_leads_out_of_the_corpus(show: Path, tmp_path: Path) -> None:
    """A link to a file elsewhere, to a device, to nothing or round in a circle is refused; one that stays is read."""
    (tmp_path / "secret.yaml").write_text(inputs.GOOD, encoding="utf-8")
    (show / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    (show / "up.yaml").symlink_to("../../secret.yaml")
    (show / "zero.yaml").symlink_to("/dev/zero")
    (show / "circle.yaml").symlink_to("circle.yaml")
    (show / "dead.yaml").symlink_to("nothing.yaml")
    (show / "pipe.yaml").symlink_to("fifo")
    os.mkfifo(show / "fifo")
    (show / "within.yaml").symlink_to("good.yaml")
    errors = told(show)
    assert sorted(errors) == ["circle.yaml", "dead.yaml", "out.yaml", "pipe.yaml", "up.yaml", "zero.yaml"]
    for name in ("out.yaml", "up.yaml", "zero.yaml"):
        assert "is a link that leads out of the corpus" in errors[name]


def test_nothing_is_written_through_a_link_that_leads_out(show: Path, tmp_path: Path) -> None:
    """An episode is not filed where a link would carry it out of the corpus."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "note").write_text("mine", encoding="utf-8")
    (show.parent / "linked").symlink_to(tmp_path / "elsewhere")
    (show / "b.yaml").symlink_to(tmp_path / "note")
    library = Library(show.parent, tmp_path / "index")
    for name in ("Linked", "Show"):
        with pytest.raises(InputError, match="leads out of the corpus"):
            library.add(f"show: {name}\ntitle: b\nquotes: [c]\n", name="x.yaml", force=True)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert (tmp_path / "note").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "id_", ["../b", "show/../../b", "/etc/passwd", "show/..", "show/a\0b", "show\\b", "show/.b", "b"]
)
def test_no_id_leads_out_of_the_corpus(show: Path, id_: str) -> None:
    """An id that names no file inside of the corpus is never looked for, nor written to."""
    library = Library(show.parent, show.parent.parent / "index")
    assert library.corpus.load(id_) is None
    with pytest.raises(ValueError, match="is no id of an episode"):
        library.corpus.save(Episode("Show", "Title", id=id_))


@pytest.mark.parametrize(
    "show_name", ["CON", "..", "../../x", "/etc", "nul", "COM1", "a\0b", "\ud800", "", "-rf", "con."]
)
def test_names_make_safe_folders(tmp_path: Path, show_name: str) -> None:
    """Whatever a page calls its show and itself, its file lies in a folder of the corpus, and no name is a device."""
    library = Library(tmp_path / "corpus", tmp_path / "index")
    episode = library.add(
        "show: a\ntitle: b\nquotes: [c]\n",
        name="x.yaml",
        hints=inputs.readers.Hints(show=show_name or "x", title=show_name or "x"),
    ).episode
    (made,) = (tmp_path / "corpus").rglob("*.yaml")
    assert made.relative_to(tmp_path / "corpus").as_posix() == f"{episode.id}.yaml"
    assert all(part.lower() not in ("con", "nul", "com1", "..", ".") for part in episode.id.split("/"))


def test_odd_file_names_are_episodes_or_refused(show: Path) -> None:
    """Names that are no UTF-8, hold line ends or escape sequences are found; one with # would be no id."""
    for name in (b"\xff", b"a\nb", b"\x1b[31m", b"-rf", b"a\\b", b"\xe2\x80\xae", b"x" * 240, b"*", b"sub\xff/e"):
        path = show / os.fsdecode(name + b".yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(inputs.GOOD, encoding="utf-8")
    (show / "a#quote-1.yaml").write_text(inputs.GOOD, encoding="utf-8")
    assert list(told(show)) == ["a#quote-1.yaml"]
    with Library(show.parent, show.parent.parent / "index") as library:
        hits = library.search("kite", limit=None, duplicates=True).hits
        assert len(hits) == 10
        assert all(library.get(hit.passage.id) == hit.passage for hit in hits)


@pytest.mark.parametrize(
    ("name", "limit", "content"),
    [
        ("yaml_depth", 3, "x: [[[[1]]]]\n"),
        ("yaml_nodes", 20, "x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]\n"),
        ("episode_bytes", 200, "x: " + "y" * 200 + "\n"),
        ("line_characters", 100, "x: " + "y" * 100 + "\n"),
        ("text_characters", 100, "headline: " + "y" * 101 + "\n"),
        ("passages", 2, "overview: [a, b, c]\n"),
    ],
)
def test_each_limit_is_named_and_can_be_raised(show: Path, name: str, limit: int, content: str) -> None:
    """A file beyond a limit is refused with the name of the limit; with the limit raised it is read."""
    (show / "x.yaml").write_text("show: a\ntitle: b\noverview: [c]\n".replace("overview: [c]\n" if "overview" in content
                                 else "\0", "") + content, encoding="utf-8")  # fmt: skip
    errors = told(show, replace(USUAL, **{name: limit}))
    option = name.replace("_", "-")
    assert f"({option})" in errors["x.yaml"]
    assert told(show) == {}


def test_a_page_beyond_the_limits_is_refused(tmp_path: Path) -> None:
    """A page with too many bytes, lines, characters in a line or passages is refused by the limit's name."""
    page = "---\ntitle: b\nshow: a\n---\n## Quotes\n\n" + "> Maps lie. — Ada\n\n" * 10
    (tmp_path / "x.md").write_text(page, encoding="utf-8")
    for name, limit in (("page_bytes", 100), ("page_lines", 10), ("line_characters", 5), ("passages", 3)):
        limits = replace(USUAL, **{name: limit})
        with pytest.raises(InputError, match=name.replace("_", "-")) as caught:
            Library(tmp_path / "c", tmp_path / "i", limits=limits).add(
                read_page(tmp_path / "x.md", limits), name="x.md"
            )
        assert f"--max {name.replace('_', '-')}=" in caught.value.hint


def test_one_faulty_file_does_not_keep_pages_from_being_added(show: Path, tmp_path: Path) -> None:
    """A corpus file that cannot be read is no reason to refuse a page, as it was."""
    (show / "out.yaml").symlink_to("/etc/passwd")
    library = Library(show.parent, tmp_path / "index")
    added = library.add("show: Other\ntitle: b\nquotes: [c]\n", name="x.yaml")
    assert added.outcome == "added"


def test_moments_beyond_any_recording_are_refused(show: Path) -> None:
    """A moment of four hundred digits was infinite, and broke whatever printed it."""
    (show / "x.yaml").write_text(f"show: a\ntitle: b\nquotes: [{{text: c, at: {'9' * 400}}}]\n", encoding="utf-8")
    assert "is not a moment of any recording" in told(show)["x.yaml"]


def test_many_quotes_and_ideas_are_cut_in_time(show: Path) -> None:
    """Quotes were compared with every idea: two thousand of each took ten seconds of CPU."""
    ideas = "".join(f"- heading: heading{n} of an idea\n  text: words {n} of it\n" for n in range(2000))
    quotes = "".join(f"- words{n} of an idea and heading{n}\n" for n in range(2000))
    (show / "x.yaml").write_text(f"show: a\ntitle: b\nideas:\n{ideas}quotes:\n{quotes}", encoding="utf-8")
    start = inputs.process_time()
    assert told(show) == {}
    assert inputs.process_time() - start < 5
