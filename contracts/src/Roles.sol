// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Who may do what, for every contract of one Conflux network.
/// @notice Four roles, four different accounts, always: the check holds at deployment and at every change.
///   Timelock: changes roles and limits, slashes, voids. Guardian: pauses and vetoes, nothing else.
///   Coordinator: posts rounds, proposes payouts. Agent: draws from the vault and closes its epochs.
contract Roles {
    enum Role {
        Timelock,
        Guardian,
        Coordinator,
        Agent
    }

    uint256 private constant ROLES = 4;

    address[ROLES] private _holders;

    event RoleAssigned(Role indexed role, address indexed account);

    /// @notice `account` does not hold `role`.
    error NotAllowed(address account, Role role);
    /// @notice `account` is zero or holds another role already.
    error RoleTaken(address account);

    constructor(address timelock, address guardian, address coordinator, address agent) {
        _assign(Role.Timelock, timelock);
        _assign(Role.Guardian, guardian);
        _assign(Role.Coordinator, coordinator);
        _assign(Role.Agent, agent);
    }

    /// @notice Give `role` to `account`; its holder until now loses it.
    function assign(Role role, address account) external {
        check(Role.Timelock, msg.sender);
        _assign(role, account);
    }

    /// @notice The account that holds `role`.
    function holder(Role role) external view returns (address) {
        return _holders[uint256(role)];
    }

    /// @notice Reverts unless `account` holds `role`.
    function check(Role role, address account) public view {
        if (_holders[uint256(role)] != account) revert NotAllowed(account, role);
    }

    function _assign(Role role, address account) private {
        if (account == address(0)) revert RoleTaken(account);
        for (uint256 i = 0; i < ROLES; i++) {
            if (_holders[i] == account) revert RoleTaken(account);
        }
        _holders[uint256(role)] = account;
        emit RoleAssigned(role, account);
    }
}
