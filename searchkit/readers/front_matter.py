"""Reads Markdown with front matter: the whole episode in it, or its facts there and its passages in the body below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from searchkit import yaml_text
from searchkit.episode_file import EPISODE_KEYS
from searchkit.errors import InputError
from searchkit.model import Chapter, Episode, Idea, Point, Quote
from searchkit.readers import values
from searchkit.readers.base import UNKNOWN_SHOW, Hints, Reading, prepare, unknown_show, without_controls
from searchkit.readers.fields import any_date, first_url, hinted_date, is_url, split_number
from searchkit.readers.layout import items_of
from searchkit.readers.markup import headline_of, plain
from searchkit.readers.passages import read_sections, unattributed
from searchkit.readers.sections import BARE_KINDS, PROBED, find_head, heading, split_page
from searchkit.readers.summary_text import read_summary
from searchkit.readers.title_line import split_by_known_show
from searchkit.readers.values import Values
from searchkit.text import fold

_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOP_KEY = re.compile(r"^([A-Za-z][\w -]{0,40}?)[ \t]*:(?=\s|\Z)", re.MULTILINE)
_POINT_KEYS = ("overview", "points", "key_points", "takeaways", "key_takeaways", "main_points")
_IDEA_KEYS = ("ideas", "key_ideas", "main_ideas")
_PASSAGE_KEYS = frozenset(("quotes", "key_quotes", "summary", "insights", "key_insights", *_POINT_KEYS, *_IDEA_KEYS))
_SHOW_KEYS = ("show", "podcast", "channel", "series", "program", "programme", "event")
_DATE_KEYS = ("published", "date", "publish_date", "published_at", "pub_date", "release_date", "upload_date", "aired")
_URL_KEYS = (
    "url",
    "original_url",
    "episode_url",
    "video_url",
    "youtube_url",
    "audio_url",
    "link",
    "permalink",
    "source",
)
_SPEAKER_KEYS = ("speakers", "speaker", "hosts", "host", "guests", "guest")
_NO_NAMES = frozenset(
    ("unknown", "unknown source", "unknown show", "unknown podcast", "n/a", "none", "null", "tbd", "-")
)
_CHANNEL_ID = re.compile(r"\bUC[\w-]{20,24}\b")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What front matter says of an episode beside its passages; fields as in `Episode`."""

    show: str
    title: str
    published: str
    url: str
    speakers: tuple[str, ...]
    warnings: tuple[str, ...]


def facts(fields: Values, known_shows: Sequence[str]) -> Facts:
    """Return what front matter says of an episode."""
    title = plain(fields.line("title", "episode_title"))
    warnings: list[str] = []
    named = (plain(fields.line(key)) for key in (*_SHOW_KEYS, "source"))
    show = next((name for name in named if name and _is_a_name(name)), "")
    if not show and title and (known := split_by_known_show(title, known_shows)):
        show = known.show
    speakers = dict.fromkeys(one for key in _SPEAKER_KEYS for one in values.names(fields.first(key)))
    return Facts(show, title, _date(fields, warnings), _url(fields), tuple(speakers), tuple(warnings))


@dataclass(slots=True)
class _Draft:
    """What was found so far."""

    headline: str = ""
    points: list[Point] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    body_title: str = ""


