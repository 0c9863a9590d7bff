"""The fields of the Tantivy index: one document a passage.

As in the Whoosh index, stems with positions answer words and phrases, and the folded words as they stand answer
prefixes, wildcards and fuzzy words. Tantivy gets both from our own analyzer, joined by blanks, and cuts at those alone.
Of the words of passages it gets only what `searchkit.engines.tantivy.wordlist` cannot tell from the stems.

text, heading, title: stems, of heading and text together for `text`. words: the unusual words of these. heading_words,
title_words: the words of headings and titles, each once. by: words of the speaker's name. kind, episode, number: exact.
show: its name key. speaker: name key of who said it. voice: name keys of all who are named with the episode. show_name,
speaker_name: as written, for counts. date: `YYYYMMDD`, with 00 for what is unknown, 0 where there is none. rank: place
in the episode. What is shown is stored in two pieces: `row` is the passage's own, `about` the episode's, the same bytes
in all of its documents, which the block compression of the store makes small.
"""

from __future__ import annotations

from functools import cache

import tantivy

SCHEMA = 4

_BLANKS = "blanks"
_RAW = "raw"


@cache
def make_schema() -> tantivy.Schema:
    """Return the schema of the index."""
    builder = tantivy.SchemaBuilder()
    for name in ("text", "heading", "title"):
        builder.add_text_field(name, tokenizer_name=_BLANKS, index_option="position")
    for name in ("words", "heading_words", "title_words", "by"):
        builder.add_text_field(name, tokenizer_name=_BLANKS, index_option="basic")
    for name in ("number", "show", "speaker", "voice"):
        builder.add_text_field(name, tokenizer_name=_RAW, index_option="basic")
    for name in ("kind", "episode", "show_name", "speaker_name"):
        builder.add_text_field(name, tokenizer_name=_RAW, index_option="basic", fast=True)
    for name in ("date", "rank"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("row", "about"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def register(index: tantivy.Index) -> tantivy.Index:
    """Make the cutting at blanks known to an index that was opened or made, and return it."""
    index.register_tokenizer(_BLANKS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def key(text: str) -> str:
    r"""Return an exact value as the index holds it.

    Half a character, which a file's name may bring in, cannot be written as UTF-8; a text with one is told apart from
    every other by a NUL in front, which no name of a file has.

    >>> key("show/\udcffx")
    '\x00show/\\udcffx'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return "\0" + text.encode("utf-8", "backslashreplace").decode()
    return text
