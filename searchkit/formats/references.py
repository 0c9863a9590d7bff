"""What the bibliographic forms say about a passage: its episode as the source, its words as a note, and a key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b

from searchkit.formats import names
from searchkit.formats.names import Name
from searchkit.formats.parts import annotation, clean, date_parts, is_video, web_url
from searchkit.model import Passage
from searchkit.passages import COLLECTIONS
from searchkit.text import slug

_SHOW_LENGTH, _EPISODE_LENGTH = 24, 40  # of a key's parts, in characters


@dataclass(frozen=True, slots=True)
class Reference:
    """A passage as an entry of a bibliography; text is one line each and safe to show.

    Attributes:
        key: ASCII, made of the passage's id and the author; the same passage has the same key in every result.
        author: who said the words, None if nobody is named, or if they stand in a collection of quotes.
        quoted: whose words a collection quotes, None elsewhere: nobody but its compiler, whom it does not name, is
            the author of a collection.
        others: the other speakers of the episode.
        title, show, number: of the episode.
        date: `(year,)`, `(year, month)` or `(year, month, day)`; () if unknown.
        url: of the episode, "" if it has none that is http or https.
        video: whether the URL leads to a video.
        note: the words and their moment.
        collected: whether it stands in a collection of quotes, which nobody speaks in.
    """

    key: str
    author: Name | None
    others: tuple[Name, ...]
    title: str
    show: str
    number: str
    date: tuple[int, ...]
    url: str
    video: bool
    note: str
    collected: bool = False
    quoted: Name | None = None

    @property
    def genre(self) -> str:
        """What the source is, in the words of the style guides."""
        if self.collected:
            return "Collection of quotations"
        return "Video podcast episode" if self.video else "Audio podcast episode"


def reference(passage: Passage) -> Reference:
    """Return a passage as an entry of a bibliography.

    Only the person whose words they are becomes the author, but of a collection of quotes: there they are `quoted`.
    Who speaks in an episode but not in the passage may be its host or a guest; the corpus does not say, so they are
    `others` and never authors.
    """
    episode = passage.episode
    speaker, date = names.parse(passage.speaker), date_parts(episode.published)
    collected = not episode.speakers and (bool(passage.speaker) or episode.show == COLLECTIONS)
    note = annotation(passage)
    if collected and speaker:
        note = f"{note} — {speaker.straight}, quoted in “{clean(episode.title)}”"
    others = (names.parse(name) for name in episode.speakers if clean(name) != clean(passage.speaker))
    return Reference(
        key=_key(passage.id, speaker, date),
        author=None if collected else speaker,
        others=tuple(name for name in others if name),
        title=clean(episode.title),
        show=clean(episode.show),
        number=clean(episode.number),
        date=date,
        url=web_url(episode.url),
        video=is_video(episode.url),
        note=note,
        collected=collected,
        quoted=speaker if collected else None,
    )


def references(passages: Iterable[Passage]) -> Iterator[Reference]:
    """Return passages as entries with a key each that no other has."""
    seen: dict[str, int] = {}
    for passage in passages:
        made = reference(passage)
        seen[made.key] = seen.get(made.key, 0) + 1
        yield made if seen[made.key] == 1 else replace(made, key=f"{made.key}-again{seen[made.key]}")


def _key(passage_id: str, author: Name | None, date: tuple[int, ...]) -> str:
    """Return `lind2023-the-workbench-mending-quote-3`.

    Where a part was cut or had other letters, a digest of the id follows, so that two passages never share a key.
    """
    episode, _, tail = passage_id.rpartition("#")
    show, _, title = episode.rpartition("/")
    parts = [_ascii(show, _SHOW_LENGTH), _ascii(title, _EPISODE_LENGTH), _ascii(tail, _EPISODE_LENGTH)]
    who = re.sub("[^a-z]", "", _ascii(author.family or author.literal, _SHOW_LENGTH)) if author else ""
    year = f"{date[0]}" if date else ""
    if f"{parts[0]}/{parts[1]}#{parts[2]}" != passage_id:
        parts.append(blake2b(passage_id.encode("utf-8", "replace"), digest_size=4).hexdigest())
    return "-".join(filter(None, (f"{who}{year}", *parts)))


def _ascii(text: str, limit: int) -> str:
    made = re.sub("[^a-z0-9-]", "", slug(text, limit)) if text else ""
    return re.sub("-{2,}", "-", made).strip("-")
