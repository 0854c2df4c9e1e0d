"""Golden numbers for io.osler.core.transform.

Made with Python 3.11, numpy 2.3.5, scipy 1.17.1, scikit-image 0.26.0, torch 2.10.0,
torchvision 0.25.0, Pillow 13.0.0, batchgeneratorsv2 0.3.6,
nibabel 5.4.2:
    python golden/transforms.py > core/src/test/resources/golden/transforms.json

Arrays are (k, j, i). Each result: size [i, j, k] and voxels, i fastest.
"""

import json

import nibabel as nib
import numpy as np
import torch
import torchvision.transforms.functional as tv
from batchgeneratorsv2.transforms.intensity.gamma import GammaTransform
from PIL import Image
from scipy import ndimage
from scipy.spatial.transform import Rotation
from skimage import exposure
from torch.nn.functional import interpolate

rng = np.random.default_rng(20250101)
smooth = ndimage.gaussian_filter(rng.normal(size=(5, 9, 12)), 0.8)
SOLID = (100 + 60 * smooth / smooth.std()).astype(np.float32)
SOLID[1, 2:4, 3:6] = 0
FLAT = rng.uniform(0, 1, (1, 14, 11)).astype(np.float32)
FLAT = (FLAT - FLAT.min()) / (FLAT.max() - FLAT.min())  # spans [0, 1] exactly
SPACING = np.array([2.5, 1.1, 0.7])  # k, j, i in mm

results = {}


def give(name, source, out):
    out = np.asarray(out, dtype=np.float64)
    if out.ndim == 2:
        out = out[None]
    channels = 3 if source == "rgb" and out.shape[0] == 3 else 1
    results[name] = {
        "input": source,
        "channels": channels,
        "size": list((out if channels == 1 else out[:1]).shape[::-1]),
        "voxels": [float(f"{v:.9g}") for v in out.ravel()],
    }


def tensor(a):
    return torch.from_numpy(a.astype(np.float64))


# Resize
flat = tensor(FLAT)[None]  # (1, 1, 14, 11)
give("resize-linear-up", "flat",
     interpolate(flat, (23, 30), mode="bilinear", align_corners=False)[0, 0])
give("resize-linear-down", "flat",
     np.asarray(Image.fromarray(FLAT[0]).resize((5, 6), Image.Resampling.BILINEAR)))
give("resize-cubic-up", "flat",
     np.asarray(Image.fromarray(FLAT[0]).resize((30, 23), Image.Resampling.BICUBIC)))
give("resize-cubic-down", "flat",
     interpolate(flat, (6, 5), mode="bicubic", antialias=True, align_corners=False)[0, 0])
give("resize-nearest", "flat", interpolate(flat, (9, 17), mode="nearest-exact")[0, 0])
give("resize-linear-3d", "solid",
     interpolate(tensor(SOLID)[None, None], (8, 13, 20), mode="trilinear", align_corners=False)[0, 0])
give("resize-nearest-3d", "solid",
     interpolate(tensor(SOLID)[None, None], (3, 13, 7), mode="nearest-exact")[0, 0])


def area(a, shape):
    """Exact overlap: every cell repeated m times, then means of n."""
    for axis, m in enumerate(shape):
        n = a.shape[axis]
        a = np.repeat(a.astype(np.float64), m, axis)
        a = a.reshape(a.shape[:axis] + (m, n) + a.shape[axis + 1:]).mean(axis + 1)
    return a


give("resize-area", "flat", area(FLAT, (1, 6, 4)))
give("resize-area-3d", "solid", area(SOLID, (2, 4, 15)))

give("resize-lanczos-up", "flat",
     np.asarray(Image.fromarray(FLAT[0]).resize((30, 23), Image.Resampling.LANCZOS)))
give("resize-lanczos-down", "flat",
     np.asarray(Image.fromarray(FLAT[0]).resize((5, 6), Image.Resampling.LANCZOS)))


