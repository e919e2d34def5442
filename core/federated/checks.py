"""What the coordinator claims in; nothing out when it stands, an error that names the breach when not."""

from collections.abc import Collection

from core.errors import PeerBroke, Refused
from core.federated.cohort import Cohort
from core.federated.messages import Agree, MaskedInput, NormOpening, RevealedShare, Shares, Unmask, read
from core.federated.session_state import HeldShares, Release, SessionState
from core.federated.views import (
    Inbox,
    MaskedList,
    NormList,
    NormRequest,
    Roster,
    Survivors,
    SurvivorSet,
    masked_root,
)
from core.values import ClientId, Digest


def roster(state: SessionState, view: Roster, cohort: Cohort, root1: bytes) -> None:
    """The roster is what was posted, of my attempt, with my own join, and re-uses no revealed key."""
    if view.attempt != state.attempt:
        raise PeerBroke("The roster is for another attempt.")
    if cohort.root1 != root1:
        raise PeerBroke("The roster is not the one whose root is on chain.")
    mine = state.answer("join")
    if mine is None or mine.signed not in view.joins:
        raise PeerBroke("The coordinator left my join out.", "Its receipt shows that it had it.")
    revealed = {release.mask_key for release in state.releases}
    again = [client for client, join in cohort.joins.items() if join.mask_key in revealed]
    if again:
        raise PeerBroke(f"{again[0]} joined with a mask key of which a share was given before.")


def inbox(state: SessionState, view: Inbox, cohort: Cohort, shares: Shares) -> None:
    """The inbox is mine, of this attempt, from neighbours to whom I sent boxes, each once and in order."""
    if (view.round_id, view.attempt, view.client) != (state.spec.round_id, state.attempt, state.client):
        raise PeerBroke("The inbox is for another client, round or attempt.")
    senders = [entry.sender for entry in view.boxes]
    if senders != sorted(set(senders)):
        raise PeerBroke("The inbox is not in the order of addresses.")
    strangers = set(senders) - cohort.graph[state.client]
    if strangers:
        raise PeerBroke(f"The inbox holds a box of {min(strangers)}, who is no neighbour.")
    unbonded = set(senders) - {box.to for box in shares.boxes}
    if unbonded:
        raise PeerBroke(f"The inbox holds a box of {min(unbonded)}, with whom I have no edge.")


def masked(
    state: SessionState,
    view: MaskedList,
    request: NormRequest,
    cohort: Cohort,
    mine: MaskedInput,
    root3: bytes,
    posted_at: int,
) -> None:
    """Commitments and request are on chain, before the first candle, mine among them, with enough neighbours.

    Were the request not on chain, two of them could be shown to two ends of an edge: their difference, of a
    few integers, would open a few numbers of an update.
    """
    if (view.round_id, view.attempt) != (state.spec.round_id, state.attempt):
        raise PeerBroke("The list of commitments is for another round or attempt.")
    clients = [entry.client for entry in view.entries]
    if clients != sorted(set(clients)):
        raise PeerBroke("The list of commitments is not in the order of addresses, each once.")
    if (state.client, mine.masked) not in [(entry.client, entry.masked) for entry in view.entries]:
        raise PeerBroke("The list of commitments lacks mine.", "A message that came too late is left out.")
    if masked_root(request.digest, view.entries) != root3:
        raise PeerBroke(
            "The list of commitments, or the norm request, is not the one whose root is on chain."
        )
    if state.spec.commit_before is not None and posted_at >= state.spec.commit_before:
        raise PeerBroke("The commitments were posted after the first candle that scores them.")
    _enough_neighbours(state, cohort, clients)


def _enough_neighbours(state: SessionState, cohort: Cohort, clients: Collection[ClientId]) -> None:
    if len({edge.neighbour for edge in state.edges}.intersection(clients)) < cohort.threshold:
        raise Refused("Too few of my neighbours are left to unmask.", "Wait for the next attempt.")


