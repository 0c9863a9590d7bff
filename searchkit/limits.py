"""How much is read, and how much a query may ask for: every bound in one place, each with a name by which it is raised.

Input comes from anywhere, and a query may be anything; within these bounds what it takes to read or answer them is
bounded too. Whoever needs more raises one: `--max NAME=NUMBER`, `SEARCHKIT_MAX_NAME`, `max_name` in the config file,
or `Limits(name=…)` of the library.
"""

from __future__ import annotations

from searchkit.errors import InputError, UsageError
from searchkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds; docs/reliability.md says what keeping within them costs.

    Attributes:
        page_bytes: of a page that is added.
        page_lines: of the same.
        line_characters: of a line of a page or of an episode file.
        episode_bytes: of an episode file, or of YAML on a page.
        yaml_depth: lists and mappings within each other.
        yaml_nodes: texts, lists and mappings of one file.
        text_characters: of one text of an episode: what a passage says, a heading, a title, a name.
        passages: points, ideas, quotes, chapters and segments of one episode.
        query_characters: of a query.
        query_words: words of a query.
        query_brackets: brackets within each other.
        query_signs: NOT, signs and fields in a row, before what they are about.
        query_patterns: patterns of a query: one with * or ? and fuzzy words count 1, those of which the beginning is
            not known 4, because every word of the index may fit.
        query_expansions: words of the index that a pattern stands for; of more the most frequent.
    """

    page_bytes: int = 10_000_000
    page_lines: int = 100_000
    line_characters: int = 1_000_000
    episode_bytes: int = 8_000_000
    yaml_depth: int = 40
    yaml_nodes: int = 150_000
    text_characters: int = 100_000
    passages: int = 50_000
    query_characters: int = 20_000
    query_words: int = 150
    query_brackets: int = 20
    query_signs: int = 10
    query_patterns: int = 16
    query_expansions: int = 500


USUAL = Limits()
HEADING_BYTES = 65_000  # of the heading of an idea in UTF-8: an index keeps its length in 16 bits
# What recurses cannot go deeper than Python does.
CEILINGS = {"yaml_depth": 150, "query_brackets": 40, "query_signs": 20}
DESCRIPTIONS = {
    "page_bytes": "bytes of a page that is added",
    "page_lines": "lines of a page that is added",
    "line_characters": "characters of a line of a page or episode file",
    "episode_bytes": "bytes of an episode file",
    "yaml_depth": "lists and mappings of YAML within each other",
    "yaml_nodes": "texts, lists and mappings of a YAML file",
    "text_characters": "characters of one text of an episode",
    "passages": "points, ideas, quotes, chapters and segments of one episode",
    "query_characters": "characters of a query",
    "query_words": "words of a query",
    "query_brackets": "brackets of a query within each other",
    "query_signs": "signs and fields in a row before a word",
    "query_patterns": "patterns of a query; one that begins with * or ? counts 4",
    "query_expansions": "words that a pattern stands for, the most frequent of more",
}


def option_name(name: str) -> str:
    """Return the name of a bound as people write it: `page-bytes`."""
    return name.replace("_", "-")


def raising(name: str, needed: int | None = None) -> str:
    """Return what to do for a bound to be another, as the hint of an error.

    Args:
        name: of the bound.
        needed: how much would do, None if that is not known.
    """
    value = "NUMBER" if needed is None else str(needed)
    return f"--max {option_name(name)}={value} raises the limit"


def beyond(name: str, limits: Limits) -> str:
    """Return the bound as part of a message: `at most 8,000,000 are read (episode-bytes)`."""
    return f"at most {getattr(limits, name):,} are read ({option_name(name)})"


def checked(limits: Limits) -> Limits:
    """Return the limits as they are.

    Raises:
        UsageError: one is below 1, or above what any machine can do.
    """
    for name in DESCRIPTIONS:
        value = getattr(limits, name)
        if value < 1:
            raise UsageError(f"the limit {option_name(name)} is {value}; it is at least 1")
        if value > CEILINGS.get(name, value):
            raise UsageError(f"the limit {option_name(name)} is {value:,}; it is at most {CEILINGS[name]}")
    return limits


def check_lines(text: str, path: str, limits: Limits) -> None:
    """Make sure that no line of a text is too long.

    Raises:
        InputError: one is.
    """
    if len(text) <= limits.line_characters:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > limits.line_characters:
            message = f"the line has {len(line):,} characters; {beyond('line_characters', limits)}"
            raise InputError(message, raising("line_characters", len(line)), path=path, line=number)