def spline(a, shape, start, step):
    grid = np.meshgrid(*[s + d * np.arange(m) for s, d, m in zip(start, step, shape)], indexing="ij")
    grid = [np.clip(g, 0, n - 1) for g, n in zip(grid, a.shape)]
    return ndimage.map_coordinates(a.astype(np.float64), grid, order=3, mode="mirror")


step = np.array(SOLID.shape) / (8, 13, 20)
give("resize-b-spline-3d", "solid", spline(SOLID, (8, 13, 20), step / 2 - 0.5, step))
# Respace to 2 x 0.9 x 1 mm (k, j, i), centred
wanted = np.array([2, 0.9, 1])
step = wanted / SPACING
shape = np.rint(np.array(SOLID.shape) / step).astype(int)
start = (np.array(SOLID.shape) - 1) / 2 - (shape - 1) / 2 * step
give("respace-b-spline", "solid", spline(SOLID, shape, start, step))

# Affine: forward x -> S R x + t in mm about the centre, so out(o) = in(M o + b)
def affine(a, spacing, degrees, scale, shift, mode, cval=0.0):
    ijk = slice(None, None, -1)
    sp, n = spacing[ijk], np.array(a.shape[ijk])
    r = Rotation.from_euler("xyz", degrees, degrees=True).as_matrix()
    forward = np.diag(scale) @ r
    back = np.diag(1 / sp) @ np.linalg.inv(forward) @ np.diag(sp)
    centre = (n - 1) / 2
    offset = centre - back @ (centre + np.array(shift) * n)
    flip = np.eye(3)[ijk]
    return ndimage.affine_transform(
        a.astype(np.float64), flip @ back @ flip, offset[ijk], order=1, mode=mode, cval=cval)


for name, mode in (("constant", "grid-constant"), ("edge", "nearest"), ("reflect", "mirror")):
    give(f"affine-3d-{name}", "solid",
         affine(SOLID, SPACING, [8, -5, 20], [1.2, 0.9, 1.1], [0.05, -0.1, 0.08], mode, -3))
    give(f"affine-2d-{name}", "flat",
         affine(FLAT, SPACING, [0, 0, 33], [0.8, 0.8, 1], [0.1, -0.2, 0], mode, -3))

# Whole voxels
give("flip", "solid", SOLID[::-1, :, ::-1])
# One turn about k: +i to +j. np.rot90 turns its first axis to its second.
give("rotate-k", "solid", np.rot90(SOLID, 1, axes=(2, 1)))
give("rotate-i", "solid", np.rot90(SOLID, 1, axes=(1, 0)))
give("rotate-j", "solid", np.rot90(SOLID, 1, axes=(0, 2)))
pads = ((1, 2), (0, 3), (2, 1))
give("pad-reflect", "solid", np.pad(SOLID, pads, mode="reflect"))
give("pad-edge", "solid", np.pad(SOLID, pads, mode="edge"))
give("pad-constant", "solid", np.pad(SOLID, pads, constant_values=7))
give("crop", "solid", SOLID[1:4, 3:8, 2:8])
# 12 -> 7 starts at 2, 9 -> 14 starts at -3, 5 -> 5
give("centre", "solid", np.pad(SOLID, ((0, 0), (3, 2), (0, 0)))[:, :, 2:9])

# OBLIQUE: i runs (0.8, 0.6, 0), j (-0.6, 0.8, 0), k (0, 0, 1) in LPS
lps = np.array([[0.8, -0.6, 0], [0.6, 0.8, 0], [0, 0, 1]]) * SPACING[::-1]
ras = np.eye(4)
ras[:3, :3] = np.diag([-1, -1, 1]) @ lps
for towards in ("RAS", "LPS", "SAR", "PIL"):
    turn = nib.orientations.ornt_transform(
        nib.orientations.io_orientation(ras), nib.orientations.axcodes2ornt(towards))
    give(f"orient-{towards.lower()}", "solid",
         nib.orientations.apply_orientation(SOLID.transpose(2, 1, 0), turn).transpose(2, 1, 0))

