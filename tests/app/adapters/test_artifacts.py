"""Bytes in, the same bytes by digest out; altered ones refused, absent ones fetched once."""

import pytest

from app.adapters.artifacts import CoordinatorArtifacts, FolderArtifacts
from app.adapters.coordinator_api import HttpCoordinator
from app.adapters.http import recording_session
from app.adapters.wire import WireRecorder
from core.errors import PeerBroke, TryAgain
from core.values import Digest

MODEL = b"weights" * 100


@pytest.fixture
def folder(tmp_path):
    return FolderArtifacts(tmp_path / "artifacts")


@pytest.fixture
def remote(served, folder):
    with recording_session(WireRecorder({})) as session:
        yield CoordinatorArtifacts(folder, HttpCoordinator(served.url, session))


def altered(tmp_path):
    [path] = [path for path in (tmp_path / "artifacts").rglob("*") if path.is_file()]
    path.write_bytes(b"other")


def test_an_altered_file_is_refused(folder, tmp_path):
    digest = folder.put(MODEL)
    altered(tmp_path)

    with pytest.raises(PeerBroke, match="altered"):
        folder.get(digest)


def test_what_the_folder_lacks_is_fetched_once(served, remote):
    digest = Digest.of(MODEL)
    served.answers[f"GET /v1/artifacts/{digest}"] = (200, {}, MODEL)

    assert [remote.get(digest), remote.get(digest)] == [MODEL, MODEL]
    assert len(served.seen) == 1


def test_a_damaged_file_is_fetched_again(served, remote, tmp_path):
    digest = remote.put(MODEL)
    altered(tmp_path)
    served.answers[f"GET /v1/artifacts/{digest}"] = (200, {}, MODEL)

    assert [remote.get(digest), remote.get(digest)] == [MODEL, MODEL]
    assert len(served.seen) == 1


def test_other_bytes_from_the_coordinator_are_refused_and_not_kept(served, remote, folder):
    digest = Digest.of(MODEL)
    served.answers[f"GET /v1/artifacts/{digest}"] = (200, {}, b"other")

    with pytest.raises(PeerBroke, match="other bytes"):
        remote.get(digest)
    with pytest.raises(TryAgain):
        folder.get(digest)


def test_what_nobody_has_can_be_tried_again(remote):
    with pytest.raises(TryAgain):
        remote.get(Digest.of(b"nobody"))
