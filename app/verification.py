"""A round's public record, a worker and perhaps a chain in; one line out for each check made again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app import scoring, sharing
from app.chain_rounds import GIVEN_UP, check_beacons, check_equal, check_posted, phase_of
from app.ports import Chain, CoordinatorGateway, Progress, Worker
from app.settings import write_atomically
from core.errors import ConfluxError, PeerBroke, TryAgain, YouCanFix
from core.federated.messages import MaskedInput, read
from core.federated.terms import RoundSpec, Standing
from core.federated.transcript import Transcript
from core.federated.verification import Check, Known, verify_transcript
from core.model.weights import Weights, check_rest, trained_part
from core.privacy.fixed_point import Integers, Ring, ring_from_wire
from core.rewards.settlement import Payouts, check_payouts, standings
from core.values import Digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.federated.losses import Judged
    from core.model.results import PathGradient

FILES: Mapping[str, str] = {
    "transcript": "transcript.cbor",
    "candles": "candles.cbor",
    "payouts": "payouts.cbor",
    "standings": "payouts-before.cbor",
}
"""Names of a round's public record in a folder."""

ARTIFACTS = "artifacts"
"""Beside them, the folder of models and masked updates, each named by its digest."""


class RoundRecord(Protocol):
    """The public record of one round."""

    def part(self, name: str) -> bytes:
        """The bytes of a name of FILES; raises TryAgain where there are none yet."""
        ...

    def artifact(self, digest: Digest) -> bytes:
        """A model or a masked update, which should have this digest."""
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
        if name == "standings":
            return self._coordinator.raw(f"rounds/{self._standings_round()}/payouts")
        return self._coordinator.raw(f"rounds/{self._round_id}/{name}")

    def _standings_round(self) -> int:
        spec = RoundSpec.from_bytes(self._coordinator.raw(f"rounds/{self._round_id}/spec"))
        if not spec.standings_round:
            raise TryAgain("No round was settled before this one.")
        return spec.standings_round

    def artifact(self, digest: Digest) -> bytes:
        """See RoundRecord."""
        return self._coordinator.raw(f"artifacts/{digest}")


