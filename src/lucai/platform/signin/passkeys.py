"""Passkeys (WebAuthn): registering, signing in, naming, removing.

What refuses whom: another origin, another site's key and a missing user verification are
refused by the library; an answer given before by the challenge; a copied key by its counter,
which ends it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

import webauthn
from django.conf import settings
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.access.models import Person
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.records import system_access
from lucai.platform.signin.models import CLONED, REMOVED, Passkey

LONGEST_ANSWER = 20_000
LONGEST_NAME = 40
MOST_PASSKEYS = 20
SITE_NAME = "鲁采 LuCai"
REFUSED = "通行密钥没有通过验证，请重试；仍不行请改用密码登录。"
UNKNOWN = "这个通行密钥没有登记或已停用，请换一个，或改用密码登录。"
COPIED = "这个通行密钥的使用次数倒退，可能已被复制，现已停用。请改用密码登录，并重新登记。"


@dataclass(frozen=True, slots=True)
class Site:
    """For whom a passkey is made: the domain it is bound to, and where the page came from."""

    domain: str
    origin: str


def creation_options(actor: Actor, site: Site, nonce: bytes) -> dict[str, Any]:
    """Return what the browser needs to make a passkey for the person who is signed in."""
    person = _self(actor)
    held = Passkey.objects.seen_by(actor.viewer).filter(person=person.pk, ended_at=None)
    options = webauthn.generate_registration_options(
        rp_id=site.domain,
        rp_name=SITE_NAME,
        user_id=_handle(person),
        user_name=person.login,
        user_display_name=person.name,
        challenge=nonce,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(row.credential))
            for row in held
        ],
    )
    return options_to_json_dict(options)


def request_options(site: Site, nonce: bytes) -> dict[str, Any]:
    """Return what the browser needs to answer with any passkey of this site."""
    options = webauthn.generate_authentication_options(
        rp_id=site.domain,
        challenge=nonce,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


@command
def register(actor: Actor, *, answer: str, site: Site, nonce: bytes, name: str) -> int:
    """Keep the public half of a passkey that was just made; return its id.

    Raises:
        InvalidInput: the answer is not an authenticator's to this challenge, for this site.
    """
    person, label = _self(actor), _name(name)
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=nonce,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise InvalidInput({"answer": REFUSED}) from error
    credential = bytes_to_base64url(made.credential_id)
    _demand_room(person, credential)
    row = Passkey(
        person=person.pk,
        credential=credential,
        public_key=base64.b64encode(made.credential_public_key).decode(),
        sign_count=made.sign_count,
        name=label,
        synced=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
        made_at=clock.real(),
    )
    row.save(force_insert=True)
    _note(actor, row, "register", "登记通行密钥")
    return int(row.pk)


def owner_of(answer: str) -> int:
    """Return whose passkey an answer names; nothing is proven by that yet.

    Raises:
        InvalidInput: no passkey in use is called so.
    """
    return int(_named(answer).person)


def prove(actor: Actor, *, answer: str, site: Site, nonce: bytes) -> None:
    """Check a passkey's answer to this challenge, and count the use.

    Raises:
        InvalidInput: the answer proves nothing; the refusal is in the journal all the same.
    """
    row = _named(answer)
    proven = _verified(row, answer, site, nonce)
    if proven is None:
        _refused(actor, row)
        raise InvalidInput({"answer": REFUSED})
    count = proven.new_sign_count
    if (count or row.sign_count) and count <= row.sign_count:
        _end_copied(actor, row)
        raise InvalidInput({"answer": COPIED})
    _used(actor, row, count)


@command
def rename(actor: Actor, *, pk: int, name: str) -> None:
    """Call a passkey otherwise, so that its owner knows which device it is."""
    row = _own(actor, pk)
    row.change(name=_name(name))
    _note(actor, row, "rename", "修改通行密钥名称")


@command
def remove(actor: Actor, *, pk: int) -> None:
    """Stop taking a passkey."""
    row = _own(actor, pk)
    row.change(ended_at=clock.real(), ended_because=REMOVED)
    _note(actor, row, "remove", "停用通行密钥")


def _verified(row: Passkey, answer: str, site: Site, nonce: bytes) -> VerifiedAuthentication | None:
    try:
        return webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=nonce,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=base64.b64decode(row.public_key),
            # The library would compare the counter before it knows who signed; see ``prove``.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except WebAuthnException:
        return None


@command
def _used(actor: Actor, row: Passkey, count: int) -> None:
    row.change(sign_count=count, used_at=clock.real())
    _note(actor, row, "login", "用通行密钥登录")


@command
def _refused(actor: Actor, row: Passkey) -> None:
    _note(actor, row, "refuse", "通行密钥验证未通过")


@command
def _end_copied(actor: Actor, row: Passkey) -> None:
    row.change(ended_at=clock.real(), ended_because=CLONED)
    _note(actor, row, "end", "通行密钥疑似被复制，自动停用")


def _named(answer: str) -> Passkey:
    credential = str(_read(answer).get("id", ""))
    with system_access("sign-in"):
        row = Passkey.objects.filter(credential=credential, ended_at=None).first()
    if row is None:
        raise InvalidInput({"answer": UNKNOWN})
    return row


def _own(actor: Actor, pk: int) -> Passkey:
    row = Passkey.objects.seen_by(actor.viewer).filter(pk=pk, ended_at=None).first()
    if row is None:
        raise NotFound("没有找到这个通行密钥。")
    return row


def _self(actor: Actor) -> Person:
    row = Person.objects.seen_by(actor.viewer).filter(pk=actor.viewer.person).first()
    if row is None:
        raise NotFound("没有找到这个账号。")
    return row


def _demand_room(person: Person, credential: str) -> None:
    with system_access("uniqueness"):
        if Passkey.objects.filter(credential=credential).exists():
            raise InvalidInput({"answer": "这个通行密钥已经登记过。"})
        if Passkey.objects.filter(person=person.pk, ended_at=None).count() >= MOST_PASSKEYS:
            raise InvalidInput({"answer": f"最多登记 {MOST_PASSKEYS} 个，请先停用不再使用的。"})


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise InvalidInput({"answer": REFUSED})
    try:
        content = json.loads(answer)
    except ValueError as error:
        raise InvalidInput({"answer": REFUSED}) from error
    if not isinstance(content, dict):
        raise InvalidInput({"answer": REFUSED})
    return content


def _name(name: str) -> str:
    label = name.strip()
    if not 0 < len(label) <= LONGEST_NAME:
        raise InvalidInput({"name": f"请起一个 {LONGEST_NAME} 字以内的名称，例如“办公电脑”"})
    return label


def _handle(person: Person) -> bytes:
    """Return the person's name towards authenticators, which tells nobody who it is."""
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, f"lucai.passkey:{person.pk}".encode(), hashlib.sha256)


def _note(actor: Actor, row: Passkey, act: str, label: str) -> None:
    record(
        actor,
        Entry(
            event=f"access.passkey.{act}",
            object_type="access.passkey",
            object_key=str(row.pk),
            label=label,
            region=(actor.viewer.region + "000000")[:6],
            body={"credential": hashlib.sha256(row.credential.encode()).hexdigest()},
        ),
    )
