"""Points and ideas out of the lines under their heads.

Where ideas are neither bulleted nor headed by marks, the lines are grouped by what is most plausible: a heading is a
short sentence, its explanation is longer, and the page states how many there are. Dynamic programming finds the best
grouping; the weights below were set by eye on pages with and without blank lines, counts and explanations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from searchkit.model import Idea, Point
from searchkit.readers.layout import Item, bold_lead, items_of
from searchkit.readers.markup import ends_sentence, first_sentence, sentence_ends

_SHORT = 120  # characters that a heading may have without anybody wondering
_LONG = 200
_MOST_LINES_OF_AN_IDEA = 30
_MOST_ITEMS_WEIGHED = 300
_MOST_STATED = 40

_HEADING = 1.0
_OVERLONG_HEADING = -3.0
_SEVERAL_SENTENCES = -1.0
_UNEXPLAINED = -0.6
_UNEXPLAINED_BEFORE_A_LONGER_LINE = -0.8
_EXPLAINED_AT_LENGTH = 0.5
_EXPLAINED_BRIEFLY = -0.5
_HEADING_AMONG_TEXT = -1.2
_STYLE = 0.7  # headings without full stop where explanations have one
_STYLE_SHARE = 0.2
_AWAY_FROM_A_GAP = -0.7
_GAP_WITHIN = -0.3
_OFF_THE_COUNT = -0.8
_MUCH_LONGER = 1.5


def read_points(lines: Sequence[str]) -> list[Point]:
    """Return the points that stand in `lines`, bulleted or not, each on one line with the heading that it is under."""
    return list(_under_headings(items_of(lines)))


def _under_headings(items: Iterable[Item]) -> Iterator[Point]:
    topic, alone = "", ""
    for item in items:
        if item.bullet == "heading":
            if alone:  # a heading with nothing below it says something by itself
                yield Point(alone)
            topic = alone = item.text
        elif item.text:
            yield Point(item.text, {"topic": topic} if topic else {})
            alone = ""
    if alone:
        yield Point(alone)


def read_headline_and_points(lines: Sequence[str]) -> tuple[str, list[Point]]:
    """Return the line that says what an episode is about, "" if bullets begin at once, and the points below it."""
    items = [item for item in items_of(lines) if item.text]
    if items and items[0].bullet in ("", "heading"):
        return items[0].text, [Point(item.text) for item in items[1:]]
    return "", [Point(item.text) for item in items]


def read_takeaways(lines: Sequence[str]) -> tuple[list[Point], list[Idea]]:
    """Return plain lines as points, and those that begin with a bold heading as ideas."""
    plain_items: list[Item] = []
    ideas: list[Idea] = []
    for item in items_of(lines):
        lead = bold_lead(item.raw)
        if lead and lead.separated and lead.text:
            ideas.append(lead.idea)
        else:
            plain_items.append(item)
    return list(_under_headings(plain_items)), ideas


def read_ideas(lines: Sequence[str], stated: int | None = None) -> list[Idea]:
    """Return the ideas that stand in `lines`: a heading each, and the explanation if there is one.

    Args:
        lines: what stands under the head, blank lines kept.
        stated: how many ideas the page says there are, None if it does not say.
    """
    items = [item for item in items_of(lines, bullets_absorb=False) if item.text]
    if len(items) > 1 and not items[0].bullet and items[0].text.endswith(":") and items[1].bullet:
        del items[0]  # “Here are the five ideas:”
    return [_idea(group) for group in _grouped(items, stated)]


def _grouped(items: list[Item], stated: int | None) -> list[list[Item]]:
    kinds = {item.bullet for item in items}
    if "heading" in kinds:
        return _from(items, [item.bullet == "heading" for item in items])
    if not kinds - {""}:
        return _weighed(items, stated)
    if not items[0].bullet:  # headings stand bare, their explanations are lists
        return _from(items, [not item.bullet for item in items])
    outermost = min(item.indent for item in items if item.bullet)
    starts = [item.bullet == items[0].bullet and item.indent <= outermost for item in items]
    if stated and all(starts) and len(items) != stated:
        return _weighed(items, stated)  # bulleted headings and bulleted explanations by turns
    return _from(items, starts)


def _from(items: list[Item], starts: list[bool]) -> list[list[Item]]:
    groups: list[list[Item]] = []
    for item, begins in zip(items, starts, strict=True):
        if begins or not groups:
            groups.append([item])
        else:
            groups[-1].append(item)
    return groups


def _idea(group: list[Item]) -> Idea:
    first, rest = group[0], " ".join(item.text for item in group[1:])
    lead = bold_lead(first.raw)
    if lead and (lead.text or rest):
        return replace(lead, text=f"{lead.text} {rest}".strip()).idea
    if not rest and len(first.text) > _SHORT:  # heading and explanation on one line
        heading = first_sentence(first.text)
        return Idea(heading, first.text[len(heading) :].strip())
    return Idea(first.text, rest)


@dataclass(frozen=True, slots=True)
class _Line:
    """What the weighing looks at."""

    length: int
    several: bool
    ended: bool
    gap: bool

    @property
    def short(self) -> bool:
        return self.length <= _SHORT and not self.several


def _weighed(items: list[Item], stated: int | None) -> list[list[Item]]:
    lines = [_line(item) for item in items]
    blocks = [line.gap or not index for index, line in enumerate(lines)]
    if _are_ideas(lines, blocks, stated):
        starts = blocks
    elif len(lines) == stated and all(line.short for line in lines):
        starts = [True] * len(lines)
    elif len(lines) > _MOST_ITEMS_WEIGHED:  # no page is like this; one pass will do
        starts = [line.short and not (index and lines[index - 1].short) for index, line in enumerate(lines)]
    else:
        chosen = set(_best_starts(lines, stated if stated and stated <= _MOST_STATED else None))
        starts = [index in chosen for index in range(len(lines))]
    return _from(items, starts)


def _are_ideas(lines: list[_Line], blocks: list[bool], stated: int | None) -> bool:
    """Return True if blank lines stand between ideas, and not between a heading and its explanation as well."""
    count = sum(blocks)
    headed = all(line.short for line, begins in zip(lines, blocks, strict=True) if begins)
    return headed and (count == stated or (stated is None and 1 < count < len(lines)))


def _line(item: Item) -> _Line:
    return _Line(len(item.text), bool(sentence_ends(item.text, 1)), ends_sentence(item.text), item.gap)


def _best_starts(lines: list[_Line], stated: int | None) -> list[int]:
    """Return where the ideas begin in the best grouping of `lines`.

    `best[k][i]` is the best score of the first i lines as k ideas; without a stated count, k stays 0.
    """
    scores = _scores(lines)
    size, most = len(lines), (min(len(lines), 2 * stated) if stated else 0)
    step = 1 if stated else 0
    impossible = float("-inf")
    best = [[impossible] * (size + 1) for _ in range(most + 1)]
    came_from = [[0] * (size + 1) for _ in range(most + 1)]
    best[0][0] = 0.0
    for start in range(size):
        for count in range(most + 1 - step):
            if best[count][start] == impossible:
                continue
            for end, score in enumerate(scores[start], start + 1):
                total = best[count][start] + score
                if total > best[count + step][end]:
                    best[count + step][end] = total
                    came_from[count + step][end] = start
    count = max(range(most + 1), key=lambda k: best[k][size] + (_OFF_THE_COUNT * abs(k - stated) if stated else 0.0))
    return _walk_back(came_from, count, size, step)


def _walk_back(came_from: list[list[int]], count: int, size: int, step: int) -> list[int]:
    starts: list[int] = []
    position = size
    while position > 0:
        position = came_from[count][position]
        starts.append(position)
        count -= step
    return starts[::-1]


def _scores(lines: list[_Line]) -> list[list[float]]:
    """Return for every line how good an idea it and the next 0, 1, 2 … lines make."""
    share = sum(line.ended for line in lines) / max(1, len(lines))
    mixed = _STYLE_SHARE <= share <= 1 - _STYLE_SHARE
    gaps = any(line.gap for line in lines[1:])
    scores: list[list[float]] = []
    for start, head in enumerate(lines):
        base = _heading_score(head, mixed=mixed) + (_AWAY_FROM_A_GAP if gaps and start and not head.gap else 0.0)
        longer = start + 1 < len(lines) and lines[start + 1].length > _MUCH_LONGER * head.length
        row = [base + _UNEXPLAINED + (_UNEXPLAINED_BEFORE_A_LONGER_LINE if longer else 0.0)]
        inner, longest = 0.0, 0
        for index in range(start + 1, min(len(lines), start + _MOST_LINES_OF_AN_IDEA)):
            after = lines[index + 1] if index + 1 < len(lines) else None
            inner += _text_score(lines[index], after, mixed=mixed)
            longest = max(longest, lines[index].length)
            row.append(base + inner + (_EXPLAINED_AT_LENGTH if longest > head.length else _EXPLAINED_BRIEFLY))
        scores.append(row)
    return scores


def _heading_score(line: _Line, *, mixed: bool) -> float:
    overlong = min(1.0, max(0, line.length - _SHORT) / (_LONG - _SHORT))
    score = _HEADING + overlong * (_OVERLONG_HEADING - _HEADING)
    if line.several:
        score += _SEVERAL_SENTENCES
    return score + (0.0 if not mixed else -_STYLE if line.ended else _STYLE)


def _text_score(line: _Line, after: _Line | None, *, mixed: bool) -> float:
    score = _GAP_WITHIN if line.gap else 0.0
    if line.short and after is not None and after.length > _MUCH_LONGER * line.length:
        score += _HEADING_AMONG_TEXT
    return score - (_STYLE if mixed and not line.ended else 0.0)
