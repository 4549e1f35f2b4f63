"""Measure the project; each module is a command that says what it prints."""
