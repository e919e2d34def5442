"""Real candles in; whether training together beats training alone, out of sample and with intervals, out."""
