"""A local network, lived through once and recorded; its screens, drawn from the record, out."""
