"""A spec and weights in, the model that they are out, and back; frozen where only a part is trained."""

import torch
from torch import nn

from core.model.lstm import PriceLSTM
from core.model.networks import PriceModel, build
from core.model.spec import ModelSpec, is_trained
from core.model.weights import Weights


def load(spec: ModelSpec, weights: Weights, dtype: torch.dtype = torch.float32) -> PriceModel:
    """The model of `spec` with these weights, its rest frozen where only a part is trained.

    Raises PeerBroke when the weights do not fit.
    """
    arrays = weights.check(spec).arrays
    model = (PriceLSTM(spec) if spec.architecture == "lstm" else build(spec)).to(dtype)
    model.load_state_dict({name: torch.tensor(array, dtype=dtype) for name, array in arrays.items()})
    freeze(model, spec)
    return model


def freeze(model: nn.Module, spec: ModelSpec) -> None:
    """Let only the trained part have gradients."""
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(is_trained(spec, name))


def trained(model: nn.Module) -> list[nn.Parameter]:
    """The parameters of the trained part."""
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def unload(model: PriceModel) -> Weights:
    """The weights of a model; raises PeerBroke when one is not finite."""
    return Weights({name: tensor.detach().cpu().numpy() for name, tensor in model.named_parameters()})
