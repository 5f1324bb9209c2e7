"""Which of the things that officers solved on the spot a checker looks at (抽查)."""

from hashlib import sha256


def sampled(case_id: int, share: float) -> bool:
    """Tell whether a case is in the sample; the same case always has the same answer.

    `share` is 0 (none) to 1 (all). The draw is a digest of the id, so nobody can choose it.
    """
    drawn = int.from_bytes(sha256(str(case_id).encode()).digest()[:8], "big")
    return drawn < share * 2**64
