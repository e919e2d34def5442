"""Blobs in, the same bytes by digest out of every kind of store; missing, cut, altered, slow ones refused."""

import json
import socket
import time
from pathlib import Path

import pytest

from app.adapters.artifacts import CoordinatorArtifacts, FolderArtifacts
from app.adapters.autodrive import AutoDrive
from app.adapters.coordinator_api import HttpCoordinator
from app.adapters.gateways import Gateways
from app.adapters.http import recording_session
from app.adapters.ipfs import IpfsGateway, IpfsNode
from app.adapters.locators import Locators
from app.adapters.remote import Limits, Remote, reason
from app.adapters.wire import WireRecorder
from core import unixfs
from core.cid import Cid
from core.errors import PeerBroke, Refused, TryAgain, YouCanFix
from core.values import Digest
from tests.app.adapters.autodrive_server import API_KEY, AutoDriveServer
from tests.app.adapters.kubo_server import Blockstore, KuboServer

MODEL = b"weights" * 100
LARGE = bytes(range(256)) * (12 << 10)  # three blocks
LIMITS = Limits(seconds=5, size=4 << 20)
HASTY = Limits(seconds=0.3, size=4 << 20)


@pytest.fixture
def folder(tmp_path):
    return FolderArtifacts(tmp_path / "artifacts")


@pytest.fixture
def locators(tmp_path):
    return Locators(tmp_path / "locators")


@pytest.fixture
def session(tmp_path):
    with recording_session(WireRecorder({}, tmp_path / "wire")) as opened:
        yield opened


@pytest.fixture
def node():
    running = KuboServer()
    yield running
    running.close()


@pytest.fixture
def drive():
    running = AutoDriveServer()
    yield running
    running.close()


@pytest.fixture
def make(session, locators, tmp_path, request):
    """Opens the writer and the reader of one kind of store, again and again, as after a restart.

    They are one where a store both keeps and gives. `strangers` is a reader that knows nothing of the writer.
    """

    def open_store(kind, limits=LIMITS, known=locators):
        def server(name):
            return request.getfixturevalue(name)

        if kind == "folder":
            store = FolderArtifacts(tmp_path / "artifacts")
        elif kind == "coordinator":
            answers = server("served")
            there = FolderArtifacts(tmp_path / "coordinator")
            coordinator = HttpCoordinator(answers.url, session)
            reader = CoordinatorArtifacts(FolderArtifacts(tmp_path / "artifacts"), coordinator)
            return _Published(there, answers), reader
        elif kind == "ipfs":
            store = IpfsNode(server("node").url, session, known, limits)
        elif kind == "gateway":
            running = server("node")
            writer = IpfsNode(running.url, session, known, limits)
            return writer, IpfsGateway(running.gateway_url, session, known, limits)
        elif kind == "autodrive":
            url = server("drive").url
            store = AutoDrive(url, url, session, known, API_KEY, limits)
        else:
            nowhere = IpfsNode("http://127.0.0.1:9", session, known, HASTY)
            store = Gateways([nowhere, open_store("autodrive")[0], open_store("ipfs")[0]], known)
        return store, store

    return open_store


class _Published:
    """What a coordinator has, as its API gives it."""

    def __init__(self, folder, served):
        self._folder = folder
        self._served = served

    def put(self, data):
        digest = self._folder.put(data)
        self._served.answers[f"GET /v1/artifacts/{digest}"] = (200, {}, data)
        return digest


@pytest.mark.parametrize("kind", ["folder", "coordinator", "ipfs", "gateway", "autodrive", "gateways"])
class TestEveryStore:
    """What all callers of app.ports.ArtifactStore rely on."""

    @pytest.mark.parametrize("data", [b"", b"\x00", b"\r\n--\r\n\r\n", MODEL, LARGE])
    def test_a_blob_comes_back_by_its_digest_after_a_restart(self, make, kind, data):
        digest = make(kind)[0].put(data)

        assert digest == Digest.of(data)
        assert make(kind)[1].get(digest) == data

    def test_storing_twice_is_harmless(self, make, kind):
        writer, reader = make(kind)

        assert writer.put(MODEL) == writer.put(MODEL)
        assert reader.get(Digest.of(MODEL)) == MODEL

    def test_a_missing_blob_is_nobodys_fault(self, make, kind):
        with pytest.raises(TryAgain) as raised:
            make(kind)[1].get(Digest.of(b"never stored"))
        assert raised.value.remedy or "try" in str(raised.value).lower() or kind == "gateways"


