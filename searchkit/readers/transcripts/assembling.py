"""Cues and facts made an episode with its transcript: what every reader of transcripts does in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from searchkit.errors import InputError
from searchkit.model import Episode, Segment
from searchkit.readers.base import UNKNOWN_SHOW, Hints, Reading
from searchkit.readers.title_line import split_by_known_show
from searchkit.readers.transcripts import describing
from searchkit.readers.transcripts.describing import Facts
from searchkit.readers.transcripts.labels import is_nobody, labelled
from searchkit.readers.transcripts.rolling import without_repeats
from searchkit.readers.transcripts.turns import segments_of, with_ends
from searchkit.readers.transcripts.voices import brought_together
from searchkit.text import name_key

_SHOWN = 60  # characters of a text in a warning
_MOST_TOLD = 3
_BACKWARDS = 1.0  # seconds that a cue may begin before the one before it: two may speak at once


def episode_of(
    cues: Sequence[Segment],
    facts: Facts,
    *,
    name: str,
    hints: Hints,
    warnings: Iterable[str] = (),
    labels: bool = True,
    scrolls: bool = False,
) -> Reading:
    """Return the episode whose transcript some cues are.

    Args:
        cues: in the order of the file.
        facts: what the file itself tells.
        name: of the file, for the errors, and for the title if nothing else gives one.
        hints: what the caller knows.
        warnings: what the reader noticed.
        labels: whether names may stand at the start of what is said.
        scrolls: whether cues may repeat what the one before them said.

    Raises:
        InputError: nothing is said.
    """
    known = describing.of_hints(hints)
    if hints.info:
        known = known.over(describing.of_info(hints.info, name))
    facts = describing.plain_language(known.over(facts).over(describing.of_name(name)))
    named = (*facts.speakers, *hints.known_speakers)
    told = [*warnings, *facts.warnings, *_backwards(cues)]
    if scrolls:
        cues = without_repeats(cues)
    if labels:
        cues = list(labelled(cues, named))
    cues = list(_going_on([cue for cue in cues if cue.text.strip() or cue.speaker]))
    spellings = [speaker for speaker, _ in groupby(cue.speaker for cue in cues) if speaker]
    names = brought_together(spellings, named, hints.names)
    cues = [replace(cue, speaker=names.get(cue.speaker, "")) for cue in with_ends(cues)]
    transcript = tuple(segments_of(cues))
    if not transcript:
        raise InputError("holds no word that is said", "give it a transcript with words", path=name)
    told += _joined_names(names)
    voices = dict.fromkeys((*facts.speakers, *(segment.speaker for segment in transcript if segment.speaker)))
    episode = Episode(
        show=facts.show,
        title=facts.title,
        number=facts.number,
        published=facts.published,
        url=facts.url,
        language=facts.language,
        speakers=tuple(voices),
        chapters=facts.chapters,
        transcript=transcript,
    )
    return Reading(_with_show(episode, hints, told, name), tuple(told))


def _with_show(episode: Episode, hints: Hints, told: list[str], name: str) -> Episode:
    if not episode.title:
        raise InputError("is missing", 'name it with --title "…"', path=name, key="title")
    if episode.show:
        return episode
    found = split_by_known_show(episode.title, hints.known_shows)
    if found is not None:
        return replace(episode, show=found.show, title=found.title, number=episode.number or found.number)
    told.append(f'names no show: put under “{UNKNOWN_SHOW}”; name it with --show "…"')
    return replace(episode, show=UNKNOWN_SHOW)


def _going_on(cues: Sequence[Segment]) -> Iterable[Segment]:
    """Yield cues with a speaker each: where some have names, one without goes on with the turn of the one before.

    A label that tells what is heard (`Break`) ends the turn.
    """
    speaker = ""
    for cue in cues:
        if cue.speaker:
            speaker = "" if is_nobody(cue.speaker) else cue.speaker
        if cue.text.strip():
            yield replace(cue, speaker=speaker)


def _backwards(cues: Sequence[Segment]) -> list[str]:
    """Return a warning for cues that begin before the one before, or end before they begin."""
    found: list[str] = []
    before = 0.0
    for number, cue in enumerate(cues, start=1):
        if cue.start is None:
            continue
        if cue.start < before - _BACKWARDS or (cue.end is not None and cue.end < cue.start):
            found.append(f"{number:,}")
        before = cue.start
    if not found:
        return []
    places = ", ".join(found[:_MOST_TOLD]) + (
        f" and {len(found) - _MOST_TOLD:,} more" if len(found) > _MOST_TOLD else ""
    )
    return [f"times run backwards at cue {places}; nothing was put in another order"]


def _joined_names(names: Mapping[str, str]) -> list[str]:
    made: dict[str, list[str]] = {}
    for spelling, name in names.items():
        if name_key(spelling) != name_key(name):
            made.setdefault(name, []).append(spelling)
    return [f"took {', '.join(map(_quoted, others))} for “{name}”" for name, others in made.items()]


def _quoted(text: str) -> str:
    return f"“{text[:_SHOWN]}”"
