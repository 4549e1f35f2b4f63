"""Measure what engines cost beside the plain stream, on the same corpus.

python -m benchmarks.engines -o benchmarks/engines.md
"""
