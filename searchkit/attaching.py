"""Which episode a transcript belongs to: one that the corpus has already, or none.

It belongs to the episode whose file, or the page it was made of, has the same name; else to the one with the same
address; else to the one with the same title, of the same show where the transcript names one. Where several fit equally
well, and where only a name such as `transcript` fits, it belongs to none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePath
from urllib.parse import parse_qs, urlsplit

from searchkit.analysis import words
from searchkit.corpus import Corpus
from searchkit.corpus_heads import Head
from searchkit.model import Episode, Segment
from searchkit.readers.transcripts.describing import stem_of
from searchkit.text import name_key, slug

_SHARED = 1 / 3  # of the pairs of words of the shorter transcript
_TELLING = 6  # letters from which on the name of a file tells one from others
_PLAIN = frozenset(
    ("episode", "subtitles", "captions", "transcript", "transcription", "standardinput", "untitled", "video")
)


def episode_for(corpus: Corpus, episode: Episode, name: str, *, shows_guessed: bool) -> str:
    """Return the id of the episode that a transcript belongs to, "" if there is none.

    Args:
        corpus: where to look.
        episode: the transcript, as it was read.
        name: of its file.
        shows_guessed: whether nobody named the show of the transcript.
    """
    heads = corpus.heads()
    stem = stem_of(name) if name not in ("", "-") else ""
    for found in (
        _by_name(heads, stem),
        _by_address(heads, episode.url),
        _by_title(heads, episode, shows_guessed=shows_guessed),
    ):
        if len(ids := sorted(found)) == 1:
            return ids[0]
    return ""


def _by_name(heads: Mapping[str, Head], stem: str) -> Iterable[str]:
    key = name_key(stem)
    if len(key) < _TELLING or key in _PLAIN:
        return ()
    made = slug(stem)
    return {
        episode_id
        for episode_id, head in heads.items()
        if episode_id.rpartition("/")[2] == made or (head.file not in ("", "-") and name_key(stem_of(head.file)) == key)
    }


def _by_address(heads: Mapping[str, Head], url: str) -> Iterable[str]:
    wanted = address_key(url)
    return {episode_id for episode_id, head in heads.items() if address_key(head.url) == wanted} if wanted else ()


def _by_title(heads: Mapping[str, Head], episode: Episode, *, shows_guessed: bool) -> Iterable[str]:
    key, show = name_key(episode.title), name_key(episode.show)
    if len(key) < _TELLING or key in _PLAIN:
        return ()
    return {
        episode_id
        for episode_id, head in heads.items()
        if name_key(head.title) == key and (shows_guessed or name_key(head.show) == show)
    }


def address_key(url: str) -> str:
    """Return what is the same for all addresses of one recording: the id of a video, or host and path; "" for none.

    >>> address_key("https://youtu.be/abc?t=3") == address_key("https://www.youtube.com/watch?v=abc&list=x")
    True
    """
    try:
        split = urlsplit(url.strip())
    except ValueError:
        return ""
    host = (split.hostname or "").removeprefix("www.").removeprefix("m.")
    if not host:
        return ""
    if host == "youtu.be":
        return f"youtube:{PurePath(split.path).name}"
    if host in ("youtube.com", "youtube-nocookie.com", "music.youtube.com"):
        video = parse_qs(split.query).get("v", [""])[0]
        if video or split.path.startswith(("/embed/", "/live/", "/shorts/")):
            return f"youtube:{video or PurePath(split.path).name}"
    return f"{host}{split.path.rstrip('/')}?{split.query}"


def is_another(one: Sequence[Segment], other: Sequence[Segment]) -> bool:
    """Whether two transcripts are of two recordings: they share less than a third of their pairs of words.

    Two talks on one subject share a tenth of them; two versions of one nearly all.
    """
    pairs = [set(pairwise(words(" ".join(segment.text for segment in segments)))) for segments in (one, other)]
    return len(pairs[0] & pairs[1]) < _SHARED * min(map(len, pairs))