REMOTE = ["ipfs", "gateway", "autodrive"]


def spoil(kind, request, fault):
    server = request.getfixturevalue("drive" if kind == "autodrive" else "node")
    server.fault = fault


@pytest.mark.parametrize("kind", REMOTE)
class TestEveryRemoteStore:
    """What a peer may do wrong, and what is made of it."""

    @pytest.mark.parametrize("data", [MODEL, LARGE])
    def test_altered_bytes_are_never_handed_out(self, make, kind, data, request):
        writer, reader = make(kind)
        digest = writer.put(data)
        spoil(kind, request, "alter")

        with pytest.raises(PeerBroke, match=r"[Oo]ther bytes"):
            reader.get(digest)

    @pytest.mark.parametrize("data", [MODEL, LARGE])
    def test_a_blob_that_breaks_off_can_be_tried_again(self, make, kind, data, request):
        writer, reader = make(kind)
        digest = writer.put(data)
        spoil(kind, request, "truncate")

        with pytest.raises(TryAgain, match="broke off after"):
            reader.get(digest)

        spoil(kind, request, "")
        assert reader.get(digest) == data

    @pytest.mark.parametrize("fault", ["drip", "hang"])
    def test_a_slow_blob_is_given_up_in_time(self, make, kind, fault, request):
        digest = make(kind)[0].put(MODEL)
        spoil(kind, request, fault)
        began = time.monotonic()

        with pytest.raises(TryAgain, match=r"took longer than 0\.3 s"):
            make(kind, HASTY)[1].get(digest)
        assert time.monotonic() - began < 2

    def test_a_flood_is_cut_off(self, make, kind, request):
        writer, reader = make(kind)
        digest = writer.put(MODEL)
        spoil(kind, request, "flood")

        with pytest.raises(PeerBroke, match="more than"):
            reader.get(digest)

    def test_its_state_is_told_in_words(self, make, kind):
        assert make(kind)[1].status()

    def test_a_service_that_is_away_says_so(self, session, locators, kind):
        nowhere = "http://127.0.0.1:9"
        store = {
            "ipfs": lambda: IpfsNode(nowhere, session, locators, LIMITS),
            "gateway": lambda: IpfsGateway(nowhere, session, locators, LIMITS),
            "autodrive": lambda: AutoDrive(nowhere, nowhere, session, locators, API_KEY, LIMITS),
        }[kind]()

        with pytest.raises(TryAgain, match="cannot be reached"):
            store.status()

    def test_a_failing_service_is_asked_again_later(self, make, kind, request):
        writer, reader = make(kind)
        digest = writer.put(MODEL)
        server = request.getfixturevalue("drive" if kind == "autodrive" else "node")
        server.refusal = {"ipfs": "lease stage error", "gateway": "503", "autodrive": 503}[kind]

        with pytest.raises(TryAgain):
            reader.get(digest)


class TestTheFolder:
    def test_an_altered_file_is_refused(self, folder, tmp_path):
        digest = folder.put(MODEL)
        altered(tmp_path)

        with pytest.raises(PeerBroke, match="altered"):
            folder.get(digest)

    def test_a_cid_that_holds_the_digest_is_enough(self, folder):
        digest = folder.put(MODEL)

        assert folder.fetch(Cid.raw(digest)) == MODEL
        with pytest.raises(TryAgain, match="does not know the digest"):
            folder.fetch(unixfs.cid_of(LARGE))


def altered(tmp_path):
    [path] = [path for path in (tmp_path / "artifacts").rglob("*") if path.is_file()]
    path.write_bytes(b"other")


@pytest.fixture
def remote(served, folder):
    with recording_session(WireRecorder({})) as opened:
        yield CoordinatorArtifacts(folder, HttpCoordinator(served.url, opened))


