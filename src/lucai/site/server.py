"""Starting the web server: granian where it has a wheel, waitress elsewhere."""

from __future__ import annotations

import gc

from django.conf import settings

from lucai.site import worker

FEW, MANY = 4, 32


def threads() -> int:
    """Return how many requests are worked on at once.

    In the rush before a deadline those who wait together are served together, by one transaction
    and one head of the log: so on PostgreSQL many may wait, each with a connection. On SQLite,
    where one writes at a time and each connection keeps pages of its own, few do.
    """
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    return MANY if on_postgres else FEW


def keep_loaded() -> None:
    """Let the collector of garbage pass by what is loaded: it stays as long as the process does.

    Else it looks through all of it again and again, most often when most is going on.
    """
    gc.collect()
    gc.freeze()


def run(port: int, host: str = "127.0.0.1") -> None:
    """Serve until interrupted, with the worker beside the web."""
    try:
        from granian.server.embed import Server  # noqa: F401, PLC0415 - is there a wheel?
    except ImportError:
        _run_waitress(port, host)
        return
    _run_granian(port, host)


def _run_waitress(port: int, host: str) -> None:
    from waitress import serve  # noqa: PLC0415 - only where granian is missing

    from lucai.site.wsgi import application  # noqa: PLC0415

    worker.start_thread()
    keep_loaded()
    serve(application, host=host, port=port, threads=threads(), ident=None)


def _run_granian(port: int, host: str) -> None:
    from granian import Granian  # noqa: PLC0415 - only where it has a wheel
    from granian.constants import Interfaces  # noqa: PLC0415

    Granian(
        "lucai.site.server:served",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads(),
        log_access=False,
        log_enabled=False,
    ).serve()


def __getattr__(name: str) -> object:
    """Build the served application in the worker process, with its thread."""
    if name != "served":
        raise AttributeError(name)
    # Inside the server's process; the first request need not wait for the addresses then, nor
    # share its moment with the worker's first turn.
    from lucai.site import urls  # noqa: F401, PLC0415
    from lucai.site.wsgi import application  # noqa: PLC0415

    worker.start_thread()
    keep_loaded()
    return application
