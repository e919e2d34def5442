"""Windows in, weights and predictions out; the only package that may import torch.

In the order a data row passes through:
    spec        what a model is and how it is trained, as numbers that can be agreed upon; no torch
    weights     named arrays, one flat vector, safetensors bytes; no torch
    results     what training, prediction and scoring report; no torch
    lstm        PriceLSTM, the whole network; the other bodies stand in networks
    loading     a spec and weights to the model that they are, and back
    losses      what came true to the loss of each window, L of rounds
    training    train(): a dataset and start weights in, better weights and a report out
    private_training  train_privately(): the same, telling little of any one window; imports Opacus
    risk_quantiles  the risk's quantiles by the model's own errors, and how honest they are; no torch
    yardsticks  compare(): a model's outputs beside what the standards say of the same windows
    evaluation  predict(), evaluation_loss() and path_gradient()
    precision   the context that a step's products run in
    threads     how many CPU threads torch uses
"""
