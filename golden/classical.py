"""Golden numbers for io.osler.core.filter, wavelet, morphology and segment.

Made with Python 3.11, numpy 2.3.5, scipy 1.17.1, scikit-image 0.26.0, PyWavelets 1.8.0,
SimpleITK 2.5.7; DATA is the folder of the example data sets (breastmnist, Task04_Hippocampus):
    python golden/classical.py DATA > core/src/test/resources/golden/classical.json

Arrays are (k, j, i); a result's voxels have i fastest. "step" is what the pipeline reads.
Inputs: "breast" is an image of BreastMNIST (CC BY 4.0, Al-Dhabyani et al. 2020, Yang et al. 2023),
"brain" a crop of an image of Medical Segmentation Decathlon Task04 (CC BY-SA 4.0).
"""

import json
import sys
from pathlib import Path

import nibabel as nib
import numpy as np
import SimpleITK as sitk
from scipy import ndimage, signal
from skimage import feature, filters, morphology, restoration

data = Path(sys.argv[1])
rng = np.random.default_rng(20250101)
npz = np.load(next((data / "breastmnist").glob("*.npz")))
BREAST = npz["train_images"][3].astype(np.float32)[None]
nii = nib.load(data / "Task04_Hippocampus" / "imagesTr" / "hippocampus_017.nii.gz")
brain = np.asarray(nii.dataobj).astype(np.float32).transpose(2, 1, 0)
BRAIN = brain[8:18, 14:28, 10:26]
NOISE = rng.normal(100, 40, (5, 7, 6)).astype(np.float32)
SPACING = (0.7, 1.1, 2.5)  # i, j, k in mm: the test's geometry
LESION = (ndimage.gaussian_filter(BREAST, (0, 1, 1)) < 75).astype(np.float32)
blobs = ndimage.gaussian_filter(rng.normal(0, 1, (16, 18, 20)), 1.6)
BLOBS = (blobs > 0.05).astype(np.float32)
inputs = {"breast": BREAST, "brain": BRAIN, "noise": NOISE, "lesion": LESION, "blobs": BLOBS}
results = []


def numbers(a):
    rounded = (float(f"{v:.9g}") for v in np.asarray(a, dtype=np.float64).ravel())
    return [int(v) if v == int(v) else v for v in rounded]


def give(step, source, method, tolerance=3e-6):
    """method sees the image without its empty axis; tolerance is relative to the largest value."""
    a = inputs[source].astype(np.float64)
    out = np.asarray(method(a[0] if a.shape[0] == 1 else a), dtype=np.float64)
    results.append({"step": step, "input": source, "tolerance": tolerance, "voxels": numbers(out)})


def itk(method):
    def run(a):
        image = sitk.GetImageFromArray(a.astype(np.float32))
        image.SetSpacing(SPACING[: a.ndim])
        return sitk.GetArrayFromImage(method(image))

    return run


for source in ("breast", "brain"):
    for r in (1, 2):
        give(f"median(radius={r})", source,
             lambda a: ndimage.median_filter(a, 2 * r + 1, mode="nearest"))
    give("wiener(radius=1)", source, lambda a: signal.wiener(a, 3))
    give("wiener(radius=2,noise=50)", source, lambda a: signal.wiener(a, 5, 50.0))
    # scikit-image works on [0, 1] only where integers come in; floats stay as they are
    give("total-variation(weight=15)", source, lambda a: restoration.denoise_tv_chambolle(a, 15))
    give("total-variation(weight=5,iterations=7)", source,
         lambda a: restoration.denoise_tv_chambolle(a, 5, max_num_iter=7))
    for conductance in (1.0, 2.5):
        give(f"anisotropic-diffusion(conductance={conductance})", source,
             itk(lambda i: sitk.GradientAnisotropicDiffusion(
                 i, timeStep=0.0625, conductanceParameter=conductance, numberOfIterations=5)))


def bilateral(a, sigma_range, sigma):
    """By definition, in any dimension."""
    r = max(2, int(np.ceil(3 * sigma)))
    padded = np.pad(a, r, mode="edge")
    total = np.zeros_like(a)
    weights = np.zeros_like(a)
    for shift in np.ndindex(*(2 * r + 1,) * a.ndim):
        other = padded[tuple(slice(s, s + n) for s, n in zip(shift, a.shape))]
        d2 = sum((s - r) ** 2 for s in shift)
        w = np.exp(-0.5 * d2 / sigma**2 - 0.5 * (other - a) ** 2 / sigma_range**2)
        total += w * other
        weights += w
    return total / weights


give("bilateral(range=20,sigma=1.2)", "breast", lambda a: bilateral(a, 20, 1.2))
give("bilateral(range=20,sigma=0.8)", "brain", lambda a: bilateral(a, 20, 0.8))
give("bilateral(range=35,sigma=1)", "noise", lambda a: bilateral(a, 35, 1))


