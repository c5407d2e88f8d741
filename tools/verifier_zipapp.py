"""Write the verifier as one file: ``python -m tools.verifier_zipapp [lucai-verify.pyz]``.

It needs Python 3.11 or newer with ``cryptography``, and nothing else. The same sources give the
same bytes, so that its digest can be published.
"""

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.places import TOP

SOURCE = TOP / "src" / "lucai_trust"
TARGET = TOP / "var" / "lucai-verify.pyz"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHEBANG = b"#!/usr/bin/env python3\n"
_MAIN = b"""import sys

if sys.version_info < (3, 11):
    sys.exit("lucai-verify needs Python 3.11 or newer")
try:
    from lucai_trust.verifier.cli import main
except ImportError as error:
    sys.exit(f"lucai-verify needs the package cryptography ({error})")
sys.exit(main())
"""


def write(target: Path = TARGET) -> Path:
    """Write the file and return where it lies."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(_SHEBANG)
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in _members():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.create_system = 3
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    target.chmod(0o755)
    return target


def _members() -> Iterator[tuple[str, bytes]]:
    yield "__main__.py", _MAIN
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE.parent).as_posix(), path.read_bytes()
    yield "LICENSE", (TOP / "LICENSE").read_bytes()


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]) if sys.argv[1:] else TARGET)}\n")