class TestTheCoordinator:
    def test_what_the_folder_lacks_is_fetched_once(self, served, remote):
        digest = Digest.of(MODEL)
        served.answers[f"GET /v1/artifacts/{digest}"] = (200, {}, MODEL)

        assert [remote.get(digest), remote.get(digest)] == [MODEL, MODEL]
        assert len(served.seen) == 1

    def test_a_damaged_file_is_fetched_again(self, served, remote, tmp_path):
        digest = remote.put(MODEL)
        altered(tmp_path)
        served.answers[f"GET /v1/artifacts/{digest}"] = (200, {}, MODEL)

        assert [remote.get(digest), remote.get(digest)] == [MODEL, MODEL]
        assert len(served.seen) == 1

    def test_other_bytes_are_refused_and_not_kept(self, served, remote, folder):
        digest = Digest.of(MODEL)
        served.answers[f"GET /v1/artifacts/{digest}"] = (200, {}, b"other")

        with pytest.raises(PeerBroke, match="other bytes"):
            remote.get(digest)
        with pytest.raises(TryAgain):
            folder.get(digest)

    def test_what_nobody_has_can_be_tried_again(self, remote):
        with pytest.raises(TryAgain):
            remote.get(Digest.of(b"nobody"))

    def test_it_is_asked_by_a_cid_that_holds_the_digest(self, served, remote):
        digest = Digest.of(MODEL)
        served.answers[f"GET /v1/artifacts/{digest}"] = (200, {}, MODEL)
        served.answers["GET /v1/network"] = (200, {}, json.dumps({"name": "local"}).encode())

        assert remote.fetch(Cid.raw(digest)) == MODEL
        assert remote.status() == "network local"
        with pytest.raises(TryAgain, match="asked by digest"):
            remote.fetch(unixfs.cid_of(LARGE))


class TestTheIpfsNode:
    def test_the_test_server_cuts_files_as_kubo_does(self):
        """CIDs that Kubo 0.39 gave (IPIP-499): the old profile is what a request without options gets."""
        added = {
            "QmWmRj3dFDZdb6ABvbmKhEL6TmPbAfBZ1t5BxsEyJrcZhE": ("chunk-v0-seed", 1 << 18, {}),
            "QmYyLxtzZyW22zpoVAtKANLRHpDjZtNeDjQdJrcQNWoRkJ": ("chunk-v0-seed", (1 << 18) + 1, {}),
            "bafybeigmix7t42i6jacydtquhet7srwvgpizfg7gjbq7627d35mjomtu64": (
                "chunk-v1-seed",
                (1 << 20) + 1,
                {"cid-version": "1", "chunker": "size-1048576", "max-file-links": "1024"},
            ),
        }
        from tests.core.test_unixfs import keystream

        for cid, (seed, size, options) in added.items():
            assert Blockstore().add(b"".join(keystream(seed, size)), options) == cid

    @pytest.mark.parametrize("data", [b"", MODEL, LARGE])
    def test_a_blob_is_pinned_under_the_cid_that_its_bytes_have(self, make, node, locators, data):
        digest = make("ipfs")[0].put(data)

        assert locators.cids(digest) == (unixfs.cid_of(data),)
        assert node.store.pins == {str(unixfs.cid_of(data))}

    def test_a_node_that_names_another_cid_is_not_believed(self, make, node):
        node.store.add = lambda *_: "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"

        with pytest.raises(PeerBroke, match="instead of"):
            make("ipfs")[0].put(MODEL)

    def test_a_node_that_fails_in_the_middle_of_a_blob_has_broken_off(self, make, node):
        store, _ = make("ipfs")
        digest = store.put(LARGE)
        node.fault = "stream-error"

        with pytest.raises(TryAgain, match="broke off after 1572864 of 3145728 bytes"):
            store.get(digest)

    def test_a_small_blob_needs_no_record_of_its_cid(self, make, tmp_path):
        digest = make("ipfs")[0].put(MODEL)

        assert make("ipfs", known=Locators(tmp_path / "other"))[0].get(digest) == MODEL

    def test_a_large_blob_needs_one(self, make, tmp_path):
        digest = make("ipfs")[0].put(LARGE)
        others = Locators(tmp_path / "other")
        with pytest.raises(TryAgain, match="cannot find bafkrei"):
            make("ipfs", known=others)[0].get(digest)

        others.learn(digest, unixfs.cid_of(LARGE))
        assert make("ipfs", known=others)[0].get(digest) == LARGE

    @pytest.mark.parametrize("kind", ["ipfs", "gateway"])
    def test_a_false_record_costs_a_request_and_no_more(self, make, kind, tmp_path):
        writer, _ = make(kind)
        digest = writer.put(MODEL)
        writer.put(LARGE)
        misled = Locators(tmp_path / "other")
        misled.learn(digest, unixfs.cid_of(LARGE))
        misled.learn(digest, unixfs.cid_of(MODEL))
        assert make(kind, known=misled)[1].get(digest) == MODEL

        only = Locators(tmp_path / "third")
        only.learn(digest, unixfs.cid_of(LARGE))
        with pytest.raises(PeerBroke):
            make(kind, known=only)[1].get(digest)

    @pytest.mark.parametrize("kind", ["ipfs", "gateway"])
    @pytest.mark.parametrize("options", [{}, {"cid-version": "1", "chunker": "size-262144"}])
    def test_a_file_of_anybody_is_read_by_its_cid_and_proved_block_by_block(self, make, node, kind, options):
        store = make(kind)[1]
        cid = Cid.parse(node.store.add(LARGE, options))

        assert store.fetch(cid) == LARGE
        node.fault = "alter"
        with pytest.raises(PeerBroke, match="Other bytes came for block"):
            store.fetch(cid)

    @pytest.mark.parametrize("kind", ["ipfs", "gateway"])
    def test_a_cid_under_another_hash_proves_nothing(self, make, kind):
        foreign = Cid.parse("bafkr6icio4rqi75syx2xkxwmnnnwx3gzmnbjmtnqoydtfcxrjuqvvxxs4u")

        with pytest.raises(TryAgain, match="cannot prove"):
            make(kind)[1].fetch(foreign)

    def test_a_wrong_address_or_key_is_for_the_user_to_mend(self, session, locators, served, node):
        with pytest.raises(YouCanFix, match="not the RPC of a Kubo node"):
            IpfsNode(served.url, session, locators, LIMITS).status()
        with pytest.raises(YouCanFix, match="not the RPC"):
            IpfsNode(node.gateway_url, session, locators, LIMITS).put(MODEL)
        node.authorization = "Bearer right"
        with pytest.raises(YouCanFix, match="refuses us"):
            IpfsNode(node.url, session, locators, LIMITS, "Bearer wrong").put(MODEL)
        assert (
            IpfsNode(node.url, session, locators, LIMITS, "Bearer right").status().startswith("Kubo 0.39.0")
        )

    @pytest.mark.parametrize(
        "url", ["ftp://127.0.0.1", "127.0.0.1:5001", "http://", "http://me:pw@127.0.0.1"]
    )
    def test_something_else_than_an_address_is_refused(self, session, locators, url):
        with pytest.raises(YouCanFix, match="not a service's address"):
            IpfsNode(url, session, locators)

    def test_a_gateway_takes_nothing(self, make):
        with pytest.raises(YouCanFix, match="only gives"):
            make("gateway")[1].put(MODEL)

    def test_a_gateway_that_knows_no_raw_blocks_is_named(self, make, node):
        writer, reader = make("gateway")
        digest = writer.put(MODEL)
        node.refusal = "406"

        with pytest.raises(YouCanFix, match="answers 406"):
            reader.get(digest)