class SavedRecord:
    """The record in a folder, as `save` wrote it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def part(self, name: str) -> bytes:
        """See RoundRecord."""
        return _read(self._folder / FILES[name])

    def artifact(self, digest: Digest) -> bytes:
        """See RoundRecord."""
        return _read(self._folder / ARTIFACTS / str(digest))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise TryAgain(f"There is no {path}.") from error
    except OSError as error:
        raise YouCanFix(f"{path} cannot be read: {error.strerror}.") from error


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
    for name in ("candles", "payouts", "standings"):
        try:
            parts[name] = record.part(name)
        except TryAgain:  # the round is not scored or shared out yet, or the first one
            continue
    written = []
    for name, data in parts.items():
        written.append(folder / FILES[name])
        write_atomically(written[-1], data)
    for digest in artifacts_of(transcript):
        written.append(folder / ARTIFACTS / str(digest))
        write_atomically(written[-1], record.artifact(digest))
    return tuple(written)


def artifacts_of(transcript: Transcript) -> tuple[Digest, ...]:
    """What lies beside a transcript: the models around the round and before it, and the masked updates."""
    closed = transcript.fact("close")
    after = (closed.model,) if closed is not None and closed.model is not None else ()
    bodies = (read(signed) for signed in transcript.messages)
    masked = (body.masked for body in bodies if isinstance(body, MaskedInput))
    return (transcript.spec.model_digest, *transcript.spec.past_models, *after, *masked)


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
        self._reference: NDArray[np.float64] | None = None
        self._steps: list[Integers] | None = None
        self._earlier: Payouts | None = None
        self._standings: tuple[Standing, ...] | None = None
        self._judged: Judged | None = None

    def models(self) -> list[Check]:
        """Both models are those whose digests stand in the terms and on chain."""
        closed = self._transcript.fact("close")
        digests = {"before": self._spec.model_digest}
        if closed is not None and closed.model is not None:
            digests["after"] = closed.model
        return [self._model(name, digest) for name, digest in digests.items()]

    def _model(self, name: str, digest: Digest) -> Check:
        def check() -> str:
            data = self._record.artifact(digest)
            if Digest.of(data) != digest:
                raise PeerBroke(f"The model {name} the round has another digest than {digest}.")
            model = scoring.model_spec(self._spec)
            weights = Weights.from_bytes(data, model)
            if "before" in self._models:
                check_rest(weights, Weights.from_bytes(self._models["before"]), model)
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
        packed = self._record.part("candles")
        if request is not None and Digest.of(packed) != request.candles:
            raise PeerBroke("The candles are not those that the scores were asked for.")
        candles = scoring.unpack_candles(self._spec, packed)
        before, after = self._models["before"], self._models["after"]
        found = scoring.path_gradient(self._spec, before, after, candles, self._worker, self._scaled)
        self._gradient = found
        self._reference = scoring.reference_direction(self._spec, before, candles, self._worker, self._scaled)
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
            name: trained_part(Weights.from_bytes(data), scoring.model_spec(self._spec))
            for name, data in self._models.items()
        }
        steps = _checked("the last global steps are those of the models on chain", self._compute_steps)
        standings = _checked("earlier payouts are published", self._read_standings)
        known = Known(
            weights=flat.get("before"),
            next_weights=flat.get("after"),
            gradient=self._gradient.gradient if self._gradient else None,
            reference=self._reference,
            steps=self._steps,
            standings=self._standings,
        )
        found = verify_transcript(self._transcript, self._vector, known)
        self._judged = found.judged
        return (steps, standings, *found.checks)

    def _vector(self, digest: Digest) -> Ring:
        return ring_from_wire(self._record.artifact(digest))

    def _compute_steps(self) -> str:
        def artifact(digest: Digest) -> bytes:
            data = self._record.artifact(digest)
            if Digest.of(data) != digest:
                raise PeerBroke(f"A past model has another digest than {digest}.")
            return data

        self._steps = scoring.past_steps(self._spec, artifact)
        return f"{len(self._steps)} steps"

    def _read_standings(self) -> str:
        if not self._spec.standings_round:
            self._standings = ()
            return "no round was settled before"
        payouts = Payouts.from_bytes(self._record.part("standings"))
        if payouts.round_id != self._spec.standings_round or payouts.digest != self._spec.standings_digest:
            raise PeerBroke("The earlier payouts are not those that the terms name.")
        self._earlier = payouts
        self._standings = standings(payouts.histories)
        return f"of round {payouts.round_id}"

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
            checks.append(_checked("all that there was is shared out", lambda: self._amounts(payouts, chain)))
            checks.append(_checked("payout roots are on chain", lambda: _proposed(payouts, chain)))
        return checks

    def _shares(self, payouts: Payouts) -> str:
        if payouts.round_id != self._spec.round_id:
            raise PeerBroke("The payouts are those of another round.")
        if self._judged is None:
            raise PeerBroke("A check of the transcript failed, so that nothing follows from its scores.")
        check_payouts(self._spec, self._judged, payouts, self._earlier)
        return f"profit {payouts.profit_wei} and emission {payouts.emission_wei} smallest units to share"

    def _amounts(self, payouts: Payouts, chain: Chain) -> str:
        if self._spec.standings_round and self._earlier is None:
            raise PeerBroke("The payouts before are not at hand, so that nobody knows what was left.")
        return sharing.check_amounts(chain, self._spec, payouts, self._earlier)


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
        if not chain.events(contract, "Proposed", root=table.root):
            raise PeerBroke(f"The root of the {contract}'s table was never proposed on chain.")
        roots.append(table.root.hex())
    return ", ".join(roots) or "nothing to pay"


def on_chain(transcript: Transcript, chain: Chain) -> list[Check]:
    """The facts of a transcript stand on chain, in the blocks that it names, and the beacon is real."""
    spec = transcript.spec
    register: Mapping[str, Any] = chain.read("Rounds", "round", spec.round_id)

    def terms() -> str:
        check_equal(bytes(register["configHash"]), spec.digest.raw, "digest of the terms")
        check_equal(bytes(register["modelBefore"]), spec.model_digest.raw, "model before")
        check_equal(int(register["attempt"]), transcript.attempt, "attempt")
        check_equal(scoring.past_models(chain, spec.round_id), spec.past_models, "list of past models")
        check_equal(
            sharing.newest_settled(chain, spec.round_id), spec.standings_round, "newest settled round"
        )
        return f"{spec.digest} in {spec.contract} on chain {spec.chain_id}"

    def standing() -> str:
        if phase_of(register) in GIVEN_UP:
            raise PeerBroke("The round was given up or voided on chain, and counts for nothing.")
        return "neither given up nor voided"

    checks = [
        _checked("the terms are the ones on chain", terms),
        _checked("the round stands on chain", standing),
    ]
    for fact in transcript.facts:
        name = f"{fact.kind} stands on chain"
        checks.append(_checked(name, lambda fact=fact: check_posted(register, fact)))  # type: ignore[misc]
    return [
        *checks,
        _checked("the beacons are blocks' hashes", lambda: check_beacons(transcript.facts, chain)),
    ]
