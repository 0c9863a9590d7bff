"""The digests by which files are told apart: BLAKE2b, RFC 7693, of 16 bytes."""

from __future__ import annotations

try:
    # What hashlib.blake2b is; but hashlib loads OpenSSL, which takes a twentieth of the CPU time of a whole search.
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

SIZE = 16  # bytes


def digest(content: bytes) -> str:
    """Return the digest of some bytes, hexadecimal."""
    return blake2b(content, digest_size=SIZE).hexdigest()


__all__ = ["SIZE", "blake2b", "digest"]
