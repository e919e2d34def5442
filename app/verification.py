"""A round's public record, a worker and perhaps a chain in; one line out for each check made again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app import scoring
from app.ports import Chain, CoordinatorGateway, Progress, Worker
from app.settings import write_atomically
from core.errors import ConfluxError, PeerBroke, TryAgain, YouCanFix
from core.federated.messages import RoundSpec
from core.federated.transcript import Transcript
from core.federated.verification import Check, Known, verify_transcript
from core.federated.views import Posted
from core.model.weights import Weights
from core.rewards.settlement import Payouts, check_payouts
from core.values import Digest

if TYPE_CHECKING:
    from core.model.results import PathGradient

BEACON_BLOCKS = 2
FILES: Mapping[str, str] = {
    "transcript": "transcript.cbor",
    "candles": "candles.cbor",
    "payouts": "payouts.cbor",
    "before": "model-before.safetensors",
    "after": "model-after.safetensors",
}
"""Names of a round's public record in a folder."""

_POSTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "joins": ("joined", ("root1",)),
    "masked": ("masked", ("root3",)),
    "survivors": ("agreed", ("survivorsHash", "root4")),
    "close": ("closed", ("transcriptRoot",)),
    "scores": ("settled", ("scoreRoot",)),
}
"""Where the register keeps each fact of a transcript: its post, and the fields of its roots."""


class RoundRecord(Protocol):
    """The public record of one round."""

    def part(self, name: str) -> bytes:
        """The bytes of "transcript", "candles" or "payouts"; raises TryAgain where there are none yet."""
        ...

    def model(self, name: str, digest: Digest) -> bytes:
        """The model "before" or "after" the round, which should have this digest."""
        ...


class PublishedRecord:
    """The record as a coordinator publishes it.

    Args:
        coordinator: asked for everything, believed in nothing.
        round_id: which round.
    """

    def __init__(self, coordinator: CoordinatorGateway, round_id: int) -> None:
        self._coordinator = coordinator
        self._round_id = round_id

    def part(self, name: str) -> bytes:
        """See RoundRecord."""
        return self._coordinator.raw(f"rounds/{self._round_id}/{name}")

    def model(self, _name: str, digest: Digest) -> bytes:
        """See RoundRecord."""
        return self._coordinator.raw(f"artifacts/{digest}")


class SavedRecord:
    """The record in a folder, as `save` wrote it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def part(self, name: str) -> bytes:
        """See RoundRecord."""
        path = self._folder / FILES[name]
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise TryAgain(f"There is no {path}.") from error
        except OSError as error:
            raise YouCanFix(f"{path} cannot be read: {error.strerror}.") from error

    def model(self, name: str, _digest: Digest) -> bytes:
        """See RoundRecord."""
        return self.part(name)


@dataclass(frozen=True)
class Verification:
    """What was found of a round.

    Args:
        spec: the round's terms.
        checks: in the order in which they were made.
    """

    spec: RoundSpec
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether every check holds."""
        return all(check.ok for check in self.checks)


def verify_round(
    round_id: int, record: RoundRecord, worker: Worker, chain: Chain | None, progress: Progress
) -> Verification:
    """Check everything of a published round again.

    Args:
        round_id: which round the record should be of.
        record: its public record; nothing in it is believed.
        worker: recomputes the gradient.
        chain: a node of the verifier's own choice; None leaves the chain's checks out.
        progress: told the stages.

    Raises:
        PeerBroke: there is no transcript that could be checked.
        TryAgain: the round is not published yet, or a service is away.
    """
    progress("transcript", 0.0)
    transcript = Transcript.from_bytes(record.part("transcript"))
    if transcript.spec.round_id != round_id:
        raise PeerBroke(f"The transcript is that of round {transcript.spec.round_id}, not of {round_id}.")
    verifier = _Verifier(transcript, record, worker, progress)
    checks = [*verifier.models(), *verifier.scored(), *verifier.derived(), *verifier.shared_out(chain)]
    if chain is not None:
        progress("chain", 0.95)
        checks += on_chain(transcript, chain)
    return Verification(transcript.spec, tuple(checks))


