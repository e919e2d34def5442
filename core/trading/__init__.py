"""Predictions in, decisions, paper trades and profit out.

signal     closes and a prediction in, a Signal out
broker     an order and the next open in, a Fill out
portfolio  fills and prices in, an account's equity out
decision   signals, an account and limits in, decisions with reasons out
session    one candle time in, the next Book out: what the agent and a backtest share
tape       candles and forecasts in, what was known at each candle time out
backtest   a tape in, a report of trading it out
journal    a step in, the lines that are kept of it out
epoch      a window's result in, whole coins to move out
"""
