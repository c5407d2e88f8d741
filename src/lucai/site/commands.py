"""What the verbs of ``lucai`` do, once settings are known."""

from __future__ import annotations

import argparse
import gc
import os
import webbrowser
from collections.abc import Callable
from threading import Timer

import django
from django.core.management import call_command

# Two thousand modules are read here and stay: collecting among them is in vain, now and later.
gc.disable()
django.setup()
gc.freeze()
gc.enable()


def migrate(options: argparse.Namespace) -> int:
    """Bring the tables up to date and seed roles."""
    from lucai.site import tables  # noqa: PLC0415 - needs settings

    del options
    tables.bring_up_to_date()
    return 0


def serve(options: argparse.Namespace) -> int:
    """Answer the web; the journal's readers run in a thread beside it."""
    migrate(options)
    return _serve(options.port, open_browser=False)


def work(options: argparse.Namespace) -> int:
    """Follow the journal and the timers until interrupted."""
    del options
    from lucai.site import worker  # noqa: PLC0415

    worker.run_forever()
    return 0


def demo(options: argparse.Namespace) -> int:
    """Serve the demonstration world, once the process that builds it has ended."""
    if options.builder and (failed := options.builder.wait()):
        return int(failed)
    migrate(options)
    if options.only_build:
        return 0
    from lucai.platform.pki import demonstration as authorities  # noqa: PLC0415
    from lucai.site import wiring  # noqa: PLC0415

    authorities.ensure()
    with wiring.demonstration_outposts_running() as outposts:
        # A server's process that starts anew reads it when it wires itself.
        os.environ["LUCAI_OUTPOSTS"] = str(outposts or "")
        return _serve(options.port, open_browser=not options.no_open)


def check(options: argparse.Namespace) -> int:
    """Check settings, pending migrations and the log's head."""
    del options
    call_command("check")
    call_command("migrate", check_unapplied=True, verbosity=0)
    from lucai.platform.journal.sequencer import verify_head  # noqa: PLC0415

    verify_head()
    print("一切正常")
    return 0


def keys(options: argparse.Namespace) -> int:
    """Show the domains of keys, or make a domain's next key and wrap anew under it."""
    from lucai.kernel.actors import SYSTEM, Actor, Reason  # noqa: PLC0415
    from lucai.platform.keys import selectors, services  # noqa: PLC0415

    if options.act == "rotate":
        count = services.rotate(Actor.system(Reason.INSTALLATION), domain=options.domain)
        print(f"{options.domain}：已更换，重新包裹 {count} 项")
    for one in selectors.status(SYSTEM):
        used = "，".join(f"{key} 包裹 {n} 项" for key, n in sorted(one.wrapped.items()))
        print(f"{one.domain}（{one.provider}）：{len(one.versions)} 把密钥。{used}")
    return 0


def _serve(port: int, *, open_browser: bool) -> int:
    address = f"http://127.0.0.1:{port}/"
    if open_browser:
        Timer(1.5, webbrowser.open, (address,)).start()
    print(f"鲁采 LuCai：{address}", flush=True)
    from lucai.site import server  # noqa: PLC0415

    server.run(port)
    return 0


VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "serve": serve,
    "work": work,
    "demo": demo,
    "migrate": migrate,
    "check": check,
    "keys": keys,
}
