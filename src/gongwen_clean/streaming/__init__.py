"""Clean corpora: many records at a time, in constant memory, without losing a line."""
