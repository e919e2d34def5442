"""Keys and locked boxes: secrets in, signatures and sealed bytes out; no file or keyring is touched here."""
