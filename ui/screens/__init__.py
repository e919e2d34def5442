"""The screens in sidebar order."""
