// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {Governed} from "./Governed.sol";
import {Roles} from "./Roles.sol";

/// @title The register and public clock of the training rounds.
/// @notice Holds digests only. The block of each post is what makes it a commitment: roots before the beacon,
///   masked updates before the first candle they are scored on. Times are UTC seconds.
///   Its EIP-712 domain ("Conflux", "1") is that of session delegations and of signed bodies.
contract Rounds is Governed, EIP712 {
    enum Phase {
        None,
        Open,
        Joined,
        Masked,
        Agreed,
        Closed,
        Asked,
        Settled,
        Aborted,
        Voided
    }

    /// @dev The block that holds a post.
    struct Post {
        uint40 number;
        uint40 timestamp;
    }

    struct Round {
        Phase phase;
        uint32 attempt;
        Post opened;
        Post joined;
        Post masked;
        Post agreed;
        Post closed;
        Post asked;
        Post settled;
        bytes32 configHash;
        bytes32 modelBefore;
        bytes32 root1;
        bytes32 root3;
        bytes32 survivorsHash;
        bytes32 root4;
        bytes32 modelAfter;
        bytes32 transcriptRoot;
        bytes32 requestDigest;
        bytes32 scoreRoot;
    }

    /// @dev How a round is stored. A post takes 80 bits (block number, time), so three share a word; posts stand
    ///   in the order of the phases Open to Settled.
    struct Stored {
        Phase phase;
        uint32 attempt;
        uint80[7] posts;
        bytes32 configHash;
        bytes32 modelBefore;
        bytes32 root1;
        bytes32 root3;
        bytes32 survivorsHash;
        bytes32 root4;
        bytes32 modelAfter;
        bytes32 transcriptRoot;
        bytes32 requestDigest;
        bytes32 scoreRoot;
    }

    /// @notice Seconds after a close in which the timelock can void it.
    uint256 public immutable challengeSeconds;
    /// @notice Number of the newest round; rounds count from 1.
    uint256 public latest;
    /// @notice Number of the round whose close made `model`, 0 before the first.
    uint256 public lastClosed;
    /// @notice Digest of the current global model.
    bytes32 public model;
    /// @notice When a wallet revoked a session key, 0 where it did not.
    mapping(address wallet => mapping(address session => uint256)) public revokedAt;

    mapping(uint256 id => Stored) private _rounds;

    event Opened(uint256 indexed round, bytes32 configHash, bytes32 modelBefore);
    event Joined(uint256 indexed round, uint256 attempt, bytes32 root1);
    event Masked(uint256 indexed round, uint256 attempt, bytes32 root3);
    event Agreed(uint256 indexed round, uint256 attempt, bytes32 survivorsHash, bytes32 root4);
    event Closed(uint256 indexed round, bytes32 modelAfter, bytes32 transcriptRoot, string cid);
    event Asked(uint256 indexed round, bytes32 requestDigest);
    event Settled(uint256 indexed round, bytes32 scoreRoot);
    event Aborted(uint256 indexed round, string reason);
    event Voided(uint256 indexed round, bytes32 evidence);
    event SessionRevoked(address indexed wallet, address indexed session);

    error WrongPhase(uint256 round, Phase phase);
    error WrongRound(uint256 expected);
    error WrongAttempt(uint256 attempt);
    error WrongModel(bytes32 current);
    error ZeroDigest();
    error TooLate(uint256 since);

    constructor(Roles roles_, uint256 challengeSeconds_) Governed(roles_) EIP712("Conflux", "1") {
        challengeSeconds = challengeSeconds_;
    }

    /// @notice Open round `latest` + 1 on the current model; the first round brings the first model.
    /// @param configHash digest of the round's specification (message 0).
    function open(
        uint256 round_,
        bytes32 configHash,
        bytes32 modelBefore
    ) external only(Roles.Role.Coordinator) {
        if (round_ != latest + 1) revert WrongRound(latest + 1);
        if (latest > 0 && _rounds[latest].phase < Phase.Closed) revert WrongPhase(latest, _rounds[latest].phase);
        if (configHash == 0 || modelBefore == 0) revert ZeroDigest();
        if (lastClosed == 0) model = modelBefore;
        if (modelBefore != model) revert WrongModel(model);
        latest = round_;
        Stored storage r = _rounds[round_];
        _enter(r, Phase.Open);
        r.configHash = configHash;
        r.modelBefore = modelBefore;
        emit Opened(round_, configHash, modelBefore);
    }

    /// @notice Commit to the list of joined clients. A higher `attempt` starts over and drops later roots.
    function postJoins(uint256 round_, uint256 attempt, bytes32 root1) external only(Roles.Role.Coordinator) {
        Stored storage r = _rounds[round_];
        if (r.phase < Phase.Open || r.phase > Phase.Agreed) revert WrongPhase(round_, r.phase);
        if (attempt > type(uint32).max) revert WrongAttempt(attempt);
        if (r.phase != Phase.Open) {
            if (attempt <= r.attempt) revert WrongAttempt(r.attempt);
            r.posts[2] = 0;
            r.posts[3] = 0;
            delete r.root3;
            delete r.survivorsHash;
            delete r.root4;
        }
        _enter(r, Phase.Joined);
        r.attempt = uint32(attempt);
        r.root1 = root1;
        emit Joined(round_, attempt, root1);
    }

    /// @notice Commit to the masked updates of this attempt.
    function postMasked(uint256 round_, uint256 attempt, bytes32 root3) external only(Roles.Role.Coordinator) {
        Stored storage r = _step(round_, attempt, Phase.Joined, Phase.Masked);
        r.root3 = root3;
        emit Masked(round_, attempt, root3);
    }

    /// @notice Commit to the survivor set and to the norm openings of this attempt.
    function postSurvivors(
        uint256 round_,
        uint256 attempt,
        bytes32 survivorsHash,
        bytes32 root4
    ) external only(Roles.Role.Coordinator) {
        Stored storage r = _step(round_, attempt, Phase.Masked, Phase.Agreed);
        r.survivorsHash = survivorsHash;
        r.root4 = root4;
        emit Agreed(round_, attempt, survivorsHash, root4);
    }

    /// @notice Publish the next model.
    /// @param cid where the model and the transcript can be fetched; kept in the event only.
    function close(
        uint256 round_,
        bytes32 modelAfter,
        bytes32 transcriptRoot,
        string calldata cid
    ) external only(Roles.Role.Coordinator) {
        Stored storage r = _rounds[round_];
        if (r.phase != Phase.Agreed) revert WrongPhase(round_, r.phase);
        if (r.modelBefore != model) revert WrongModel(model);
        if (modelAfter == 0 || transcriptRoot == 0) revert ZeroDigest();
        _enter(r, Phase.Closed);
        r.modelAfter = modelAfter;
        r.transcriptRoot = transcriptRoot;
        model = modelAfter;
        lastClosed = round_;
        emit Closed(round_, modelAfter, transcriptRoot, cid);
    }

    /// @notice Commit to what the clients are asked to open for the scores: the gradient and the public directions.
    function ask(uint256 round_, bytes32 requestDigest) external only(Roles.Role.Coordinator) {
        Stored storage r = _rounds[round_];
        if (r.phase != Phase.Closed) revert WrongPhase(round_, r.phase);
        if (requestDigest == 0) revert ZeroDigest();
        _enter(r, Phase.Asked);
        r.requestDigest = requestDigest;
        emit Asked(round_, requestDigest);
    }

    /// @notice Publish the root over (round, address, score, payable).
    function settle(uint256 round_, bytes32 scoreRoot) external only(Roles.Role.Coordinator) {
        Stored storage r = _rounds[round_];
        if (r.phase != Phase.Asked) revert WrongPhase(round_, r.phase);
        if (scoreRoot == 0) revert ZeroDigest();
        _enter(r, Phase.Settled);
        r.scoreRoot = scoreRoot;
        emit Settled(round_, scoreRoot);
    }

    /// @notice Give up a round that is not closed yet; its number stays used.
    function abort(uint256 round_, string calldata reason) external only(Roles.Role.Coordinator) {
        Stored storage r = _rounds[round_];
        if (r.phase < Phase.Open || r.phase > Phase.Agreed) revert WrongPhase(round_, r.phase);
        r.phase = Phase.Aborted;
        emit Aborted(round_, reason);
    }

    /// @notice Take back the newest closed round within the challenge window; the model before it is current again.
    /// @param evidence digest of the published proof.
    function void(uint256 round_, bytes32 evidence) external only(Roles.Role.Timelock) {
        Stored storage r = _rounds[round_];
        if (r.phase < Phase.Closed || r.phase > Phase.Settled) revert WrongPhase(round_, r.phase);
        if (round_ != lastClosed) revert WrongRound(lastClosed);
        uint256 end = _post(r, Phase.Closed).timestamp + challengeSeconds;
        if (block.timestamp > end) revert TooLate(end);
        r.phase = Phase.Voided;
        model = r.modelBefore;
        emit Voided(round_, evidence);
    }

    /// @notice Withdraw the caller's delegation to `session`, at once and for good.
    function revokeSession(address session) external {
        if (revokedAt[msg.sender][session] == 0) revokedAt[msg.sender][session] = block.timestamp;
        emit SessionRevoked(msg.sender, session);
    }

    /// @notice Everything known of a round; phase None where there is no such round.
    function round(uint256 id) external view returns (Round memory found) {
        Stored storage r = _rounds[id];
        found.phase = r.phase;
        found.attempt = r.attempt;
        found.opened = _post(r, Phase.Open);
        found.joined = _post(r, Phase.Joined);
        found.masked = _post(r, Phase.Masked);
        found.agreed = _post(r, Phase.Agreed);
        found.closed = _post(r, Phase.Closed);
        found.asked = _post(r, Phase.Asked);
        found.settled = _post(r, Phase.Settled);
        found.configHash = r.configHash;
        found.modelBefore = r.modelBefore;
        found.root1 = r.root1;
        found.root3 = r.root3;
        found.survivorsHash = r.survivorsHash;
        found.root4 = r.root4;
        found.modelAfter = r.modelAfter;
        found.transcriptRoot = r.transcriptRoot;
        found.requestDigest = r.requestDigest;
        found.scoreRoot = r.scoreRoot;
    }

    function _step(uint256 id, uint256 attempt, Phase from, Phase to) private returns (Stored storage r) {
        r = _rounds[id];
        if (r.phase != from) revert WrongPhase(id, r.phase);
        if (attempt != r.attempt) revert WrongAttempt(r.attempt);
        _enter(r, to);
    }

    function _enter(Stored storage r, Phase phase) private {
        r.phase = phase;
        r.posts[uint256(phase) - 1] = (uint80(uint40(block.number)) << 40) | uint40(block.timestamp);
    }

    function _post(Stored storage r, Phase phase) private view returns (Post memory) {
        uint80 post = r.posts[uint256(phase) - 1];
        return Post(uint40(post >> 40), uint40(post));
    }
}
