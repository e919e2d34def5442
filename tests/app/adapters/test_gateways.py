"""Several stores in; the first good blob out, the failures told, publications found by what is on chain."""

import pytest

from app.adapters.artifacts import FolderArtifacts
from app.adapters.autodrive import AutoDrive
from app.adapters.gateways import REST_SECONDS, Gateways
from app.adapters.http import recording_session
from app.adapters.ipfs import IpfsGateway, IpfsNode
from app.adapters.locators import Locators
from app.adapters.remote import Limits
from app.adapters.wire import WireRecorder
from core import unixfs
from core.cid import Cid
from core.errors import Cancelled, PeerBroke, Refused, TryAgain, YouCanFix
from core.values import Digest
from tests.app.adapters.autodrive_server import API_KEY, AutoDriveServer
from tests.app.adapters.kubo_server import KuboServer

MODEL = b"weights" * 100
TRANSCRIPT = bytes(range(256)) * (12 << 10)
LIMITS = Limits(seconds=5, size=4 << 20)
HASTY = Limits(seconds=0.3, size=4 << 20)


@pytest.fixture
def session():
    with recording_session(WireRecorder({})) as opened:
        yield opened


@pytest.fixture
def nodes():
    running = [KuboServer(), KuboServer()]
    yield running
    for node in running:
        node.close()


@pytest.fixture
def drive():
    running = AutoDriveServer()
    yield running
    running.close()


