"""The only file that chooses: which clock, and what stands behind the ports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class WiringConfig(AppConfig):
    """Wire the house once all modules are loaded."""

    name = "lucai.site"
    label = "site"
    verbose_name = "接线"

    def ready(self) -> None:
        """Choose who hands out revocation lists, and what stands behind every port."""
        from lucai.adapters.treasury.dialect import VoucherDialect  # noqa: PLC0415
        from lucai.platform.pki import revocation  # noqa: PLC0415 - after all apps are loaded
        from lucai.platform.pki.fetching import HttpSource  # noqa: PLC0415
        from lucai.stages.payment.treasury import ports as treasury  # noqa: PLC0415

        treasury.use(VoucherDialect())
        revocation.use("http", HttpSource())
        revocation.use("https", HttpSource())
        if not settings.LUCAI_PRODUCTION:
            _simulate()
            # The people of the demonstration's stories act without certificates.
            simulated_seals(asks=not settings.LUCAI_DEMO)
        if settings.LUCAI_DEMO:
            _demonstrate()
        if settings.LUCAI_OUTPOSTS:
            from lucai.adapters.outposts import remote  # noqa: PLC0415 - after all apps are loaded

            remote.use(Path(settings.LUCAI_OUTPOSTS))
        if settings.LUCAI_MIRROR:
            from lucai.adapters.mirrors.folder import FolderMirror  # noqa: PLC0415
            from lucai.stages.trade.sealing import ports as sealing  # noqa: PLC0415

            sealing.use_mirror(FolderMirror(Path(settings.LUCAI_MIRROR)))


def _simulate() -> None:
    """Let 模拟对接 stand behind the ports of systems that nobody has connected; never in production."""
    from lucai.adapters.archives.simulated import SimulatedInstitution  # noqa: PLC0415
    from lucai.adapters.assets.simulated import SimulatedAssetSystem  # noqa: PLC0415
    from lucai.adapters.banks.simulated import SimulatedPlatform  # noqa: PLC0415
    from lucai.adapters.credit.simulated import SimulatedCreditSource  # noqa: PLC0415
    from lucai.adapters.guarantees.simulated import SimulatedRegister  # noqa: PLC0415
    from lucai.adapters.identity.simulated import SimulatedIdentityCheck  # noqa: PLC0415
    from lucai.adapters.notifiers.simulated import SimulatedNotifier  # noqa: PLC0415
    from lucai.adapters.recorders.simulated import SimulatedRecorder  # noqa: PLC0415
    from lucai.adapters.registers.simulated import (  # noqa: PLC0415
        SimulatedRegister as SimulatedBusinessRegister,
    )
    from lucai.registers.exclusions import ports as credit  # noqa: PLC0415
    from lucai.registers.suppliers import ports as enterprises  # noqa: PLC0415
    from lucai.stages.acceptance.assets import ports as assets  # noqa: PLC0415
    from lucai.stages.archive.transfers import ports as archives  # noqa: PLC0415
    from lucai.stages.contract.financing import ports as financing  # noqa: PLC0415
    from lucai.stages.trade.bids import ports as guarantees  # noqa: PLC0415
    from lucai.stages.trade.drawn_experts import ports as notifying  # noqa: PLC0415
    from lucai.stages.trade.panels import ports as identity  # noqa: PLC0415
    from lucai.stages.trade.sittings import ports as sittings  # noqa: PLC0415

    archives.use(SimulatedInstitution())
    assets.use(SimulatedAssetSystem())
    credit.use(SimulatedCreditSource())
    enterprises.use(SimulatedBusinessRegister())
    financing.use(SimulatedPlatform())
    guarantees.use(SimulatedRegister())
    identity.use(SimulatedIdentityCheck())
    notifying.use(SimulatedNotifier())
    sittings.use(recorder=SimulatedRecorder())


def simulated_seals(*, asks: bool) -> None:
    """Let a simulated service keep organisations' seals; ``asks``: for a signed request each time."""
    from lucai.adapters.seals.simulated import SimulatedSealService  # noqa: PLC0415
    from lucai.platform.signatures import ports as seals  # noqa: PLC0415

    seals.use(SimulatedSealService(asks=asks))


def _demonstrate() -> None:
    """Choose the demonstration's clock and CAs."""
    from lucai.platform.demonstration.clock import install  # noqa: PLC0415
    from lucai.platform.pki import revocation  # noqa: PLC0415
    from lucai.platform.pki.demonstration import SCHEME, DemonstrationSource  # noqa: PLC0415

    install(settings.LUCAI_DATA_DIR)
    demonstration_credit()
    revocation.use(SCHEME, DemonstrationSource())


def demonstration_credit() -> None:
    """Let the credit source list one firm of the library that bids nowhere (模拟对接)."""
    from lucai.adapters.credit.simulated import SimulatedCreditSource  # noqa: PLC0415
    from lucai.registers.exclusions import ports as credit  # noqa: PLC0415

    credit.use(SimulatedCreditSource({LISTED: {"dishonest": "示例法院（2026）示执 12 号"}}))


LISTED = "91370100MA0000584X"
"""A difference for the finance department of Jinan to look into."""


def demonstration_outposts() -> None:
    """Let the demonstration's witness and share servers act in this process (模拟对接)."""
    from lucai.adapters.outposts import local  # noqa: PLC0415 - only the demonstration has them

    local.install(_outposts())


@contextmanager
def demonstration_outposts_running() -> Iterator[Path | None]:
    """Run them as processes of their own and ask them; yield the file that names their addresses.

    A demonstration made without them goes on without.
    """
    from lucai.adapters.outposts import local, remote  # noqa: PLC0415

    if not local.trust_file().exists():
        yield None
        return
    with local.running(_outposts()) as configuration:
        # A server's process that is forked from this one inherits whom to ask.
        remote.use(configuration)
        yield configuration


def _outposts() -> Path:
    return Path(settings.LUCAI_DATA_DIR) / "outposts"
