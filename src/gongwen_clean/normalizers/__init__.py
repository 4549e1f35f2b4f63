"""The steps, one file each; none imports another."""