def save(record: RoundRecord, folder: Path) -> tuple[Path, ...]:
    """Write a record into a folder, from which it can be verified without its coordinator."""
    transcript = Transcript.from_bytes(record.part("transcript"))
    parts = {"transcript": transcript.to_bytes()}
    for name in ("candles", "payouts"):
        try:
            parts[name] = record.part(name)
        except TryAgain:  # the round is not scored or shared out yet
            continue
    parts["before"] = record.model("before", transcript.spec.model_digest)
    closed = transcript.fact("close")
    if closed is not None and closed.model is not None:
        parts["after"] = record.model("after", closed.model)
    for name, data in parts.items():
        write_atomically(folder / FILES[name], data)
    return tuple(folder / FILES[name] for name in parts)


class _Verifier:
    def __init__(
        self, transcript: Transcript, record: RoundRecord, worker: Worker, progress: Progress
    ) -> None:
        self._transcript = transcript
        self._record = record
        self._worker = worker
        self._progress = progress
        self._spec = transcript.spec
        self._models: dict[str, bytes] = {}
        self._gradient: PathGradient | None = None

    def models(self) -> list[Check]:
        """Both models are those whose digests stand in the terms and on chain."""
        closed = self._transcript.fact("close")
        digests = {"before": self._spec.model_digest}
        if closed is not None and closed.model is not None:
            digests["after"] = closed.model
        return [self._model(name, digest) for name, digest in digests.items()]

    def _model(self, name: str, digest: Digest) -> Check:
        def check() -> str:
            data = self._record.model(name, digest)
            if Digest.of(data) != digest:
                raise PeerBroke(f"The model {name} the round has another digest than {digest}.")
            Weights.from_bytes(data, scoring.model_spec(self._spec))
            self._models[name] = data
            return str(digest)

        return _checked(f"the model {name} the round is the published one", check)

    def scored(self) -> list[Check]:
        """After the horizon: the gradient and both losses, computed again from the candles."""
        if self._transcript.request is None or len(self._models) < 2:  # noqa: PLR2004 - before and after
            return []
        return [_checked("the gradient can be computed again", self._compute)]

    def _compute(self) -> str:
        request = self._transcript.request
        candles = scoring.unpack_candles(self._spec, self._record.part("candles"))
        before, after = self._models["before"], self._models["after"]
        found = scoring.path_gradient(self._spec, before, after, candles, self._worker, self._scaled)
        self._gradient = found
        if request is not None:
            _close(found.loss_before, request.loss_before, "loss before")
            _close(found.loss_after, request.loss_after, "loss after")
        return f"{found.windows} windows, loss {found.loss_before:.6f} to {found.loss_after:.6f}"

    def _scaled(self, stage: str, fraction: float) -> None:
        self._progress(stage, 0.1 + 0.6 * fraction)

    def derived(self) -> tuple[Check, ...]:
        """All that follows from the signed messages."""
        self._progress("signatures, roots, sum and scores", 0.7)
        flat = {
            name: Weights.from_bytes(data, scoring.model_spec(self._spec)).flat()
            for name, data in self._models.items()
        }
        gradient = self._gradient.gradient if self._gradient else None
        return verify_transcript(self._transcript, Known(flat.get("before"), flat.get("after"), gradient))

    def shared_out(self, chain: Chain | None) -> list[Check]:
        """The payout tables follow from the scores, and their roots were proposed on chain."""
        if self._transcript.scores is None:
            return []
        try:
            payouts = Payouts.from_bytes(self._record.part("payouts"))
        except TryAgain:  # not shared out yet
            return []
        except ConfluxError as error:
            return [Check("payouts follow from the scores", ok=False, detail=error.message)]
        checks = [_checked("payouts follow from the scores", lambda: self._shares(payouts))]
        if chain is not None:
            checks.append(_checked("payout roots are on chain", lambda: _proposed(payouts, chain)))
        return checks

    def _shares(self, payouts: Payouts) -> str:
        table = self._transcript.scores
        if table is None or payouts.round_id != self._spec.round_id:
            raise PeerBroke("The payouts are those of another round.")
        check_payouts(self._spec, table, payouts)
        return f"profit {payouts.profit_wei} and emission {payouts.emission_wei} smallest units to share"


