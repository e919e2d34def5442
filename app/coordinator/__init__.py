"""Signed messages of clients in, global models, scores and payouts out; no plain update is ever seen here."""
