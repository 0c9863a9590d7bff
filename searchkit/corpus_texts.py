"""The texts of the files of a corpus: what is written can be read again within the same limits."""

from __future__ import annotations

from collections.abc import Iterable

from searchkit import yaml_text
from searchkit.bounds import check_segments
from searchkit.captions.stored import dump_transcript, parse_transcript, written
from searchkit.episode_file import dump_episode
from searchkit.errors import InputError
from searchkit.limits import Limits, beyond, check_lines, raising
from searchkit.model import Episode, Segment


def episode_text(episode: Episode, name: str, limits: Limits) -> str:
    """Return the content of an episode's file.

    Args:
        episode: what it holds.
        name: of the file, for the error.
        limits: within which it will be read.

    Raises:
        InputError: it could not be read again.
    """
    text = _within(dump_episode(episode), name, limits)
    yaml_text.check_size(text, path=name, limits=limits)
    return text


def transcript_text(segments: Iterable[Segment], name: str, limits: Limits) -> str:
    """Return the content of a transcript's file; arguments and errors as of `episode_text`."""
    segments = written(segments)
    check_segments(segments, name, limits)
    return _within("".join(dump_transcript(segments)), name, limits)


def read_transcript(text: str, name: str, limits: Limits) -> tuple[Segment, ...]:
    """Return the segments of a transcript's file.

    Raises:
        InputError: it is no WebVTT, or goes beyond a limit.
    """
    segments = parse_transcript(text, path=name)
    check_segments(segments, name, limits)
    return segments


def read_aliases(text: str, name: str, limits: Limits) -> dict[str, tuple[str, ...]]:
    """Return the other spellings of names that the file of aliases holds: canonical name to the others.

    Raises:
        InputError: it is not a mapping of names to lists of names.
    """
    document = yaml_text.load(text, path=name, limits=limits) if text.strip() else ""
    if not document:
        return {}
    if not isinstance(document, dict):
        raise InputError("must hold names, each with a list of its other spellings", path=name)
    return {canonical.strip(): _spellings(canonical, value, name) for canonical, value in document.items()}


def _spellings(canonical: str, value: object, name: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(item.strip() for item in value if isinstance(item, str) and item.strip())
    raise InputError("must be a list of names", path=name, key=canonical)


def _within(text: str, name: str, limits: Limits) -> str:
    size = len(text.encode("utf-8", "replace"))
    if size > limits.episode_bytes:
        message = f"would have {size:,} bytes; {beyond('episode_bytes', limits)}"
        raise InputError(message, raising("episode_bytes", size), path=name)
    check_lines(text, name, limits)
    return text
