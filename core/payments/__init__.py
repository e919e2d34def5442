"""Addresses, amounts, fee histories and signed bytes in; requests, checked payments and their state out."""
