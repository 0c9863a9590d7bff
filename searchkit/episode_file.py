"""An episode as a YAML file: reading with checks that name file, line and key, and writing for people to edit.

The layout is that of docs/corpus.md. Whatever a file holds beyond it is kept in `extra` and written back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any, TypeVar

import yaml

from searchkit import yaml_text
from searchkit.bounds import check_heading
from searchkit.errors import InputError
from searchkit.limits import USUAL, Limits, beyond, raising
from searchkit.model import Chapter, Episode, Idea, Point, Quote, Source
from searchkit.times import format_moment, parse_date, parse_moment

EPISODE_KEYS = (
    *("show", "title", "number", "published", "url", "language", "speakers", "headline"),
    *("overview", "ideas", "quotes", "chapters", "source"),
)

T = TypeVar("T")


def parse_episode(text: str, *, path: str = "", limits: Limits = USUAL) -> Episode:
    """Return the episode that a YAML text holds; its id is "".

    Args:
        text: the file's content.
        path: the file's name, for the errors.
        limits: how much of it is read.

    Raises:
        InputError: with file, line and key of the first fault.
    """
    node = yaml_text.compose(text, path=path, limits=limits)
    if not isinstance(node, yaml.MappingNode):
        raise InputError("holds no episode: a YAML file with show: and title: is wanted", path=path)
    return _EpisodeReader(path, limits).episode(node)


def dump_episode(episode: Episode) -> str:
    """Return an episode as YAML: fixed key order, nothing empty, long text in blocks."""
    return yaml_text.dump(_document(episode))


def digest(episode: Episode) -> str:
    """Return a fingerprint of what an episode says: 16 hexadecimal digits, whatever its id, source and verdicts."""
    quotes = tuple(replace(quote, verified="") for quote in episode.quotes)
    content = _document(replace(episode, source=None, quotes=quotes))
    canonical = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return blake2b(canonical.encode(), digest_size=8).hexdigest()


class _EpisodeReader:
    """Converts checked YAML nodes to records; every fault is an InputError with its line and key."""

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self._passages = 0

    def fault(self, message: str, node: yaml.Node, key: str, hint: str = "") -> InputError:
        return InputError(message, hint, path=self.path, line=node.start_mark.line + 1, key=key)

    def episode(self, node: yaml.MappingNode) -> Episode:
        values = {key.value: value for key, value in node.value}
        for key in ("show", "title"):
            if key not in values:
                raise self.fault("is missing", node, key, f"every episode needs a {key}")
        text = {key: self.text(values, key) for key in ("show", "title", "number", "url", "language", "headline")}
        for key in ("show", "title"):
            if not text[key]:
                raise self.fault("is empty", values[key], key)
        return Episode(
            show=text["show"],
            title=text["title"],
            number=text["number"],
            url=text["url"],
            language=text["language"],
            headline=text["headline"],
            published=self.convert(values, "published", parse_date, ""),
            speakers=tuple(self.names(values)),
            overview=tuple(self.records(values, "overview", self.point)),
            ideas=tuple(self.records(values, "ideas", self.idea)),
            quotes=tuple(self.records(values, "quotes", self.quote)),
            chapters=tuple(self.records(values, "chapters", self.chapter)),
            source=self.source(values),
            extra=_rest(values, EPISODE_KEYS),
        )

    def text(self, values: Mapping[str, yaml.Node], key: str, where: str = "") -> str:
        node = values.get(key)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            raise self.fault("must be text", node, where or key)
        text = str(node.value).strip()
        if len(text) > self.limits.text_characters:
            message = f"has {len(text):,} characters; {beyond('text_characters', self.limits)}"
            raise self.fault(message, node, where or key, raising("text_characters", len(text)))
        return text

    def convert(
        self, values: Mapping[str, yaml.Node], key: str, parse: Callable[[str], T], default: T, where: str = ""
    ) -> T:
        value = self.text(values, key, where)
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            raise self.fault(str(error), values[key], where or key) from None

    def items(self, values: Mapping[str, yaml.Node], key: str) -> list[yaml.Node]:
        node = values.get(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault("must be a list: begin each item with “- ”", node, key)
        if key != "speakers":
            self._passages += len(node.value)
        if self._passages > self.limits.passages:
            message = f"the episode has more passages than are read; {beyond('passages', self.limits)}"
            raise self.fault(message, node, key, raising("passages"))
        return list(node.value)

    def names(self, values: Mapping[str, yaml.Node]) -> list[str]:
        node = values.get("speakers")
        if isinstance(node, yaml.ScalarNode):  # one speaker, written without the dash
            return [name] if (name := node.value.strip()) else []
        names = []
        for index, item in enumerate(self.items(values, "speakers")):
            if name := self.text({"name": item}, "name", f"speakers[{index}]"):
                names.append(name)
        return list(dict.fromkeys(names))

    def records(
        self, values: Mapping[str, yaml.Node], key: str, make: Callable[[Mapping[str, yaml.Node], yaml.Node, str], T]
    ) -> Iterable[T]:
        for index, item in enumerate(self.items(values, key)):
            where = f"{key}[{index}]"
            if isinstance(item, yaml.MappingNode):
                fields = {name.value: value for name, value in item.value}
            elif isinstance(item, yaml.ScalarNode) and key in ("overview", "quotes"):
                fields = {"text": item}  # the text alone, without the key
            else:
                raise self.fault("must be a mapping of keys and values", item, where)
            yield make(fields, item, where)

    def required(self, values: Mapping[str, yaml.Node], key: str, node: yaml.Node, where: str) -> str:
        value = self.text(values, key, f"{where}.{key}")
        if not value:
            raise self.fault("is missing or empty", values.get(key, node), f"{where}.{key}")
        return value

    def point(self, values: Mapping[str, yaml.Node], node: yaml.Node, where: str) -> Point:
        return Point(self.required(values, "text", node, where), extra=_rest(values, ("text",)))

    def idea(self, values: Mapping[str, yaml.Node], node: yaml.Node, where: str) -> Idea:
        heading = self.required(values, "heading", node, where)
        check_heading(heading, self.path, f"{where}.heading", values["heading"].start_mark.line + 1)
        return Idea(
            heading=heading,
            text=self.text(values, "text", f"{where}.text"),
            extra=_rest(values, ("heading", "text")),
        )

    def quote(self, values: Mapping[str, yaml.Node], node: yaml.Node, where: str) -> Quote:
        return Quote(
            text=self.required(values, "text", node, where),
            speaker=self.text(values, "speaker", f"{where}.speaker"),
            at=self.convert(values, "at", parse_moment, None, f"{where}.at"),
            extra=_rest(values, ("text", "speaker", "at", "verified")),
            verified=self.text(values, "verified", f"{where}.verified"),
        )

    def chapter(self, values: Mapping[str, yaml.Node], node: yaml.Node, where: str) -> Chapter:
        title = self.required(values, "title", node, where)
        self.required(values, "at", node, where)
        return Chapter(self.convert(values, "at", parse_moment, 0.0, f"{where}.at"), title)

    def source(self, values: Mapping[str, yaml.Node]) -> Source | None:
        node = values.get("source")
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode):  # by hand: just a note of where it came from
            return Source(file=node.value.strip()) if node.value.strip() else None
        if not isinstance(node, yaml.MappingNode):
            raise self.fault("must be text or a mapping", node, "source")
        fields = {key.value: value for key, value in node.value}
        return Source(**{key: self.text(fields, key, f"source.{key}") for key in ("file", "reader", "added", "digest")})


def _rest(values: Mapping[str, yaml.Node], known: Iterable[str]) -> dict[str, Any]:
    return {key: yaml_text.plain(node) for key, node in values.items() if key not in known}


def _document(episode: Episode) -> dict[str, Any]:
    source = episode.source
    document: dict[str, Any] = {
        "show": episode.show,
        "title": episode.title,
        "number": episode.number,
        "published": yaml_text.Bare(episode.published) if episode.published else "",
        "url": episode.url,
        "language": episode.language,
        "speakers": list(episode.speakers),
        "headline": episode.headline,
        "overview": [{"text": point.text, **point.extra} if point.extra else point.text for point in episode.overview],
        "ideas": [_filled(heading=idea.heading, text=idea.text) | dict(idea.extra) for idea in episode.ideas],
        "quotes": [
            _filled(text=quote.text, speaker=quote.speaker, at=_moment(quote.at), verified=quote.verified)
            | dict(quote.extra)
            for quote in episode.quotes
        ],
        "chapters": [{"at": _moment(chapter.at), "title": chapter.title} for chapter in episode.chapters],
        "source": source
        and _filled(
            file=source.file,
            reader=source.reader,
            added=yaml_text.Bare(source.added) if source.added else "",
            digest=source.digest,
        ),
    }
    return _filled(**document) | dict(episode.extra)


def _moment(seconds: float | None) -> str:
    return "" if seconds is None else yaml_text.Bare(format_moment(seconds))


def _filled(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}
