"""Hostile queries: no input makes a traceback, and none takes long.

Queries are drawn from operators in any order, from any characters, from mutilated good ones, and from those that ask
for as much as the limits allow. Each is put to every engine; what takes long is asked again, because the machine may
have been busy.
"""

from __future__ import annotations

import random
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

from bench import documents, made_corpus
from bench.measuring import percentile
from searchkit.errors import NotFoundError, QueryError, SearchkitError
from searchkit.library import Library
from searchkit.query import parse
from searchkit.text import visible

PASSAGES = 5000
LONGEST = 0.25  # CPU seconds that a query may take
_REPEATS = 3  # of one that took longer; the quickest counts
_ENGINES = ("whoosh", "tantivy")

_SIGNS = """
AND OR NOT && || ANDNOT ANDMAYBE REQUIRE ( ) (( )) " ' [ ] { } TO to * ? ~ ~2 ~9 ~0.5 ~-1 ^ ^2 ^-1 ^1e9 ^nan ^9999999
: :: + - -- ! < > >= <= = ; , . / \\ # @ $ % & | _ text: title: heading: speaker: show: episode: kind: number: date:
nofield: _x: http://x date:[2019 date:[2019_TO_2021] date:[*_TO_*] date:{2021_TO_2019] date:>2020 date:<1e9 date:banana
date:99999999999999999999
speaker:* show:a* kind:quote kind:quot -kind:idea number:1 episode:"x" 2005 -5 99999999999999999999 1e400 NaN None true
*a* a* ?a* ??a *a?e* e*e*e *?*?*?* r"(a+)+$" /(a+)+$/ a~ "a_b"~5 "a_b"~99999999999 ( ) " '
""".split()  # noqa: SIM905 -- a list of quoted words is harder to read
_CHARACTERS = "\n\t\0\ufeff\u202e\u0301\ud800\udfffé日本🙂ﬁİß\u200b\u00ad\u2028\x1b\x9b\u0600“”’—…"


@dataclass(slots=True)
class Outcome:
    """What became of the queries put to one engine.

    Attributes:
        asked: how many there were.
        refused: how many ended in an error that says what is wrong.
        broken: queries that ended in any other error, with its traceback.
        slow: those that took longer than `LONGEST` each time, with CPU seconds.
        wrong: errors that do not keep their promises, with what is wrong with them.
        seconds: CPU seconds of each.
        messages: how often each kind of error was raised.
    """

    asked: int = 0
    refused: int = 0
    broken: list[tuple[str, str]] = field(default_factory=list)
    slow: list[tuple[str, float]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    messages: Counter[str] = field(default_factory=Counter)

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.broken or self.slow or self.wrong)


def make_library(folder: Path, engine: str, passages: int = PASSAGES) -> Library:
    """Return a library of so many passages of an invented language, the same for every engine."""
    writer = documents.Writer(passages)
    made_corpus.index(writer.ids, writer.episode, folder / engine, engine)
    return Library(folder / "corpus", folder / engine)


def words_of(passages: int = PASSAGES, most: int = 4000) -> list[str]:
    """Return words that the passages hold, the frequent ones more than once."""
    writer = documents.Writer(passages)
    chance = random.Random(7)
    found = [word for name in writer.ids for quote in writer.episode(name).quotes for word in quote.text.split()]
    return chance.sample(found, min(most, len(found)))


def draw(chance: random.Random, words: list[str]) -> str:
    """Return one hostile query."""
    kinds = (_of_signs, _of_characters, _mutilated, _long, _of_patterns, _nested)
    return chance.choices(kinds, weights=(10, 3, 3, 1, 2, 1))[0](chance, words)


def _of_signs(chance: random.Random, words: list[str]) -> str:
    pieces = [chance.choice(_SIGNS if chance.random() < 0.7 else words) for _ in range(chance.randint(1, 14))]
    if chance.random() < 0.2:
        pieces.insert(chance.randrange(len(pieces)), chance.choice(_CHARACTERS))
    return ("" if chance.random() < 0.4 else " ").join(pieces).replace("_TO_", " TO ").replace("a_b", "a b")


def _of_characters(chance: random.Random, words: list[str]) -> str:
    ranges = ((32, 127), (0, 0x300), (0x2000, 0x2100), (0xD800, 0xE000), (0, 0x110000))
    return "".join(
        chr(chance.randrange(*chance.choice(ranges))) if chance.random() < 0.9 else chance.choice(words)
        for _ in range(chance.randint(1, 40))
    )


