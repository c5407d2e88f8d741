"""What every archive package carries so that it can be judged without LuCai."""

from __future__ import annotations

from pathlib import Path

_PROOFS = "from lucai_trust.archive.proofs import ed25519, included\n"
_TOKENS = "from lucai_trust.archive.tokens import stamps_over\n"
_IMPORTS_END = "import hashlib\n"


def carried() -> bytes:
    """Return the verifier as one file that needs nothing but Python."""
    folder = Path(__file__).parent
    verifier = folder.joinpath("verify.py").read_text(encoding="utf-8")
    for line, name in ((_PROOFS, "proofs.py"), (_TOKENS, "tokens.py")):
        part = folder.joinpath(name).read_text(encoding="utf-8")
        verifier = verifier.replace(line, part.partition(_IMPORTS_END)[2])
    return verifier.encode()
