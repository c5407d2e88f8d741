"""The platform's timestamps as pyHanko asks for them while it signs a paper."""

from __future__ import annotations

from datetime import datetime

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper

from lucai.platform.signatures.identity import identity
from lucai.platform.signatures.timestamps import SIZES, answer, suite_for


class Stamper(TimeStamper):
    """Hands the authority's tokens to pyHanko without a detour over the network."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Answer a request."""
        return tsp.TimeStampResp.load(answer(req.dump(), self._at))

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        """Return a token to measure by; one serves for all papers."""
        memory = identity(suite_for(md_algorithm)).memory
        if md_algorithm not in memory:
            size = SIZES[md_algorithm]
            memory[md_algorithm] = await self.async_timestamp(bytes(size), md_algorithm)
        if md_algorithm not in self._dummy_response_cache:
            self._register_dummy(md_algorithm, memory[md_algorithm])
        dummy: cms.ContentInfo = memory[md_algorithm]
        return dummy