def _mutilated(chance: random.Random, words: list[str]) -> str:
    one, two, three = (chance.choice(words) for _ in range(3))
    good = (
        f"{one} AND ({two} OR {three}) NOT heading:{one}",
        f'title:"{one} {two}"~3^2 date:[2016 TO 2019] {three}*',
        f"{one[:2]}*{one[-1:]} OR ?{two[1:]} OR +{three}~1 -kind:point",
        f'"{one} {two}" speaker:"{three}" number:E12 {two}~2^0.5',
    )
    made = list(chance.choice(good))
    for _ in range(chance.randint(1, 8)):
        made[chance.randrange(len(made))] = chance.choice(
            ["(", ")", '"', "[", "]", "*", "?", "^", "~", ":", " ", "\0", ""]
        )
    return "".join(made)


def _long(chance: random.Random, words: list[str]) -> str:
    count = chance.choice((60, 250, 300, 2000))
    shapes = (
        lambda: " ".join(chance.choices(words, k=count)),
        lambda: " OR ".join(chance.choices(words, k=count)),
        lambda: " AND ".join(chance.choices(words, k=count)),
        lambda: '"' + " ".join(chance.choices(words, k=count)) + '"' + chance.choice(("", "~", "~3", "~1000")),
        lambda: chance.choice("(\"[{:^~*?-+!&|\\'") * (count * 10),
        lambda: chance.choice(words) * count,
        lambda: "-".join(chance.choices(words, k=count)),
        lambda: chance.choice(("NOT ", "-", "+", "text:", "a:", "a^", "a~ ", '"a"~ ')) * count + "a",
        lambda: "(" * count + "a" + ")" * count,
        lambda: "a" + chance.choice(("\u0301", "\u200d", "\u0600", "\U0001f3fb")) * (count * 10),
        lambda: " ".join(f"-{word}" for word in chance.choices(words, k=count)),
        lambda: " ".join(f'"{one} {two}"~9' for one, two in pairwise(words[:count])),
    )
    return chance.choice(shapes)()


def _of_patterns(chance: random.Random, words: list[str]) -> str:
    def pattern() -> str:
        word = chance.choice(words).strip(".,?!").lower() or "a"
        letters = chance.sample("aeioulnrstdm", 2)
        return chance.choice(
            (
                f"*{letters[0]}{letters[1]}*",
                f"*{letters[0]}*{letters[1]}*",
                f"?*{letters[0]}*{letters[1]}",
                f"{word[:2]}*",
                f"{word}~2",
                f"{word}~",
                "*" + "*".join(word) + "*",
                "?" * len(word) + letters[0] + letters[1],
                f"{letters[0]}{'*?' * chance.randint(1, 20)}{letters[1]}",
                f"title:{word[:2]}*",
                f"heading:*{letters[0]}{letters[1]}*",
                f"speaker:{letters[0]}*",
            )
        )

    sign = chance.choice((" ", " ", " OR ", " AND ", " -", " +"))
    return sign.join(pattern() for _ in range(chance.choice((1, 1, 2, 4, 8, 30, 200))))


def _nested(chance: random.Random, words: list[str]) -> str:
    made = chance.choice(words)
    for _ in range(chance.randint(1, 25)):
        other = chance.choice(words)
        made = chance.choice(
            (f"({made})", f"({made} OR {other})", f"({other} AND {made})", f"NOT ({made})", f"-({made} {other})",
             f"+({made} {other})", f"({made})^2", f"title:({made})", f"({made} {other[:2]}*)")
        )  # fmt: skip
    return made


# Those that broke or stalled other engines, or this one.
KNOWN = (
    "*", "?*", "*a*", "*a*e*i*o*", "*a" * 40, "title:*", " ".join(f"*{c}*" for c in "abcdefghij" * 5),
    "REQUIRE ANDMAYBE", "NOT NOT a", "startup~9", "abcdefghijkl~5", " ".join(["startup~2"] * 20),
    "(" * 1000 + "a" + ")" * 1000, "(" * 9000 + "a" + ")" * 9000, "(" * 5000, "NOT " * 1000 + "a", "NOT " * 9 + "a",
    " ".join(f"w{n % 400:03}" for n in range(10_000)), " OR ".join(f"w{n % 400:03}" for n in range(1000)),
    "a" * 100_000, " " * 1_000_000 + "a", '"' * 100_000, '"' * 20_000, ":" * 20_000, "[" * 20_000, "a^" * 9_000,
    "a:" * 9_000, "[a TO z]", "date:[TO]", "date:[-99999999999999999999 TO 99999999999999999999]", "x\0y",
    '"idea market"~1000000000', 'r"(a+)+$"', 'r"(([a-z]+)*)*0"', "idea^nan", "idea^1e400", "a\ud800b", "\ud800",
    "\udfff*", "a AND", "(x", "date:banana", '"open', "foo:bar", "-habits", "of the", "?", "??", "\\", "a\\",
    '"\\"', "speaker:", "-", "+", "a" + "\u0301" * 10_000, ("NOT " * 10 + "(") * 20 + "a" + ")" * 20,
    ("text:" * 10 + "(") * 20 + "a" + ")" * 20, "\u0600" * 5000, "0" * 5000, "date:" + "9" * 5000,
    "ab*" + "\u0301" * 500, "2" * 19_000 + "~2", "é" * 9000 + "*", "date:>" + "9" * 400, "a~" + "9" * 5000,
    "a^" + "9" * 5000, '"a b"~' + "9" * 5000, "number:" + "9" * 5000, "x" * 9000 + "?*" * 5000,
)  # fmt: skip


