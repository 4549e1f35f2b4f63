"""Fuzzing: what the package promises for any input, tried on inputs that were never thought of."""
