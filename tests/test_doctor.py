"""What `doctor` finds, what it says, and what it does about it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit import Library, doctor, indexing
from searchkit.corpus import Corpus
from searchkit.engines.generations import Generation
from searchkit.errors import InputError
from searchkit.model import Query
from searchkit.passages import cut
from searchkit.records import replace

from .building import many

_TITLE = re.compile(rb"(?m)^title: [a-z]")
QUERIES = ("walk", "wa*", '"quiet map"', "title:map", "the river OR stone", "walkng~1")


@pytest.fixture(params=["whoosh", "tantivy"])
def library(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Library]:
    """A library of drawn episodes, in step, on each engine."""
    corpus = Corpus(tmp_path / "corpus")
    corpus.root.mkdir()
    for episode in many(7, 12):
        corpus.save(episode)
    with Library(corpus.root, tmp_path / "index") as made:
        made.sync(engine=request.param)
        yield made


def answers(library: Library) -> list[object]:
    """Return what a library answers."""
    found: list[object] = [library.search(Query(text=text, facets=True)).hits for text in QUERIES]
    return [*found, library.episodes(), library.speakers(), library.search("walk").facets]


def told(library: Library, **options: bool) -> list[tuple[str, str, str]]:
    """Return area, message and remedy of what is found."""
    return [(one.area, one.message, one.remedy) for one in library.doctor(**options).findings]


def file_of(library: Library, suffix: str) -> Path:
    """Return a file of the current generation."""
    return next(path for path in library.generations.current().folder.iterdir() if path.name.endswith(suffix))


def test_all_is_well(library: Library) -> None:
    """A library that is in step has nothing to find, and everything was read."""
    found = library.doctor()
    assert found.findings == ()
    assert found.files == 12
    assert found.passages == sum(entry.passages for entry in library.episodes())
    assert found.index_files == len(library.generations.current().files)


def test_the_sample_is_well(sample: Library) -> None:
    """What the index gives back of the sample is what the files say, to the last field."""
    assert sample.doctor().findings == ()


@pytest.mark.parametrize("gone", ["everything", "generation", "pointer", "manifest", "segment"])
def test_a_rebuild_answers_the_same(library: Library, gone: str) -> None:
    """With the index gone, whole or in part, the corpus alone gives the same answers, by the same engine if known."""
    before, engine = answers(library), library.status().engine
    current, root = library.generations.current().folder, library.generations.root
    library.close()
    if gone == "everything":
        shutil.rmtree(root)
    elif gone == "generation":
        shutil.rmtree(current)
    elif gone == "segment":
        next(path for path in current.iterdir() if path.suffix in {".segment", ".store"}).unlink()
    else:
        (root / "CURRENT" if gone == "pointer" else current / "MANIFEST.json").write_bytes(b"\0")
    found = library.doctor(rebuild=True)
    assert found.findings == ()
    assert "made anew" in found.done[0]
    assert answers(library) == before
    if gone in {"pointer", "segment"}:
        assert library.status().engine == engine


def test_damage_is_found_and_mended(library: Library) -> None:
    """A damaged file of the index is named; `fix` makes the index anew, and then all is well."""
    before = answers(library)
    for name in ("names.json", "keys.bin", "files.json"):
        path = file_of(library, name)
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        ((area, message, remedy),) = told(library)
        assert (area, remedy) == ("index", "rebuild")
        assert str(path) in message
        assert told(library, fix=True) == []
        assert answers(library) == before


def test_no_index_is_made(library: Library) -> None:
    """Without an index, that is what is found, and `fix` makes it."""
    shutil.rmtree(library.generations.root)
    library.close()
    ((area, message, remedy),) = told(library)
    assert (area, remedy) == ("index", "sync")
    assert "there is no index" in message
    assert told(library, fix=True) == []


def test_a_difference_is_found_and_mended(library: Library) -> None:
    """Files that are new, changed or gone are named, and `fix` brings the index in step."""
    files = sorted((library.corpus.root / "show").iterdir())
    files[0].unlink()
    files[1].write_text(files[1].read_text(encoding="utf-8") + "headline: New\n", encoding="utf-8")
    shutil.copy(files[2], files[2].with_name("copy.yaml"))
    found = told(library)
    assert [(area, remedy) for area, _, remedy in found] == [("agreement", "sync")] * 2
    assert files[1].name in found[0][1]
    assert "copy.yaml" in found[0][1]
    assert files[0].name in found[1][1]
    assert told(library, fix=True) == []


def test_a_change_that_does_not_show_is_found(library: Library) -> None:
    """A file whose content is another although size and time are the same is what no sync sees: the doctor does."""
    path = next(path for path in (library.corpus.root / "show").iterdir() if _TITLE.search(path.read_bytes()))
    os.utime(path, (1, 1))
    library.sync()
    state = path.stat()
    path.write_bytes(_TITLE.sub(b"title: q", path.read_bytes()))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    ((area, message, remedy),) = told(library)
    assert (area, remedy) == ("agreement", "rebuild")
    assert "size and time are the same" in message
    assert told(library, fix=True) == []


def test_faulty_files_are_named_and_left_alone(library: Library) -> None:
    """What is wrong in the corpus is named with its place; no fix touches a corpus file."""
    root = library.corpus.root
    (root / "show" / "bad.yaml").write_text("show: [\n", encoding="utf-8")
    (root / "show" / "e1.yml").write_text("show: a\ntitle: b\n", encoding="utf-8")
    (root / "show" / "a#b.yaml").write_text("show: a\ntitle: b\n", encoding="utf-8")
    (root / "speakers.yaml").write_text("- no names\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*.y*ml")}
    found = told(library, fix=True)
    assert {area for area, _, _ in found} == {"corpus"}
    for name in ("bad.yaml", "e1.yml", "a#b.yaml", "speakers.yaml"):
        assert any(name in message for _, message, _ in found), name
    assert {path: path.read_bytes() for path in root.rglob("*.y*ml")} == before


def test_a_corpus_that_is_not_there_empties_no_index(library: Library) -> None:
    """Without the corpus the index is left as it is, and cannot be made anew."""
    library.corpus.root.rename(library.corpus.root.with_name("away"))
    ((area, message, _),) = told(library, fix=True)
    assert area == "corpus"
    assert "no corpus here" in message
    assert library.search("walk").total > 0
    with pytest.raises(InputError):
        library.doctor(rebuild=True)


def test_an_index_that_holds_something_else_is_found(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index whose every byte is what was written, but was made of other passages, does not agree."""
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "cut", lambda episode: tuple(replace(one, text="else") for one in cut(episode)))
        library.sync(rebuild=True)
    ((area, message, remedy),) = told(library)
    assert (area, remedy) == ("agreement", "rebuild")
    assert "does not hold what the corpus does" in message
    assert told(library, fix=True) == []


