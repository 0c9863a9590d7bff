"""YAML as searchkit reads and writes it: every scalar is text, nothing is shared, and size and depth are bounded.

Reading goes through libyaml's base loader, which resolves no tags: a speaker called No stays `No`, a moment of
`1:30:00` stays what it is. Aliases are refused because a few lines of them can stand for gigabytes. Writing gives block
text that a person likes to edit, which any YAML 1.1 reader reads back as the same text.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from searchkit.errors import InputError
from searchkit.limits import USUAL, Limits, beyond, raising

try:
    from yaml import CBaseLoader as _Loader
    from yaml import CSafeDumper as _Dumper
except ImportError:  # PyYAML built without libyaml: slower, otherwise the same
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]
    from yaml import SafeDumper as _Dumper  # type: ignore[assignment]

_WIDTH = 100
_FOLD_FROM = 70  # characters from which on text is written as a folded block
_SURROGATE = re.compile("[\ud800-\udfff]")

Value = str | list["Value"] | dict[str, "Value"]


def compose(text: str, *, path: str = "", limits: Limits = USUAL) -> yaml.Node | None:
    """Return the checked node tree of one YAML document, or None for an empty one.

    Args:
        text: the document.
        path: name of its file, for the errors.
        limits: how large and how deep it may be.

    Raises:
        InputError: the text is too large, is no YAML, nests too deeply, or holds an alias or a key twice.
    """
    if len(text) > limits.episode_bytes:
        message = f"has {len(text):,} characters of YAML; {beyond('episode_bytes', limits)}"
        raise InputError(message, raising("episode_bytes", len(text)), path=path)
    try:
        check_size(text, path=path, limits=limits)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise InputError(_problem(error), _hint(error), path=path, line=_line_of(error)) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else None
        raise InputError("holds a character that YAML does not allow", path=path, line=line) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        raise InputError("cannot be read as YAML", path=path) from None
    if node is not None:
        _check_nodes(node, path)
    return node


def load(text: str, *, path: str = "", limits: Limits = USUAL) -> Value:
    """Return a YAML document as text, lists and mappings; "" for an empty one.

    Raises:
        InputError: as `compose`.
    """
    node = compose(text, path=path, limits=limits)
    return "" if node is None else plain(node)


def plain(node: yaml.Node) -> Value:
    """Return a node of a checked tree as text, a list or a mapping."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return str(node.value)


def _problem(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return "cannot be read as YAML: " + ", ".join(parts)


def _hint(error: yaml.MarkedYAMLError) -> str:
    """Return what mends the fault that people make most: a colon, a quotation mark or a bracket within a value."""
    problem = error.problem or ""
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return 'a value with a colon in it needs quotation marks: title: "Maps: why they lie"'
    if "did not find expected key" in problem or "block end" in problem or "block mapping" in (error.context or ""):
        return "look at the indentation, and for text behind a closing quotation mark; whole values may stand in '…'"
    if "cannot start any token" in problem:
        return "a value that begins with @, ` or % needs quotation marks around it"
    return ""


def _line_of(error: yaml.MarkedYAMLError) -> int | None:
    mark = error.problem_mark or error.context_mark
    return None if mark is None else mark.line + 1


def check_size(text: str, *, path: str, limits: Limits) -> None:
    """Refuse deep nesting and too many nodes before the composer, which recurses and keeps each node, meets them.

    Costs nothing for ordinary text. A level takes a bracket, a dash or question mark with something behind it, or a
    blank more before the line; in the line of a block a list may stand as far left as the key above it, so that a blank
    is enough for two. A node takes a line of its own or a sign before it.

    Raises:
        InputError: there are too many, or they are too deep.
    """
    deep, most = limits.yaml_depth, limits.yaml_nodes
    signs = [text.count(sign) for sign in ("[", "{", "- ", "? ", "-\t", "?\t")]
    nodes = 2 * (text.count("\n") + text.count(",") + text.count(":") + sum(signs))
    if nodes <= most and sum(signs) <= deep and not re.search(f"^ {{{deep // 2},}}", text, re.MULTILINE):
        return
    depth = nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            if nodes > most:
                message = f"has more texts, lists and mappings than are read; {beyond('yaml_nodes', limits)}"
                raise InputError(message, raising("yaml_nodes"), path=path, line=_line(event))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > deep:
                message = f"nests too deeply: {beyond('yaml_depth', limits).replace('are read', 'levels are read')}"
                raise InputError(message, raising("yaml_depth"), path=path, line=_line(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line(event: yaml.Event) -> int | None:
    return None if event.start_mark is None else event.start_mark.line + 1


def _check_nodes(root: yaml.Node, path: str) -> None:
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise InputError("aliases are not accepted", path=path, line=node.start_mark.line + 1)
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                line = key.start_mark.line + 1
                if not isinstance(key, yaml.ScalarNode):
                    raise InputError("a key must be plain text", path=path, line=line)
                if key.value in keys:
                    raise InputError(f"the key {key.value} stands here twice", path=path, line=line)
                keys.add(key.value)
                waiting.append(value)


class Bare(str):
    """A date or moment: written without quotation marks although other readers give it a type of its own."""

    __slots__ = ()


class _BlockDumper(_Dumper):  # type: ignore[misc, valid-type, unused-ignore]
    """Writes long text as blocks and never shares a node."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _represent_text(dumper: Any, text: str) -> yaml.ScalarNode:
    text = _SURROGATE.sub("\ufffd", text)  # half a character, which no encoding takes
    style = None
    if "\n" in text:
        style = "|"
    elif len(text) > _FOLD_FROM and not text.startswith((" ", "\t")):  # a line that begins so is not folded back
        style = ">"
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
    return node


def _represent_bare(dumper: Any, text: Bare) -> yaml.ScalarNode:
    tag = dumper.resolve(yaml.ScalarNode, str(text), (True, False))
    node: yaml.ScalarNode = dumper.represent_scalar(tag, str(text))
    return node


_BlockDumper.add_representer(str, _represent_text)
_BlockDumper.add_representer(Bare, _represent_bare)


def dump(value: Any) -> str:
    """Return text, lists and mappings as a YAML document, keys in the order in which they stand."""
    document: str = yaml.dump(
        value, Dumper=_BlockDumper, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=False
    )
    return document
