"""Sessions of rounds in; the same sessions after a restart, and nothing readable on disk, out."""

import pytest

from app.adapters.trader_store import SqlTraderStore
from app.trader.session_box import SECRET_NAME, SessionBox
from core.errors import YouCanFix
from core.federated.client import ClientSession
from core.identity.keys import Account, Delegation, SessionKey, sign_delegation

WALLET = Account.create(b"wallet" * 8)
KEY = SessionKey.create(b"session key" * 4)


class MemorySecrets(dict):
    """The port's behaviour without a disk."""

    def put(self, name, secret):
        self[name] = secret


@pytest.fixture
def session(played):
    """A session of a real round, which nobody played."""
    spec = played[0].trader(1).participation.terms(1)
    delegation = Delegation(KEY.address, 0, 10**6, 1)
    signature = sign_delegation(WALLET, spec.chain_id, spec.contract, delegation)
    return ClientSession.begin(spec, WALLET.address, 10**18, KEY, delegation, signature)


@pytest.fixture
def store(tmp_path):
    store = SqlTraderStore(tmp_path / "trader.db")
    yield store
    store.close()


def test_a_session_is_the_same_after_a_restart(session, store):
    secrets = MemorySecrets()
    SessionBox(secrets, store).save(WALLET.address, session, "join", 1.0)
    again = SessionBox(secrets, store)

    assert again.load(WALLET.address, 1).to_bytes() == session.to_bytes()
    assert again.rounds(WALLET.address) == (1,)


def test_no_secret_of_a_session_is_readable_on_disk(session, store, tmp_path):
    SessionBox(MemorySecrets(), store).save(WALLET.address, session, "join", 1.0)
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert KEY.key in session.to_bytes()
    assert KEY.key not in on_disk


def test_a_session_does_not_open_without_its_key_or_for_another_round(session, store):
    secrets = MemorySecrets()
    box = SessionBox(secrets, store)
    box.save(WALLET.address, session, "join", 1.0)
    secrets.put(SECRET_NAME, bytes(32))

    with pytest.raises(YouCanFix, match="cannot be opened"):
        SessionBox(secrets, store).load(WALLET.address, 1)
    assert box.load(WALLET.address, 2) is None


def test_a_session_of_another_version_does_not_open(session, store):
    class Older:
        spec = session.spec

        def to_bytes(self):
            return session.to_bytes()[:-1]

    box = SessionBox(MemorySecrets(), store)
    box.save(WALLET.address, Older(), "join", 1.0)

    with pytest.raises(YouCanFix, match="cannot be opened"):
        box.load(WALLET.address, 1)


def test_an_ended_session_is_gone(session, store):
    box = SessionBox(MemorySecrets(), store)
    box.save(WALLET.address, session, "join", 1.0)
    box.end(WALLET.address, 1)

    assert box.load(WALLET.address, 1) is None
    assert box.rounds(WALLET.address) == ()
