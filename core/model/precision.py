"""A device and a precision's name in; the context that a step's products run in, tried out before, out."""

import torch

from core.errors import YouCanFix
from core.model.networks import PriceModel
from core.model.spec import ModelSpec


def products(device: torch.device, precision: str) -> torch.autocast:
    """Matrix products inside run in that precision; weights and what follows them stay float32."""
    return torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16")


def check_products(model: PriceModel, spec: ModelSpec, device: torch.device, precision: str) -> None:
    """Raises YouCanFix where this machine has no bfloat16 for the model, which only a try tells."""
    if precision == "float32":
        return
    try:
        with products(device, precision):
            outputs = model(torch.zeros(1, spec.window, spec.features, device=device))
        outputs.float().sum().backward()
    except RuntimeError as error:
        raise YouCanFix(
            f"This machine's {device.type} cannot train {spec.architecture} in {precision}.",
            "Train in float32, the default.",
        ) from error
    model.zero_grad(set_to_none=True)
