"""The manual pages, made from the parsers of the commands: `python -m man.make_pages`."""
