"""Damage to the bytes of a folder, drawn by number: the same number does the same damage to the same folder."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_MOST = 4096  # bytes of a block: a page of memory


@dataclass(frozen=True, slots=True)
class Damage:
    """What was done.

    Attributes:
        kind: "flipped", "zeroed", "cut", "swapped" or "missing".
        path: the file, relative to the folder.
        changed: whether any byte is another than before.
        alone: whether sizes and times of all files are as before.
    """

    kind: str
    path: str
    changed: bool
    alone: bool


def do(folder: Path, names: Sequence[str], number: int) -> Damage:
    """Do damage to one of some files of a folder, or swap it with another of them.

    Args:
        folder: the folder.
        names: of files, relative to it.
        number: of the damage.
    """
    chance = random.Random(number)
    kind = chance.choice([*_KINDS, "swapped", "missing"] if chance.random() < 1 / 20 else [*_KINDS, "swapped"])
    name = chance.choice(sorted(names))
    path = folder / name
    before, state = path.read_bytes(), path.stat()
    if kind == "missing":
        path.unlink()
        return Damage(kind, name, changed=True, alone=False)
    if kind == "swapped" and len(names) > 1 and chance.random() < 1 / 2:
        other = folder / chance.choice(sorted(set(names) - {name}))
        content = other.read_bytes()
        _overwrite(other, before)
    else:
        content = _KINDS.get(kind, _blocks_swapped)(before, chance)
    _overwrite(path, content)
    kept = len(content) == len(before) and chance.random() < 1 / 2
    if kept:
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    return Damage(kind, name, changed=content != before, alone=kept)


def _overwrite(path: Path, content: bytes) -> None:
    # Generations share files that did not change; only this name of it is to be another.
    path.unlink()
    path.write_bytes(content)


def _flipped(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return b"\0"
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _zeroed(content: bytes, chance: random.Random) -> bytes:
    start, end = _block(content, chance)
    return content[:start] + bytes(end - start) + content[end:]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) or 1)]


def _blocks_swapped(content: bytes, chance: random.Random) -> bytes:
    """Exchange two blocks of one size: what a disk that writes to the wrong place does."""
    size = min(chance.choice([6, 12, 64, 512, _MOST]), len(content) // 2)
    one = chance.randrange(len(content) - 2 * size + 1)
    other = chance.randrange(one + size, len(content) - size + 1)
    return (
        content[:one]
        + content[other : other + size]
        + content[one + size : other]
        + content[one : one + size]
        + content[other + size :]
    )


def _block(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) or 1)
    return start, min(start + chance.choice([1, 64, 512, _MOST]), len(content))


_KINDS: dict[str, Callable[[bytes, random.Random], bytes]] = {"flipped": _flipped, "zeroed": _zeroed, "cut": _cut}
