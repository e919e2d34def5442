"""What Conflux knows: pure functions and frozen data classes, in the order a data row passes through them.

features   candles in, training windows out
identity   (side table) keys, delegations and locked boxes
payments   (side table) requests, fees, signed bytes and sign-in texts, checked
model      windows in, weights and predictions out
privacy    an update in, a masked update out
federated  masked updates in, the next global model and contribution scores out
trading    predictions in, trades and profit out
rewards    scores and profit in, payouts out
"""