def norms(
    state: SessionState,
    view: NormList,
    cohort: Cohort,
    mine: NormOpening,
    posted: Collection[bytes] | None,
) -> None:
    """My opening is in the list, the survivors are among those who opened, and I lose nothing by the set."""
    if (view.round_id, view.attempt) != (state.spec.round_id, state.attempt):
        raise PeerBroke("The list of norm openings is for another round or attempt.")
    clients = [entry.client for entry in view.entries]
    if clients != sorted(set(clients)) or not set(clients) <= set(state.committed):
        raise PeerBroke("The list of norm openings is not in order or holds a stranger.")
    if (state.client, Digest.of(mine.to_bytes())) not in [(e.client, e.opening) for e in view.entries]:
        raise PeerBroke("The list of norm openings lacks mine.", "A message that came too late is left out.")
    if list(view.survivors) != sorted(set(view.survivors)) or not set(view.survivors) <= set(clients):
        raise PeerBroke("The survivor set is not in order or holds somebody who did not open.")
    if state.client not in view.survivors:
        raise Refused("My update is not among the survivors.", "Wait for the next attempt.")
    _enough_neighbours(state, cohort, view.survivors)
    no_other_sum(state, own_cohort(cohort, view.survivors), posted)


def own_cohort(cohort: Cohort, survivors: Collection[ClientId]) -> tuple[ClientId, ...]:
    """The survivors of my own cohort."""
    return tuple(client for client in cohort.clients if client in set(survivors))


def no_other_sum(
    state: SessionState, survivors: tuple[ClientId, ...], posted: Collection[bytes] | None
) -> None:
    """Refuse a second set: sums over a few sets, none near another, add and subtract to single updates.

    P, Q with i, and P with Q do: the first two less the third is i. A set that I signed counts as unmasked
    as soon as it is posted, because others may have unmasked it; one that I unmasked counts even if my node
    no longer shows the post. The same set again says nothing new, unless it averages the noise away.
    """
    for before in state.signed_sets:
        is_posted = posted is None or before.unmasked or before.digest.raw in posted
        is_same = before.survivors == survivors and state.spec.noise_multiplier == 0
        if is_posted and not is_same:
            raise Refused(
                "Another set of clients may have been unmasked before in this round: "
                "sums over several sets can be combined to show single updates.",
                "Train again for the next round.",
            )


def survivors(
    view: Survivors, cohort: Cohort, mine: Agree, posted_digest: bytes, posted_root4: bytes
) -> None:
    """The set is the one I signed and the chain holds, and at least t of my neighbours signed it too."""
    digest = view.agreed.digest
    if mine.survivors != digest:
        raise PeerBroke("The survivor set is not the one that I signed.", "Two signed sets are proof.")
    if digest.raw != posted_digest or view.agreed.root4 != posted_root4:
        raise PeerBroke("The survivor set is not the one on chain.")
    signers = agreed_by(view, cohort)
    count = len(signers & cohort.graph[mine.client] & set(view.agreed.survivors))
    if count < cohort.threshold:
        raise PeerBroke(f"{count} of my neighbours signed the survivor set; {cohort.threshold} must.")


def agreed_by(view: Survivors, cohort: Cohort) -> frozenset[ClientId]:
    """Who signed exactly this survivor set; raises PeerBroke for any signature that is not one."""
    signers = set()
    for signed in view.signatures:
        body = read(signed)
        cohort.check_member(body, signed)
        if not isinstance(body, Agree) or body.survivors != view.agreed.digest:
            raise PeerBroke(f"{body.client} signed something else than this survivor set.")
        signers.add(body.client)
    return frozenset(signers)


def releasing(state: SessionState, agreed: SurvivorSet, cohort: Cohort) -> tuple[Unmask, tuple[Release, ...]]:
    """The shares to reveal and the ledger after it; raises Refused for a second kind of one mask key."""
    present = set(agreed.survivors)
    self_shares = [held for held in state.held if held.of in present]
    key_shares = [held for held in state.held if held.of not in present]
    ledger = dict.fromkeys(state.releases)
    for kind, chosen in (("self", self_shares), ("key", key_shares)):
        for held in chosen:
            ledger[_release(state, cohort, held, kind)] = None
    body = Unmask(
        state.spec.round_id,
        state.attempt,
        state.client,
        agreed.digest,
        tuple(RevealedShare(held.of, held.self_share) for held in self_shares),
        tuple(RevealedShare(held.of, held.key_share) for held in key_shares),
    )
    return body, tuple(ledger)


def _release(state: SessionState, cohort: Cohort, held: HeldShares, kind: str) -> Release:
    mask_key = cohort.joins[held.of].mask_key
    for release in state.releases:
        if release.mask_key == mask_key and release.kind != kind:
            raise Refused(f"The other share for {held.of} has left before; never both.")
    return Release(mask_key, kind)
