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
from skimage import restoration

data = Path(sys.argv[1])
rng = np.random.default_rng(20250101)
npz = np.load(next((data / "breastmnist").glob("*.npz")))
BREAST = npz["train_images"][3].astype(np.float32)[None]
nii = nib.load(data / "Task04_Hippocampus" / "imagesTr" / "hippocampus_017.nii.gz")
brain = np.asarray(nii.dataobj).astype(np.float32).transpose(2, 1, 0)
BRAIN = brain[8:18, 14:28, 10:26]
NOISE = rng.normal(100, 40, (5, 7, 6)).astype(np.float32)
SPACING = (0.7, 1.1, 2.5)  # i, j, k in mm: the test's geometry
inputs = {"breast": BREAST, "brain": BRAIN, "noise": NOISE}
results = []


def numbers(a):
    return [float(f"{v:.9g}") for v in np.asarray(a, dtype=np.float64).ravel()]


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
