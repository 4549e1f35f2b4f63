"""What a scanned or wrapped page shows of itself: its lines, its width, its numbers, its blanks."""
