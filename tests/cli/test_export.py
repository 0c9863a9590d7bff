"""The command export: which format, which file, and never half of one."""

from __future__ import annotations

import csv
import json
import os
import resource
import stat
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.formats import describe

from .conftest import Done, command, environment, names_in, process

Run = Callable[..., Done]
pytestmark = pytest.mark.usefixtures("sample")


@pytest.mark.parametrize(("name", "suffix"), [(row.name, suffix) for row in describe() for suffix in row.suffixes])
def test_the_suffix_tells_the_format(run: Run, name: str, suffix: str) -> None:
    """The file that `--output` names gets the format of its suffix, and holds what standard output would."""
    done = run("export", "map", "--output", f"maps{suffix}")
    assert (done.code, done.out) == (0, "")
    assert f"to maps{suffix} as {name}" in done.err
    assert Path(f"maps{suffix}").read_text(encoding="utf-8") == run("export", "map", "--format", name).out


def test_an_option_overrules_the_suffix(run: Run) -> None:
    """`--format` and `--json` decide whatever the file is called."""
    assert run("export", "map", "-o", "maps.txt", "--format", "csv").code == 0
    assert next(csv.reader(Path("maps.txt").read_text(encoding="utf-8").splitlines()))
    assert run("export", "map", "-o", "maps.csv", "--json").code == 0
    assert json.loads(Path("maps.csv").read_text(encoding="utf-8"))["hits"]


def test_a_name_without_a_suffix_needs_a_format(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file name that tells no format is refused, unless an option or the settings give one."""
    for name in ("maps", "maps.unknown", ""):
        done = run("export", "map", "--output", name)
        assert done.code == 2
        assert "tells no format" in done.err
    assert run("export", "map", "--output", "maps", "--format", "csv").code == 0
    monkeypatch.setenv("SEARCHKIT_FORMAT", "json")
    assert run("export", "map", "--output", "more").code == 0
    assert json.loads(Path("more").read_text(encoding="utf-8"))


def test_every_hit_is_exported_unless_limited(run: Run) -> None:
    """`export` writes every hit, `--limit` at most so many, `--offset` all but the first."""
    total = json.loads(run("search", "the", "--json").out)["total"]
    every = "--duplicates"
    assert total > 20
    for options, count in (([], total), (["--all"], total), (["--limit", "3"], 3), (["--offset", "5"], total - 5)):
        assert len(run("export", "the", "--format", "jsonl", every, *options).lines) == count


def test_standard_output_is_the_default_and_the_dash(run: Run) -> None:
    """Without `--output`, or with `-`, the export goes to standard output, plain unless told otherwise."""
    assert run("export", "map").out == run("export", "map", "--output", "-").out
    assert run("export", "map") == run("export", "map", "--format", "plain")


def test_a_file_that_exists_is_kept(run: Run) -> None:
    """A file that exists is overwritten only with `--force`, and keeps its permissions."""
    path = Path("maps.csv")
    path.write_text("mine", encoding="utf-8")
    path.chmod(0o640)
    done = run("export", "map", "--output", "maps.csv")
    assert done.code == 2
    assert "--force" in done.err
    assert path.read_text(encoding="utf-8") == "mine"
    assert run("export", "map", "--output", "maps.csv", "--force").code == 0
    assert path.read_text(encoding="utf-8").startswith("\ufeff") or "," in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_followed(run: Run) -> None:
    """Where the name is that of a link, the file that it leads to is written, and the link stays."""
    Path("real").mkdir()
    Path("maps.csv").symlink_to("real/maps.csv")
    assert run("export", "map", "--output", "maps.csv").code == 0
    assert run("export", "map", "--output", "maps.csv", "--force").code == 0
    assert Path("maps.csv").is_symlink()
    assert Path("real/maps.csv").read_bytes()


def test_a_named_pipe_is_written_to_as_it_is(run: Run) -> None:
    """What exists and is no file, such as a named pipe, takes the export and stays what it is."""
    os.mkfifo("pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(Path("pipe").read_text(encoding="utf-8")))
    reader.start()
    done = run("export", "map", "--output", "pipe", "--format", "csv")
    reader.join()
    assert done.code == 0, done.err
    assert read == [run("export", "map", "--format", "csv").out]
    assert Path("pipe").is_fifo()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none/maps.csv", "No such file or directory"),
        ("file/maps.csv", "Not a directory"),
        ("folder.csv", "Is a directory"),
    ],
)
def test_a_place_that_cannot_be_written_is_named(run: Run, name: str, reason: str) -> None:
    """A missing folder, a file in place of one, a folder in place of the file end in 4 and leave nothing behind."""
    Path("file").touch()
    Path("folder.csv").mkdir()
    done = run("export", "map", "--output", name, "--force")
    assert done.code == 4
    assert f"error: {name}: cannot be written: {reason}" in done.err
    assert names_in() == ["file", "folder.csv"]
    assert names_in("folder.csv") == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(run: Run) -> None:
    """A folder that may not be written ends in 4 with the reason."""
    Path("locked").mkdir(mode=0o500)
    done = run("export", "map", "--output", "locked/maps.csv")
    assert done.code == 4
    assert "Permission denied" in done.err


@pytest.mark.parametrize("before", [None, "mine"])
def test_a_disk_that_is_full_leaves_what_was_there(before: str | None) -> None:
    """When the disk is full half-way, there is no half file: the one before stays as it was, or none."""
    if before is not None:
        Path("all.html").write_text(before, encoding="utf-8")
    done = subprocess.run(
        command("export", "--output", "all.html", "--force"),
        capture_output=True,
        env=environment(),
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == 4
    assert b"error: all.html: cannot be written: File too large\n  nothing was changed\n" in done.stderr
    assert names_in() == ([] if before is None else ["all.html"])
    assert before is None or Path("all.html").read_text(encoding="utf-8") == before


def test_a_faulty_query_writes_nothing(run: Run) -> None:
    """A query that cannot be read makes no file."""
    assert run("export", "map AND", "--output", "maps.csv").code == 2
    assert names_in() == []


def test_nothing_found_writes_no_file_and_is_1(run: Run) -> None:
    """An export that finds nothing leaves files as they are, even with --force; on standard output it is empty."""
    Path("old.json").write_text("old", encoding="utf-8")
    for name in ("none.json", "old.json"):
        done = run("export", "zzz", "--output", name, "--force")
        assert done.code == 1
        assert f"nothing was written to {name}" in done.err
    assert not Path("none.json").exists()
    assert Path("old.json").read_text(encoding="utf-8") == "old"
    assert json.loads(run("export", "zzz", "--json").out)["hits"] == []


def test_two_exports_are_the_same_bytes() -> None:
    """Two exports by processes with different hash seeds are the same, byte for byte."""
    for seed in ("1", "2"):
        done = process("export", "the", "--output", f"{seed}.html", PYTHONHASHSEED=seed)
        assert done.code == 0
    assert Path("1.html").read_bytes() == Path("2.html").read_bytes()
