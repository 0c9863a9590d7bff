"""The benchmarks lie in the repository only; where the tests were unpacked without them, these are left out."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("bench") else ["test_*.py"]
