"""Figures with a bar or a peer beside them; `make bench` prints them all."""
