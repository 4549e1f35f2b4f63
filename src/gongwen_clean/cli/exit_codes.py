"""What the command ends with; parser.EXIT_CODES says it to users."""

DONE, WOULD_CHANGE, USAGE, SOME_FAILED, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130
