"""The worker: orders the journal, lets its readers read, takes what the clock sets off."""

from __future__ import annotations

import logging
import threading
import time

from django.db import OperationalError, close_old_connections

from lucai.guidance.law.edition import up_to_date
from lucai.platform import timers
from lucai.platform.journal import readers, sequencer

log = logging.getLogger("lucai.worker")

PAUSE_SECONDS = 0.2
CLOCK_SECONDS = 1.0
"""How often the clock is looked at: twenty timers ask the database, an idle journal hardly does."""
LONG_PAUSE_SECONDS = 2.0


def turn(*, by_the_clock: bool = True) -> int:
    """Do everything that is waiting once; return how much was done.

    A reader that stumbles is logged and tried again in the next turn; the others go on.

    Args:
        by_the_clock: look also for what the time has set off.
    """
    done = timers.fire() if by_the_clock else 0
    done += sequencer.sequence_all()
    return done + sum(_follow(reader) for reader in readers.behind())


def _follow(reader: readers.Reader) -> int:
    try:
        return readers.advance(reader)
    except OperationalError:
        raise
    except Exception:  # the outermost door of a reader: one must not stop the others
        log.exception("reader %s stumbled", reader.name)
        return 0


def run_forever(stop: threading.Event | None = None) -> None:
    """Work until stopped. A fault in one turn is logged and tried again, never fatal."""
    stop, looked = stop or threading.Event(), 0.0
    while not stop.is_set():
        close_old_connections()
        if due := time.monotonic() - looked >= CLOCK_SECONDS:
            looked = time.monotonic()
        try:
            with up_to_date():
                done = turn(by_the_clock=due)
        except OperationalError:
            log.warning("database busy", exc_info=True)
            done = 0
        except Exception:  # the outermost door of the worker
            log.exception("worker turn failed")
            time.sleep(LONG_PAUSE_SECONDS)
            done = 0
        if not done:
            stop.wait(PAUSE_SECONDS)


def start_thread() -> threading.Event:
    """Run the worker beside the web in this process; return the event that stops it."""
    stop = threading.Event()
    threading.Thread(target=run_forever, args=(stop,), name="lucai-worker", daemon=True).start()
    return stop