class Clock:
    """Seconds that the test moves on."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def world(session, nodes, drive, tmp_path):
    """What the stores of one machine are made of."""
    return World(session, nodes, drive, tmp_path)


class World:
    def __init__(self, session, nodes, drive, folder):
        self.session, self.nodes, self.drive, self.folder = session, nodes, drive, folder
        self.locators = Locators(folder / "locators")
        self.files = FolderArtifacts(folder / "artifacts")
        self.clock = Clock()
        self.told = []

    def node(self, number=0, limits=LIMITS):
        store = IpfsNode(self.nodes[number].url, self.session, self.locators, limits)
        store.name = f"node {number}"
        return store

    def gateway(self, number=0, limits=LIMITS):
        return IpfsGateway(self.nodes[number].gateway_url, self.session, self.locators, limits)

    def autodrive(self):
        return AutoDrive(self.drive.url, self.drive.url, self.session, self.locators, API_KEY, LIMITS)

    def gateways(self, *stores, cache=None):
        return Gateways(stores, self.locators, cache, self.told.append, self.clock)


@pytest.mark.parametrize("fault", ["alter", "truncate", "hang", "drip", "flood", "missing"])
def test_what_one_gateway_spoils_another_gives(world, fault):
    stores = world.gateways(world.gateway(0, HASTY), world.gateway(1))
    for number in (0, 1):
        world.node(number).put(MODEL)
    if fault == "missing":
        world.nodes[0].store.blocks.clear()
    world.nodes[0].fault = fault

    assert stores.get(Digest.of(MODEL)) == MODEL
    bad = [] if fault == "missing" else [world.gateway(0).name]
    assert [failure.store for failure in world.told] == bad
    assert [failure.store for failure in stores.failures()] == bad


def test_a_store_that_failed_is_asked_last_for_a_while(world):
    first, second = world.gateway(0), world.gateway(1)
    stores = world.gateways(first, second)
    for number in (0, 1):
        world.node(number).put(MODEL)
        world.nodes[number].seen.clear()
    world.nodes[0].fault = "alter"
    stores.get(Digest.of(MODEL))
    world.nodes[0].fault = ""

    stores.get(Digest.of(MODEL))
    assert [len(node.seen) for node in world.nodes] == [1, 2]
    world.clock.now += REST_SECONDS + 1
    stores.get(Digest.of(MODEL))
    assert [len(node.seen) for node in world.nodes] == [2, 2]
    assert stores.failures() == ()


def test_what_nobody_gives_is_told_with_every_reason(world):
    stores = world.gateways(world.files, world.gateway(0), world.gateway(1))
    world.node(0).put(MODEL)
    world.nodes[0].fault = "alter"

    with pytest.raises(TryAgain, match="No store gives the blob") as raised:
        stores.get(Digest.of(MODEL))
    told = raised.value.message
    assert "folder: Artifact" in told
    assert f"{world.gateway(0).name}: Other bytes" in told
    assert f"{world.gateway(1).name}: The gateway" in told


def test_other_bytes_from_everybody_are_a_breach(world):
    stores = world.gateways(world.gateway(0), world.gateway(1))
    for number in (0, 1):
        world.node(number).put(MODEL)
        world.nodes[number].fault = "alter"

    with pytest.raises(PeerBroke, match="No store gives"):
        stores.get(Digest.of(MODEL))


def test_a_single_store_speaks_for_itself(world):
    with pytest.raises(TryAgain, match="is not on this machine"):
        world.gateways(world.files).get(Digest.of(MODEL))


def test_what_came_from_afar_is_kept_here(world):
    world.node(0).put(MODEL)
    stores = world.gateways(world.files, world.gateway(0), cache=world.files)
    stores.get(Digest.of(MODEL))
    world.nodes[0].store.blocks.clear()

    assert stores.get(Digest.of(MODEL)) == MODEL


def test_a_damaged_file_is_mended_from_afar(world):
    stores = world.gateways(world.files, world.node(0), cache=world.files)
    digest = stores.put(MODEL)
    [path] = [path for path in (world.folder / "artifacts").rglob("*") if path.is_file()]
    path.write_bytes(b"other")

    assert stores.get(digest) == MODEL
    assert path.read_bytes() == MODEL
    assert [failure.store for failure in world.told] == ["folder"]


def test_a_blob_is_put_to_all_that_keep_blobs(world):
    stores = world.gateways(world.files, world.node(0), world.gateway(1), world.autodrive())
    stored = stores.put_to_all(TRANSCRIPT)

    assert stored.kept == ("folder", "node 0", "autodrive")
    assert stored.failed == ()
    assert unixfs.cid_of(TRANSCRIPT) in stored.cids
    assert world.files.get(stored.digest) == TRANSCRIPT
    assert world.nodes[1].seen == []
    assert list(world.drive.objects.values()) == [TRANSCRIPT]


def test_one_store_that_takes_it_is_enough_and_the_others_are_told(world):
    world.nodes[0].refusal = "no space left on device"
    world.drive.credit = 0
    stores = world.gateways(world.node(0), world.autodrive(), world.files)
    stored = stores.put_to_all(MODEL)

    assert stored.kept == ("folder",)
    assert [(failure.store, type(failure.error)) for failure in stored.failed] == [
        ("node 0", TryAgain),
        ("autodrive", Refused),
    ]
    assert tuple(world.told) == stored.failed == stores.failures()


def test_a_blob_that_nobody_takes_is_an_error_with_every_reason(world):
    world.nodes[0].refusal = "no space left on device"
    world.drive.credit = 0

    with pytest.raises(TryAgain, match=r"node 0: The IPFS node says: no space left.*autodrive: .*credit"):
        world.gateways(world.node(0), world.autodrive()).put(MODEL)


def test_no_store_or_none_that_keeps_is_for_the_user_to_mend(world):
    with pytest.raises(YouCanFix, match="No store"):
        world.gateways()
    with pytest.raises(YouCanFix, match="None of the chosen stores keeps"):
        world.gateways(world.gateway()).put(MODEL)


def test_a_users_cancel_is_no_failure_of_a_store(world):
    class Cancelling(FolderArtifacts):
        def get(self, digest):
            raise Cancelled("Stopped by you.")

    stores = world.gateways(Cancelling(world.folder), world.files)
    world.files.put(MODEL)
    with pytest.raises(Cancelled):
        stores.get(Digest.of(MODEL))


class TestPublishing:
    def test_a_stranger_finds_everything_by_what_is_on_chain(self, world, session, tmp_path):
        written = world.gateways(world.files, world.node(0), world.autodrive()).publish(
            "round 7", {"model": MODEL, "transcript": TRANSCRIPT}
        )
        locators = Locators(tmp_path / "stranger")
        stranger = Gateways([IpfsGateway(world.nodes[0].gateway_url, session, locators, LIMITS)], locators)

        found = stranger.learn(written)
        assert found == {"model": Digest.of(MODEL), "transcript": Digest.of(TRANSCRIPT)}
        assert [stranger.get(digest) for digest in found.values()] == [MODEL, TRANSCRIPT]

    def test_auto_drive_alone_is_enough(self, world, session, tmp_path):
        written = world.gateways(world.autodrive()).publish("round 7", {"transcript": TRANSCRIPT})
        locators = Locators(tmp_path / "stranger")
        drive = AutoDrive(world.drive.url, world.drive.url, session, locators, API_KEY, LIMITS)
        stranger = Gateways([drive], locators)

        [digest] = stranger.learn(written).values()
        assert stranger.get(digest) == TRANSCRIPT

    def test_what_is_written_is_a_cid_that_proves_the_record(self, world):
        stores = world.gateways(world.files)
        written = stores.publish("round 7", {"model": MODEL})

        assert world.files.get(Cid.parse(written).digest).startswith(b'{"kind":"conflux publication 1"')
        assert stores.learn(written) == {"model": Digest.of(MODEL)}

    def test_a_record_that_is_away_can_be_tried_again(self, world):
        with pytest.raises(TryAgain):
            world.gateways(world.files).learn(str(Cid.of(b"nobody has it")))

    @pytest.mark.parametrize(
        "written",
        [
            "",
            " ",
            "https://coordinator.example/v1/rounds/7/transcript",
            str(unixfs.cid_of(TRANSCRIPT)),
            f"{Cid.of(b'')} nonsense",
        ],
    )
    def test_something_else_on_chain_is_refused(self, world, written):
        with pytest.raises(PeerBroke, match="published"):
            world.gateways(world.files).learn(written)

    def test_a_blob_that_is_no_record_is_refused(self, world):
        world.files.put(MODEL)
        with pytest.raises(PeerBroke, match="no record of Conflux"):
            world.gateways(world.files).learn(str(Cid.of(MODEL)))


class TestFetching:
    def test_a_cid_is_proved_by_itself(self, world):
        cid = Cid.parse(world.nodes[0].store.add(TRANSCRIPT, {}))
        stores = world.gateways(world.files, world.gateway(0), cache=world.files)

        assert stores.fetch(cid) == TRANSCRIPT
        assert stores.digest_of(cid) == Digest.of(TRANSCRIPT)
        world.nodes[0].store.blocks.clear()
        assert stores.fetch(cid) == TRANSCRIPT, "now it is here, under its digest"

    def test_a_cid_that_proves_nothing_needs_a_digest(self, world, tmp_path):
        digest = world.autodrive().put(MODEL)
        [cid] = world.locators.cids(digest)
        world.locators = Locators(tmp_path / "stranger")
        stores = world.gateways(world.files, world.autodrive())

        with pytest.raises(TryAgain, match="does not tell the digest"):
            stores.fetch(cid)
        assert stores.fetch(cid, digest) == MODEL
        with pytest.raises((PeerBroke, TryAgain)):
            stores.fetch(cid, Digest.of(b"another"))

    def test_every_store_is_checked_for_the_whole_blob(self, world):
        stores = world.gateways(world.files, world.node(0), world.gateway(1))
        digest = stores.put(TRANSCRIPT)
        world.nodes[0].fault = "alter"

        checks = {check.store: check for check in stores.check(digest)}
        assert checks["folder"].error is None
        assert isinstance(checks["node 0"].error, PeerBroke)
        assert isinstance(checks[world.gateway(1).name].error, TryAgain)
        assert [check.keeps for check in checks.values()] == [True, True, False]
