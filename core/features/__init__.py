"""Candles in, training windows out."""
