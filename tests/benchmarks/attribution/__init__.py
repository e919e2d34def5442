"""How contributions are scored, tried: against exact Shapley values and against those who would cheat."""
