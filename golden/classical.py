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
import pywt
import SimpleITK as sitk
from PIL import Image
from scipy import ndimage, signal
from skimage import color, feature, filters, morphology, restoration, segmentation
from skimage.segmentation import morphsnakes

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
grain = ndimage.gaussian_filter(np.random.default_rng(7).normal(0, 1, (40, 48)), 0.8)
GRAIN = (grain > 0.02).astype(np.float32)[None]  # small objects, holes, diagonals, the border
histology = next((data / "birl-histology").rglob("*.jpg"))
SLIDE = np.asarray(Image.open(histology).convert("RGB")).astype(np.float32)
middle = SLIDE.shape[0] // 2, SLIDE.shape[1] // 2
SLIDE = SLIDE[middle[0] : middle[0] + 96 : 4, middle[1] : middle[1] + 112 : 4]
inputs = {"breast": BREAST, "brain": BRAIN, "noise": NOISE, "lesion": LESION, "blobs": BLOBS}
inputs["grain"] = GRAIN
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


for source in ("breast", "brain", "noise"):
    for r in (1, 2):
        give(f"median(radius={r})", source,
             lambda a: ndimage.median_filter(a, 2 * r + 1, mode="nearest"))
for source in ("breast", "brain"):
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


for source in ("lesion", "blobs"):
    give("distance-transform", source,
         lambda a: ndimage.distance_transform_edt(a, SPACING[: a.ndim][::-1]))
    give("signed-distance(reach=4)", source, lambda a: np.clip(
        ndimage.distance_transform_edt(a > 0, SPACING[: a.ndim][::-1])
        - ndimage.distance_transform_edt(a <= 0, SPACING[: a.ndim][::-1]), -4, 4))
    for c in (1, 2, 3):
        give(f"components(connectivity={c})", source,
             lambda a: ndimage.label(a, ndimage.generate_binary_structure(a.ndim, min(c, a.ndim)))[0])
    give("fill-holes", source, ndimage.binary_fill_holes)
    give("remove-small(least=20)", source,
         lambda a: morphology.remove_small_objects(a > 0, max_size=19))
    give("skeleton", source, lambda a: morphology.skeletonize(a > 0))
    give("opening(radius=7)", source,
         lambda a: morphology.opening(a, (morphology.disk if a.ndim == 2 else morphology.ball)(7),
                                      mode="ignore"))


def largest(a):
    labels, n = ndimage.label(a)
    return labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])


for source in ("lesion", "blobs"):
    give("keep-largest", source, largest)
for step in ("skeleton", "components(connectivity=2)", "fill-holes"):
    give(step, "grain", {
        "skeleton": lambda a: morphology.skeletonize(a > 0),
        "components(connectivity=2)": lambda a: ndimage.label(a, np.ones((3, 3)))[0],
        "fill-holes": ndimage.binary_fill_holes,
    }[step])

for source in ("breast", "brain"):
    for cutoff, order, high in ((0.1, 2, False), (0.2, 1.5, True)):
        give(f"butterworth(cutoff={cutoff},order={order},high={str(high).lower()})", source,
             lambda a: filters.butterworth(a, cutoff, high, order))
    give("fourier-gaussian(sigma=1.7)", source,
         lambda a: np.fft.ifftn(ndimage.fourier_gaussian(np.fft.fftn(a), 1.7)).real)
    give("fourier-gaussian(sigma=3,high=true)", source,
         lambda a: a - np.fft.ifftn(ndimage.fourier_gaussian(np.fft.fftn(a), 3)).real)


def notch(a, frequency, radius):
    f = frequency[: a.ndim][::-1]
    gain = np.ones(a.shape)
    for sign in (1, -1):
        away = [np.fft.fftfreq(n, 1 / n) - sign * u for n, u in zip(a.shape, f)]
        away = [d - n * np.round(d / n) for d, n in zip(away, a.shape)]
        squared = sum(np.square(d) for d in np.meshgrid(*away, indexing="ij"))
        gain *= 1 - np.exp(-squared / (2 * radius**2))
    return np.fft.ifftn(np.fft.fftn(a) * gain).real


for source in ("breast", "brain"):
    give("notch(frequency=[3, 1, 2],radius=1.5)", source, lambda a: notch(a, (3, 1, 2), 1.5))