def test_what_is_examined_stays(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writers that publish meanwhile take nothing away of what is being examined: all is well."""
    checked = doctor.faults

    def meanwhile(generation: Generation) -> Iterator[str]:
        with Library(library.corpus.root, library.generations.root) as other:
            for _ in range(3):
                other.sync(rebuild=True)
        return checked(generation)

    monkeypatch.setattr(doctor, "faults", meanwhile)
    assert told(library) == []


@pytest.mark.parametrize("name", ["files.json", "episodes.json"])
def test_damage_that_comes_late_is_found(library: Library, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A file that is damaged between the check of all bytes and its reading is a finding, no error."""
    monkeypatch.setattr(doctor, "faults", lambda _: ())
    path = file_of(library, name)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    ((area, message, remedy),) = told(library)
    assert (area, remedy) == ("index", "rebuild")
    assert str(path) in message


def test_the_command_ends_in_what_was_found(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends in 0 only when all is well, otherwise in the code of what is wrong; JSON tells the same."""
    from searchkit.cli import app  # noqa: PLC0415

    places = ["--corpus", str(library.corpus.root), "--index", str(library.generations.root)]
    assert app.run(["doctor", *places]) == 0
    assert "all is well" in capsys.readouterr().out
    path = file_of(library, "names.json")
    path.write_bytes(path.read_bytes()[:-1])
    assert app.run(["doctor", *places]) == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("index")
    assert str(path) in lines[0]
    assert "--rebuild" in lines[0]
    assert app.run(["doctor", *places, "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["findings"][0]["remedy"] == "rebuild"
    assert app.run(["doctor", "--fix", *places]) == 0
    (library.corpus.root / "show" / "bad.yaml").write_text("show: [\n", encoding="utf-8")
    assert app.run(["doctor", "--fix", *places]) == 4


def test_settings_are_examined(
    library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings that cannot be what they are are named, each in its line."""
    from searchkit.cli import app  # noqa: PLC0415

    monkeypatch.setenv("SEARCHKIT_LIMIT", "many")
    monkeypatch.setenv("SEARCHKIT_FORMAT", "stone")
    places = ["--corpus", str(library.corpus.root), "--index", str(library.generations.root)]
    assert app.run(["doctor", *places]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in lines[:2]] == ["settings", "settings"]
    capsys.readouterr()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIMIT", "0"),
        ("CONTEXT", "-1"),
        ("WAIT", "soon"),
        ("COLOR", "purple"),
        ("MAX_PAGE_BYTES", "0"),
        ("MAX_YAML_DEPTH", "1000"),
    ],
)
def test_a_faulty_setting_stops_no_examination(
    library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A setting that a command refuses is one finding, which says where it stands, and everything else is examined."""
    from searchkit.cli import app  # noqa: PLC0415

    places = ["--corpus", str(library.corpus.root), "--index", str(library.generations.root)]
    monkeypatch.setenv(f"SEARCHKIT_{name}", value)
    assert app.run(["search", "walk", "-q", *places]) == 2
    capsys.readouterr()
    assert app.run(["doctor", *places]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["settings", "checked", "checked", "checked"]
    assert "environment" in lines[0]
    assert app.run(["doctor", "--color", "purple", *places]) == 2
    assert "purple" in capsys.readouterr().err


@pytest.mark.parametrize("deed", ["added", "changed", "removed"])
def test_another_transcript_needs_no_rebuild(library: Library, deed: str) -> None:
    """An episode of which only the transcript is another is brought in step, as any other difference is."""
    episode = next(entry.id for entry in library.episodes())
    path = library.corpus.root / f"{episode}.vtt"
    cue = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada>Wax comes {}.\n"
    if deed != "added":
        path.write_text(cue.format("last"), encoding="utf-8")
        library.sync()
        assert told(library) == []
    if deed == "removed":
        path.unlink()
    else:
        path.write_text(cue.format("first of all"), encoding="utf-8")
    assert [(area, remedy) for area, _, remedy in told(library)] == [("agreement", "sync")]
    library.doctor(fix=True)
    assert told(library) == []
