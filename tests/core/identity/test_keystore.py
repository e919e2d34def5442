"""Key files of other wallets: the published ones open, altered and greedy ones are refused first."""

import json

import pytest

from core.errors import YouCanFix
from core.identity.keystore import Keystore

KEY = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
ADDRESS = "008aeeda4d805471df9b2a5b0f38a0c3bcba786b"


def small(kdf="scrypt", **changes):
    """A key file with the password "foobar" that costs nothing to open."""
    from eth_account import Account

    document = Account.encrypt(bytes.fromhex(KEY), "foobar", kdf=kdf, iterations=2)
    document["crypto"].update(changes)
    return document


def data(document):
    return json.dumps(document).encode()


@pytest.mark.parametrize("kdf", ["scrypt", "pbkdf2"])
def test_a_file_of_either_kind_opens_with_its_password_alone(kdf):
    store = Keystore.parse(data(small(kdf)))
    account = store.open("foobar")
    assert (account.address, account.key.hex()) == (f"0x{ADDRESS}", KEY)
    assert store.address == ADDRESS
    with pytest.raises(YouCanFix, match="password is wrong"):
        store.open("foobaz")


@pytest.mark.parametrize(
    "case", ["test1", "test2", "python_generated_test_with_odd_iv", "evilnonce", "mycrypto"]
)
def test_the_published_files(test_data, case):
    cases = json.loads((test_data / "vectors" / "keystore_v3_basic_tests.json").read_text())
    assert len(cases) == 5
    found = Keystore.parse(data(cases[case]["json"])).open(cases[case]["password"])
    assert found.key.hex() == cases[case]["priv"].removeprefix("0x")


def test_names_in_capitals_are_read_too():
    document = small()
    document["Crypto"] = document.pop("crypto")
    document["address"] = f"0x{ADDRESS.upper()}"
    assert Keystore.parse(data(document)).open("foobar").key.hex() == KEY


def test_a_file_that_claims_another_address_is_refused():
    with pytest.raises(YouCanFix, match="holds another key"):
        Keystore.parse(data(small() | {"address": "11" * 20})).open("foobar")


def test_an_altered_file_is_refused():
    document = small()
    text = document["crypto"]["ciphertext"]
    document["crypto"]["ciphertext"] = ("0" if text[0] != "0" else "1") + text[1:]
    with pytest.raises(YouCanFix, match="altered"):
        Keystore.parse(data(document)).open("foobar")


SALT = "ab" * 16


@pytest.mark.parametrize(
    ("kdf", "parameters"),
    [
        ("scrypt", {"n": 2**22, "r": 8, "p": 1, "dklen": 32}),
        ("scrypt", {"n": 2**18, "r": 8, "p": 16, "dklen": 32}),
        ("scrypt", {"n": 3, "r": 8, "p": 1, "dklen": 32}),
        ("scrypt", {"n": 1, "r": 8, "p": 1, "dklen": 32}),
        ("scrypt", {"n": 2, "r": 8, "p": 1, "dklen": 2**30}),
        ("pbkdf2", {"c": 10**9, "dklen": 32, "prf": "hmac-sha256"}),
        ("pbkdf2", {"c": 10, "dklen": 31, "prf": "hmac-sha256"}),
    ],
)
def test_a_forged_cost_is_refused_before_it_is_paid(kdf, parameters):
    document = small()
    document["crypto"] |= {"kdf": kdf, "kdfparams": parameters | {"salt": SALT}}
    with pytest.raises(YouCanFix, match="impossible cost"):
        Keystore.parse(data(document))


@pytest.mark.parametrize(
    "change",
    [
        {"kdf": "argon2"},
        {"kdfparams": {"n": True, "r": 8, "p": 1, "dklen": 32, "salt": SALT}},
        {"kdfparams": {"n": 2, "r": 8, "p": 1, "dklen": 32}},
        {"kdfparams": []},
        {"cipher": "aes-128-cbc"},
        {"cipherparams": {"iv": ""}},
        {"ciphertext": "ab" * 31},
        {"mac": "zz" * 32},
        {"MAC": "ab" * 32},
    ],
)
def test_what_is_no_key_file_is_refused(change):
    document = small()
    document["crypto"] |= change
    with pytest.raises(YouCanFix, match="key file"):
        Keystore.parse(data(document))


@pytest.mark.parametrize("text", [b"", b"{}", b"[" * 5000, b"[1]", b"null", b"\xff", b" " * 70_000])
def test_other_files_are_refused(text):
    with pytest.raises(YouCanFix, match="key file"):
        Keystore.parse(text)


@pytest.mark.parametrize("change", [{"version": 4}, {"version": True}, {"address": "12"}])
def test_other_versions_are_refused(change):
    with pytest.raises(YouCanFix, match="key file"):
        Keystore.parse(data(small() | change))
