"""The 32 secret bytes of an attempt in; its keys, self seed and secret shares out, always the same."""

from collections.abc import Sequence

from core.privacy.masking import derive, keystream
from core.privacy.secret_sharing import PRIME, SHARE_BYTES, split

_WIDE = 48
"""Bytes drawn for a field element: 128 bits more than the field, so that the remainder is uniform."""


class AttemptSecrets:
    """What a client derives from an attempt's secret; nothing is stored twice, nothing differs after a crash.

    Args:
        secret: 32 bytes of system randomness.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @property
    def box_key(self) -> bytes:
        """X25519 secret for sealed boxes."""
        return derive(self._secret, b"box key", b"")

    @property
    def mask_key(self) -> bytes:
        """X25519 secret for the seeds of edges; a field element, because it is shared."""
        return self._element(b"mask key").to_bytes(SHARE_BYTES, "big")

    @property
    def self_seed(self) -> bytes:
        """The seed b of my own mask; a field element, because it is shared."""
        return self._element(b"self seed").to_bytes(SHARE_BYTES, "big")

    def shares(self, points: Sequence[int], threshold: int) -> tuple[list[bytes], list[bytes]]:
        """Shares of the self seed and of the mask key at `points`; `threshold` of each recover it."""
        return (
            self._split(self.self_seed, b"self polynomial", points, threshold),
            self._split(self.mask_key, b"key polynomial", points, threshold),
        )

    def _split(self, secret: bytes, label: bytes, points: Sequence[int], threshold: int) -> list[bytes]:
        coefficients = self._elements(label, threshold - 1)
        shares = split(int.from_bytes(secret, "big"), coefficients, points)
        return [share.to_bytes(SHARE_BYTES, "big") for share in shares]

    def _element(self, label: bytes) -> int:
        return self._elements(label, 1)[0]

    def _elements(self, label: bytes, count: int) -> list[int]:
        stream = keystream(self._secret, label, b"", _WIDE * count)
        return [int.from_bytes(stream[i : i + _WIDE], "big") % PRIME for i in range(0, len(stream), _WIDE)]
