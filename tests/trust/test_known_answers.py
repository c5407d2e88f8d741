"""Answers that others have published: SM3 of GB/T 32905 and HMAC-SM3 of GM/T 0042.

They are the vectors of the Linux kernel, OpenSSL and Tongsuo. Those of SM2 stand in ``test_sm2``, of
SM4-GCM in ``test_suites``.
"""

import pytest

from lucai_trust import Algorithm, digest
from lucai_trust.suites import GM1

DIGESTS = [
    (
        b"",
        "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
    ),
    (
        b"a",
        "623476ac18f65a2909e43c7fec61b49c7e764a91a18ccb82f1917a29c86c5e88",
    ),
    (
        b"abc",
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    ),
    (
        bytes.fromhex("6162636465666768696a6b6c6d6e6f707172737475767778797a"),
        "b80fe97a4da24afc277564f66a359ef440462ad28dcc6d63adb24d5c20a61595",
    ),
    (
        b"abcd" * 16,
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    ),
    (
        b"abcd" * 64,
        "b965764c8bebb091c7602b74afd34eefb531dccb4e0076d9b7cd813199b45971",
    ),
    (
        bytes.fromhex(
            "0090414c494345313233405941484f4f2e434f4d787968b4fa32c3fd2417842e73bbfeff2f3c848b"
            "6831d7e0ec65228b3937e49863e4c6d3b23b0c849cf84241484bfe48f61d59a5b16ba06e6e12d1da"
            "27c5249a421debd61b62eab6746434ebc3cc315e32220b3badd50bdc4c4e6c147fedd43d0680512b"
            "cbb42c07d47349d2153b70c4e5d7fdfcbfa36ea1a85841b9e46e09a20ae4c7798aa0f119471bee11"
            "825be46202bb79e2a5844495e97c04ff4df2548a7c0240f88f1cd4e16352a73c17b7f16f07353e53"
            "a176d684a9fe0c6bb798e857"
        ),
        "f4a38489e32b45b6f876e3ac2168ca392362dc8f23459c1d1146fc3dbfb7bc9a",
    ),
    (
        bytes.fromhex(
            "0090414c494345313233405941484f4f2e434f4d0000000000000000000000000000000000000000"
            "0000000000000000000000000000e78bcd09746c202378a7e72b12bce00266b9627ecb0b5a25367a"
            "d1ad4cc6242b00cdb9ca7f1e6b0441f658343f4b10297c0ef9b6491082400a62e7a7485735fadd01"
            "3de74da65951c4d76dc89220d5f7777a611b1c38bae260b175951dc8060c2b3e0165961645281a86"
            "26607b917f657d7e9382f1ea5cd931f40f6627f357542653b201686522130d590fb8de635d8fca71"
            "5cc6bf3d05bef3f75da5d543454448166612"
        ),
        "26352af82ec19f207bbc6f9474e11e90ce0f7ddace03b27f801817e897a81fd5",
    ),
    (
        bytes.fromhex(
            "0090414c494345313233405941484f4f2e434f4d787968b4fa32c3fd2417842e73bbfeff2f3c848b"
            "6831d7e0ec65228b3937e49863e4c6d3b23b0c849cf84241484bfe48f61d59a5b16ba06e6e12d1da"
            "27c5249a421debd61b62eab6746434ebc3cc315e32220b3badd50bdc4c4e6c147fedd43d0680512b"
            "cbb42c07d47349d2153b70c4e5d7fdfcbfa36ea1a85841b9e46e09a23099093bf3c137d8fcbbcdf4"
            "a2ae50f3b0f216c3122d79425fe03a45dbfe16553df79e8dac1cf0ecbaa2f2b49d51a4b387f2efaf"
            "482339086a27a8e05baed98b"
        ),
        "e4d1d0c3ca4c7f11bc8ff8cb3f4c02a78f108fa098e51a668487240f75e20f31",
    ),
    (
        bytes.fromhex(
            "008842494c4c343536405941484f4f2e434f4d787968b4fa32c3fd2417842e73bbfeff2f3c848b68"
            "31d7e0ec65228b3937e49863e4c6d3b23b0c849cf84241484bfe48f61d59a5b16ba06e6e12d1da27"
            "c5249a421debd61b62eab6746434ebc3cc315e32220b3badd50bdc4c4e6c147fedd43d0680512bcb"
            "b42c07d47349d2153b70c4e5d7fdfcbfa36ea1a85841b9e46e09a2245493d446c38d8cc0f1183746"
            "90e7df633a8a4bfb3329b5ece604b2b4f37f4353c0869f4b9e17773de68fec45e14904e0dea45bf6"
            "cecf9918c85ea047c60a4c"
        ),
        "6b4b6d0e276691bd4a11bf72f4fb501ae309fdacb72fa6cc336e6656119abd67",
    ),
    (
        bytes.fromhex(
            "4d38d2958ca7fd2cfae3af04486959cf92c8ef48e8b83a05c112e739d5f181d03082020ca0030201"
            "02020900af28725d98d33143300c06082a811ccf550183750500307d310b300906035504060c0263"
            "6e310b300906035504080c02626a310b300906035504070c02626a310f300d060355040a0c06746f"
            "70736563310f300d060355040b0c06746f707365633111300f06035504030c08546f707365634341"
            "311f301d06092a864886f70d0109010c10626a40746f707365632e636f6d2e636e301e170d313230"
            "3632343037353433395a170d3332303632303037353433395a307d310b300906035504060c02636e"
            "310b300906035504080c02626a310b300906035504070c02626a310f300d060355040a0c06746f70"
            "736563310f300d060355040b0c06746f707365633111300f06035504030c08546f70736563434131"
            "1f301d06092a864886f70d0109010c10626a40746f707365632e636f6d2e636e3059301306072a86"
            "48ce3d020106082a811ccf5501822d03420004d69c2f1eec3bfb6b95b30c28085c77b125d77a9c39"
            "525d8190768f37d6b205b589dcd316bbe7d89a9dc21917f17799e698531f5e6e3e10bd31370b259c"
            "3f81c3a3733071300f0603551d130101ff040530030101ff301d0603551d0e041604148e5d903478"
            "58baaad870d8bdfba6a85e7b563b64301f0603551d230418301680148e5d90347858baaad870d8bd"
            "fba6a85e7b563b64300b0603551d0f040403020106301106096086480186f8420101040403020057"
        ),
        "c3b02e500a8b60b77dedcf6f4c11bef8d56e5cde708c72065654fd7b2167915a",
    ),
]
MACS = [
    (
        bytes.fromhex("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"),
        b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopqabcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a",
    ),
    (
        bytes.fromhex("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425"),
        bytes.fromhex(
            "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
        ),
        "220bf579ded555393f0159f66c99877822a3ecf610d1552154b41d44b94db3ae",
    ),
    (
        bytes.fromhex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
        b"Hi There",
        "c0ba18c68b90c88bc07de794bfc7d2c8d19ec31ed8773bc2b390c9604e0be11e",
    ),
    (
        b"Jefe",
        b"what do ya want for nothing?",
        "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882",
    ),
]


@pytest.mark.parametrize(("message", "answer"), DIGESTS)
def test_sm3_gives_the_published_answers(message: bytes, answer: str) -> None:
    assert digest(message, algorithm=Algorithm.SM3).hex() == answer


@pytest.mark.parametrize(("key", "message", "answer"), MACS)
def test_hmac_sm3_gives_the_published_answers(key: bytes, message: bytes, answer: str) -> None:
    assert GM1.hmac(key, message).hex() == answer
