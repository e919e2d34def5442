// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Roles} from "./Roles.sol";

/// @title Base of the contracts that ask `Roles` who may call.
abstract contract Governed {
    /// @notice The register of roles of this network.
    Roles public immutable roles;

    constructor(Roles roles_) {
        roles = roles_;
    }

    modifier only(Roles.Role role) {
        roles.check(role, msg.sender);
        _;
    }
}
