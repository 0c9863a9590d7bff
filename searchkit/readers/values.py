"""Values of a YAML document, which are text, lists and mappings, converted to what an episode is made of.

People and programs name the same thing differently; each function takes the names that were seen. What cannot be
converted is left out with a warning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from searchkit.model import Chapter, Idea, Quote
from searchkit.readers.base import prepare
from searchkit.readers.fields import is_moment, names_in, seconds, take_moment
from searchkit.readers.layout import bold_lead
from searchkit.readers.markup import plain
from searchkit.text import fold, one_line

_TEXT = ("text", "quote", "words", "content", "point", "insight", "takeaway")
_HEADING = ("heading", "title", "idea", "claim")
_EXPLANATION = ("text", "explanation", "description", "detail", "details", "body", "summary")
_SPEAKER = ("speaker", "author", "by", "who", "name", "attribution", "said_by")
_MOMENT = ("at", "timestamp", "time", "start", "start_time")
_RESERVED = frozenset(("text", "speaker", "at"))  # what an episode file itself calls the parts of a quote
_LONGEST_KEPT = 2000  # characters
_NAME = ("name", "topic", "tag", "title", "text")
_KEPT_OF_A_QUOTE = ("topic", "impact_reason")


class Values:
    """The keys of a mapping, whatever their case and hyphens."""

    def __init__(self, mapping: Mapping[str, Any]) -> None:
        self._spelt = {fold(key).strip().replace("-", "_").replace(" ", "_"): key for key in mapping}
        self._values = {key: mapping[spelt] for key, spelt in self._spelt.items()}
        self._asked: set[str] = set()

    def first(self, *keys: str) -> Any:
        """Return the value of the first key that is there and not empty, or ""."""
        self._asked.update(keys)
        return next((value for key in keys if (value := self._values.get(key))), "")

    def line(self, *keys: str) -> str:
        """Return as `first`, if it is text: on one line; "" for a list or mapping."""
        self._asked.update(keys)
        return next((line for key in keys if (line := line_of(self._values.get(key)))), "")

    def others(self) -> dict[str, Any]:
        """Return what is not empty under the keys that nobody has asked for, as they are spelt."""
        return {self._spelt[key]: value for key, value in self._values.items() if value and key not in self._asked}


def line_of(value: Any) -> str:
    """Return text on one line, its words unchanged; "" for anything else."""
    return one_line(prepare(value)) if isinstance(value, str) else ""


def listed(value: Any) -> Sequence[Any]:
    """Return a list as it is, and anything else that is not empty as a list of one."""
    return value if isinstance(value, list) else [value] if value else []


def sorted_out(others: Mapping[str, Any], known: Collection[str]) -> tuple[dict[str, Any], dict[str, int]]:
    """Return what of a document's other keys is kept beside the episode, and the words of each key that is left out.

    Kept are short texts and lists of them: whatever is longer or nested is the working of a program.

    Args:
        others: keys and values that nothing was made of.
        known: keys that an episode file has itself.
    """
    kept: dict[str, Any] = {}
    left: dict[str, int] = {}
    for key, value in others.items():
        texts = value if isinstance(value, list) else [value]
        short = all(isinstance(each, str) for each in texts) and sum(map(len, texts)) <= _LONGEST_KEPT
        if short and key not in known:
            kept[key] = [line_of(each) for each in value] if isinstance(value, list) else line_of(value)
        else:
            left[key] = _words(value)
    return kept, left


def _words(value: Any) -> int:
    waiting, count = [value], 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        else:
            count += len(str(each).split())
    return count


def names(value: Any) -> list[str]:
    """Return the names in a list, in a list of mappings, or in `Ada Moreau, Ben Ito`."""
    if isinstance(value, str):
        return names_in(plain(prepare(value)))
    found = (Values(each).line(*_NAME) if isinstance(each, Mapping) else line_of(each) for each in listed(value))
    return [plain(name) for name in found if name]


def quotes(value: Any, warnings: list[str]) -> Iterator[Quote]:
    """Yield the quotes of a list of mappings or of plain text; those without words are left out."""
    for index, each in enumerate(listed(value)):
        fields = Values(each) if isinstance(each, Mapping) else Values({"text": each})
        if not (words := fields.line(*_TEXT)):
            continue
        at = _moment(fields.line(*_MOMENT), f"quotes[{index}]", warnings)
        speaker = plain(fields.line(*_SPEAKER))
        kept = {key: line for key in _KEPT_OF_A_QUOTE if (line := fields.line(key))}
        yield Quote(words, speaker, at, kept | sorted_out(fields.others(), _RESERVED)[0])


def ideas(value: Any) -> Iterator[Idea]:
    """Yield the ideas of a list of mappings, or of text such as `**Heading:** explanation`."""
    for each in listed(value):
        if isinstance(each, Mapping):
            fields = Values(each)
            heading, text = plain(fields.line(*_HEADING)), plain(fields.line(*_EXPLANATION))
            if heading or text:
                yield Idea(heading or text, text if heading else "")
        elif line := line_of(each):
            lead = bold_lead(line)
            yield lead.idea if lead else Idea(plain(line))


def points(value: Any) -> Iterator[str]:
    """Yield the points of a list of texts or mappings."""
    for each in listed(value):
        line = Values(each).line(*_TEXT) if isinstance(each, Mapping) else line_of(each)
        if point := plain(line):
            yield point


def insights(value: Any, warnings: list[str]) -> Iterator[Idea | str]:
    """Yield insights with a heading as ideas and those without as points.

    An insight beside which stands what it was `extracted` from was cut out of the transcript by a pattern: it begins
    and ends in mid-sentence and says nothing by itself.
    """
    fragments = 0
    for each in listed(value):
        if not isinstance(each, Mapping):
            yield from points([each])
        elif line_of(each.get("extracted")):
            fragments += 1
        elif Values(each).line(*_HEADING):
            yield from ideas([each])
        else:
            yield from points([each])
    if fragments:
        left = "1 insight is a fragment" if fragments == 1 else f"{fragments} insights are fragments"
        warnings.append(f"{left} cut from the transcript: left out")


def chapters(value: Any, warnings: list[str]) -> Iterator[Chapter]:
    """Yield the chapters of a list of mappings, or of text such as `12:31 The map room`."""
    for index, each in enumerate(listed(value)):
        if isinstance(each, Mapping):
            at, title = Values(each).line(*_MOMENT), Values(each).line("title", "name", "text")
        else:
            at, _, title = line_of(each).partition(" ")
        second = _moment(at, f"chapters[{index}]", warnings)
        if second is not None and plain(title):
            yield Chapter(second, plain(title).lstrip("-–— "))


def _moment(text: str, where: str, warnings: list[str]) -> float | None:
    if not text:
        return None
    at = seconds(text) if is_moment(text) else take_moment(text)[1]
    if at is None:
        warnings.append(f"{where}: cannot read the moment “{text[:40]}”")
    return at
