"""Text and tables to matches; no decisions."""
