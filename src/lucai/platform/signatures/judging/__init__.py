"""What a file's signatures and seals are worth: pure, of bytes and a trust list, without a database.

``files.judge`` judges; who only reads a judgement does not load the libraries that take files apart.

``python -m lucai.platform.signatures.judging`` judges one file in a process of its own
(``apart``), because the file comes from anybody.
"""

from lucai.platform.signatures.judging.findings import Check, Finding, Judgement, Kind, State, Trust

__all__ = ["Check", "Finding", "Judgement", "Kind", "State", "Trust"]
