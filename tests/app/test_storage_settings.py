"""A choice of stores in; the stores, or why it cannot be, out."""

import pytest
import requests
import structlog

from app.adapters.gateways import Failure
from app.bootstrap import build_artifacts, log_storage_failure
from app.settings import StorageSettings
from core.errors import TryAgain, YouCanFix


@pytest.mark.parametrize(
    "choice", [{"stores": ("cloud",)}, {"stores": ()}, {"timeout_seconds": 0.0}, {"size_limit_mib": 0}]
)
def test_a_choice_that_cannot_be_is_refused(choice):
    with pytest.raises(YouCanFix, match=r"no choice|no time"):
        StorageSettings(**choice)


class EmptyCoordinator:
    """A coordinator that has no artifact."""

    def raw(self, path):
        raise TryAgain(f"There is no {path}.")


@pytest.mark.parametrize(
    ("stores", "names"),
    [
        (("folder", "ipfs"), ["folder", "coordinator", "ipfs", "http://127.0.0.1:9"]),
        (("ipfs",), ["coordinator", "ipfs", "http://127.0.0.1:9"]),
    ],
)
def test_a_trader_asks_the_coordinator_right_after_its_own_folder(tmp_path, stores, names, monkeypatch):
    monkeypatch.setenv("CONFLUX_IPFS_AUTHORIZATION", "Bearer of this machine")
    settings = StorageSettings(stores=stores, gateways=("http://127.0.0.1:9",))
    with requests.Session() as session:
        built = build_artifacts(settings, tmp_path, session, EmptyCoordinator())

    assert [store.name for store in built.stores] == names


def test_what_a_folder_publishes_its_folder_gives(tmp_path):
    with requests.Session() as session:
        built = build_artifacts(StorageSettings(), tmp_path, session)
        written = built.publish("round 1", {"model": b"weights"})

    assert built.get(built.learn(written)["model"]) == b"weights"
    assert (tmp_path / "artifacts").is_dir()


def test_a_failure_is_written_into_a_services_log():
    with structlog.testing.capture_logs() as lines:
        log_storage_failure(Failure("ipfs", TryAgain("The node is away."), 0.0))

    assert lines == [
        {
            "event": "a store failed",
            "log_level": "warning",
            "store": "ipfs",
            "kind": "TryAgain",
            "cause": "The node is away.",
        }
    ]
