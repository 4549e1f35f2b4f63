"""Settings of all tests."""

from hypothesis import settings

# how long an example takes says more of the machine than of the code; speed belongs to the benchmarks
settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")
