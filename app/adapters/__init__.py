"""One door per library; nothing else may import that library."""
