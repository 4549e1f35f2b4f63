"""The parts of benchmarks.soak: what is run, and how it is watched."""
