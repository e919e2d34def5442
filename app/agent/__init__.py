"""Agent: the program that trades the pool with the global model, on paper, and brings the profit home.

rounds     the chain's newest closed round in, the window to trade out
market     the exchange's candles and the model in, a tape of forecasts out
epochs     a window's result in, coins moved and the vault's epoch closed out
journal    steps in, lines on disk out
runner     time in, ticks out
server     HTTP requests in, the published journal out
"""
