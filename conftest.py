"""Leave out of the doctests the adapter whose base class comes with its engine, where that is missing."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("datatrove") else ["src/gongwen_clean/adapters/datatrove.py"]
