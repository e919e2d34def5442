// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {Governed} from "./Governed.sol";
import {Roles} from "./Roles.sol";

/// @title CFX, the token of bonds, emission and votes; 18 decimals.
/// @notice Supply never exceeds `cap()`. After the first mint of the constructor only the timelock mints.
contract ConfluxToken is ERC20Capped, ERC20Permit, ERC20Votes, Governed {
    /// @param cap_ the largest supply there can ever be, in wei of CFX.
    /// @param holder receives `firstMint` wei of CFX.
    constructor(
        Roles roles_,
        uint256 cap_,
        address holder,
        uint256 firstMint
    ) ERC20("Conflux", "CFX") ERC20Capped(cap_) ERC20Permit("Conflux") Governed(roles_) {
        _mint(holder, firstMint);
    }

    /// @notice Mint `amount` wei of CFX to `to`, within the cap.
    function mint(address to, uint256 amount) external only(Roles.Role.Timelock) {
        _mint(to, amount);
    }

    /// @notice Votes are counted by time, so that they mean the same on chains of every block rate.
    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped, ERC20Votes) {
        super._update(from, to, value);
    }
}
