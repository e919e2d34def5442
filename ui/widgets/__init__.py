"""Parts that know no service."""
