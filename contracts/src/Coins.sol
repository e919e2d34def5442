// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Coins moved in, to the last unit.
library Coins {
    using SafeERC20 for IERC20;

    /// @notice The token kept a part of the transfer for itself; such tokens are not supported.
    error WrongAmountReceived(uint256 expected, uint256 received);

    /// @dev Takes exactly `amount` from `from`; last call of a function, its effects stand already.
    function pull(IERC20 token, address from, uint256 amount) internal {
        uint256 held = token.balanceOf(address(this));
        token.safeTransferFrom(from, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - held;
        if (received != amount) revert WrongAmountReceived(amount, received);
    }

    /// @dev A permit that somebody else sent first has done its work: the allowance decides, not the call.
    function permit(IERC20 token, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) internal {
        try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
    }
}
