"""Roots and CAs of the national hierarchy as they are in the world: our reading takes them.

Their signatures are by programs of other hands, and their fields are as CAs here really fill them.
"""

from __future__ import annotations

import base64

import pytest

from lucai.platform.pki.certificates import read_certificate
from lucai_trust.gm import PublicKey

CFCA_ROOT = (
    "MIICAzCCAaegAwIBAgIEFy9CWTAMBggqgRzPVQGDdQUAMFgxCzAJBgNVBAYTAkNOMTAwLgYDVQQKDCdDaGluYSBG"
    "aW5hbmNpYWwgQ2VydGlmaWNhdGlvbiBBdXRob3JpdHkxFzAVBgNVBAMMDkNGQ0EgQ1MgU00yIENBMB4XDTEyMDgz"
    "MTAyMDY1OVoXDTQyMDgyNDAyMDY1OVowWDELMAkGA1UEBhMCQ04xMDAuBgNVBAoMJ0NoaW5hIEZpbmFuY2lhbCBD"
    "ZXJ0aWZpY2F0aW9uIEF1dGhvcml0eTEXMBUGA1UEAwwOQ0ZDQSBDUyBTTTIgQ0EwWTATBgcqhkjOPQIBBggqgRzP"
    "VQGCLQNCAATuRh26wmtyKNMz+Pmneo3aSme+BCjRon8SvAxZBgLSuIxNUewq4kNujeb1I4A0yg7xNcjuOgXglAoQ"
    "v+Tc+P0Vo10wWzAfBgNVHSMEGDAWgBTkjt3Uo+e2D+4dJ5bNddwlJXJp3TAMBgNVHRMEBTADAQH/MAsGA1UdDwQE"
    "AwIBBjAdBgNVHQ4EFgQU5I7d1KPntg/uHSeWzXXcJSVyad0wDAYIKoEcz1UBg3UFAANIADBFAiBhP/rmIvles3RK"
    "1FfcmmEeS9RZdu+5lCzxF0nkcof2QAIhAPVRpqOuceEQHsR77FBe/DgVPqF6lOyoZs0TzTDHrN8c"
)
CFCA_OCA1 = (
    "MIICNTCCAdmgAwIBAgIFEAAAAAgwDAYIKoEcz1UBg3UFADBYMQswCQYDVQQGEwJDTjEwMC4GA1UECgwnQ2hpbmEg"
    "RmluYW5jaWFsIENlcnRpZmljYXRpb24gQXV0aG9yaXR5MRcwFQYDVQQDDA5DRkNBIENTIFNNMiBDQTAeFw0xMzAx"
    "MjQwODQ2NDBaFw0zMzAxMTkwODQ2NDBaMCUxCzAJBgNVBAYTAkNOMRYwFAYDVQQKDA1DRkNBIFNNMiBPQ0ExMFkw"
    "EwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEfJqQoo0+JoyCRy0msS2Ym0768nV1pSLuK9utS1ij38obWDymq0oMRRwU"
    "zDMEQI19Cajo3JUoGFxOvsA+YWu3XKOBwDCBvTAfBgNVHSMEGDAWgBTkjt3Uo+e2D+4dJ5bNddwlJXJp3TAMBgNV"
    "HRMEBTADAQH/MGAGA1UdHwRZMFcwVaBToFGkTzBNMQswCQYDVQQGEwJDTjETMBEGA1UECgwKQ0ZDQSBDUyBDQTEM"
    "MAoGA1UECwwDQ1JMMQwwCgYDVQQLDANTTTIxDTALBgNVBAMMBGNybDEwCwYDVR0PBAQDAgEGMB0GA1UdDgQWBBRc"
    "k1ggWiRzVhAbZFAQ7OmnygdBETAMBggqgRzPVQGDdQUAA0gAMEUCIBVscoZJhUy4eToK4C//LjvhjKK2qpBFac/h"
    "Pr6yYTLzAiEAiyqrqsGUU5vGkDo5bEpmF1EbnY8xovsM9vCx98yBrVM="
)
NATIONAL_ROOT = (
    "MIIBszCCAVegAwIBAgIIaeL+wBcKxnswDAYIKoEcz1UBg3UFADAuMQswCQYDVQQGEwJDTjEOMAwGA1UECgwFTlJD"
    "QUMxDzANBgNVBAMMBlJPT1RDQTAeFw0xMjA3MTQwMzExNTlaFw00MjA3MDcwMzExNTlaMC4xCzAJBgNVBAYTAkNO"
    "MQ4wDAYDVQQKDAVOUkNBQzEPMA0GA1UEAwwGUk9PVENBMFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEMPCca6pm"
    "gcchsTf2UnBeL9rtp4nw+itk1Kzrmbnqo05lUwkwlWK+4OIrtFdAqnRTV7Q9v1htkv42TsIutzd126NdMFswHwYD"
    "VR0jBBgwFoAUTDKxl9kzG8SmBcHG5YtiW/CXdlgwDAYDVR0TBAUwAwEB/zALBgNVHQ8EBAMCAQYwHQYDVR0OBBYE"
    "FEwysZfZMxvEpgXBxuWLYlvwl3ZYMAwGCCqBHM9VAYN1BQADSAAwRQIgG1bSLeOXp3oB8H7b53W+CKOPl2PknmWE"
    "q/lMhtn25HkCIQDaHDgWxWFtnCrBjH16/W3Ezn7/U/Vjo5xIpDoiVhsLwg=="
)
SHECA = (
    "MIICiDCCAiygAwIBAgIQLaGmvQznbGJOY0t9ainQKjAMBggqgRzPVQGDdQUAMC4xCzAJBgNVBAYTAkNOMQ4wDAYD"
    "VQQKDAVOUkNBQzEPMA0GA1UEAwwGUk9PVENBMB4XDTEzMDkxMzA4MTAyNVoXDTMzMDkwODA4MTAyNVowNDELMAkG"
    "A1UEBhMCQ04xETAPBgNVBAoMCFVuaVRydXN0MRIwEAYDVQQDDAlTSEVDQSBTTTIwWTATBgcqhkjOPQIBBggqgRzP"
    "VQGCLQNCAAR90R+RLQZKVBDwhIRVJR28ovu1x3duw2yxaWaY6E3lUKDWIsmAwMOqE71MW3gQOxm68QJfPy6JT4Ev"
    "il10FwyAo4IBIjCCAR4wHwYDVR0jBBgwFoAUTDKxl9kzG8SmBcHG5YtiW/CXdlgwDwYDVR0TAQH/BAUwAwEB/zCB"
    "ugYDVR0fBIGyMIGvMEGgP6A9pDswOTELMAkGA1UEBhMCQ04xDjAMBgNVBAoMBU5SQ0FDMQwwCgYDVQQLDANBUkwx"
    "DDAKBgNVBAMMA2FybDAqoCigJoYkaHR0cDovL3d3dy5yb290Y2EuZ292LmNuL2FybC9hcmwuY3JsMD6gPKA6hjhs"
    "ZGFwOi8vbGRhcC5yb290Y2EuZ292LmNuOjM4OS9DTj1hcmwsT1U9QVJMLE89TlJDQUMsQz1DTjAOBgNVHQ8BAf8E"
    "BAMCAQYwHQYDVR0OBBYEFIkxBJF7Q6qqmr+EHZuG7vC4cJmgMAwGCCqBHM9VAYN1BQADSAAwRQIhAIp7/3vva+Zx"
    "FePKdqkzdGoVyGsfGHhiLLQeKrCZQ2Q5AiAmMOdf0f0b8CilrVWdi8pfZyO6RqYfnpcJ638l7KHfNA=="
)


@pytest.mark.parametrize(
    ("subject", "issuer", "name"),
    [
        (CFCA_ROOT, CFCA_ROOT, "CFCA CS SM2 CA"),
        (CFCA_OCA1, CFCA_ROOT, "CFCA SM2 OCA1"),
        (NATIONAL_ROOT, NATIONAL_ROOT, "ROOTCA"),
        (SHECA, NATIONAL_ROOT, "SHECA SM2"),
    ],
)
def test_a_certificate_of_the_world_is_read_and_its_signature_holds(
    subject: str, issuer: str, name: str
) -> None:
    read, by = (read_certificate(base64.b64decode(each)) for each in (subject, issuer))
    assert (read.name or read.parsed.subject.native["organization_name"]) == name
    key = PublicKey.from_spki(by.parsed.public_key.dump())
    signed, value = read.parsed["tbs_certificate"].dump(), read.parsed["signature_value"].native
    assert key.verify(signed, value)
    assert not key.verify(signed[:-1] + bytes([signed[-1] ^ 1]), value)
