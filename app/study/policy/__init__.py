"""A market and forecasts in; what each part of the agent's base policy is worth, out of sample, out."""
