// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title PUSD, play money for local networks only; 6 decimals, worth nothing.
contract PracticeUSD is ERC20Permit {
    /// @notice The only account that mints.
    address public immutable faucet;

    error NotFaucet(address account);

    constructor(address faucet_) ERC20("Practice USD", "PUSD") ERC20Permit("Practice USD") {
        faucet = faucet_;
    }

    /// @notice Mint `amount` millionths of a PUSD to `to`.
    function mint(address to, uint256 amount) external {
        if (msg.sender != faucet) revert NotFaucet(msg.sender);
        _mint(to, amount);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