# Intensities
s = SOLID.astype(np.float64)
give("z-score", "solid", (s - s.mean()) / s.std())
inside = s[s != 0]
give("z-score-nonzero", "solid", np.where(s != 0, (s - inside.mean()) / inside.std(), 0))
give("normalise", "solid", (s - 90) / 45)
give("min-max", "solid", (s - s.min()) / np.ptp(s))
give("window", "solid", exposure.rescale_intensity(s, in_range=(40, 150), out_range=(0, 1)))
low, high = np.percentile(s, (3, 95))
give("percentile-window", "solid", exposure.rescale_intensity(s, in_range=(low, high), out_range=(0, 1)))
unit = (s - s.min()) / np.ptp(s)
give("gamma", "solid", s.min() + np.ptp(s) * exposure.adjust_gamma(unit, 1.7))
nnunet = GammaTransform(1.7, p_invert_image=1, synchronize_channels=True, p_per_channel=1, p_retain_stats=1)
give("gamma-inverted-moments", "solid", nnunet(image=torch.tensor(s)[None])["image"][0].numpy())
f = tensor(FLAT)
give("brightness-up", "flat", tv.adjust_brightness(f, 1.4))
give("brightness-down", "flat", tv.adjust_brightness(f, 0.6))
give("contrast-up", "flat", tv.adjust_contrast(f, 1.5))
give("contrast-down", "flat", tv.adjust_contrast(f, 0.5))
give("blur", "solid", ndimage.gaussian_filter(s, 0.9, mode="nearest", truncate=4))
give("blur-2d", "flat", ndimage.gaussian_filter(FLAT[0].astype(np.float64), 2.3, mode="nearest", truncate=4))

lifted = lambda a, b: a.min() + np.ptp(a) * b  # ours keeps the image's own range
give("equalise", "solid", lifted(s, exposure.equalize_hist(s, 64)))


def levels(a):
    """Whole 14-bit levels over [0, 1]: scikit-image's double rounding then leaves them alone."""
    return (np.rint((a - a.min()) / np.ptp(a) * 16383) / 16383).astype(np.float32)