class TestAutoDrive:
    def test_a_large_blob_goes_up_in_chunks_under_the_key(self, make, drive):
        make("autodrive")[0].put(LARGE)

        paths = [path.split("/")[-1] for method, path, *_ in drive.seen if method == "POST"]
        assert paths == ["file", "chunk", "chunk", "chunk", "complete"]
        assert {headers["Authorization"] for *_, headers, _ in drive.seen} == {f"Bearer {API_KEY}"}
        assert {headers["X-Auth-Provider"] for *_, headers, _ in drive.seen} == {"apikey"}

    def test_a_blob_that_is_there_costs_no_credit_again(self, make, drive):
        store, _ = make("autodrive")
        store.put(MODEL)
        left = drive.credit
        store.put(MODEL)
        assert drive.credit == left == (1 << 30) - len(MODEL)

        drive.objects.clear()
        store.put(MODEL)
        assert drive.credit < left

    def test_a_request_whose_answer_is_lost_is_sent_again(self, make, drive):
        drive.lost = 1
        digest = make("autodrive")[0].put(LARGE)

        assert make("autodrive")[1].get(digest) == LARGE

    def test_a_busy_completion_is_waited_for(self, make, drive, monkeypatch):
        monkeypatch.setattr("app.adapters.autodrive._BUSY_SECONDS", 0.01)
        drive.busy = 2
        store, _ = make("autodrive")

        assert store.get(store.put(MODEL)) == MODEL

    def test_a_completion_that_never_ends_is_given_up(self, make, drive, monkeypatch):
        monkeypatch.setattr("app.adapters.autodrive._BUSY_SECONDS", 0.05)
        drive.busy = 1000

        with pytest.raises(TryAgain, match="took longer"):
            make("autodrive", HASTY)[0].put(MODEL)

    def test_a_spent_credit_is_named(self, make, drive):
        drive.credit = 10

        with pytest.raises(Refused, match="Not enough upload credits"):
            make("autodrive")[0].put(MODEL)
        assert "credit" in make("autodrive")[0].status()

    def test_no_key_and_a_wrong_key_are_for_the_user_to_mend(self, session, locators, drive):
        keyless = AutoDrive(drive.url, drive.url, session, locators, "", LIMITS)
        with pytest.raises(YouCanFix, match="only with an API key"):
            keyless.put(MODEL)
        assert keyless.status() == "read only: no API key"
        with pytest.raises(YouCanFix, match="Failed to authenticate"):
            AutoDrive(drive.url, drive.url, session, locators, "wrong", LIMITS).put(MODEL)

    def test_an_answer_that_makes_no_sense_is_the_services_fault(self, session, locators, served):
        store = AutoDrive(served.url, served.url, session, locators, API_KEY, LIMITS)
        served.answers["POST /uploads/file"] = (200, {}, b"[]")
        with pytest.raises(PeerBroke, match="without a number"):
            store.put(MODEL)
        served.answers["POST /uploads/file"] = (200, {}, b'{"id":"1"}')
        served.answers["POST /uploads/file/1/chunk"] = (200, {}, b"{}")
        for cid in ("nonsense", str(Cid.of(MODEL))):
            served.answers["POST /uploads/1/complete"] = (200, {}, json.dumps({"cid": cid}).encode())
            with pytest.raises(PeerBroke, match="names the blob"):
                store.put(MODEL)

    @pytest.mark.parametrize(
        ("status", "kind"),
        [(400, PeerBroke), (402, Refused), (403, Refused), (413, Refused), (429, TryAgain), (302, TryAgain)],
    )
    def test_every_refusal_says_who_can_mend_it(self, session, locators, served, status, kind):
        served.answers["POST /uploads/file"] = (status, {"Retry-After": "7"}, b'{"error":"so it is"}')

        with pytest.raises(kind, match=f"{status}: so it is") as raised:
            AutoDrive(served.url, served.url, session, locators, API_KEY, LIMITS).put(MODEL)
        assert getattr(raised.value, "retry_after", 7.0) == 7.0

    def test_a_false_record_costs_a_request_and_no_more(self, make, locators, tmp_path):
        store, _ = make("autodrive")
        digests = [store.put(MODEL), store.put(LARGE)]
        [right], [wrong] = map(locators.cids, digests)
        misled = Locators(tmp_path / "other")
        misled.learn(digests[0], wrong)
        misled.learn(digests[0], right)

        assert make("autodrive", known=misled)[0].get(digests[0]) == MODEL

    @pytest.mark.parametrize(
        "fault", [{"refusal": 500}, {"refusal": 409}], ids=["away", "in the wrong state"]
    )
    def test_a_gateway_that_fails_can_be_tried_again(self, make, drive, fault):
        store, _ = make("autodrive")
        digest = store.put(MODEL)
        vars(drive).update(fault)

        with pytest.raises(TryAgain, match=f"answers {fault['refusal']}: Internal server error"):
            store.get(digest)

    def test_a_cid_of_its_own_uploads_is_enough(self, make, locators, tmp_path):
        store, _ = make("autodrive")
        digest = store.put(MODEL)
        [cid] = locators.cids(digest)

        assert store.fetch(cid) == MODEL
        with pytest.raises(TryAgain, match="does not tell the digest"):
            make("autodrive", known=Locators(tmp_path / "other"))[0].fetch(cid)
        with pytest.raises(TryAgain, match="does not tell the digest"):
            store.fetch(Cid.of(MODEL))