inputs["rough"] = (BRAIN + rng.normal(0, 3, BRAIN.shape)).astype(np.float32)
# Of whole numbers some details are nought but for rounding, which scikit-image counts or not by
# chance where it estimates the noise: so they are tried on noise, and on a brain made rough.
for source, wavelets in (("breast", ("db3", "sym4")), ("rough", ("db2", "bior4.4")),
                         ("noise", ("db1", "bior2.2"))):
    for w in wavelets:
        give(f"wavelet-denoise(wavelet={w})", source,
             lambda a: restoration.denoise_wavelet(a, wavelet=w, wavelet_levels=None))
        give(f"wavelet-denoise(wavelet={w},rule=visu,sigma=9,levels=2,soft=false)", source,
             lambda a: restoration.denoise_wavelet(a, 9, w, "hard", 2, method="VisuShrink"))


def mirrored(a, level):
    return np.pad(a, [(0, -n % 2**level) for n in a.shape], mode="symmetric")


def stationary(a, w, level, rule):
    wide = mirrored(a, level)
    bands = pywt.swtn(wide, w, level, trim_approx=True)
    d = bands[-1]["d" * a.ndim]
    sigma = np.median(np.abs(d[d != 0])) / 0.6744897501960817
    for part in bands[1:]:
        for key, band in part.items():
            t = sigma * np.sqrt(2 * np.log(wide.size))
            if rule == "bayes":
                t = sigma**2 / np.sqrt(max((band**2).mean() - sigma**2, np.finfo(float).eps))
            part[key] = pywt.threshold(band, t, "soft")
    return pywt.iswtn(bands, w)[tuple(slice(n) for n in a.shape)]


def energy(a, w, level):
    bands = pywt.swtn(mirrored(a, level), w, level)
    total = sum(band**2 for key, band in bands[0].items() if "d" in key)
    return np.sqrt(total)[tuple(slice(n) for n in a.shape)]


for source in ("breast", "rough"):
    give("stationary-denoise", source, lambda a: stationary(a, "db2", 2, "bayes"))
    give("stationary-denoise(wavelet=sym3,rule=visu,levels=1)", source,
         lambda a: stationary(a, "sym3", 1, "visu"))
    give("wavelet-energy", source, lambda a: energy(a, "db2", 1))
    give("wavelet-energy(level=2,wavelet=sym3)", source, lambda a: energy(a, "sym3", 2))


def n4(levels, iterations, above):
    def run(image):
        mask = sitk.Cast(image > above, sitk.sitkUInt8)
        n4 = sitk.N4BiasFieldCorrectionImageFilter()
        n4.SetMaximumNumberOfIterations([iterations] * levels)
        return n4.Execute(image, mask)

    return itk(run)


# SimpleITK computes in float and iterates: hence the tolerance
give("n4(levels=1,iterations=3)", "brain", n4(1, 3, 0), 2e-5)
give("n4(levels=3,iterations=20)", "brain", n4(3, 20, 0), 5e-4)
give("n4(levels=2,iterations=10,above=30)", "breast", n4(2, 10, 30), 5e-4)

for source, seeds in (("breast", "[[14, 12, 0]]"), ("brain", "[[7, 6, 5]]")):
    seed = json.loads(seeds)[0]
    at = inputs[source][tuple(seed[::-1])]
    d = 2 if source == "breast" else 3
    low, high = float(at - 25), float(at + 30)
    give(f"region-growing(seeds={seeds},low={low},high={high})", source,
         itk(lambda i: sitk.ConnectedThreshold(i, [seed[:d]], low, high)))
    for r, n in ((1, 4), (2, 0)):
        give(f"confidence-connected(seeds={seeds},multiplier=2,iterations={n},radius={r})", source,
             itk(lambda i: sitk.ConfidenceConnected(i, [seed[:d]], n, 2.0, r)))

SEEDS = {"breast": [[14, 12, 0, 1], [2, 2, 0, 2], [25, 26, 0, 3]],
         "brain": [[7, 6, 5, 1], [1, 1, 1, 2], [14, 12, 8, 3]]}


def markers(a, source):
    out = np.zeros(a.shape, int)
    for i, j, k, label in SEEDS[source]:
        out[(k, j, i)[-a.ndim :]] = label
    return out


for source, seeds in SEEDS.items():
    give(f"watershed(seeds={seeds})", source,
         lambda a: segmentation.watershed(a, markers(a, source)))
    give(f"random-walker(seeds={seeds},beta=20)", source,
         lambda a: segmentation.random_walker(np.interp(a, (a.min(), a.max()), (0, 1)),
                                              markers(a, source), 20, "bf"))


# Minima of equal depth are ordered by chance in scikit-image's heap: values are distinct here
give("watershed", "noise", segmentation.watershed)
give("watershed", "breast", segmentation.watershed)