FINE = ndimage.gaussian_filter(rng.normal(size=(7, 19, 23)), 1)
LEVELS, SLICE = levels(FINE), levels(FINE[4:5])
give("clahe-2d", "slice", exposure.equalize_adapthist(SLICE[0], (19 // 3, 23 // 3), 0.02, 128))
give("clahe-3d", "levels", exposure.equalize_adapthist(LEVELS, (7 // 3, 19 // 3, 23 // 3), 0.05, 256))
give("match-histogram", "solid", exposure.match_histograms(s, FLAT.astype(np.float64)))
own = np.percentile(s, (2, 25, 50, 75, 98))
scale = np.array([0.0, 20, 40, 70, 100])
# The outer pieces run on: two knots far outside
wide = np.concatenate(([own[0] - 1000], own, [own[-1] + 1000]))
run = np.diff(scale) / np.diff(own)
high = np.concatenate(([scale[0] - 1000 * run[0]], scale, [scale[-1] + 1000 * run[-1]]))
give("nyul", "solid", np.interp(s, wide, high))


# Elastic: Java's SplittableRandom is SplitMix64
def uniform(seed, n):
    mask, state, out = (1 << 64) - 1, seed, []
    for _ in range(n):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        out.append(((z ^ (z >> 31)) >> 11) * 2.0**-53)
    return np.array(out)


def elastic(a, cells, magnitude, seed, mode):
    dims = [d for d in range(3) if a.shape[d] > 1]
    knots = (cells + 3,) * len(dims)
    per = int(np.prod(knots))
    drawn = uniform(seed, len(dims) * per) * 2 - 1
    grid = np.meshgrid(*[np.arange(a.shape[d], dtype=float) for d in dims], indexing="ij")
    places = [g / (a.shape[d] - 1) * cells + 1 for g, d in zip(grid, dims)]
    moved = []
    for order, (g, d) in enumerate(zip(grid, dims)):
        component = len(dims) - 1 - order  # drawn for i first
        control = drawn[component * per:(component + 1) * per].reshape(knots)
        control = control * magnitude * (a.shape[d] - 1) / cells
        # A frame of zeros: at the outer voxels a basis function of weight 0 lies outside.
        control, at = np.pad(control, 1), [p + 1 for p in places]
        moved.append(g + ndimage.map_coordinates(control, at, order=3, mode="constant", prefilter=False))
    squeezed = a.astype(np.float64).reshape([a.shape[d] for d in dims])
    return ndimage.map_coordinates(squeezed, moved, order=1, mode=mode)


give("elastic-3d", "solid", elastic(SOLID, 3, 0.3, 9, "nearest"))
give("elastic-2d", "flat", elastic(FLAT, 4, 0.4, 12, "mirror"))
reduced = area(SOLID, (3, 5, 7))
give("low-resolution", "solid",
     interpolate(tensor(reduced)[None, None], SOLID.shape, mode="trilinear", align_corners=False)[0, 0])

soft = ndimage.gaussian_filter(s, 1.2, mode="nearest", truncate=4)
give("sharpen", "solid", s + 0.8 * (s - soft))
rgb = rng.uniform(0, 1, (3, 6, 7)).astype(np.float32)
RGB = (rgb - rgb.min()) / np.ptp(rgb)
RGB = RGB.astype(np.float32)
colour = tensor(RGB)
give("grey", "rgb", tv.rgb_to_grayscale(colour)[0])
give("saturation-up", "rgb", tv.adjust_saturation(colour, 1.6))
give("saturation-down", "rgb", tv.adjust_saturation(colour, 0.3))
give("hue", "rgb", tv.adjust_hue(colour, 0.2))
give("hue-back", "rgb", tv.adjust_hue(colour, -0.35))


def bias(a, strength, order, seed):
    z, y, x = np.meshgrid(*[np.linspace(-1, 1, n) for n in a.shape], indexing="ij")
    powers = [(p, q, r) for p in range(order + 1) for q in range(order + 1 - p) for r in range(order + 1 - p - q)]
    drawn = strength * (uniform(seed, len(powers)) * 2 - 1)
    field = sum(c * x**p * y**q * z**r for c, (p, q, r) in zip(drawn, powers))
    return a.min() + (a - a.min()) * np.exp(field)


give("bias-field", "solid", bias(s, 0.4, 3, 5))

spectrum = np.fft.fft(s - s.min(), axis=1)
f = np.abs(np.fft.fftfreq(9, 1 / 9)).round().astype(int)
factor = np.where((f > 0) & (f % 3 == 0), 0.4, 1)[None, :, None]
give("ghosting", "solid", s.min() + np.abs(np.fft.ifft(spectrum * factor, axis=1)))
moved = affine(SOLID, SPACING, [2, 1, 6], [1, 1, 1], [0.05, 0, 0], "nearest") - s.min()
first = np.fft.fftshift(spectrum, axes=1)
second = np.fft.fftshift(np.fft.fft(moved, axis=1), axes=1)
first[:, round(0.6 * 9):] = second[:, round(0.6 * 9):]
give("motion", "solid", s.min() + np.abs(np.fft.ifft(np.fft.ifftshift(first, axes=1), axis=1)))
spectrum = np.fft.fftn(s)
spectrum[1, 2, 3] += 0.1 * np.ptp(s) * s.size
spectrum[-1, -2, -3] += 0.1 * np.ptp(s) * s.size
give("spike", "solid", np.fft.ifftn(spectrum).real)

inputs = {}
for name, a in (("solid", SOLID), ("flat", FLAT), ("levels", LEVELS), ("slice", SLICE)):
    inputs[name] = {"channels": 1, "size": list(a.shape[::-1]), "voxels": [float(f"{v:.9g}") for v in a.ravel()]}
inputs["rgb"] = {"channels": 3, "size": [7, 6, 1], "voxels": [float(f"{v:.9g}") for v in RGB.ravel()]}
print(json.dumps({"inputs": inputs, "results": results}, separators=(",", ":")))
