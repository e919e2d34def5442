"""A model before training and Adam's steps in; the same steps, each pulled back towards where it began, out.

Ditto (Li, Hu, Beirami, Smith 2021) and FedProx (Li et al. 2020) add mu/2 |w - w_start|^2 to the loss, whose
gradient is mu (w - w_start). Where that belongs under Adam is a choice among three:

- In the gradient, Adam divides the pull by the same root as the loss's noise: where the pull is the larger,
  every step is one learning rate long whatever mu, and the weights swing about the start. Clipping, too,
  would shorten the loss's gradient the more, the stronger the pull.
- Beside Adam, as AdamW (Loshchilov, Hutter 2019) does with its decay: stable, but its fixed point is that of
  another penalty, weighed by each weight's own root, and mu would mean something else than in the papers.
- As the proximal map in the metric of Adam's step (Yun, Lozano, Yang 2021), which is done here: with the step
  sizes P = rate / (sqrt(v) + eps) of a step that has reached w', the new weights minimise
  mu/2 |w - w_start|^2 + 1/2 (w - w')^T P^-1 (w - w'), in closed form
  w = w_start + (w' - w_start) / (1 + mu P). It stands still exactly where the gradient of the loss plus the
  penalty is zero, never swings, and keeps the start as mu grows without bound.
"""

from typing import Any

import torch

from core.model.loading import trained


class ProximalPull:
    """Pulls the trained part of a model back after each step of Adam.

    Args:
        model: as it is before training: what its trained part is pulled towards.
        optimiser: a torch.optim.Adam on its trained part.
        mu: strength of the pull, above 0.
    """

    def __init__(self, model: torch.nn.Module, optimiser: torch.optim.Optimizer, mu: float) -> None:
        self._optimiser = optimiser
        self._mu = mu
        self._starts = {one: one.detach().clone() for one in trained(model)}

    @torch.no_grad()
    def after_step(self) -> None:
        """To be called after the optimiser's step, before the schedule changes its rate."""
        for group in self._optimiser.param_groups:
            for parameter in group["params"]:
                pull = self._mu * self._step_sizes(parameter, group)
                parameter.lerp_(self._starts[parameter], pull / (1 + pull))

    def _step_sizes(self, parameter: torch.Tensor, group: dict[str, Any]) -> torch.Tensor:
        """P: how far a gradient of 1 would move each weight in the step just made (Kingma, Ba 2015)."""
        state, (first, second) = self._optimiser.state[parameter], group["betas"]
        steps = float(state["step"])
        root: torch.Tensor = (state["exp_avg_sq"] / (1 - second**steps)).sqrt()
        sizes: torch.Tensor = group["lr"] / (1 - first**steps) / (root + group["eps"])
        return sizes
