"""Starting the web server: granian where it has a wheel, waitress elsewhere."""

from __future__ import annotations

from lucai.site import worker

THREADS = 4


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
    serve(application, host=host, port=port, threads=THREADS, ident=None)


def _run_granian(port: int, host: str) -> None:
    from granian import Granian  # noqa: PLC0415 - only where it has a wheel
    from granian.constants import Interfaces  # noqa: PLC0415

    Granian(
        "lucai.site.server:served",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
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
    return application
