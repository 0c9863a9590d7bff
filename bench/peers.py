"""Command lines that search texts too: sqlite-utils and yt-fts, in an environment of their own.

`python -m bench.peers` makes the environment; without it they are left out. Both are given the texts that searchkit's
index holds, each in the database that the tool itself makes.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import documents
from bench.measuring import ROOT

ENVIRONMENT = ROOT / ".venv" / "peers"
_PACKAGES = ("sqlite-utils", "yt-fts")
_VIDEO = "INSERT INTO Videos VALUES (?, ?, 'https://example.org/', 'C', '2023-06-19')"
_SUBTITLE = "INSERT INTO Subtitles VALUES (?, ?, '00:00:01.000', '00:00:09.000', ?)"


@dataclass(frozen=True, slots=True)
class Peer:
    """A command that searches, and what its environment has to be."""

    command: tuple[str, ...]
    environment: dict[str, str]


def install() -> None:
    """Make the environment and install the packages there, each for itself: one may be out of reach."""
    venv.create(ENVIRONMENT, with_pip=True)
    for package in _PACKAGES:
        done = subprocess.run([_program("python"), "-m", "pip", "install", "--quiet", package], check=False)
        print(f"{package}: {'installed' if done.returncode == 0 else 'cannot be installed here'}")


def missing() -> dict[str, str]:
    """Return the programs that are not there, each with the reason."""
    return {
        name: "not installed; “python -m bench.peers” does that"
        for name in _PACKAGES
        if not Path(_program(name)).exists()
    }


def prepare(folder: Path, words: Sequence[str]) -> dict[str, Peer]:
    """Return the commands that search the documents of a folder for words; their databases are made there."""
    away = missing()
    peers: dict[str, Peer] = {"nothing": Peer((_program("python"), "-c", "pass"), {})}
    if "sqlite-utils" not in away:
        database = folder / "sqlite-utils.db"
        if not database.exists():
            _fill_sqlite_utils(folder, database)
        command = (_program("sqlite-utils"), "search", str(database), "passages", " ".join(words), "--limit", "10")
        peers["sqlite-utils search"] = Peer(command, {})
    if "yt-fts" not in away:
        home = folder / "yt-fts-home"
        if not home.exists():
            _fill_yt_fts(folder, home)
        peers["yt-fts search"] = Peer((_program("yt-fts"), "search", " ".join(words), "--limit", "10"), _at(home))
    return peers if len(peers) > 1 else {}


def _program(name: str) -> str:
    return str(ENVIRONMENT / "bin" / name)


def _at(home: Path) -> dict[str, str]:
    return {"HOME": str(home)}


def _texts(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield id, episode and text of each passage."""
    for passages in documents.read(folder):
        for passage in passages:
            yield passage.id, passage.episode.id, f"{passage.heading}\n{passage.text}".strip()


def _fill_sqlite_utils(folder: Path, database: Path) -> None:
    aside = database.with_suffix(".part")
    aside.unlink(missing_ok=True)
    with sqlite3.connect(aside) as connection:
        connection.execute("CREATE TABLE passages (id TEXT, episode TEXT, text TEXT)")
        connection.executemany("INSERT INTO passages VALUES (?, ?, ?)", _texts(folder))
    connection.close()
    subprocess.run(
        [_program("sqlite-utils"), "enable-fts", str(aside), "passages", "text", "--tokenize", "porter"], check=True
    )
    aside.rename(database)


def _fill_yt_fts(folder: Path, home: Path) -> None:
    aside = home.with_name("making-" + home.name)
    (aside / ".config" / "yt-fts").mkdir(parents=True, exist_ok=True)
    make = "from yt_fts.config import get_db_path; print(get_db_path())"
    done = subprocess.run(
        [_program("python"), "-c", make], env=os.environ | _at(aside), check=True, capture_output=True, text=True
    )
    with sqlite3.connect(done.stdout.splitlines()[-1]) as connection:
        connection.execute("INSERT INTO Channels VALUES ('C', 'Channel', 'https://example.org/')")
        known: set[str] = set()
        for number, (_, episode, text) in enumerate(_texts(folder)):
            if episode not in known:
                known.add(episode)
                connection.execute(_VIDEO, (episode, episode))
            connection.execute(_SUBTITLE, (number, episode, text))
    connection.close()
    aside.rename(home)


if __name__ == "__main__":
    sys.exit(install())
