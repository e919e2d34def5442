// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Coins} from "./Coins.sol";
import {Governed} from "./Governed.sol";
import {RewardDistributor} from "./RewardDistributor.sol";
import {Roles} from "./Roles.sol";
import {VaultShares} from "./VaultShares.sol";

/// @title The depositors' capital, which the agent trades.
/// @notice Amounts in the asset's smallest unit. The agent draws at most its bond and the custody limit; profit is
///   only what comes back beyond what was drawn; what is missing at the close of an epoch is written off and
///   lowers the price. A part of the profit above the highest price so far goes to the traders' distributor.
contract AgentVault is Governed, VaultShares {
    using SafeERC20 for IERC20;
    using Coins for IERC20;

    uint256 private constant BPS = 10_000;
    /// @notice The performance fee never exceeds this part of the profit, in basis points.
    uint256 public constant MAX_FEE_BPS = 5_000;

    /// @notice Receives the performance fee.
    RewardDistributor public immutable distributor;
    /// @notice Seconds after which anybody may close an epoch that the agent left open.
    uint256 public immutable maxEpochSeconds;

    /// @notice Performance fee, in basis points of the profit above the high-water mark.
    uint256 public feeBps;
    /// @notice What the agent may hold beyond its bond: the depositors' money at risk.
    uint256 public custodyLimit;
    /// @notice What the agent has pledged in the vault; no part of the depositors' assets.
    uint256 public bond;
    /// @notice What the agent holds now.
    uint256 public drawn;
    /// @notice What came back in this epoch beyond what was drawn.
    uint256 public gains;
    /// @notice The highest price after a close so far (see `price`).
    uint256 public highWaterMark;
    /// @notice When this epoch began, UTC seconds.
    uint256 public epochOpenedAt;
    /// @notice True when the guardian stopped new deposits and draws; ways out stay open.
    bool public paused;

    event Drawn(uint256 indexed epoch, uint256 amount, uint256 drawn);
    event Returned(uint256 indexed epoch, address indexed from, uint256 amount, uint256 drawn, uint256 gains);
    /// @param round the training round whose model traded in this epoch, 0 for none.
    event EpochClosed(
        uint256 indexed epoch,
        uint256 indexed round,
        uint256 assetsBefore,
        int256 profit,
        uint256 fee,
        uint256 price,
        uint256 assetsAfter
    );
    event BondChanged(uint256 bond);
    event BondSlashed(uint256 amount, bytes32 evidence);
    event LimitsChanged(uint256 feeBps, uint256 custodyLimit);
    event PausedChanged(bool paused);

    error Paused();
    error OverLimit(uint256 available);
    error WrongWriteOff(uint256 drawn);
    error EpochTooYoung(uint256 since);
    error FeeTooHigh(uint256 feeBps);

    constructor(
        Roles roles_,
        IERC20 asset_,
        RewardDistributor distributor_,
        uint256 feeBps_,
        uint256 custodyLimit_,
        uint256 maxEpochSeconds_
    ) Governed(roles_) VaultShares(asset_) {
        distributor = distributor_;
        maxEpochSeconds = maxEpochSeconds_;
        highWaterMark = price();
        epochOpenedAt = block.timestamp;
        _setLimits(feeBps_, custodyLimit_);
    }

    /// @notice Ask to deposit `assets` at the price of the next close; needs an allowance.
    function requestDeposit(uint256 assets) external {
        if (paused) revert Paused();
        _requestDeposit(assets);
    }

    /// @notice `requestDeposit` with an EIP-2612 permit, in one transaction.
    function requestDepositWithPermit(uint256 assets, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        if (paused) revert Paused();
        asset.permit(assets, deadline, v, r, s);
        _requestDeposit(assets);
    }

    /// @notice Hand `amount` to the agent for trading.
    function draw(uint256 amount) external only(Roles.Role.Agent) {
        if (paused) revert Paused();
        uint256 available = drawable();
        if (amount == 0 || amount > available) revert OverLimit(available);
        drawn += amount;
        emit Drawn(epoch, amount, drawn);
        asset.safeTransfer(msg.sender, amount);
    }

    /// @notice Bring `amount` back: it pays off what is drawn, the rest is this epoch's gain; needs an allowance.
    function giveBack(uint256 amount) external {
        if (amount == 0) revert NothingToDo();
        uint256 repaid = Math.min(amount, drawn);
        drawn -= repaid;
        gains += amount - repaid;
        emit Returned(epoch, msg.sender, amount, drawn, gains);
        asset.pull(msg.sender, amount);
    }

    /// @notice Close the epoch: write off what is missing, pay the fee, fill all requests at the new price.
    /// @param round the training round whose model traded, 0 for none.
    /// @param writeOff must equal `drawn`, so that nobody writes off a position by mistake.
    function closeEpoch(uint256 round, uint256 writeOff) external {
        uint256 openUntil = epochOpenedAt + maxEpochSeconds;
        if (block.timestamp < openUntil) roles.check(Roles.Role.Agent, msg.sender);
        if (writeOff != drawn) revert WrongWriteOff(drawn);
        uint256 assetsBefore = totalAssets;
        int256 profit = int256(gains) - int256(writeOff);
        totalAssets = assetsBefore + gains - writeOff;
        uint256 fee = _takeFee(profit);
        highWaterMark = Math.max(highWaterMark, price());
        gains = 0;
        drawn = 0;
        epochOpenedAt = block.timestamp;
        emit EpochClosed(epoch, round, assetsBefore, profit, fee, price(), totalAssets);
        _fillRequests();
        if (fee > 0) {
            asset.forceApprove(address(distributor), fee);
            distributor.fund(fee);
        }
    }

    /// @notice Add `amount` to the agent's bond; anybody may pay it, only the timelock releases it.
    function postBond(uint256 amount) external {
        if (amount == 0) revert NothingToDo();
        bond += amount;
        emit BondChanged(bond);
        asset.pull(msg.sender, amount);
    }

    /// @notice Pay `amount` of the bond out to `to`.
    function releaseBond(address to, uint256 amount) external only(Roles.Role.Timelock) {
        if (amount > bond) revert OverLimit(bond);
        bond -= amount;
        emit BondChanged(bond);
        asset.safeTransfer(to, amount);
    }

    /// @notice Move `amount` of the bond to the depositors, as a gain of this epoch.
    /// @param evidence digest of the published proof.
    function slashBond(uint256 amount, bytes32 evidence) external only(Roles.Role.Timelock) {
        if (amount > bond) revert OverLimit(bond);
        bond -= amount;
        gains += amount;
        emit BondChanged(bond);
        emit BondSlashed(amount, evidence);
    }

    /// @notice Change the fee (basis points) and the custody limit.
    function setLimits(uint256 feeBps_, uint256 custodyLimit_) external only(Roles.Role.Timelock) {
        _setLimits(feeBps_, custodyLimit_);
    }

    /// @notice Stop new deposits and draws.
    function pause() external only(Roles.Role.Guardian) {
        paused = true;
        emit PausedChanged(true);
    }

    /// @notice Allow new deposits and draws again.
    function unpause() external only(Roles.Role.Timelock) {
        paused = false;
        emit PausedChanged(false);
    }

    /// @notice What the agent may still draw.
    function drawable() public view returns (uint256) {
        uint256 limit = Math.min(bond + custodyLimit, totalAssets);
        return limit - Math.min(limit, drawn);
    }

    /// @dev The fee is a part of this epoch's profit above the mark; nothing is earned on coins still missing.
    function _takeFee(int256 profit) private returns (uint256 fee) {
        if (profit <= 0 || totalShares == 0) return 0;
        uint256 atMark = _assetsAt(highWaterMark);
        uint256 assets = totalAssets + VIRTUAL_ASSETS;
        uint256 above = assets > atMark ? assets - atMark : 0;
        fee = (Math.min(above, uint256(profit)) * feeBps) / BPS;
        totalAssets -= fee;
    }

    function _setLimits(uint256 feeBps_, uint256 custodyLimit_) private {
        if (feeBps_ > MAX_FEE_BPS) revert FeeTooHigh(feeBps_);
        feeBps = feeBps_;
        custodyLimit = custodyLimit_;
        emit LimitsChanged(feeBps_, custodyLimit_);
    }
}
