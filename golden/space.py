"""Golden numbers for the steps of io.osler.core.transform that move voxels.

Made with Python 3.11, numpy 2.3.5, scipy 1.17.1, torch 2.10.0:
    python golden/space.py > core/src/test/resources/golden/space.json

Arrays are (k, j, i). Each result: step as a pipeline writes it, size [i, j, k], channels, voxels
with i fastest, or labels.
"""

import json

import numpy as np
import torch
from scipy import ndimage
from scipy.interpolate import RBFInterpolator
from scipy.spatial.transform import Rotation
from torch.nn.functional import interpolate

rng = np.random.default_rng(20251121)
smooth = ndimage.gaussian_filter(rng.normal(size=(7, 10, 12)), 0.8)
SOLID = (100 + 60 * smooth / smooth.std()).astype(np.float32)
FLAT = (100 * rng.uniform(0, 1, (1, 14, 11))).astype(np.float32)
LABELS = np.where(SOLID > 130, 2, np.where(SOLID > 90, 5, 0))
SPACING = np.array([2.5, 1.1, 0.7])  # k, j, i in mm

results = []


def give(step, source, out, labels=False, channels=1):
    out = np.asarray(out, dtype=np.float64)
    if out.ndim == 2:
        out = out[None]
    per = out.shape[0] // channels
    results.append({
        "step": step,
        "input": source,
        "labels": labels,
        "channels": channels,
        "size": [out.shape[2], out.shape[1], per],
        "voxels": [float(f"{v:.9g}") for v in out.ravel()],
    })


# Java's SplittableRandom is SplitMix64
def uniform(seed, n):
    mask, state, out = (1 << 64) - 1, seed, []
    for _ in range(n):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        out.append(((z ^ (z >> 31)) >> 11) * 2.0**-53)
    return np.array(out)


def used(a):
    return [d for d in range(3) if a.shape[d] > 1]


def field(shape, smoothness, magnitude, seed):
    """Displacements in voxels, one array per used axis, k first."""
    dims = [d for d in range(3) if shape[d] > 1]
    cells = int(np.ceil(2 / smoothness))
    knots = (cells + 3,) * len(dims)
    per = int(np.prod(knots))
    noise = uniform(seed, len(dims) * per) * 2 - 1
    control = []
    for order, d in enumerate(dims):
        component = len(dims) - 1 - order  # drawn for i first
        c = noise[component * per:(component + 1) * per].reshape(knots)
        c = ndimage.gaussian_filter(c, 2, mode="nearest", truncate=4)
        control.append(c * magnitude * (shape[d] - 1) / np.abs(c).max())
    steepest = max(
        sum(np.abs(np.diff(c, axis=a)).max() * cells / (shape[d] - 1) for a, d in enumerate(dims))
        for c in control)
    if steepest > 0.9:
        control = [c * 0.9 / steepest for c in control]
    grid = np.meshgrid(*[np.arange(shape[d], dtype=float) for d in dims], indexing="ij")
    at = [g / (shape[d] - 1) * cells + 2 for g, d in zip(grid, dims)]
    return [ndimage.map_coordinates(np.pad(c, 1), at, order=3, mode="constant", prefilter=False)
            for c in control]


def bent(a, shifts, mode, order=1):
    dims = used(a)
    grid = np.meshgrid(*[np.arange(a.shape[d], dtype=float) for d in dims], indexing="ij")
    squeezed = a.astype(np.float64).reshape([a.shape[d] for d in dims])
    moved = [g + s for g, s in zip(grid, shifts)]
    return ndimage.map_coordinates(squeezed, moved, order=order, mode=mode)


give("field-elastic(smoothness=0.4, magnitude=0.06, seed=5)", "solid",
     bent(SOLID, field(SOLID.shape, 0.4, 0.06, 5), "nearest"))
give("field-elastic(smoothness=0.1, magnitude=0.5, seed=6, border=reflect)", "solid",
     bent(SOLID, field(SOLID.shape, 0.1, 0.5, 6), "mirror"))
give("field-elastic(smoothness=0.2, magnitude=0.05, seed=7)", "flat",
     bent(FLAT, field(FLAT.shape, 0.2, 0.05, 7), "nearest"))


def plate(a, start, end):
    """start, end: fractions along i, j, k."""
    dims = used(a)
    unit = (np.array(a.shape) - 1) * SPACING
    mm = lambda points: np.array(points)[:, ::-1][:, dims] * unit[dims]
    kernel = "thin_plate_spline" if len(dims) == 2 else "linear"
    spline = RBFInterpolator(mm(end), mm(start) - mm(end), kernel=kernel, degree=1)
    grid = np.meshgrid(*[np.arange(a.shape[d]) * SPACING[d] for d in dims], indexing="ij")
    u = spline(np.stack([g.ravel() for g in grid], 1))
    return [u[:, n].reshape(grid[0].shape) / SPACING[d] for n, d in enumerate(dims)]


corners = [[i, j, k] for k in (0, 1) for j in (0, 1) for i in (0, 1)]
start = np.array(corners + [[0.5, 0.4, 0.6], [0.2, 0.7, 0.3]])
end = np.round(start + rng.uniform(-0.07, 0.07, start.shape), 3)
text = lambda p: "[" + ", ".join("[" + ", ".join(str(float(v)) for v in row) + "]" for row in p) + "]"
give(f"thin-plate(from={text(start)}, to={text(end)})", "solid", bent(SOLID, plate(SOLID, start, end), "nearest"))
give(f"thin-plate(from={text(start)}, to={text(end)})", "labels",
     bent(LABELS, plate(SOLID, start, end), "nearest", 0), labels=True)
