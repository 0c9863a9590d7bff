"""Each output form read back by a reader that is not ours, and what it finds that should not be there."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import yaml
from markdown_it import MarkdownIt

from searchkit.formats.objects import hit_object, results_object
from searchkit.model import Results
from searchkit.text import visible

Fault = str

# What no output may hold: controls but line feed and tab, marks that reorder text, half characters.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
FORMULA = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
_HTML_TAGS = frozenset(
    "html head meta title style body main article h1 h2 p blockquote cite time a mark div b span br".split()  # noqa: SIM905
)
_HTML_ATTRIBUTES = frozenset("lang charset http-equiv content name class dir datetime href rel".split())  # noqa: SIM905
_MARKDOWN_TAGS = frozenset({"p", "h2", "blockquote", "em", "a", "br"})
WEB = ("http://", "https://")
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])


def controls(name: str, output: str) -> Iterator[Fault]:
    """Yield the first control of an output that is called `name`."""
    if found := _CONTROL.search(output):
        yield f"{name}: control {found.group()!r} behind {output[max(0, found.start() - 20) : found.start()]!r}"


def bare(text: str) -> str:
    """Return a text without blanks and frames, in which lines are broken at other places."""
    return re.sub(r"[\s│╭╮╰╯─]", "", text)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[Fault] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _HTML_TAGS:
            self.faults.append(f"tag {tag}")
        for name, value in attrs:
            if name not in _HTML_ATTRIBUTES:
                self.faults.append(f"attribute {name}")
            if name == "href" and not (value or "").startswith(WEB):
                self.faults.append(f"link to {value}")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data[:20]}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction {data[:20]}")

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def _tags(markup: str) -> Iterator[Fault]:
    reader = _Tags()
    reader.feed(markup)
    reader.close()
    yield from reader.faults


def _html(output: str, results: Results) -> Iterator[Fault]:
    reader = _Tags()
    reader.feed(output)
    reader.close()
    yield from reader.faults
    shown = bare("".join(reader.shown))
    for hit in results:
        if bare(visible(hit.passage.text)) not in shown:
            yield f"{hit.passage.text!r} is not shown as it is"


def _json(output: str, results: Results) -> Iterator[Fault]:
    loaded = json.loads(output)
    if loaded != _joined({**results_object(results), "hits": [hit_object(hit) for hit in results]}):
        yield "reads back otherwise"


def _jsonl(output: str, results: Results) -> Iterator[Fault]:
    lines = output.split("\n")[:-1]
    if [json.loads(line)["text"] for line in lines] != [_joined(hit.passage.text) for hit in results]:
        yield "reads back otherwise"


def cells(output: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of a table."""
    yield from csv.reader(io.StringIO(output, newline=""), delimiter=delimiter)


def _table(delimiter: str, column: int) -> Callable[[str, Results], Iterator[Fault]]:
    def check(output: str, results: Results) -> Iterator[Fault]:
        rows = list(cells(output, delimiter))[1:]
        for row in rows:
            yield from (f"formula {cell!r}" for cell in row if FORMULA.match(cell) and not cell.startswith("-0."))
        if len(rows) != len(results.hits):
            yield f"{len(rows)} rows of {len(results.hits)} hits"
        elif column:
            for row, hit in zip(rows, results, strict=True):
                if _uncelled(row[column]) != visible(hit.passage.text):
                    yield f"{row[column]!r} reads back otherwise"

    return check


def _uncelled(cell: str) -> str:
    return (
        cell[1:]
        if re.match("'(?:'*)(?:\\s*)[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]", cell)
        else cell
    )


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_changed(item, change) for item in value]
    if isinstance(value, dict):
        return {change(key): _changed(item, change) for key, item in value.items()}
    return value


def _joined(value: Any) -> Any:
    """Return a value as JSON has it, where a half character and its other half are a whole one."""
    return _changed(value, lambda text: text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass"))


def _yaml(output: str, results: Results) -> Iterator[Fault]:
    loaded = yaml.safe_load(output)
    if loaded != _changed({**results_object(results), "hits": [hit_object(hit) for hit in results]}, visible):
        yield "reads back otherwise"


def _markdown(output: str, _: Results) -> Iterator[Fault]:
    tags = re.findall(r"<(/?)([a-zA-Z!?][^\s>/]*)([^>]*)>", _MARKDOWN.render(output))
    for _closing, tag, rest in tags:
        if tag not in _MARKDOWN_TAGS:
            yield f"tag {tag}"
        if tag == "a" and rest and not rest.strip().startswith(('href="http://', 'href="https://')):
            yield f"link {rest}"
        if "evil.example" in rest and 'href="https://example.org/' not in rest:
            yield f"link {rest}"


def _bibtex(output: str, results: Results) -> Iterator[Fault]:
    if len(re.findall(r"(?m)^@", output)) != len(results.hits):
        yield "another number of entries"
    depth = 0
    for sign in re.findall(r"\\.|[{}]", output):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            yield "a brace closes too early"
            return
    if depth:
        yield "a brace is never closed"
    commands = set(re.findall(r"\\([a-zA-Z]+)", output))
    if odd := {name for name in commands if not name.startswith("text")}:
        yield f"commands {odd}"


def _ris(output: str, results: Results) -> Iterator[Fault]:
    lines = [line for line in output.split("\n") if line]
    yield from (f"line {line!r}" for line in lines if not re.match(r"[A-Z][A-Z0-9]  - ", line))
    if sum(line.startswith(("ER  - ", "TY  - ")) for line in lines) != 2 * len(results.hits):
        yield "another number of records"


def _csl(output: str, results: Results) -> Iterator[Fault]:
    if len(json.loads(output)) != len(results.hits):
        yield "another number of items"


def _anki(output: str, results: Results) -> Iterator[Fault]:
    lines = [line for line in output.split("\n") if line and not line.startswith("#")]
    if len(lines) != len(results.hits) or any(line.count("\t") != 2 for line in lines):
        yield "another number of notes or fields"
    yield from (f"{sign} is there" for sign in ("[sound:", "{{", "\\(", "\\[") if sign in output)
    for line in lines:
        yield from _tags(line)


def _plain(output: str, results: Results) -> Iterator[Fault]:
    if output.count("\n\n") != len(results.hits) - 1:
        yield "another number of hits"
    if output.count("\n  id: ") != len(results.hits):
        yield "a text looks like a line of ours"


JUDGES: Mapping[str, Callable[[str, Results], Iterator[Fault]]] = {
    "json": _json,
    "jsonl": _jsonl,
    "csv": _table(",", 2),
    "tsv": _table("\t", 2),
    "yaml": _yaml,
    "markdown": _markdown,
    "html": _html,
    "bibtex": _bibtex,
    "csl-json": _csl,
    "ris": _ris,
    "readwise": _table(",", 0),
    "anki": _anki,
    "plain": _plain,
}
