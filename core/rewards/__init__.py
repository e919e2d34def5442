"""Scores and profit in, payouts out; integers only once a share is fixed."""