flat_start, flat_end = np.delete(start, [4, 5, 6, 7], 0), np.delete(end, [4, 5, 6, 7], 0)
give(f"thin-plate(from={text(flat_start)}, to={text(flat_end)}, border=constant, fill=7)", "flat",
     ndimage.map_coordinates(
         FLAT[0].astype(np.float64),
         [g + s for g, s in zip(np.meshgrid(np.arange(14.0), np.arange(11.0), indexing="ij"),
                                plate(FLAT, flat_start, flat_end))],
         order=1, mode="grid-constant", cval=7))

# Onto a grid: the input's first voxel lies at 0, its axes are the patient's
TURN = Rotation.from_euler("xyz", [10, -20, 30], degrees=True).as_matrix()  # columns i, j, k


def sampled(a, shape, spacing, origin, columns, order, mode, cval=0.0):
    """shape k, j, i; spacing and origin along i, j, k in mm."""
    index = np.stack(np.meshgrid(*[np.arange(n) for n in shape], indexing="ij")[::-1], -1)
    points = origin + (index * spacing) @ columns.T
    places = points / SPACING[::-1]
    return ndimage.map_coordinates(
        a.astype(np.float64), [places[..., 2], places[..., 1], places[..., 0]], order=order, mode=mode, cval=cval)


columns = text(TURN.T)
TURN = np.array(eval(columns)).T
along = f"size=[9, 8, 6], spacing=[0.8, 1, 2], origin=[-0.5, 1, 1.5], along={columns}"
where = ((6, 8, 9), np.array([0.8, 1, 2]), np.array([-0.5, 1, 1.5]), TURN)
give(f"onto-grid({along}, fill=-5)", "solid", sampled(SOLID, *where, 1, "grid-constant", -5))
give(f"onto-grid({along}, border=edge)", "solid", sampled(SOLID, *where, 1, "nearest"))


def shares(labels, move):
    values = np.unique(labels)
    return values[np.argmax(np.stack([move((labels == v).astype(np.float64)) for v in values]), 0)]


give(f"onto-grid({along}, border=edge, labels=linear)", "labels",
     shares(LABELS, lambda a: sampled(a, *where, 1, "nearest")), labels=True)
give("resize(size=[20, 17, 11], labels=linear)", "labels",
     shares(LABELS, lambda a: interpolate(
         torch.from_numpy(a)[None, None], (11, 17, 20), mode="trilinear", align_corners=False)[0, 0].numpy()),
     labels=True)

# 2.5-D
give("plane-view(axis=k, at=0.5, neighbours=1)", "solid", SOLID[2:5], channels=3)
give("plane-view(axis=j, at=0, neighbours=1)", "solid",
     np.stack([SOLID[:, 0], SOLID[:, 0], SOLID[:, 1]]), channels=3)
give("plane-view(axis=i, at=1, neighbours=0)", "solid", SOLID[:, :, 11])
give("plane-view(axis=i, at=0.3, neighbours=0)", "labels", LABELS[:, :, 3], labels=True)
centre = np.array([0.4, 0.5, 0.6]) * (np.array(SOLID.shape[::-1]) - 1) * SPACING[::-1]


def view(columns, side, spacing, step=0):
    columns = np.asarray(columns)
    origin = centre - columns @ np.array([1, 1, 0]) * (side - 1) / 2 * spacing + columns[:, 2] * step * spacing
    return sampled(SOLID, (1, side, side), np.array([spacing] * 3), origin, columns, 1, "grid-constant", 3)


turn = Rotation.from_euler("xyz", [35, 50, -70], degrees=True).as_matrix()
give("oblique-view(rotation=[35, 50, -70], at=[0.4, 0.5, 0.6], side=9, spacing=0.9, neighbours=1, fill=3)",
     "solid", np.concatenate([view(turn, 9, 0.9, s) for s in (-1, 0, 1)]), channels=3)
i, j, k = np.eye(3)
give("three-views(at=[0.4, 0.5, 0.6], side=8, spacing=1.1, fill=3)", "solid",
     np.concatenate([view(np.stack(c, 1), 8, 1.1) for c in ((i, j, k), (i, k, -j), (j, k, i))]), channels=3)

# Parts and thick slices
give("crop-at(at=[0.3, 1, 0.5], size=[5, 4, 9], border=edge)", "solid",
     np.pad(SOLID[:, 6:10, 2:7], ((1, 1), (0, 0), (0, 0)), mode="edge"))
# k: (n - m)/2 = -1 voxel before
reduced = np.add.reduceat(np.repeat(SOLID.astype(np.float64), 3, 0), np.arange(0, 21, 7), 0) / 7
give("low-resolution(factor=2.3, axes=[k])", "solid",
     interpolate(torch.from_numpy(reduced)[None, None], SOLID.shape, mode="trilinear", align_corners=False)[0, 0])


def dump(a):
    return {"size": list(a.shape[::-1]), "voxels": [float(f"{v:.9g}") for v in a.ravel()]}


print(json.dumps({"inputs": {"solid": dump(SOLID), "flat": dump(FLAT), "labels": dump(LABELS)},
                  "results": results}))
