"""Golden numbers for io.osler.learn.train's optimisers and schedules and for io.osler.learn.loss.

Optimisers run on given gradients, so that only their own arithmetic is compared; the moving average
of the weights is written out in numpy, the schedules are PyTorch's own.
Made with Python 3.11, torch 2.10.0, numpy 2.3.5, monai 1.6.1:
    python golden/training.py learn/src/test/resources/golden/train
"""

import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from monai.losses import FocalLoss
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, PolynomialLR, SequentialLR

OUT = Path(sys.argv[1])
STEPS = 12
AVERAGING = 0.9


def start():
    """Weight (2, 3) and bias (2): value i of all eight is sin(i + 1)."""
    v = np.sin(np.arange(8) + 1.0).astype(np.float32)
    return (torch.nn.Parameter(torch.tensor(v[:6].reshape(2, 3))), torch.nn.Parameter(torch.tensor(v[6:])))


def gradient(step):
    v = (2 * np.sin(0.7 * (np.arange(8) + 1) + 0.3 * step)).astype(np.float32)
    return torch.tensor(v[:6].reshape(2, 3)), torch.tensor(v[6:])


def schedule(optimiser, kind):
    if kind == "cosine":
        warm = STEPS // 4
        return SequentialLR(optimiser, [LinearLR(optimiser, 1 / warm, 1.0, warm - 1),
                                        CosineAnnealingLR(optimiser, STEPS - warm)], [warm])
    if kind == "poly":
        return PolynomialLR(optimiser, STEPS, 0.9)
    return torch.optim.lr_scheduler.ConstantLR(optimiser, 1.0, 1)


def optimisers():
    lines = ["case,step,factor,norm," + ",".join(f"w{i}" for i in range(8)) + ","
             + ",".join(f"a{i}" for i in range(8))]
    cases = {
        "adamw": (lambda g: torch.optim.AdamW(g, lr=0.05, betas=(0.9, 0.99), eps=1e-8), 0.1, "cosine", 0),
        "adamw-clipped": (lambda g: torch.optim.AdamW(g, lr=0.05, betas=(0.8, 0.999), eps=1e-8), 0.0, "poly", 4.0),
        "sgd": (lambda g: torch.optim.SGD(g, lr=0.05, momentum=0.9), 0.01, "poly", 0),
        "sgd-nesterov": (lambda g: torch.optim.SGD(g, lr=0.05, momentum=0.9, nesterov=True), 0.02, "cosine", 1.5),
        "sgd-plain": (lambda g: torch.optim.SGD(g, lr=0.05), 0.0, "constant", 0),
    }
    for name, (make, decay, kind, clip) in cases.items():
        weight, bias = start()
        optimiser = make([{"params": [weight], "weight_decay": decay}, {"params": [bias], "weight_decay": 0.0}])
        rate = schedule(optimiser, kind)
        flat = lambda: torch.cat([weight.detach().flatten(), bias.detach()]).double().numpy().copy()
        average = flat()
        for step in range(STEPS):
            factor = optimiser.param_groups[0]["lr"] / 0.05
            weight.grad, bias.grad = gradient(step)
            norm = torch.nn.utils.clip_grad_norm_([weight, bias], clip if clip else 1e9).item()
            optimiser.step()
            rate.step()
            keep = min(AVERAGING, (1 + step) / (10 + step))
            average = keep * average + (1 - keep) * flat()
            row = [factor, norm, *flat(), *average]
            lines.append(f"{name},{step}," + ",".join(f"{v:.9g}" for v in row))
    (OUT / "optimisers.csv").write_text("\n".join(lines) + "\n")


def losses():
    """Each line: case, gamma, smoothing, the loss, then logits, targets, class weights, gradient."""
    n, c = 5, 3
    logits = torch.tensor(3 * np.sin(np.arange(n * c) * 1.3 + 0.5), dtype=torch.float32).reshape(n, c)
    logits.requires_grad_(True)
    truth = torch.tensor([0, 2, 1, 1, 0])
    hot = F.one_hot(truth, c).float()
    weights = torch.tensor([0.5, 1.0, 2.5])
    soft = 0.3 * hot + 0.7 * hot[[3, 0, 4, 2, 1]]
    even = torch.ones(c)
    several = torch.tensor([[1, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0], [1, 0, 0]]).float()
    known = several.clone()
    known[1, 2] = known[3, 0] = float("nan")
    lines = ["case,gamma,smoothing,loss,logits,targets,weights,gradient"]

    def put(name, gamma, smoothing, loss, targets, w):
        (grad,) = torch.autograd.grad(loss, logits)
        text = lambda t: " ".join(f"{v:.9g}" for v in t.detach().flatten().tolist())
        lines.append(f"{name},{gamma},{smoothing},{loss.item():.9g},{text(logits)},{text(targets)},{text(w)},{text(grad)}")

    put("hard", 0, 0, F.cross_entropy(logits, truth), hot, even)
    put("weighted", 0, 0, F.cross_entropy(logits, truth, weight=weights), hot, weights)
    put("smoothed", 0, 0.1, F.cross_entropy(logits, truth, label_smoothing=0.1), 0.9 * hot + 0.1 / c, even)
    put("mixed", 0, 0, F.cross_entropy(logits, soft), soft, even)
    put("focal", 2, 0, FocalLoss(gamma=2.0, use_softmax=True, reduction="sum")(logits[..., None], hot[..., None]) / n, hot, even)
    put("focal-gentle", 0.5, 0, FocalLoss(gamma=0.5, use_softmax=True, reduction="sum")(logits[..., None], hot[..., None]) / n, hot, even)
    put("binary", 0, 0, F.binary_cross_entropy_with_logits(logits, several), several, even)
    there = ~torch.isnan(known)
    put("binary-unknown", 0, 0, F.binary_cross_entropy_with_logits(logits[there], known[there]), known, even)
    (OUT / "losses.csv").write_text("\n".join(lines) + "\n")


optimisers()
losses()
