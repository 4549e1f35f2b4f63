"""What recognition makes of words: characters read as their look-alikes, or twice."""
