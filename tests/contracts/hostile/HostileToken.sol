// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A token for tests only: it keeps a fee, and it calls whom it was told to in the midst of a transfer.
contract HostileToken {
    mapping(address account => uint256) public balanceOf;
    uint256 public feeBps;
    address public target;
    bytes public payload;
    uint256 public attempts;
    uint256 public successes;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function setFee(uint256 feeBps_) external {
        feeBps = feeBps_;
    }

    /// @notice Call `target_` with `payload_` from within each transfer.
    function setHook(address target_, bytes calldata payload_) external {
        target = target_;
        payload = payload_;
    }

    function allowance(address, address) external pure returns (uint256) {
        return type(uint256).max;
    }

    function approve(address, uint256) external pure returns (bool) {
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        _move(from, to, amount);
        return true;
    }

    function _move(address from, address to, uint256 amount) private {
        _call();
        balanceOf[from] -= amount;
        balanceOf[to] += amount - (amount * feeBps) / 10_000;
        _call();
    }

    function _call() private {
        if (target == address(0)) return;
        attempts++;
        (bool done, ) = target.call(payload);
        if (done) successes++;
    }
}
