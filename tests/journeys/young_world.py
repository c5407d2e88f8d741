"""A demonstration without a past: its people on their first morning.

Run as a program with the data folder; a served demonstration then opens at once.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from pathlib import Path


def make(folder: Path) -> None:
    """Make tables, roles and people, and set the clock to the demonstration's beginning."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lucai.site.settings"
    os.environ["LUCAI_DATA_DIR"], os.environ["LUCAI_DEMO"] = str(folder), "1"
    from lucai.site import commands, wiring  # the folder is known from here on

    commands.migrate(argparse.Namespace())
    from lucai.kernel import clock
    from lucai.platform.demonstration import clock as demonstration
    from lucai.site.demo import build, people, stories

    with clock.at(build.FOUNDED):
        people.populate(random.Random(build.SEED))
        wiring.demonstration_outposts()
    stories.hold_keys(people.Cast())
    demonstration.set_to(folder, demonstration.START)
    (folder / "demonstration.built").write_text("0", encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