def nlm(a, h, p, s, sigma):
    """By definition: uniform patches, mirrored borders."""
    padded = np.pad(a, p + s, mode="reflect")
    side = 2 * p + 1
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side,) * a.ndim)
    total = np.zeros_like(a)
    weights = np.zeros_like(a)
    home = windows[(slice(s, -s),) * a.ndim]
    axes = tuple(range(a.ndim, 2 * a.ndim))
    for shift in np.ndindex(*(2 * s + 1,) * a.ndim):
        where = tuple(slice(t, t + n) for t, n in zip(shift, a.shape))
        d2 = ((windows[where] - home) ** 2).mean(axes)
        w = np.exp(-np.maximum(0, d2 - 2 * sigma**2) / h**2)
        total += w * windows[where + (p,) * a.ndim]
        weights += w
    return total / weights


give("non-local-means(h=12,patch=2,search=4,sigma=3)", "breast", lambda a: nlm(a, 12, 2, 4, 3))
give("non-local-means(h=15,patch=1,search=2)", "brain", lambda a: nlm(a, 15, 1, 2, 0))

def stack(a, method):
    """Gives a two-dimensional image its empty axis back."""
    return method(a if a.ndim == 3 else a[None])


for source in ("breast", "brain"):
    give("sobel", source, filters.sobel)
    give("laplacian-of-gaussian(sigma=1.3)", source,
         lambda a: ndimage.gaussian_laplace(a, 1.3, mode="nearest"))
    give("frangi(sigmas=[1, 2.5], bright=false)", source,
         lambda a: filters.frangi(a, (1, 2.5), black_ridges=True), 1e-5)
    give("frangi(sigmas=[2], alpha=0.4, beta=0.7, gamma=3)", source,
         lambda a: filters.frangi(a, (2,), alpha=0.4, beta=0.7, gamma=3, black_ridges=False), 1e-5)
    give("otsu", source, lambda a: a > filters.threshold_otsu(a))
    give("otsu(bins=40)", source, lambda a: a > filters.threshold_otsu(a, 40))
    for n in (3, 4):
        give(f"multi-otsu(classes={n}, bins=64)", source,
             lambda a: np.digitize(a, filters.threshold_multiotsu(a, n, 64), right=True))
    give("li", source, lambda a: a > filters.threshold_li(a))
    give("yen", source, lambda a: a > filters.threshold_yen(a))
    give("triangle", source, lambda a: a > filters.threshold_triangle(a))
    give("niblack(radius=3,k=0.1)", source, lambda a: a > filters.threshold_niblack(a, 7, 0.1))
    give("sauvola(radius=4,k=0.3,range=60)", source,
         lambda a: a > filters.threshold_sauvola(a, 9, 0.3, 60))
    low, high = np.percentile(inputs[source], (70, 90))
    give(f"hysteresis(low={low},high={high})", source,
         lambda a: filters.apply_hysteresis_threshold(a, low, high))
    give(f"threshold(low={low},high={high})", source, lambda a: (a >= low) & (a <= high))
    for name, method in (("erosion", morphology.erosion), ("dilation", morphology.dilation),
                         ("opening", morphology.opening), ("closing", morphology.closing)):
        give(f"{name}(radius=2)", source,
             lambda a: method(a, (morphology.disk if a.ndim == 2 else morphology.ball)(2), mode="ignore"))
        give(f"{name}(radius=3,shape=box)", source,
             lambda a: method(a, np.ones((7,) * a.ndim), mode="ignore"))
        give(f"{name}(radius=2,shape=cross)", source,
             lambda a: method(a, (morphology.diamond if a.ndim == 2 else morphology.octahedron)(2),
                              mode="ignore"))
    give("top-hat(radius=2)", source,
         lambda a: a - morphology.opening(a, (morphology.disk if a.ndim == 2 else morphology.ball)(2),
                                          mode="ignore"))
    give("top-hat(radius=1,dark=true)", source,
         lambda a: morphology.closing(a, (morphology.disk if a.ndim == 2 else morphology.ball)(1),
                                      mode="ignore") - a)
    give("morphological-gradient(radius=1)", source,
         lambda a: ndimage.morphological_gradient(
             a, footprint=(morphology.disk if a.ndim == 2 else morphology.ball)(1), mode="nearest"))
    give("domes(height=12)", source,
         lambda a: a - morphology.reconstruction(a - 12, a, footprint=np.ones((3,) * a.ndim)))
    give("opening-by-reconstruction(radius=2)", source,
         lambda a: morphology.reconstruction(
             morphology.erosion(a, (morphology.disk if a.ndim == 2 else morphology.ball)(2),
                                mode="ignore"), a, footprint=np.ones((3,) * a.ndim)))

