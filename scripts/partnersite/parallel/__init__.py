"""How work is spread over processes: a build's workers, the process beside it, what they share, how they end."""
