"""Digests are BLAKE2b, wherever it comes from."""

from __future__ import annotations

import hashlib

from searchkit.digests import SIZE, blake2b, digest


def test_a_digest_is_that_of_hashlib() -> None:
    """The digest of some bytes is BLAKE2b with 16 bytes, in one piece or in several."""
    expected = hashlib.blake2b(b"half remembered", digest_size=16).hexdigest()
    assert digest(b"half remembered") == expected
    pieces = blake2b(digest_size=SIZE)
    pieces.update(b"half ")
    pieces.update(b"remembered")
    assert pieces.hexdigest() == expected
