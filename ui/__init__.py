"""What you see; the only package that may import PySide6."""
