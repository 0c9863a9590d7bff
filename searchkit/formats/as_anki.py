"""The text file that Anki imports (Anki Manual, "Text Files", file headers of 2.1.54 and later).

One note of the type Basic a line: the words and a question in front, the answer behind, and tags. Anki knows a note by
its front, so a second import updates it. Fields are HTML with every character escaped that Anki gives a meaning of
its own: `[sound:…]`, `{{c1::…}}`, and MathJax behind a backslash.
"""

from __future__ import annotations

import re
from typing import TextIO

from searchkit.formats.markup import line_of, source, text_of
from searchkit.formats.parts import clean, is_spoken
from searchkit.model import Passage, Results
from searchkit.text import slug

_HEADER = "#separator:tab\n#html:true\n#notetype:Basic\n#columns:Front\tBack\tTags\n#tags column:3\n"
_BLANK = "_____"


def write(results: Results, stream: TextIO) -> None:
    """Write one note a hit, below the headers."""
    stream.write(_HEADER)
    for hit in results:
        idea = f"<div>Idea: {line_of(hit.context.idea.heading)}</div>" if hit.context.idea else ""
        front, back = _card(hit.passage)
        stream.write(f"{_field(front)}\t{_field(back + idea)}\t{_tags(hit.passage)}\n")


def _card(passage: Passage) -> tuple[str, str]:
    where = f"<div>{source(passage)}</div>"
    if passage.heading and not is_spoken(passage):
        answer = f"<div>{text_of(passage.text)}</div>" if passage.text else ""
        return f"<div>{text_of(passage.heading)}</div><div>What is meant?</div>", answer + where
    text = passage.text
    if passage.speaker.strip():
        # Who says "I, Ada Lind, …" gives the answer away.
        text = re.sub(re.escape(passage.speaker.strip()), _BLANK, text, flags=re.IGNORECASE)
        question, who = "Who said it?", f"<div><b>{line_of(passage.speaker)}</b></div>"
    else:
        question, who = "Where is it from?", ""
    quoted = f"<blockquote>{text_of(text)}</blockquote>" if is_spoken(passage) else f"<div>{text_of(text)}</div>"
    return f"{quoted}<div>{question}</div>", who + where


def _field(markup: str) -> str:
    """Return HTML as a field: one line, nothing that Anki, which reads fields before they are HTML, acts on."""
    for active, inert in (("\t", " "), ("\n", "<br>"), ("[", "&#91;"), ("{", "&#123;"), ('"', "'")):
        markup = markup.replace(active, inert)
    # MathJax joins neighbouring characters but not elements, so a backslash in one of its own begins no formula.
    return markup.replace("\\", "<span>&#92;</span>")


def _tags(passage: Passage) -> str:
    tags = [f"searchkit::{passage.kind}", f"show::{slug(clean(passage.episode.show))}"]
    if passage.speaker:
        tags.append(f"speaker::{slug(clean(passage.speaker))}")
    return " ".join(tags)
