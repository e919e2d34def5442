// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Coins} from "./Coins.sol";
import {Governed} from "./Governed.sol";
import {Roles} from "./Roles.sol";

/// @title Bonds of the traders: what they lose when the arbiter finds that they cheated.
/// @notice Amounts in wei of CFX. Coins on their way out stay slashable until they are withdrawn.
contract StakeManager is Governed {
    using SafeERC20 for IERC20;
    using Coins for IERC20;

    struct Exit {
        uint216 amount;
        uint40 availableAt;
    }

    /// @notice The token of the bonds.
    IERC20 public immutable token;
    /// @notice Where slashed coins go.
    address public immutable treasury;
    /// @notice Seconds between `unstake` and `withdraw`.
    uint256 public immutable unbondingSeconds;

    /// @notice Wei of CFX at stake, without what is unbonding.
    mapping(address account => uint256) public bondOf;
    /// @notice Wei of CFX on its way out, and the UTC second from which it can be withdrawn.
    mapping(address account => Exit) public unbonding;
    /// @notice How many accounts have a bond.
    uint256 public bondedAccounts;
    /// @notice Bonds and unbonding coins of everybody, in wei of CFX.
    uint256 public totalHeld;

    event Staked(address indexed account, uint256 amount, uint256 bond);
    event Unbonding(address indexed account, uint256 amount, uint256 availableAt);
    event Withdrawn(address indexed account, uint256 amount);
    event Slashed(address indexed account, uint256 amount, bytes32 evidence);

    error NothingToDo();
    error BondTooSmall(uint256 bond, uint256 asked);
    error StillUnbonding(uint256 availableAt);

    constructor(Roles roles_, IERC20 token_, address treasury_, uint256 unbondingSeconds_) Governed(roles_) {
        token = token_;
        treasury = treasury_;
        unbondingSeconds = unbondingSeconds_;
    }

    /// @notice Add `amount` to the caller's bond; needs an allowance.
    function stake(uint256 amount) external {
        _stake(amount);
    }

    /// @notice Add `amount` to the caller's bond with an EIP-2612 permit, in one transaction.
    function stakeWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        token.permit(amount, deadline, v, r, s);
        _stake(amount);
    }

    /// @notice Start taking `amount` out. A second call adds to the first and restarts its wait.
    function unstake(uint256 amount) external {
        uint256 bond = bondOf[msg.sender];
        if (amount == 0) revert NothingToDo();
        if (amount > bond) revert BondTooSmall(bond, amount);
        _setBond(msg.sender, bond, bond - amount);
        Exit storage leaving = unbonding[msg.sender];
        leaving.amount += uint216(amount);
        leaving.availableAt = uint40(block.timestamp + unbondingSeconds);
        emit Unbonding(msg.sender, amount, leaving.availableAt);
    }

    /// @notice Pay out what has finished unbonding.
    function withdraw() external {
        Exit memory leaving = unbonding[msg.sender];
        if (leaving.amount == 0) revert NothingToDo();
        if (block.timestamp < leaving.availableAt) revert StillUnbonding(leaving.availableAt);
        delete unbonding[msg.sender];
        totalHeld -= leaving.amount;
        emit Withdrawn(msg.sender, leaving.amount);
        token.safeTransfer(msg.sender, leaving.amount);
    }

    /// @notice Take up to `amount` from `account`, its bond first, then what is unbonding.
    /// @param evidence digest of the published proof.
    function slash(address account, uint256 amount, bytes32 evidence) external only(Roles.Role.Timelock) {
        uint256 bond = bondOf[account];
        uint256 fromBond = Math.min(bond, amount);
        uint256 fromExit = Math.min(unbonding[account].amount, amount - fromBond);
        uint256 taken = fromBond + fromExit;
        if (taken == 0) revert NothingToDo();
        _setBond(account, bond, bond - fromBond);
        unbonding[account].amount -= uint216(fromExit);
        totalHeld -= taken;
        emit Slashed(account, taken, evidence);
        token.safeTransfer(treasury, taken);
    }

    function _stake(uint256 amount) private {
        if (amount == 0) revert NothingToDo();
        uint256 bond = bondOf[msg.sender];
        _setBond(msg.sender, bond, bond + amount);
        totalHeld += amount;
        emit Staked(msg.sender, amount, bond + amount);
        token.pull(msg.sender, amount);
    }

    function _setBond(address account, uint256 from, uint256 to) private {
        if (from == 0 && to > 0) bondedAccounts++;
        if (from > 0 && to == 0) bondedAccounts--;
        bondOf[account] = to;
    }
}
