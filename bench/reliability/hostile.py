"""Hostile strings: what a text from anywhere may try to do to whatever shows it."""

from __future__ import annotations

import random

_PIECES = (
    # What a terminal acts on.
    *(
        "\x1b[31m",
        "\x1b[2J\x1b[H",
        "\x1b]8;;http://evil.example/\x1b\\x\x1b]8;;\x1b\\",
        "\x1b]52;c;ZXZpbA==\x07",
        "\x9b31m",
    ),
    *(
        "\x1b]0;title\x07",
        "\x9d52;c;ZXZpbA==\x9c",
        "\x1bc",
        "\x1b(0",
        "\x0e",
        "\x05",
        "\x1b[6n",
        "\x1bP+q544e\x1b\\",
        "\r",
        "\b\b\b",
    ),
    *("\x00", "\x07", "\x0b", "\x0c", "\x7f", "\x84", "\x85", "\x1c", "\x1e"),
    # What hides or reorders text, or is none.
    *(
        "\u202e",
        "\u2066",
        "\u2069",
        "\u200f",
        "\u061c",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\u200b",
        "\u00ad",
        "\ud800",
        "\udfff",
    ),
    *("\u0301" * 40, "a" + "\u0488" * 9, "\ufffe", "\uffff", "\U0010ffff", "\U000e0041\U000e007f", "\u3164", "\u2800"),
    # Markup.
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</textarea>",
        "<!--",
        "-->",
        "]]>",
        "<![CDATA[",
        "&lt;b&gt;",
    ),
    *(
        '" onmouseover="x',
        "' onclick='x",
        "&#60;script&#62;",
        "<svg/onload=x>",
        "javascript:alert(1)",
        "<https://evil.example>",
    ),
    *("[bold]x[/bold]", "[/]", "[link=http://evil.example]x[/link]", "[@click=app.quit]x[/]", "[laughter]", ":smile:"),
    *(
        "**b**",
        "__b__",
        "*i*",
        "_i_",
        "`c`",
        "```\n",
        "~~~\n",
        "~~s~~",
        "==h==",
        "# h",
        "\n# h",
        "\n---\n",
        "\n===\n",
        "1. x",
        "- x",
    ),
    *(
        "[x](javascript:x)",
        "![x](http://evil.example/x.png)",
        "[x]: http://evil.example",
        "[^1]",
        "| a | b |\n|---|---|\n",
        "> q",
    ),
    *(
        "\n    code",
        "<http://evil.example/>",
        "www.evil.example",
        "http://evil.example/",
        "evil@example.org",
        "$x^2$",
        "\\(x\\)",
    ),
    *(
        "\\[x\\]",
        "{{c1::x}}",
        "[sound:x.mp3]",
        "[[x]]",
        "![[x]]",
        "#tag",
        "%%x%%",
        "{:author:x}",
        "\\begin{x}",
        "\\input{x}",
    ),
    *(
        "\\write18{x}",
        "@misc{x,",
        "}",
        "{",
        "ER  - ",
        "\nER  - \nTY  - BOOK",
        "\nTI  - x",
        "``",
        "''",
        "---",
        "^^",
        "~",
    ),
    # Formulas.
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "\t=1",
        "'=1",
        "  =1",
        "\n=1",
        "\r=1",
        "＝1",
        "%00=1",
        '"=1"',
        ";=1",
    ),
    *("a,b", 'a"b', "a\tb", "a;b", "a\nb", "a\r\nb"),
    # What YAML takes for something else.
    *(
        "no",
        "~",
        "null",
        "1:30:00",
        "2020-01-01",
        "0x1f",
        "1e3",
        "*a",
        "&a",
        "!!python/object/apply:os.system",
        "%YAML",
        "---\n",
    ),
    *(
        "\n...\n",
        "? x",
        "- - x",
        "a: b",
        "#",
        " #x",
        "|",
        ">",
        "@",
        "`",
        "'",
        '"',
        "<<",
        "=",
        " lead",
        "trail ",
        "\t",
        "\n\n\n",
        "",
    ),
)
_RANGES = (
    (0x00, 0xA0),
    (0x2000, 0x2070),
    (0xD800, 0xE000),
    (0x00, 0x250),
    (0x300, 0x370),
    (0xFE00, 0x10000),
    (0, 0x110000),
)


def draw(chance: random.Random) -> str:
    """Return one hostile string."""
    made = []
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        kind = chance.random()
        if kind < 0.6:
            made.append(chance.choice(_PIECES))
        elif kind < 0.8:
            made.append("".join(chr(chance.randrange(*chance.choice(_RANGES))) for _ in range(chance.randint(1, 12))))
        else:
            made.append(
                chance.choice(("words ", "Ada Lind", " and ", "x", "A long line of words that has to be broken. "))
            )
    return "".join(made)