def _checked(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, detail=check())
    except ConfluxError as error:
        return Check(name, ok=False, detail=error.message)


def _close(found: float, published: float, name: str) -> None:
    """Losses are float64 sums in another order on another machine: equal in nine digits, not in all."""
    if abs(found - published) > 1e-9 * max(1.0, abs(found)):
        raise PeerBroke(f"The published {name} is {published!r}, computed again it is {found!r}.")


def _proposed(payouts: Payouts, chain: Chain) -> str:
    roots = []
    for contract, table in (
        ("ProfitDistributor", payouts.profit_table),
        ("EmissionDistributor", payouts.emission_table),
    ):
        if not table.total:
            continue
        if table.distributor != chain.address(contract):
            raise PeerBroke(f"A payout table is for {table.distributor}, not for the {contract}.")
        if not chain.events(contract, "Proposed", root=table.root):
            raise PeerBroke(f"The root of the {contract}'s table was never proposed on chain.")
        roots.append(table.root.hex())
    return ", ".join(roots) or "nothing to pay"


def on_chain(transcript: Transcript, chain: Chain) -> list[Check]:
    """The facts of a transcript stand on chain, in the blocks that it names, and the beacon is real."""
    spec = transcript.spec
    register: Mapping[str, Any] = chain.read("Rounds", "round", spec.round_id)

    def terms() -> str:
        _equal(bytes(register["configHash"]), spec.digest.raw, "digest of the terms")
        _equal(bytes(register["modelBefore"]), spec.model_digest.raw, "model before")
        _equal(int(register["attempt"]), transcript.attempt, "attempt")
        return f"{spec.digest} in {spec.contract} on chain {spec.chain_id}"

    checks = [_checked("the terms are the ones on chain", terms)]
    for fact in transcript.facts:
        name = f"{fact.kind} stands on chain"
        checks.append(_checked(name, lambda fact=fact: _posted(register, fact)))  # type: ignore[misc]
    return [*checks, _checked("the beacon is a block's hash", lambda: _beacon(transcript, chain))]


def _posted(register: Mapping[str, Any], fact: Posted) -> str:
    if fact.kind not in _POSTS:
        raise PeerBroke(f"The transcript names a fact {fact.kind!r} that no chain holds.")
    post, fields = _POSTS[fact.kind]
    _equal(tuple(bytes(register[field]) for field in fields), fact.roots, fact.kind)
    _equal(int(register[post]["number"]), fact.block, f"block of {fact.kind}")
    _equal(int(register[post]["timestamp"]), fact.timestamp, f"time of {fact.kind}")
    if fact.model is not None:
        _equal(bytes(register["modelAfter"]), fact.model.raw, "model after")
    return f"block {fact.block}"


def _beacon(transcript: Transcript, chain: Chain) -> str:
    joins = transcript.fact("joins")
    if joins is None:
        raise PeerBroke("The transcript lacks the root of the joins.")
    block = chain.block(joins.block + BEACON_BLOCKS)
    if block is None:
        raise PeerBroke(f"There is no block {joins.block + BEACON_BLOCKS}.")
    _equal(block.hash, joins.beacon, "beacon")
    return joins.beacon.hex()


def _equal(on_chain_value: object, told: object, name: str) -> None:
    if on_chain_value != told:
        raise PeerBroke(f"The {name} on chain is not the one of the transcript.")
