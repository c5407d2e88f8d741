"""Write the vectors: ``python -m tools.trust_vectors``.

Wraps and SM2 signatures are randomised, so a new run gives other bytes that say the same.
"""

import json
from pathlib import Path

from tools.places import TOP
from tools.trust_vectors.bids import bids
from tools.trust_vectors.keys import schedule, shamir, sm2
from tools.trust_vectors.strict import strict_cases

FOLDER = TOP / "src" / "lucai_trust" / "vectors"


def write(folder: Path = FOLDER) -> None:
    """Write every file anew."""
    folder.mkdir(exist_ok=True)
    made = {"sm2": sm2(), "shamir": shamir(), "schedule": schedule(), "bids": bids(strict_cases)}
    for name, content in made.items():
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
