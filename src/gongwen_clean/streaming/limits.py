"""How much archives may unpack to; apart, so that the command's options need no reader of archives."""

MOST_RATIO = 1000
"""How many times its size an archive may unpack to, unless a user says otherwise."""

FREE_BYTES = 1 << 28
"""Unpacked before the ratio counts: a small corpus may be one document many times over."""
