// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Coins} from "./Coins.sol";

/// @title Shares of a vault that are bought and sold by request, at the price of the next closed epoch.
/// @notice Assets in the token's smallest unit; a share's smallest unit is a millionth of one of the first asset
///   unit. A request waits for the close of its epoch; `settle` then books it, without loops, from the price
///   that the close stored. Nobody enters just before a gain or leaves just before a loss.
///   Rounding is down for the one who asks: what is left over stays in the vault.
abstract contract VaultShares {
    using SafeERC20 for IERC20;
    using Coins for IERC20;

    /// @dev Shares that nobody owns: they make it costly to move the price by a gift (ERC-4626's inflation attack).
    uint256 internal constant VIRTUAL_SHARES = 1e6;
    uint256 internal constant VIRTUAL_ASSETS = 1;
    /// @dev One, as a price.
    uint256 internal constant ONE = 1e18;

    struct Request {
        uint256 amount;
        uint256 epoch;
    }

    /// @dev What a closed epoch's requests were filled at: assets to shares, virtual ones included.
    struct Fill {
        uint256 assets;
        uint256 shares;
    }

    /// @notice The token that is deposited.
    IERC20 public immutable asset;

    /// @notice Number of the open epoch; epochs count from 1.
    uint256 public epoch = 1;
    /// @notice The depositors' assets, those that the agent holds included; requests and filled withdrawals not.
    uint256 public totalAssets;
    /// @notice All shares, those of withdrawal requests included.
    uint256 public totalShares;
    /// @notice Assets of the deposit requests of the open epoch.
    uint256 public pendingDeposits;
    /// @notice Shares of the withdrawal requests of the open epoch.
    uint256 public pendingWithdrawals;
    /// @notice Assets set aside for filled withdrawals that were not fetched yet.
    uint256 public reserved;

    /// @notice What each closed epoch's requests were filled at.
    mapping(uint256 epoch => Fill) public fills;

    mapping(address account => uint256) private _shares;
    mapping(address account => uint256) private _withdrawable;
    mapping(address account => Request) private _deposits;
    mapping(address account => Request) private _withdrawals;

    event DepositRequested(address indexed account, uint256 indexed epoch, uint256 assets);
    event WithdrawalRequested(address indexed account, uint256 indexed epoch, uint256 shares);
    event RequestsCancelled(address indexed account, uint256 assets, uint256 shares);
    event DepositFilled(address indexed account, uint256 indexed epoch, uint256 assets, uint256 shares);
    event WithdrawalFilled(address indexed account, uint256 indexed epoch, uint256 shares, uint256 assets);
    event Withdrawn(address indexed account, uint256 assets);

    error NothingToDo();
    error NotEnoughShares(uint256 held, uint256 asked);

    constructor(IERC20 asset_) {
        asset = asset_;
    }

    /// @notice Ask to sell `shares` at the price of the next close.
    function requestWithdraw(uint256 shares) external {
        if (shares == 0) revert NothingToDo();
        settle(msg.sender);
        uint256 held = _shares[msg.sender];
        if (shares > held) revert NotEnoughShares(held, shares);
        _shares[msg.sender] = held - shares;
        _withdrawals[msg.sender].amount += shares;
        _withdrawals[msg.sender].epoch = epoch;
        pendingWithdrawals += shares;
        emit WithdrawalRequested(msg.sender, epoch, shares);
    }

    /// @notice Take back all requests that are not filled yet: coins and shares return to the caller.
    function cancel() external {
        settle(msg.sender);
        uint256 assets = _deposits[msg.sender].amount;
        uint256 shares = _withdrawals[msg.sender].amount;
        if (assets == 0 && shares == 0) revert NothingToDo();
        delete _deposits[msg.sender];
        delete _withdrawals[msg.sender];
        pendingDeposits -= assets;
        pendingWithdrawals -= shares;
        _shares[msg.sender] += shares;
        emit RequestsCancelled(msg.sender, assets, shares);
        if (assets > 0) asset.safeTransfer(msg.sender, assets);
    }

    /// @notice Pay `account` what its filled withdrawals brought; anybody may call for anybody.
    function withdraw(address account) external {
        settle(account);
        uint256 assets = _withdrawable[account];
        if (assets == 0) revert NothingToDo();
        _withdrawable[account] = 0;
        reserved -= assets;
        emit Withdrawn(account, assets);
        asset.safeTransfer(account, assets);
    }

    /// @notice Book the requests of `account` whose epoch is closed; anybody may, every other call does.
    function settle(address account) public {
        Request memory deposit = _deposits[account];
        if (deposit.amount > 0 && deposit.epoch < epoch) {
            delete _deposits[account];
            uint256 shares = _toShares(deposit.amount, fills[deposit.epoch]);
            _shares[account] += shares;
            emit DepositFilled(account, deposit.epoch, deposit.amount, shares);
        }
        Request memory withdrawal = _withdrawals[account];
        if (withdrawal.amount > 0 && withdrawal.epoch < epoch) {
            delete _withdrawals[account];
            uint256 assets = _toAssets(withdrawal.amount, fills[withdrawal.epoch]);
            _withdrawable[account] += assets;
            emit WithdrawalFilled(account, withdrawal.epoch, withdrawal.amount, assets);
        }
    }

    /// @notice Shares of `account`, filled deposits included, withdrawal requests not.
    function sharesOf(address account) public view returns (uint256 shares) {
        Request memory deposit = _deposits[account];
        shares = _shares[account];
        if (deposit.amount > 0 && deposit.epoch < epoch) shares += _toShares(deposit.amount, fills[deposit.epoch]);
    }

    /// @notice What the shares of `account` are worth at the price of the last close.
    function assetsOf(address account) external view returns (uint256) {
        return _toAssets(sharesOf(account), _fill());
    }

    /// @notice Assets that `withdraw` would pay to `account` now.
    function withdrawableOf(address account) external view returns (uint256 assets) {
        Request memory withdrawal = _withdrawals[account];
        assets = _withdrawable[account];
        if (withdrawal.amount > 0 && withdrawal.epoch < epoch) {
            assets += _toAssets(withdrawal.amount, fills[withdrawal.epoch]);
        }
    }

    /// @notice The requests of `account` that wait for the close of the open epoch.
    function requestsOf(address account) external view returns (uint256 depositAssets, uint256 withdrawShares) {
        if (_deposits[account].epoch == epoch) depositAssets = _deposits[account].amount;
        if (_withdrawals[account].epoch == epoch) withdrawShares = _withdrawals[account].amount;
    }

    /// @notice Value of a share against the first share's, times 1e18: 1e18 before the first profit or loss.
    function price() public view returns (uint256) {
        Fill memory now_ = _fill();
        return Math.mulDiv(now_.assets, ONE * VIRTUAL_SHARES, now_.shares * VIRTUAL_ASSETS);
    }

    function _requestDeposit(uint256 assets) internal {
        if (assets == 0) revert NothingToDo();
        settle(msg.sender);
        _deposits[msg.sender].amount += assets;
        _deposits[msg.sender].epoch = epoch;
        pendingDeposits += assets;
        emit DepositRequested(msg.sender, epoch, assets);
        asset.pull(msg.sender, assets);
    }

    /// @dev Fills all requests of the open epoch at today's price and opens the next.
    function _fillRequests() internal {
        Fill memory fill = _fill();
        fills[epoch] = fill;
        epoch++;
        uint256 minted = _toShares(pendingDeposits, fill);
        uint256 paid = _toAssets(pendingWithdrawals, fill);
        totalShares = totalShares + minted - pendingWithdrawals;
        totalAssets = totalAssets + pendingDeposits - paid;
        reserved += paid;
        pendingDeposits = 0;
        pendingWithdrawals = 0;
    }

    /// @dev Assets that all shares would be worth at `price_`, rounded up.
    function _assetsAt(uint256 price_) internal view returns (uint256) {
        return Math.mulDiv(price_, _fill().shares, ONE * VIRTUAL_SHARES, Math.Rounding.Ceil);
    }

    function _fill() private view returns (Fill memory) {
        return Fill(totalAssets + VIRTUAL_ASSETS, totalShares + VIRTUAL_SHARES);
    }

    function _toShares(uint256 assets, Fill memory fill) private pure returns (uint256) {
        return Math.mulDiv(assets, fill.shares, fill.assets);
    }

    function _toAssets(uint256 shares, Fill memory fill) private pure returns (uint256) {
        return Math.mulDiv(shares, fill.assets, fill.shares);
    }
}