def test_a_key_never_goes_over_an_open_line(session, locators):
    with pytest.raises(YouCanFix, match="unencrypted"):
        AutoDrive("http://192.0.2.1/api", "http://192.0.2.1/api", session, locators, API_KEY)
    with pytest.raises(YouCanFix, match="unencrypted"):
        IpfsNode("http://192.0.2.1:5001", session, locators, authorization="Bearer x")


def test_a_key_is_in_no_record_and_in_no_error(drive, locators, tmp_path):
    wire = WireRecorder({}, tmp_path / "wire", tmp_path / "bytes")
    with recording_session(wire) as opened:
        store = AutoDrive(drive.url, drive.url, opened, locators, API_KEY, LIMITS)
        digest = store.put(MODEL)
        drive.refusal = 500
        with pytest.raises(TryAgain) as raised:
            store.get(digest)
        wire.close()

    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not any(API_KEY.encode() in data for data in kept)
    assert API_KEY not in f"{raised.value} {store!r} {vars(raised.value)}"


class TestRemote:
    """What every remote store's requests share."""

    @pytest.fixture
    def ask(self, session, served):
        def asked(seconds=5.0, **options):
            remote = Remote("The service", served.url, session, Limits(seconds, 1000))
            return remote.ask("GET", "/blob", remote.deadline(), **options)

        return asked

    def test_a_connection_that_breaks_is_tried_again(self, served, ask):
        broken = iter([None, None, (200, {}, b"blob")])
        served.answers["GET /blob"] = lambda *_: next(broken)

        assert ask().body == b"blob"

    def test_it_is_not_tried_again_beyond_its_time(self, served, ask):
        served.answers["GET /blob"] = lambda *_: None

        with pytest.raises(TryAgain, match=r"took longer than 0\.14 s"):
            ask(0.14)
        assert len(served.seen) <= 1

    def test_a_time_that_is_over_sends_nothing(self, served, ask):
        with pytest.raises(TryAgain, match="took longer"):
            ask(-1.0)
        assert served.seen == []

    def test_an_answer_may_be_shorter_than_a_blob(self, served, ask):
        served.answers["GET /blob"] = (200, {}, bytes(11))

        assert len(ask(limit=11).body) == 11
        with pytest.raises(PeerBroke, match="more than 10 bytes"):
            ask(limit=10)

    def test_an_upload_that_takes_too_long_is_given_up(self, session, tmp_path):
        """A server that accepts and never reads: the body does not wait for the time of a connection."""
        with socket.create_server(("127.0.0.1", 0)) as deaf:
            url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
            began = time.monotonic()
            with pytest.raises(TryAgain):
                IpfsNode(url, session, Locators(tmp_path), HASTY).put(bytes(4 << 20))
        assert time.monotonic() - began < 3

    @pytest.mark.parametrize("body", [b"", b"no JSON", b"[1]", b"[" * 50_000])
    def test_an_answer_that_is_no_object_holds_nothing(self, served, ask, body):
        served.answers["GET /blob"] = (500, {}, body[:1000] if len(body) > 1000 else body)

        assert ask().document() == {}

    def test_words_of_a_service_stand_on_one_short_line(self):
        assert reason("so\r\nit\x1b[31m is" + "!" * 500) == "so it [31m is" + "!" * 187
        assert reason(None) == ""


