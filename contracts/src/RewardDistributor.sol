// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {Coins} from "./Coins.sol";
import {Governed} from "./Governed.sol";
import {Roles} from "./Roles.sol";

/// @title Pays rewards of one token by a cumulative Merkle table.
/// @notice Amounts in the token's smallest unit. A table lists what each account has earned since the beginning;
///   a claim pays the difference to what it was paid. No table pays out more than it says in total, and none says
///   more than was funded. leaf = keccak(keccak(abi.encode(chain id, this contract, account, cumulative))).
contract RewardDistributor is Governed, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using Coins for IERC20;

    struct Entry {
        address account;
        uint256 cumulative;
        bytes32[] proof;
    }

    /// @notice The token that is paid.
    IERC20 public immutable token;
    /// @notice Seconds in which the guardian can veto a proposed table.
    uint256 public immutable challengeSeconds;

    /// @notice Root of the active table.
    bytes32 public root;
    /// @notice Sum of all cumulative amounts of the active table.
    uint256 public total;
    /// @notice Root of the proposed table, 0 where there is none.
    bytes32 public pendingRoot;
    /// @notice Sum of the proposed table.
    uint256 public pendingTotal;
    /// @notice From this UTC second on the proposed table can be activated.
    uint256 public activeAt;
    /// @notice All that was ever paid in.
    uint256 public funded;
    /// @notice All that was ever paid out.
    uint256 public paidTotal;
    /// @notice What an account was paid so far.
    mapping(address account => uint256) public paid;

    event Funded(address indexed from, uint256 amount, uint256 funded);
    event Proposed(bytes32 indexed root, uint256 total, uint256 activeAt);
    event Vetoed(bytes32 indexed root);
    event Activated(bytes32 indexed root, uint256 total);
    event Claimed(address indexed account, uint256 amount, uint256 cumulative);

    error NothingToDo();
    error OverFunded(uint256 total, uint256 funded);
    error UnderPaid(uint256 total, uint256 paid);
    error NotPending(bytes32 root);
    error TooEarly(uint256 activeAt);
    error WrongProof(address account, uint256 cumulative);
    error NothingToClaim(address account);
    error TableOverspent(uint256 total);

    constructor(Roles roles_, IERC20 token_, uint256 challengeSeconds_) Governed(roles_) {
        token = token_;
        challengeSeconds = challengeSeconds_;
    }

    /// @notice Pay `amount` in for later tables; needs an allowance.
    function fund(uint256 amount) external nonReentrant {
        if (amount == 0) revert NothingToDo();
        funded += amount;
        emit Funded(msg.sender, amount, funded);
        token.pull(msg.sender, amount);
    }

    /// @notice Count coins that were sent here without `fund`, so that none is stranded.
    /// @dev Reads the balance, which is not that of the books while a claim's coins are on their way.
    function absorb() external nonReentrant {
        uint256 amount = token.balanceOf(address(this)) + paidTotal - funded;
        if (amount == 0) revert NothingToDo();
        funded += amount;
        emit Funded(address(this), amount, funded);
    }

    /// @notice Propose the next table; a table that waits already is replaced and the wait starts over.
    function propose(bytes32 root_, uint256 total_) external only(Roles.Role.Coordinator) {
        if (root_ == 0) revert NothingToDo();
        if (total_ > funded) revert OverFunded(total_, funded);
        if (total_ < paidTotal) revert UnderPaid(total_, paidTotal);
        pendingRoot = root_;
        pendingTotal = total_;
        activeAt = block.timestamp + challengeSeconds;
        emit Proposed(root_, total_, activeAt);
    }

    /// @notice Drop the proposed table `root_`.
    function veto(bytes32 root_) external only(Roles.Role.Guardian) {
        if (root_ == 0 || root_ != pendingRoot) revert NotPending(root_);
        delete pendingRoot;
        delete pendingTotal;
        emit Vetoed(root_);
    }

    /// @notice Make the proposed table the active one, when its wait is over; anybody may.
    function activate() external {
        if (pendingRoot == 0) revert NotPending(0);
        if (block.timestamp < activeAt) revert TooEarly(activeAt);
        root = pendingRoot;
        total = pendingTotal;
        delete pendingRoot;
        delete pendingTotal;
        emit Activated(root, total);
    }

    /// @notice Pay `account` what it has earned and was not paid yet; anybody may call for anybody.
    /// @param cumulative what the active table says of `account`.
    function claim(address account, uint256 cumulative, bytes32[] calldata proof) external nonReentrant {
        if (_claim(account, cumulative, proof) == 0) revert NothingToClaim(account);
    }

    /// @notice `claim` for several accounts; those with nothing to claim are passed over.
    function claimMany(Entry[] calldata entries) external nonReentrant {
        for (uint256 i = 0; i < entries.length; i++) {
            _claim(entries[i].account, entries[i].cumulative, entries[i].proof);
        }
    }

    function _claim(address account, uint256 cumulative, bytes32[] calldata proof) private returns (uint256 amount) {
        bytes32 leaf = keccak256(
            bytes.concat(keccak256(abi.encode(block.chainid, address(this), account, cumulative)))
        );
        if (!MerkleProof.verifyCalldata(proof, root, leaf)) revert WrongProof(account, cumulative);
        if (cumulative <= paid[account]) return 0;
        amount = cumulative - paid[account];
        paid[account] = cumulative;
        paidTotal += amount;
        // A table whose entries add up to more than it says cannot touch the coins of later tables.
        if (paidTotal > total) revert TableOverspent(total);
        emit Claimed(account, amount, cumulative);
        token.safeTransfer(account, amount);
    }
}
