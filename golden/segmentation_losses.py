"""Values and gradients of segmentation losses, for VoxelLossGoldenTest.

Made with torch 2.10.0, monai 1.6.1, nnunetv2 2.8.1, scipy 1.17.1, Python 3.11:
    python golden/segmentation_losses.py > learn/src/test/resources/golden/voxel-losses.csv

Two images of 6 x 10 x 12 voxels, three classes: logits are 3 * draw("logits") of formula.py; labels are
a ball and a bar (see labels()); regions are "ball or bar" and "bar"; "ignored" rows do not know the
voxels with x < 3. Columns: name, truth, value, then the gradient of every 97th logit.
"""
import numpy as np
import torch
from formula import draw
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
]

if __name__ == "__main__":
    print("name,truth,value,gradient of every 97th…")
    for name, truth, classes, loss in ROWS:
        z = logits(classes)
        value = loss(z)
        value.backward()
        numbers = [float(value)] + [float(g) for g in z.grad.flatten()[::97]]
        print(",".join([name, truth] + [f"{v:.9g}" for v in numbers]))
