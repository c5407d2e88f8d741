"""Opening an envelope: its header, then its parts, each held against what was committed to.

Nothing here trusts what it is handed: a key is used only when its commitment stands in the core,
so one envelope opens to one content. Whose fault a failure is, follows ``faults``' order; the
receipt (``check_receipted``) and the shares (``open_stage``) come before what is here.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice

from lucai_trust.envelope import contexts, recovery_code
from lucai_trust.envelope.checking import part_entry
from lucai_trust.envelope.chunks import SEALED_CHUNK_SIZE, PartSealer, PartTally, pieces
from lucai_trust.envelope.core import BidderSecret, Envelope, PartEntry
from lucai_trust.envelope.faults import BidderFault, PlatformFault
from lucai_trust.envelope.header import Header, ListedPart
from lucai_trust.envelope.marks import Marks
from lucai_trust.envelope.padding import padded_size
from lucai_trust.envelope.policy import Policy
from lucai_trust.envelope.shares import StageOpening
from lucai_trust.errors import CiphertextRefused, EnvelopeRefused, TrustError
from lucai_trust.schedule import Key
from lucai_trust.suites import Opener

NO_BIDDER_SECRET = b""


def header_key(policy: Policy, envelope: Envelope, opened: StageOpening) -> bytes:
    """Derive the header's key from the first stage's secret; it may be published.

    Raises:
        BidderFault: the header was sealed under another key than the one committed to.
        EnvelopeRefused: this is another stage's secret.
    """
    if opened.stage != policy.opening_stage:
        raise EnvelopeRefused(f"the header opens at {policy.opening_stage}, not {opened.stage}")
    entry = envelope.core.header
    key = envelope.core.schedule.header_key(opened.secret)
    if not hmac.compare_digest(key.commitment, entry.commitment):
        raise BidderFault("the header was sealed under another key than the one committed to")
    _check_published(envelope, 0, key.published, entry.key_hash)
    return key.published


def part_key(
    policy: Policy,
    envelope: Envelope,
    number: int,
    *,
    opened: StageOpening,
    bidder_secret: bytes = NO_BIDDER_SECRET,
) -> bytes:
    """Derive a part's key; publishing it opens this part and nothing else.

    Raises:
        BidderFault: the part was sealed under another key than the one committed to.
        EnvelopeRefused: another stage's secret, not the bidder's secret, or no such part.
    """
    entry = part_entry(envelope, number)
    if opened.stage != entry.stage:
        raise EnvelopeRefused(f"part {number} opens at {entry.stage}, not {opened.stage}")
    check_bidder_secret(envelope, bidder_secret)
    schedule = envelope.core.schedule
    key = schedule.part_key(schedule.content_key(bidder_secret, opened.secret), number)
    if not hmac.compare_digest(key.commitment, entry.commitment):
        raise BidderFault(f"part {number} was sealed under another key than the one committed to")
    _check_published(envelope, number, key.published, entry.key_hash)
    return key.published


def open_header(policy: Policy, envelope: Envelope, published: bytes) -> Header:
    """Open the sealed header with its key, and check its signatures.

    Raises:
        BidderFault: the header does not open, does not fit the core and the policy, or a
            signature is false.
        EnvelopeRefused: this is not the header's key.
    """
    core = envelope.core
    key = _published(envelope, 0, published, core.header.key_hash)
    try:
        header = Header.parse(core.suite.decrypt(key.secret, key.nonce, envelope.sealed))
    except TrustError as error:
        raise BidderFault(f"the sealed header does not open: {error}") from error
    _check_header(policy, envelope, header)
    return header


def open_part(
    envelope: Envelope, header: Header, number: int, published: bytes, chunks: Iterable[bytes]
) -> Iterator[bytes]:
    """Open a part with its key, as a stream.

    Every piece handed on is authenticated, but only the end of the stream says that the whole is
    what the core names: keep what comes apart until then.

    Raises:
        BidderFault: the bytes receipted do not open.
        PlatformFault: the bytes kept are not those of the core.
        EnvelopeRefused: this is not the part's key.
    """
    entry, listed = part_entry(envelope, number), header.listed(number)
    key = _published(envelope, number, published, entry.key_hash)
    return _content(envelope, entry, listed, key, chunks)


def open_marked_part(
    envelope: Envelope,
    header: Header,
    number: int,
    published: bytes,
    read: Callable[[], Iterable[bytes]],
    marks: Marks,
) -> Iterator[bytes]:
    """Open a part as :func:`open_part` does, at the cipher's own rate where it bears its marks.

    The marks stand for the root that their maker saw over these bytes, so as long as they hold
    nothing is hashed. At the first chunk that does not bear its mark, is missing, too many or does
    not open, the part is read anew and the root decides, as if there were no marks: what opens and
    whose fault a failure is, is the same with them and without.

    Args:
        read: reads the part from its beginning, each time it is called.
    """
    entry, listed = part_entry(envelope, number), header.listed(number)
    key = _published(envelope, number, published, entry.key_hash)
    return _by_marks_or_root(envelope, entry, listed, key, read, marks)


def is_the_part(
    envelope: Envelope, header: Header, number: int, published: bytes, content: Iterable[bytes]
) -> bool:
    """Say whether a spare file is the part that was sealed: sealed again it has the core's root.

    Raises:
        EnvelopeRefused: this is not the part's key, or there is no such part.
    """
    entry, listed = part_entry(envelope, number), header.listed(number)
    suite = envelope.core.suite
    sealer = PartSealer(suite, _published(envelope, number, published, entry.key_hash))
    tally = PartTally(suite)
    for chunk in sealer.seal(content):
        tally.add(chunk)
    return sealer.content_size == listed.size and tally.matches(entry.blob_size, entry.root)


def check_bidder_secret(envelope: Envelope, secret: bytes) -> None:
    """See that a bidder's secret is the one committed to, or empty where there is none.

    Raises:
        EnvelopeRefused: it is not.
    """
    bidder = envelope.core.bidder
    if bidder is None:
        if secret != NO_BIDDER_SECRET:
            raise EnvelopeRefused("this envelope has no bidder's secret")
        return
    committed = envelope.core.schedule.commit_to_bidder_secret(secret)
    if not hmac.compare_digest(committed, bidder.commitment):
        raise EnvelopeRefused("this is not the bidder's secret that the envelope commits to")


def unwrap_bidder_secret(envelope: Envelope, to: str, opener: Opener) -> bytes:
    """Open the bidder's secret with one of the bidder's own keys.

    Raises:
        CiphertextRefused: another key's wrap.
        EnvelopeRefused: no wrap of this name.
        BidderFault: the wrap holds another secret than the one committed to.
    """
    for each in _bidder(envelope).wraps:
        if each.to == to:
            context = contexts.of_bidder_secret(envelope.core.schedule, to)
            return _committed(envelope, opener.unwrap(each.wrap, context))
    raise EnvelopeRefused(f"no wrap of the bidder's secret is called {to}")


def bidder_secret_by_code(envelope: Envelope, typed: str) -> bytes:
    """Open the bidder's secret with the printed recovery code.

    Raises:
        EncodingRefused: mistyped.
        CiphertextRefused: another envelope's code.
        EnvelopeRefused: no code was printed for this envelope.
        BidderFault: the code opens another secret than the one committed to.
    """
    wrapped = _bidder(envelope).code
    if wrapped is None:
        raise EnvelopeRefused("no recovery code was printed for this envelope")
    code = recovery_code.read(typed)
    return _committed(envelope, recovery_code.unwrap(envelope.core.schedule, code, wrapped))


def unwrap_claim_key(envelope: Envelope, to: str, opener: Opener) -> bytes:
    """Open the private claim key with one of the bidder's own keys.

    Raises:
        CiphertextRefused: another key's wrap.
        EnvelopeRefused: no wrap of this name, or it holds another key.
    """
    core = envelope.core
    for each in core.claim.wraps:
        if each.to == to:
            secret = opener.unwrap(each.wrap, contexts.of_claim_key(core.schedule, to))
            if core.suite.signer(secret).public != core.claim.public:
                raise EnvelopeRefused("the wrap holds another claim key")
            return secret
    raise EnvelopeRefused(f"no wrap of the claim key is called {to}")


def _bidder(envelope: Envelope) -> BidderSecret:
    if envelope.core.bidder is None:
        raise EnvelopeRefused("this envelope has no bidder's secret")
    return envelope.core.bidder


def _committed(envelope: Envelope, secret: bytes) -> bytes:
    try:
        check_bidder_secret(envelope, secret)
    except EnvelopeRefused as error:
        raise BidderFault("the bidder wrapped another secret than the one committed to") from error
    return secret


def _check_published(envelope: Envelope, number: int, published: bytes, key_hash: bytes) -> None:
    if not hmac.compare_digest(envelope.core.schedule.commit_to_key(number, published), key_hash):
        raise BidderFault("the core names another key's hash than the one it commits to")


def _published(envelope: Envelope, number: int, published: bytes, key_hash: bytes) -> Key:
    schedule = envelope.core.schedule
    key = schedule.published_key(published)
    if not hmac.compare_digest(schedule.commit_to_key(number, published), key_hash):
        raise EnvelopeRefused("this is not the key that the envelope commits to")
    return key


def _check_header(policy: Policy, envelope: Envelope, header: Header) -> None:
    inner = header.inner
    if inner.core_hash != envelope.core.suite.digest(envelope.core_bytes):
        raise BidderFault("the header was signed for another core")
    if inner.tender != policy.tender or inner.lot not in policy.lots or not inner.bidders:
        raise BidderFault("the header names no bidder, or another tender or lot")
    _check_listed(policy, envelope, header)
    if not header.signatures:
        raise BidderFault("the header is not signed")
    if not all(each.holds(header.inner_bytes) for each in header.signatures):
        raise BidderFault("a signature on the header is false")


def _check_listed(policy: Policy, envelope: Envelope, header: Header) -> None:
    entries = envelope.core.parts
    if [each.number for each in header.inner.parts] != [each.number for each in entries]:
        raise BidderFault("the header lists other parts than the core")
    stages = {rule.name: rule.stage for rule in policy.parts}
    for listed, entry in zip(header.inner.parts, entries, strict=True):
        if stages.get(listed.part) != entry.stage:
            raise BidderFault(f"part {entry.number} opens at another stage than the policy says")
        if padded_size(listed.size) != entry.size:
            raise BidderFault(f"part {entry.number} is not as long as the header says")


def _content(
    envelope: Envelope, entry: PartEntry, listed: ListedPart, key: Key, chunks: Iterable[bytes]
) -> Iterator[bytes]:
    suite, tally, left = envelope.core.suite, PartTally(envelope.core.suite), listed.size
    stream = pieces(chunks, SEALED_CHUNK_SIZE)
    for number, chunk in enumerate(stream):
        tally.add(chunk)
        if number >= entry.chunks:
            raise PlatformFault(f"part {entry.number} is longer than the core says")
        try:
            plain = suite.decrypt(key.secret, key.nonce_of(number), chunk)
        except CiphertextRefused as error:
            raise _blame(entry, tally, stream, "does not open under its key") from error
        if plain[left:].strip(b"\0"):
            raise _blame(entry, tally, stream, "hides something in its padding")
        yield plain[:left]
        left -= min(left, len(plain))
    if not tally.matches(entry.blob_size, entry.root):
        raise PlatformFault(f"part {entry.number} is not what the core names")


def _by_marks_or_root(
    envelope: Envelope,
    entry: PartEntry,
    listed: ListedPart,
    key: Key,
    read: Callable[[], Iterable[bytes]],
    marks: Marks,
) -> Iterator[bytes]:
    given = 0
    for plain in _marked_content(envelope, entry, listed, key, read(), marks):
        yield plain
        given += 1
    if given < entry.chunks:
        yield from islice(_content(envelope, entry, listed, key, read()), given, None)


def _marked_content(
    envelope: Envelope,
    entry: PartEntry,
    listed: ListedPart,
    key: Key,
    chunks: Iterable[bytes],
    marks: Marks,
) -> Iterator[bytes]:
    """Decrypt chunks as far as everything is as it should be; all of them or fewer."""
    decrypt, left = envelope.core.suite.decryptor(key.secret), listed.size
    if marks.count != entry.chunks:
        return
    with ThreadPoolExecutor(1) as beside:
        for number, chunk in enumerate(pieces(chunks, SEALED_CHUNK_SIZE)):
            is_marked = _looked_at(beside, marks, number, chunk)
            try:
                plain = decrypt(key.nonce_of(number), chunk)
            except CiphertextRefused:
                return
            if plain[left:].strip(b"\0") or not is_marked():
                return
            yield plain[:left]
            left -= min(left, len(plain))


def _looked_at(
    beside: ThreadPoolExecutor, marks: Marks, number: int, chunk: bytes
) -> Callable[[], bool]:
    """Begin to look at a chunk's mark, a whole one's while it is decrypted; return what tells."""
    if len(chunk) < SEALED_CHUNK_SIZE:
        return partial(marks.holds, number, chunk)
    return beside.submit(marks.holds, number, chunk).result


def _blame(
    entry: PartEntry, tally: PartTally, rest: Iterator[bytes], what: str
) -> PlatformFault | BidderFault:
    """Read the part to its end: what the core names came from the bidder, all else did not."""
    for chunk in rest:
        tally.add(chunk)
    if tally.matches(entry.blob_size, entry.root):
        return BidderFault(f"part {entry.number} {what}")
    return PlatformFault(f"part {entry.number} is not what the core names")
