"""What every archive package carries so that it can be judged without LuCai."""

from __future__ import annotations

from pathlib import Path

_IMPORT = "from lucai_trust.archive.proofs import ed25519, included\n"
_IMPORTS_END = "import hashlib\n"


def carried() -> bytes:
    """Return the verifier as one file that needs nothing but Python."""
    folder = Path(__file__).parent
    verifier = folder.joinpath("verify.py").read_text(encoding="utf-8")
    proofs = folder.joinpath("proofs.py").read_text(encoding="utf-8")
    return verifier.replace(_IMPORT, proofs.partition(_IMPORTS_END)[2]).encode()