def fresh(method):
    """scikit-image's smoothing alternates between two operators across calls."""
    def run(a):
        morphsnakes._curvop = morphsnakes._fcycle(
            [lambda u: morphsnakes.sup_inf(morphsnakes.inf_sup(u)),
             lambda u: morphsnakes.inf_sup(morphsnakes.sup_inf(u))])
        return method(a)

    return run


def geodesic(a, n, balloon, sigma):
    g = segmentation.inverse_gaussian_gradient(a, 100, sigma)
    return segmentation.morphological_geodesic_active_contour(g, n, balloon=balloon)


for source in ("breast", "brain"):
    give("chan-vese(iterations=7)", source,
         fresh(lambda a: segmentation.morphological_chan_vese(a, 7, "checkerboard")))
    give("chan-vese(iterations=12,smoothing=2,lambda1=1.5,lambda2=0.8)", source,
         fresh(lambda a: segmentation.morphological_chan_vese(
             a, 12, "checkerboard", 2, 1.5, 0.8)))
    for n, balloon, sigma in ((15, 0, 1), (11, -1, 1.5), (9, 0.9, 1)):
        give(f"geodesic-contour(iterations={n},balloon={balloon},sigma={sigma})", source,
             fresh(lambda a: geodesic(a, n, balloon, sigma)))
    for n, m in ((20, 0.1), (60, 0.3)):
        give(f"slic(segments={n},compactness={m})", source,
             lambda a: segmentation.slic(a, n, m, channel_axis=None))

SLIDE = np.moveaxis(SLIDE, 2, 0)  # channels first
inputs["slide"] = SLIDE


def give_colour(step, method, tolerance=3e-6):
    """method sees (j, i, channel) from 0 to 255."""
    out = np.asarray(method(np.moveaxis(SLIDE, 0, 2).astype(np.float64)), dtype=np.float64)
    out = np.moveaxis(out, 2, 0) if out.ndim == 3 else out
    results.append({"step": step, "input": "slide", "tolerance": tolerance, "voxels": numbers(out)})


def reinhard(a):
    """HistomicsTK's steps, derived again: it does not install here."""
    cones = np.array([[0.3811, 0.5783, 0.0402], [0.1967, 0.7244, 0.0782], [0.0241, 0.1288, 0.8444]])
    turn = np.diag([1 / 3**0.5, 1 / 6**0.5, 1 / 2**0.5]) @ [[1, 1, 1], [1, 1, -2], [1, -1, 0]]
    lab = np.log(np.maximum(a @ cones.T, np.finfo(float).eps)) @ turn.T
    lab = (lab - lab.mean((0, 1))) / lab.std((0, 1))
    lab = lab * [0.6135447, 0.10989545, 0.0286032] + [8.74108109, -0.12440419, 0.0444982]
    return np.clip(np.exp(lab @ np.linalg.inv(turn).T) @ np.linalg.inv(cones).T, 0, 255)


def macenko(a, light=240, alpha=1, beta=0.15):
    """Veta's steps, derived again; the eigenvectors' signs are those of positive densities."""
    od = -np.log((a.reshape(-1, 3) + 1) / light)
    tissue = od[(od >= beta).all(1)]
    _, vectors = np.linalg.eigh(np.cov(tissue.T))
    plane = vectors[:, 1:] * np.where(vectors[:, 1:].sum(0) < 0, -1, 1)
    phi = np.arctan2(*(tissue @ plane).T[::-1])
    ends = [plane @ [np.cos(p), np.sin(p)] for p in np.percentile(phi, [alpha, 100 - alpha])]
    stains = np.array(ends if ends[0][0] > ends[1][0] else ends[::-1]).T
    amounts = np.linalg.lstsq(stains, od.T, rcond=None)[0]
    amounts *= (np.array([1.9705, 1.0308]) / np.percentile(amounts, 99, axis=1))[:, None]
    reference = np.array([[0.5626, 0.2159], [0.7201, 0.8012], [0.4062, 0.5581]])
    return np.minimum(255, light * np.exp(-reference @ amounts)).T.reshape(a.shape)


give_colour("reinhard", reinhard)
give_colour("macenko", macenko)
give_colour("macenko(light=250,alpha=2,beta=0.1)", lambda a: macenko(a, 250, 2, 0.1))
give_colour("stain-separation", lambda a: color.rgb2hed(a / 255))
give_colour("slic(segments=30,compactness=10)",
            lambda a: segmentation.slic(a / 255, 30, 10, channel_axis=2))

json.dump(
    {
        "inputs": {
            name: {
                "size": [a.shape[2], a.shape[1], 1 if name == "slide" else a.shape[0]],
                "voxels": numbers(a),
            }
            for name, a in inputs.items()
        },
        "results": results,
    },
    sys.stdout,
    separators=(",", ":"),
)
