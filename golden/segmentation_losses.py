"""Values and gradients of segmentation losses, for VoxelLossGoldenTest.

Made with torch 2.10.0, monai 1.6.1, nnunetv2 2.8.1, scipy 1.17.1, Python 3.11:
    python golden/segmentation_losses.py > learn/src/test/resources/golden/voxel-losses.csv

Two images of 6 x 10 x 12 voxels, three classes: logits are 3 * draw("logits") of formula.py; labels are
a ball and a bar (see labels()); regions are "ball or bar" and "bar"; "ignored" rows do not know the
voxels with x < 3. Columns: name, truth, value, then the gradient of every 97th logit.
"""
from functools import partial

import numpy as np
import torch
from formula import draw
from monai.losses import BoundaryLoss, FocalLoss, GeneralizedDiceLoss, SoftclDiceLoss, TverskyLoss
from monai.networks import one_hot
from nnunetv2.training.loss.compound_losses import DC_and_BCE_loss, DC_and_CE_loss
from nnunetv2.training.loss.dice import MemoryEfficientSoftDiceLoss

SIZE = (6, 10, 12)


def labels():
    z, y, x = np.meshgrid(*[np.arange(n) for n in SIZE], indexing="ij")
    maps = []
    for n in range(2):
        ball = (z - 2) ** 2 + (y - 3 - n) ** 2 + (x - 4 - 2 * n) ** 2 < 8
        bar = (abs(y - 7) <= 1) & (x > 1 + n) & (z > 0)
        maps.append(np.where(bar, 2, np.where(ball, 1, 0)))
    return torch.from_numpy(np.stack(maps)[:, None].astype(np.int64))


def logits(classes):
    n = 2 * classes * int(np.prod(SIZE))
    z = torch.from_numpy((3 * draw("logits", n)).astype(np.float32)).reshape(2, classes, *SIZE)
    return z.requires_grad_()


LABELS = labels()
KNOWN = (torch.arange(SIZE[2]) >= 3).expand(2, 1, *SIZE)
IGNORED = torch.where(KNOWN, LABELS, torch.tensor(3))  # nnU-Net's ignore label is the highest
REGIONS = torch.cat([LABELS > 0, LABELS == 2], 1).float()


def softmax(z):
    return z.softmax(1)


def dice(batch, background, smooth, truth, mask=None):
    loss = MemoryEfficientSoftDiceLoss(softmax, batch, background, smooth, ddp=False)
    return lambda z: 1 + loss(z, truth, mask)


def dice_ce(batch, truth, ignore):
    soft = {"batch_dice": batch, "smooth": 1e-5, "do_bg": False, "ddp": False}
    loss = DC_and_CE_loss(soft, {}, ignore_label=ignore, dice_class=MemoryEfficientSoftDiceLoss)
    return lambda z: 1 + loss(z, truth)


def dice_bce(batch, truth, ignore, ce=1.0):
    soft = {"batch_dice": batch, "smooth": 1e-5, "do_bg": True, "ddp": False}
    # nnU-Net divides by the voxels alone where some are ignored: half of it is the mean over two regions.
    loss = DC_and_BCE_loss({}, soft, weight_ce=ce, use_ignore_label=ignore, dice_class=MemoryEfficientSoftDiceLoss)
    return lambda z: 1 + loss(z, truth)


def known_part(loss, truth):
    """Sums over known voxels are sums over the part where x is at least 3."""
    return lambda z: loss(z[..., 3:], truth[..., 3:])


def focal(truth, channels):
    return lambda z: channels * FocalLoss(use_softmax=channels > 1, to_onehot_y=channels > 1, gamma=2.0)(z, truth)


def boundary(background):
    loss = BoundaryLoss(include_background=background, softmax=True, to_onehot_y=True)
    return lambda z: loss(z, LABELS)


def boundary_ignored(z):
    truth = one_hot(known, 3)[:, 1:] * KNOWN
    distance = BoundaryLoss().compute_distance_map(truth)
    return (z.softmax(1)[:, 1:] * distance * KNOWN).sum() / (2 * KNOWN.sum())


def cl_dice(iterations, background):
    loss = SoftclDiceLoss(iterations, include_background=background, softmax=True, to_onehot_y=True)
    return lambda z: loss(z, LABELS)


def cl_dice_ignored(z):
    truth = one_hot(known, 3) * KNOWN
    return SoftclDiceLoss(3, include_background=False)(z.softmax(1) * KNOWN, truth)


MASKED = torch.cat([REGIONS, (~KNOWN).float()], 1)
known = torch.where(KNOWN, LABELS, torch.tensor(0))
ROWS = [
    ("soft-dice batch", "labels", 3, dice(True, True, 1.0, LABELS)),
    ("soft-dice sample", "labels", 3, dice(False, False, 1e-5, LABELS)),
    ("soft-dice sample", "ignored", 3, dice(False, False, 1e-5, known, KNOWN)),
    ("dice-cross-entropy batch", "labels", 3, dice_ce(True, LABELS, None)),
    ("dice-cross-entropy sample", "labels", 3, dice_ce(False, LABELS, None)),
    ("dice-cross-entropy batch", "ignored", 3, dice_ce(True, IGNORED, 3)),
    ("dice-binary-cross-entropy sample", "regions", 2, dice_bce(False, REGIONS, False)),
    ("dice-binary-cross-entropy batch", "ignored-regions", 2, dice_bce(True, MASKED, True, 0.5)),
    ("generalised-dice", "labels", 3, partial(GeneralizedDiceLoss(softmax=True, to_onehot_y=True), target=LABELS)),
    ("generalised-dice", "ignored", 3,
     known_part(GeneralizedDiceLoss(softmax=True, to_onehot_y=True), LABELS)),
    ("generalised-dice sigmoid", "regions", 2, partial(GeneralizedDiceLoss(sigmoid=True), target=REGIONS)),
    ("tversky", "labels", 3, partial(
        TverskyLoss(softmax=True, to_onehot_y=True, alpha=0.3, beta=0.7, include_background=False), target=LABELS)),
    ("tversky batch", "ignored", 3, known_part(
        TverskyLoss(softmax=True, to_onehot_y=True, alpha=0.3, beta=0.7, batch=True), LABELS)),
    ("voxel-focal", "labels", 3, focal(LABELS, 3)),
    ("voxel-focal", "ignored", 3, lambda z: focal(LABELS[..., 3:], 3)(z[..., 3:])),
    ("voxel-focal sigmoid", "regions", 2, focal(REGIONS, 1)),
    ("voxel-focal sigmoid", "ignored-regions", 2, lambda z: focal(REGIONS[..., 3:], 1)(z[..., 3:])),
    ("boundary", "labels", 3, boundary(False)),
    ("boundary background", "labels", 3, boundary(True)),
    ("boundary", "ignored", 3, boundary_ignored),
    ("cl-dice", "labels", 3, cl_dice(3, False)),
    ("cl-dice background", "labels", 3, cl_dice(2, True)),
    ("cl-dice", "ignored", 3, cl_dice_ignored),
]

if __name__ == "__main__":
    print("name,truth,value,gradient of every 97th…")
    for name, truth, classes, loss in ROWS:
        z = logits(classes)
        value = loss(z)
        value.backward()
        numbers = [float(value)] + [float(g) for g in z.grad.flatten()[::97]]
        print(",".join([name, truth] + [f"{v:.9g}" for v in numbers]))
