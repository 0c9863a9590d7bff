"""Hostile text through every output form: none of it is a command, a tag, a formula or markup there.

Hits, episodes, names, comparisons and trends whose every text is hostile are written in every form, and read back
(`judges`); what is drawn on a terminal is looked at for what a terminal would do.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from rich.console import RenderableType

from bench.reliability.hostile import draw
from bench.reliability.judges import FORMULA, JUDGES, WEB, Fault, bare, cells, controls
from searchkit import formats
from searchkit.catalog import EpisodeEntry
from searchkit.cli import app
from searchkit.comparing import Comparison, Voice
from searchkit.formats import comparison, periods
from searchkit.library import Library, WholeEpisode
from searchkit.model import (
    Chapter,
    Context,
    Duplicate,
    EpisodeRef,
    Facets,
    Hit,
    Part,
    Passage,
    Query,
    Results,
    Span,
)
from searchkit.names import Name
from searchkit.terminal import Terminal, views
from searchkit.terminal.comparison import SideBySide
from searchkit.terminal.periods import Chart
from searchkit.text import visible
from searchkit.trends import Series, Trends

_OWN = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\")  # the colours and links that Rich writes for us
_LINKED = re.compile(r"\x1b\]8;[^;]*;([^\x1b]*)\x1b\\")


def made_results(chance: random.Random) -> Results:
    """Return results in which every text is hostile."""

    def text() -> str:
        return draw(chance)

    def episode() -> EpisodeRef:
        url = chance.choice(
            ("https://example.org/e/1", text(), "https://example.org/" + text(), "javascript:" + text())
        )
        day = chance.choice(("2020-01-02", "2021", "", text()))
        return EpisodeRef(text(), text(), text(), text(), day, url, text(), (text(), text()))

    def passage(kind: Any) -> Passage:
        at = chance.choice((None, 75.5))
        return Passage(
            f"{text()}#{kind}-{chance.randint(1, 9)}",
            kind,
            text(),
            episode(),
            text(),
            text() if kind == "idea" else "",
            at,
        )

    def hit() -> Hit:
        one = passage(chance.choice(("point", "idea", "quote", "segment")))
        size = len(one.text)
        spans = (Span(0, min(2, size)), Span(min(3, size), size)) if size else ()
        around = Context(passage("idea"), (passage("quote"),), (passage("point"),), (passage("quote"),))
        again = (Duplicate(passage("quote"), exact=False, other_speaker=True),)
        return Hit(one, 1.25, spans, around, (Part(text(), 0.5),), again)

    counts = ((text(), 2), (text(), 1))
    return Results(
        Query(text=text(), speaker=text()),
        2,
        (hit(), hit()),
        "whoosh",
        (text(),),
        {text(): text()},
        {text(): (text(),)},
        {text(): 600},
        Facets(counts, counts, (("quote", 1),)),
    )


def texts_of(results: Results) -> int:
    """Return how many hostile texts some results hold: those of the hits, of what is around them, and of the query."""
    return 59 * len(results.hits) // 2 + 10


def _faults_of_formats(results: Results) -> Iterator[Fault]:
    for name in formats.FORMATS:
        output = formats.render(results, name)
        yield from controls(name, output)
        yield from (f"{name}: {fault}" for fault in JUDGES[name](output, results))


def drawn(*parts: RenderableType, width: int) -> str:
    """Return what is drawn on a terminal of so many columns."""
    stream = io.StringIO()
    Terminal(stream, io.StringIO(), {"COLUMNS": str(width)}, color="always", pager="never").draw(*parts)
    return stream.getvalue()


def _faults_of_cards(results: Results, chance: random.Random) -> Iterator[Fault]:
    width = chance.choice((20, 80, 100))
    texts = [text for hit in results for text in (hit.passage.text, hit.passage.heading)]
    ref = results.hits[0].passage.episode
    entry = EpisodeEntry(
        ref.id, ref.show, ref.title, ref.number, ref.published, ref.url, "", ref.headline, ref.speakers,
        chapters=(Chapter(1.0, ref.title),),
    )  # fmt: skip
    whole = WholeEpisode(entry, tuple(hit.passage for hit in results))
    name = Name(ref.show, (ref.show, ref.title), (), 1, 2)
    asked = Query(text=results.query.text)
    compared = Comparison(asked, (Voice(ref.show, results.hits, 1, 2), Voice(ref.title, (), 1, 2)), "whoosh")
    shown: list[tuple[str, tuple[RenderableType, ...], list[str]]] = [
        ("cards", tuple(views.results(results)), texts),
        ("episode", tuple(views.episode(whole)), texts),
        ("episodes", (views.episodes([entry]),), []),
        ("names", (views.names([name], "speaker"),), []),
        ("comparison", (SideBySide(compared),), []),
        ("periods", (Chart(_trends(results)),), []),
    ]
    for label, parts, whole_texts in shown:
        output = drawn(*parts, width=width)
        yield from (f"{label}: link to {url}" for url in _LINKED.findall(output) if url and not _is_web(url))
        plain = _OWN.sub("", output)
        yield from controls(label, plain)
        there = bare(plain)
        yield from (f"{label}: {text!r} is not shown" for text in whole_texts if bare(visible(text)) not in there)
    for form in formats.FORMATS:
        stream = io.StringIO()
        comparison.write(compared, form, stream)
        yield from controls(f"comparison as {form}", stream.getvalue())
    for form in periods.FORMATS:
        stream = io.StringIO()
        periods.write(_trends(results), form, stream)
        output = stream.getvalue()
        yield from controls(f"periods as {form}", output)
        if form in ("csv", "tsv"):
            every = (cell for row in cells(output, "," if form == "csv" else "\t") for cell in row)
            yield from (f"periods as {form}: formula {cell!r}" for cell in every if FORMULA.match(cell))
        if form == "svg":
            tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(output).iter()}  # noqa: S314
            yield from (f"svg: tag {tag}" for tag in tags - {"svg", "title", "desc", "style", "rect", "text", "line"})


def _is_web(url: str) -> bool:
    return url.startswith(WEB) and url.isascii() and url.isprintable()


def _trends(results: Results) -> Trends:
    name = results.hits[0].passage.episode.title
    whole = Series("", (1, 0), (2, 1))
    return Trends(results.query, "year", "speaker", ("2020", "2021"), whole, (Series(name, (1, 0), (2, 1)),), None, 0)


def _faults_of_commands(library: Library, text: str, chance: random.Random) -> Iterator[Fault]:
    """Yield what is wrong with what commands print, on both streams, that were given a hostile text."""
    commands = (
        ("search", text), ("quotes", text, "--speaker", text), ("search", "x", "--show", text), ("show", text),
        ("show", f"{text}#quote-1"), ("episodes", text), ("speakers", text), ("add", text), ("similar", f"{text}#x"),
        ("search", "x", "--format", text), ("search", "x", "--since", text), ("search", "x", "--sort", text),
        ("compare", text, text), ("trends", text), ("cite", f"{text}#quote-1"), ("help", text), ("search", f"{text}:x"),
        ("search", f'"{text}'), ("search", f"date:{text}"), ("search", "x", "--max", text), (text,),
        ("search", "x", "--episode", text), ("export", "x", "--output", text), ("search", "x", f"--{text}"),
    )  # fmt: skip
    command = chance.choice(commands)
    where = ["--corpus", str(library.corpus.root), "--index", str(library.generations.root)]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = app.run([command[0], *command[1:], *(where if len(command) > 1 and command[0] != "help" else [])])
    if code == 70:
        yield f"{command!r} failed: {err.getvalue()}"
    for name, stream in (("out", out), ("err", err)):
        yield from controls(f"{command!r} on standard {name}", stream.getvalue())


def run(count: int, folder: Path, seed: int = 0) -> list[Fault]:
    """Put about so many hostile strings through every output form and return what is wrong."""
    chance = random.Random(seed)
    faults: list[Fault] = []
    library = Library(folder / "corpus", folder / "index")
    place = folder / "corpus" / "show"
    place.mkdir(parents=True, exist_ok=True)
    (place / "e.yaml").write_text("show: a\ntitle: b\nquotes: [{text: some x words, speaker: Ada}]\n", encoding="utf-8")
    library.sync()
    done = 0
    with contextlib.chdir(folder):
        while done < count:
            results = made_results(chance)
            done += texts_of(results)
            try:
                faults += _faults_of_formats(results)
                faults += _faults_of_cards(results, chance)
                for _ in range(4):
                    faults += _faults_of_commands(library, draw(chance), chance)
            except Exception as error:  # noqa: BLE001 -- what is looked for
                faults.append("".join(traceback.format_exception(error)[-4:]))
    return faults


def report(count: int) -> bool:
    """Run and print what came out; return whether all is well."""
    with tempfile.TemporaryDirectory(prefix="searchkit-outputs-") as folder:
        faults = run(count, Path(folder))
    print(
        f"outputs: {count:,} strings through {len(formats.FORMATS)} formats, cards, lists, charts and commands: "
        f"{len(faults)} faults"
    )
    for fault in faults[:40]:
        print("  " + fault[:1500])
    return not faults