# An uneven element, by definition: max over b of v(x - b).
UNEVEN = [(0, 0, 0), (1, 0, 0), (3, 0, 0), (-1, 2, 0), (0, 1, -1)]


def uneven(a):
    out = np.full(a.shape, -np.inf)
    for i, j, k in UNEVEN:
        shift = (k, j, i)[-a.ndim :]
        to = tuple(slice(max(0, d), n + min(0, d)) for d, n in zip(shift, a.shape))
        of = tuple(slice(max(0, -d), n - max(0, d)) for d, n in zip(shift, a.shape))
        out[to] = np.maximum(out[to], a[of])
    return out


text = "[" + ", ".join(f"[{i}, {j}, {k}]" for i, j, k in UNEVEN) + "]"
for source in ("breast", "brain"):
    give(f"dilation(element={text})", source, uneven)

for sigma in (0.8, 1.5):
    give(f"canny(low=60,high=120,sigma={sigma})", "breast",
         lambda a: feature.canny(a, sigma, 60, 120, mode="nearest"))


def canny3(a, sigma, low, high):
    """The same in three dimensions, by definition."""
    soft = ndimage.gaussian_filter(a, sigma, mode="nearest")
    g = np.stack([ndimage.sobel(soft, axis) for axis in range(a.ndim)])
    m = np.sqrt((g**2).sum(0))
    ridge = np.zeros_like(m)
    for at in np.ndindex(*a.shape):
        if any(p in (0, n - 1) for p, n in zip(at, a.shape)) or m[at] < low:
            continue
        step = g[(slice(None),) + at] / np.abs(g[(slice(None),) + at]).max()
        there = [[p + d for p, d in zip(at, s * step)] for s in (1, -1)]
        ahead = ndimage.map_coordinates(m, np.array(there).T, order=1)
        ridge[at] = m[at] if (ahead <= m[at] + 1e-9).all() else 0
    labels, _ = ndimage.label(ridge > 0, np.ones((3,) * a.ndim))
    return np.isin(labels, np.unique(labels[ridge >= high])) & (labels > 0)


give("canny(low=100,high=250,sigma=1)", "brain", lambda a: canny3(a, 1, 100, 250))


def blobness(a, sigmas):
    out = np.zeros_like(a)
    for s in sigmas:
        h = feature.hessian_matrix(a, s, mode="reflect", use_gaussian_derivatives=True)
        e = feature.hessian_matrix_eigvals(h)
        definite = (e > 0).all(0) | (e < 0).all(0)
        out = np.maximum(out, np.where(definite, np.abs(e.prod(0)) * s ** (2 * a.ndim), 0))
    return out


for source in ("breast", "brain"):
    give("hessian-blobs(sigmas=[1.5, 3])", source, lambda a: blobness(a, (1.5, 3)), 2e-5)

def zhang(a):
    """The paper's rules; scikit-image's table in two dimensions departs from them."""
    a = np.pad(a, 1).astype(int)
    around = [(-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1)]
    changed = True
    while changed:
        changed = False
        for turn in (0, 1):
            p = [np.roll(a, (-dj, -di), (0, 1)) for dj, di in around]
            count = sum(p)
            rises = sum((p[n] == 0) & (p[(n + 1) % 8] == 1) for n in range(8))
            n, e, s, w = p[0], p[2], p[4], p[6]
            sides = (n * e * s == 0) & (e * s * w == 0) if turn == 0 else (n * e * w == 0) & (n * s * w == 0)
            gone = (a == 1) & (count >= 2) & (count <= 6) & (rises == 1) & sides
            changed |= gone.any()
            a[gone] = 0
    return a[1:-1, 1:-1]


for source in ("lesion", "blobs"):
    give("distance-transform", source,
         lambda a: ndimage.distance_transform_edt(a, SPACING[: a.ndim][::-1]))
    for c in (1, 2, 3):
        give(f"components(connectivity={c})", source,
             lambda a: ndimage.label(a, ndimage.generate_binary_structure(a.ndim, min(c, a.ndim)))[0])
    give("fill-holes", source, ndimage.binary_fill_holes)
    give("remove-small(least=20)", source,
         lambda a: morphology.remove_small_objects(a > 0, max_size=19))
    give("skeleton", source,
         lambda a: zhang(a > 0) if a.ndim == 2 else morphology.skeletonize(a > 0))
    give("opening(radius=7)", source,
         lambda a: morphology.opening(a, (morphology.disk if a.ndim == 2 else morphology.ball)(7),
                                      mode="ignore"))


def largest(a):
    labels, n = ndimage.label(a)
    return labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])


for source in ("lesion", "blobs"):
    give("keep-largest", source, largest)

json.dump(
    {
        "inputs": {
            name: {"size": list(a.shape[::-1]), "voxels": numbers(a)} for name, a in inputs.items()
        },
        "results": results,
    },
    sys.stdout,
    separators=(",", ":"),
)
