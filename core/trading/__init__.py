"""Predictions in, decisions, paper trades and profit out.

signal     closes and a prediction in, a Signal out
broker     an order and the next open in, a Fill out
portfolio  fills and prices in, an account's equity out
decision   signals, an account and limits in, decisions with reasons out
session    one candle time in, the next Book out: what the agent and a backtest share
tape       candles and forecasts in, what was known at each candle time out
quiet      a book and candles ahead in, how far nothing is filled out: what makes a backtest quick
trips      fills in, round trips out
statistics an equity curve or round trips in, the figures that people judge by out
montecarlo round trips in, what other luck would have made out
backtest   a tape in, a report of trading it out
journal    a step in, the lines that are kept of it out
epoch      a window's result in, whole coins to move out
"""
