"""One closed candle in, its row of features out, from a state that can be saved and goes on where it was.

In the order a candle passes through:
    parts        windowed sums, means, extremes and averages, one number at a time
    bar          a candle and its predecessor as the numbers that formulas read
    momentum, trend, volatility, volume   one row of the indicators' table each, the formulas of the batch
    rows         the indicators of one timeframe, row for row what compute_indicators answers
    stream       FeatureStream: all timeframes of a FeatureSpec, masks, saved bytes
    windows      LiveWindows: what an agent predicts from, tick by tick
"""
