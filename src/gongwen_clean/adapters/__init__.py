"""Clean inside engines for large corpora: each module converts the types of one engine, and imports it."""
