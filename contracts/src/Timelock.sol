// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title The admin of every contract: whatever it does was public for `delaySeconds` before.
/// @notice The governor schedules, the guardian may cancel, anybody executes; only the timelock changes these.
contract Timelock is TimelockController {
    constructor(
        uint256 delaySeconds,
        address governor,
        address guardian
    ) TimelockController(delaySeconds, _list(governor), _list(address(0)), address(0)) {
        _grantRole(CANCELLER_ROLE, guardian);
    }

    function _list(address account) private pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }
}
