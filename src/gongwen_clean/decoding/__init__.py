"""Undo a noisy channel: candidates for what a text said, and the path through them that reads best."""