def run(library: Library, count: int, seed: int = 0) -> Outcome:
    """Put the known hostile queries and so many drawn ones to a library."""
    made = Outcome()
    chance = random.Random(seed)
    words = words_of()
    library.search("warm")  # so that no query pays for opening the index
    for query in _queries(chance, words, count):
        options = _options(chance)
        made.asked += 1
        spent = _ask(library, query, options, made)
        for _ in range(_REPEATS if spent > LONGEST else 0):
            spent = min(spent, _ask(library, query, options, None))
        made.seconds.append(spent)
        if spent > LONGEST:
            made.slow.append((query, spent))
    return made


def _queries(chance: random.Random, words: list[str], count: int) -> Iterator[str]:
    yield from KNOWN
    for _ in range(count):
        yield draw(chance, words)


def _options(chance: random.Random) -> dict[str, Any]:
    return {
        "match": chance.choice(("auto", "auto", "auto", "any", "all")),
        "sort": chance.choice(("relevance", "relevance", "relevance", "newest", "speaker")),
        "strict": chance.random() < 0.1,
        "facets": chance.random() < 0.2,
        "explain": chance.random() < 0.1,
        "context": chance.choice((0, 0, 1)),
    }


def _ask(library: Library, query: str, options: dict[str, Any], made: Outcome | None) -> float:
    start = process_time()
    try:
        library.search(query, **options)
    except SearchkitError as error:
        if made is not None:
            made.refused += 1
            made.messages[type(error).__name__] += 1
            made.wrong += [(query, fault) for fault in _faults(error, query)]
    except Exception as error:  # noqa: BLE001 -- what is looked for
        if made is not None:
            made.broken.append((query, "".join(traceback.format_exception(error)[-3:])))
    return process_time() - start


def _faults(error: SearchkitError, query: str) -> Iterator[str]:
    """Yield what an error promises and does not keep."""
    if "\n" in error.message.strip() or not error.message:
        yield f"not one line: {error.message!r}"
    if len(error.message) + len(error.hint) > 1200:
        yield f"an error of {len(error.message) + len(error.hint):,} characters"
    if isinstance(error, QueryError):
        if not 0 <= error.start <= error.end <= len(query) + 1:
            yield f"a place outside of the query: {error.start} to {error.end} of {len(query)}"
        if error.suggestion:
            try:
                parse(error.suggestion)
            except QueryError as again:
                yield f"the suggestion {error.suggestion[:80]!r} cannot be read: {again}"
    elif not isinstance(error, NotFoundError) and not visible(error.message):
        yield "no message"


def report(count: int, folder: Path | None = None) -> bool:
    """Run on every engine and print what came out; return whether all is well."""
    good = True
    with tempfile.TemporaryDirectory(prefix="searchkit-queries-") as scratch:
        for engine in _ENGINES:
            with make_library(folder or Path(scratch), engine) as library:
                made = run(library, count)
            good = good and made.is_good
            milliseconds = [1000 * each for each in made.seconds]
            print(
                f"queries, {engine}: {made.asked:,} asked, {made.refused:,} refused, {len(made.broken)} tracebacks, "
                f"{len(made.wrong)} errors that promise too much, {len(made.slow)} above {1000 * LONGEST:.0f} ms; "
                f"CPU p50 {percentile(milliseconds, 0.5):.1f}, p99 {percentile(milliseconds, 0.99):.1f}, "
                f"most {max(milliseconds):.0f} ms"
            )
            for query, what in (*made.broken[:20], *made.wrong[:20], *made.slow[:20]):
                print(f"  {query[:120]!r} ({len(query):,}): {what}")
    return good