def claims(text: str, suffix: str) -> bool:  # noqa: ARG001 - what stands at the top is proof enough
    """Return True for text below a front matter that holds passages, or whose body has sections that do."""
    parts = _parts(text)
    if parts is None:
        return False
    keys = {_normal_key(match[1]) for match in _TOP_KEY.finditer(parts[0])}
    if not keys:
        return False
    return bool(keys & _PASSAGE_KEYS) or any(
        head.kind not in BARE_KINDS for line in parts[1].splitlines()[:PROBED] if (head := find_head(line))
    )


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return the episode that front matter and body hold.

    Raises:
        InputError: there is no front matter, it is not YAML, or it has no title.
    """
    parts = _parts(text)
    if parts is None:
        raise InputError("has no front matter: it must begin with a line ---", path=name)
    loaded = yaml_text.load(parts[0], path=name, limits=hints.limits)
    if not isinstance(loaded, Mapping):
        raise InputError("the front matter holds no keys", "write show: and title: into it", path=name)
    fields = Values(loaded)
    draft = _Draft()
    _read_fields(fields, draft)
    _read_body(parts[1], draft)
    return _episode(fields, draft, hints, name)


def _normal_key(key: str) -> str:
    return fold(key).strip().replace("-", "_").replace(" ", "_")


def _parts(text: str) -> tuple[str, str] | None:
    """Return front matter and body, None without one; the former begins with as many line feeds as stand before it."""
    start = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    opening = _FENCE.match(start, len(start) - len(start.lstrip()))
    closing = _FENCE.search(start, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    lines_before = start.count("\n", 0, opening.end())
    return "\n" * lines_before + without_controls(start[opening.end() : closing.start()]), start[closing.end() :]


def _read_fields(fields: Values, draft: _Draft) -> None:
    draft.headline = plain(fields.line("headline", "subtitle", "tagline"))
    _read_summaries(fields.first("summary", "executive_summary"), draft)
    for key in _POINT_KEYS:
        if isinstance(value := fields.first(key), str):
            _read_summaries(value, draft)
        else:
            draft.points += map(Point, values.points(value))
    for key in _IDEA_KEYS:
        draft.ideas += values.ideas(fields.first(key))
    for insight in values.insights(fields.first("insights", "key_insights"), draft.warnings):
        if isinstance(insight, Idea):
            draft.ideas.append(insight)
        else:
            draft.points.append(Point(insight))
    draft.quotes += values.quotes(fields.first("quotes", "key_quotes"), draft.warnings)
    draft.chapters += values.chapters(fields.first("chapters"), draft.warnings)
    _keep(fields, draft)


def _read_summaries(value: Any, draft: _Draft) -> None:
    """Read a summary: Markdown, or a mapping with an overview and lists, or a list of either."""
    for each in values.listed(value):
        if isinstance(each, Mapping):
            inner = Values(each)
            _read_summaries(inner.line("overview", "summary", "description"), draft)
            draft.points += map(Point, values.points(inner.first(*_POINT_KEYS[1:])))
            draft.ideas += values.ideas(inner.first(*_IDEA_KEYS))
            if themes := values.names(inner.first("themes", "topics")):
                draft.extra["themes"] = themes
        elif isinstance(each, str):
            read = read_summary(prepare(each))
            draft.headline = draft.headline or read.headline
            draft.points += map(Point, read.points)
            draft.ideas += read.ideas
            if read.breaks_off:
                draft.warnings.append(f"the summary breaks off: “…{read.breaks_off[-_SHOWN:]}”")
            if read.audience:
                draft.extra["audience"] = read.audience


def _keep(fields: Values, draft: _Draft) -> None:
    if duration := fields.line("duration", "duration_formatted", "length"):
        draft.extra["duration"] = duration
    for key in ("tags", "topics"):
        if found := values.names(fields.first(key)):
            draft.extra[key] = list(dict.fromkeys(found))


def _read_body(body: str, draft: _Draft) -> None:
    page = split_page(body)
    found = read_sections(page)
    draft.headline = draft.headline or found.headline
    draft.points += found.points
    draft.ideas += found.ideas
    draft.quotes += found.quotes
    draft.chapters += found.chapters
    draft.warnings += found.warnings
    draft.body_title = next((title[1] for line in page.preamble if (title := heading(line))), "")
    prose = [item.text for item in items_of(page.preamble) if item.text and item.text != draft.body_title]
    if prose and not draft.headline:
        draft.headline = headline_of(prose[0])
        draft.points[:0] = [Point(text) for text in prose if text != draft.headline]
    elif prose:
        found.note("", prose)
    draft.extra |= found.extra


def _episode(fields: Values, draft: _Draft, hints: Hints, name: str) -> Reading:
    title = plain(fields.line("title", "episode_title")) or draft.body_title
    if not (hints.title or title):
        raise InputError("is missing", 'name it with --title "…"', path=name, key="title")
    title, bar_number = split_number(title)
    quotes = [replace(quote, speaker=quote.speaker or hints.speaker) for quote in draft.quotes]
    named = [one for key in _SPEAKER_KEYS for one in values.names(fields.first(key))]
    speakers = dict.fromkeys((*named, *(quote.speaker for quote in quotes if quote.speaker)))
    episode = Episode(
        show=_show(fields, title, hints, draft.warnings),
        title=hints.title or title,
        number=hints.number or plain(fields.line("number", "episode", "episode_number")) or bar_number,
        published=hinted_date(hints) or _date(fields, draft.warnings),
        url=hints.url or _url(fields),
        language=fields.line("language", "lang"),
        speakers=tuple(speakers),
        headline=draft.headline,
        overview=tuple(draft.points),
        ideas=tuple(draft.ideas),
        quotes=tuple(quotes),
        chapters=tuple(draft.chapters),
        extra=draft.extra,
    )
    kept, left = values.sorted_out(fields.others(), EPISODE_KEYS)
    if left:
        told = ", ".join(f"{key} ({count:,} words)" for key, count in left.items())
        draft.warnings.append(f"left out of the front matter: {told}")
    episode = replace(episode, extra={**kept, **episode.extra})
    return Reading(episode, (*draft.warnings, *unattributed(quotes)))


def _show(fields: Values, title: str, hints: Hints, warnings: list[str]) -> str:
    """Return the show that the caller or the file names, else the known one that the title begins with."""
    if hints.show:
        return hints.show
    for key in (*_SHOW_KEYS, "source"):
        if (name := plain(fields.line(key))) and _is_a_name(name):
            return name
    if known := split_by_known_show(title, hints.known_shows):
        return known.show
    warnings.append(unknown_show())
    return UNKNOWN_SHOW


def _is_a_name(text: str) -> bool:
    return fold(text) not in _NO_NAMES and not is_url(text) and not _CHANNEL_ID.search(text)


def _date(fields: Values, warnings: list[str]) -> str:
    value = fields.line(*_DATE_KEYS)
    try:
        return any_date(_COMPACT_DATE.sub(r"\1-\2-\3", value) if value.isdigit() else value) if value else ""
    except ValueError:
        warnings.append(f"cannot read the date “{value[:_SHOWN]}”")
        return ""


def _url(fields: Values) -> str:
    return next((url for key in _URL_KEYS if (url := first_url(fields.line(key)))), "")