class TestLocators:
    def test_what_was_learnt_outlives_a_restart(self, tmp_path):
        digest, cid = Digest.of(LARGE), unixfs.cid_of(LARGE)
        Locators(tmp_path).prove(digest, cid)

        assert Locators(tmp_path).cids(digest) == (cid,)
        assert Locators(tmp_path).digest(cid) == digest

    def test_the_word_of_others_proves_nothing_and_pushes_nothing_out(self, tmp_path):
        known, digest = Locators(tmp_path), Digest.of(MODEL)
        rumours = [Cid.of(bytes([number])) for number in range(20)]
        for cid in rumours:
            known.learn(digest, cid)
        known.prove(digest, unixfs.cid_of(LARGE))

        assert known.cids(digest) == (unixfs.cid_of(LARGE), *rumours[:7])
        assert known.digest(unixfs.cid_of(b"rumour" * 400_000)) is None

    def test_a_damaged_record_is_as_none(self, tmp_path):
        known, digest = Locators(tmp_path), Digest.of(LARGE)
        known.prove(digest, unixfs.cid_of(LARGE))
        for path in Path(tmp_path).rglob("*"):
            if path.is_file():
                path.write_bytes(b"\xff")

        assert known.cids(digest) == ()
        assert known.digest(unixfs.cid_of(LARGE)) is None
