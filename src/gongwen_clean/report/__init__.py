"""Show what cleaning did; never cleans."""
