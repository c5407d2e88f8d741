"""Builds the demonstration's world: ``lucai demo`` runs this as a process of its own.

The server's processes are forked. Threads of whoever forks are not there in them, and setting
type starts some: a server forked from the process that built the world would wait for them for
ever at its first paper.
"""

import sys

import django


def main() -> int:
    """Make the tables, and the world when the data folder has none.

    The one line on standard output is for ``lucai.site.cli``, which waits for it.
    """
    django.setup()
    from lucai.site import tables  # noqa: PLC0415 - settings are known from here on
    from lucai.site.demo import build  # noqa: PLC0415

    tables.bring_up_to_date()
    sys.stdout.write("modules read\n")
    sys.stdout.flush()
    build.ensure(_say)
    return 0


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
