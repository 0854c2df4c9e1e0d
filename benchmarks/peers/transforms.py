"""One method of scikit-image, SciPy, SimpleITK and MONAI: the fastest of those that can do it.

Arrays are (k, j, i) without the axis of one slice; colour is (channel, j, i). Each candidate gives
what ours gives: where a library's result is laid out or scaled otherwise, that is undone outside
the measured time only if it is free in that library's own use.
"""

import argparse
from pathlib import Path

import numpy as np

import peer

parser = argparse.ArgumentParser()
parser.add_argument("--method", required=True)
parser.add_argument("--folder", type=Path, required=True)
parser.add_argument("--dimensions", type=int, required=True)
parser.add_argument("--side", type=int, required=True)
parser.add_argument("--threads", type=int, required=True)
args = parser.parse_args()
SHAPE = (args.side,) * args.dimensions


def array(name):
    return np.fromfile(args.folder / name, np.float32)


def itk(a):
    import SimpleITK as sitk

    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(args.threads)
    return sitk.GetImageFromArray(a)


kept = None


def view(image):
    """Without a copy; the image has to outlive it."""
    import SimpleITK as sitk

    global kept
    kept = image
    return sitk.GetArrayViewFromImage(image)


def tensor(a):
    import torch

    torch.set_num_threads(args.threads)
    return torch.from_numpy(np.ascontiguousarray(a))[None, None]


def places():
    """Where each voxel comes from, axes as in arrays."""
    return np.stack([array(f"places-{axis}").reshape(SHAPE) for axis in range(args.dimensions)][::-1])


def resized(a, factor, mode):
    import torch

    t = tensor(a)
    size = [int(n * factor) for n in a.shape]
    return lambda: torch.nn.functional.interpolate(t, size, mode=mode).numpy()[0, 0]


def itk_resized(a, factor, interpolator):
    import SimpleITK as sitk

    image = itk(a)
    size = [int(n * factor) for n in image.GetSize()]
    spacing = [n / m for n, m in zip(image.GetSize(), size)]
    origin = [s / 2 - 0.5 for s in spacing]
    direction = image.GetDirection()
    return lambda: view(
        sitk.Resample(image, size, sitk.Transform(), interpolator, origin, spacing, direction)
    )


def linear(a):
    import SimpleITK as sitk

    mode = "bilinear" if a.ndim == 2 else "trilinear"
    yield "MONAI (PyTorch)", resized(a, 1.125, mode)
    yield "SimpleITK", itk_resized(a, 1.125, sitk.sitkLinear)


def cubic(a):
    import SimpleITK as sitk
    from scipy import ndimage

    yield "SciPy", lambda: ndimage.zoom(a, 1.125, order=3, mode="mirror", grid_mode=True)
    yield "SimpleITK", itk_resized(a, 1.125, sitk.sitkBSpline)


def affine(a):
    import SimpleITK as sitk
    import torch
    from scipy import ndimage

    where = places()
    centre = (args.side // 2,) * a.ndim
    reach = args.side // 4  # far apart: places are floats
    at = where[(slice(None),) + centre].astype(np.float64)
    columns = []
    for axis in range(a.ndim):
        ends = [list(centre), list(centre)]
        ends[0][axis] += reach
        ends[1][axis] -= reach
        ahead, behind = (where[(slice(None),) + tuple(end)].astype(np.float64) for end in ends)
        columns.append((ahead - behind) / (2 * reach))
    matrix = np.array(columns, dtype=np.float64).T
    offset = at - matrix @ np.array(centre)
    yield "SciPy", lambda: ndimage.affine_transform(a, matrix, offset, order=1, mode="nearest")
    move = sitk.AffineTransform(a.ndim)
    move.SetMatrix(matrix[::-1, ::-1].ravel())
    move.SetTranslation(offset[::-1])
    image = itk(a)
    yield "SimpleITK", lambda: view(sitk.Resample(image, move, sitk.sitkLinear, 0.0))
    t = tensor(a)
    scale = (args.side - 1) / 2
    turn = matrix[::-1, ::-1]
    shift = (offset[::-1] + turn @ np.full(a.ndim, scale) - scale) / scale
    theta = torch.from_numpy(np.hstack([turn, shift[:, None]])).float()[None]
    functional = torch.nn.functional

    def sampled():
        g = functional.affine_grid(theta, t.shape, align_corners=True)
        return functional.grid_sample(t, g, padding_mode="border", align_corners=True).numpy()[0, 0]

    yield "MONAI (PyTorch)", sampled


CELLS = 6


def spline(n):
    """Of n evenly spaced places the weights of a cubic B-spline's control points along an axis."""
    place = np.arange(n) * CELLS / (n - 1)
    x = np.abs(place[:, None] + 1 - np.arange(CELLS + 3))
    near, far = 2 / 3 - x * x * (1 - x / 2), np.maximum(0, 2 - x) ** 3 / 6
    return np.where(x < 1, near, far)


def bent(control, weights, tensordot):
    """Control points (axis, k, j, i) to the displacement of every voxel."""
    for w in weights:  # the first of the remaining axes goes, its voxels come last
        control = tensordot(control, w, ([1], [1]))
    return control


def elastic(a):
    """From the control points on, as ours does: the field is part of the work."""
    import SimpleITK as sitk
    import torch
    from scipy import ndimage

    here = np.stack(np.meshgrid(*[np.arange(n, dtype=np.float32) for n in a.shape], indexing="ij"))
    weights = [spline(n) for n in a.shape]
    shifts = array("shifts").reshape((3,) + (CELLS + 3,) * a.ndim)[: a.ndim][::-1].astype(np.float64)
    control = bent(shifts, [np.linalg.inv(spline(CELLS + 3))] * a.ndim, np.tensordot)
    single, few = [w.astype(np.float32) for w in weights], control.astype(np.float32)
    yield "SciPy", lambda: ndimage.map_coordinates(
        a, here + bent(few, single, np.tensordot), order=1, mode="nearest"
    )
    scale = 2 / (args.side - 1)
    t, start = tensor(a), tensor(here[::-1] * np.float32(scale) - 1)[0, 0]
    knots, lines = tensor(few[::-1] * np.float32(scale))[0, 0], [torch.from_numpy(w) for w in single]

    def sampled():
        grid = (start + bent(knots, lines, torch.tensordot)).movedim(0, -1)[None]
        return torch.nn.functional.grid_sample(
            t, grid, padding_mode="border", align_corners=True
        ).numpy()[0, 0]

    yield "MONAI (PyTorch)", sampled
    field = sitk.BSplineTransform(a.ndim, 3)
    field.SetTransformDomainPhysicalDimensions([n - 1.0 for n in a.shape])
    field.SetTransformDomainMeshSize([CELLS] * a.ndim)
    field.SetParameters(control[::-1].ravel())
    image = itk(a)
    yield "SimpleITK", lambda: view(sitk.Resample(image, field, sitk.sitkLinear, 0.0))


def area(a):
    from skimage import transform

    yield "MONAI (PyTorch)", resized(a, 0.5, "area")
    yield "scikit-image", lambda: transform.downscale_local_mean(a, 2)


def clahe(a):
    from skimage import exposure

    low, high = a.min(), a.max()
    unit = (a - low) / (high - low)
    yield "scikit-image", lambda: exposure.equalize_adapthist(unit) * (high - low) + low


def histogram_match(a):
    from skimage import exposure

    reference = a * a / 255
    yield "scikit-image", lambda: exposure.match_histograms(a, reference)


def n4(a):
    import SimpleITK as sitk

    image = itk(a)

    def corrected():
        small = sitk.Shrink(image, [4] * a.ndim)
        filter = sitk.N4BiasFieldCorrectionImageFilter()
        filter.SetMaximumNumberOfIterations([20] * 3)
        filter.Execute(small, sitk.Cast(small > 0, sitk.sitkUInt8))
        return view(image / sitk.Exp(filter.GetLogBiasFieldAsImage(image)))

    yield "SimpleITK", corrected


def gaussian(a):
    import SimpleITK as sitk
    from monai.networks.layers import GaussianFilter
    from scipy import ndimage

    yield "SciPy", lambda: ndimage.gaussian_filter(a, 2, mode="nearest")
    image = itk(a)
    yield "SimpleITK", lambda: view(sitk.SmoothingRecursiveGaussian(image, 2.0))
    pad = np.pad(a, 8, mode="edge")
    t, blur = tensor(pad), GaussianFilter(a.ndim, 2.0, approx="sampled")
    inner = (slice(8, -8),) * a.ndim
    yield "MONAI", lambda: blur(t).numpy()[0, 0][inner]


def median(a):
    import SimpleITK as sitk
    from scipy import ndimage

    image = itk(a)
    yield "SimpleITK", lambda: view(sitk.Median(image, [2] * a.ndim))
    if a.ndim == 2:
        yield "SciPy", lambda: ndimage.median_filter(a, 5, mode="nearest")


def bilateral(a):
    """Not scikit-image 0.26: its table of spatial weights is a row too wide for odd windows."""
    import SimpleITK as sitk

    image = itk(a)
    yield "SimpleITK", lambda: view(sitk.Bilateral(image, 1.5, 25.0, 1000))


def non_local_means(a):
    from skimage import restoration

    yield "scikit-image", lambda: restoration.denoise_nl_means(a, 5, 3, 15, fast_mode=True)


def anisotropic_diffusion(a):
    import SimpleITK as sitk

    image = itk(a)
    yield "SimpleITK", lambda: view(
        sitk.GradientAnisotropicDiffusion(
            image, timeStep=0.0625, conductanceParameter=1.0, numberOfIterations=5
        )
    )


def total_variation(a):
    from skimage import restoration

    yield "scikit-image", lambda: restoration.denoise_tv_chambolle(a, 20, eps=0, max_num_iter=20)


def wavelet(a):
    from skimage import restoration

    yield "scikit-image", lambda: restoration.denoise_wavelet(a, 8, "db2", wavelet_levels=3)


def fourier(a):
    from scipy import fft
    from skimage import filters

    yield "scikit-image", lambda: filters.butterworth(a, 0.1, False, 2)

    def scipy():
        axes = [fft.fftfreq(n).astype(np.float32) ** 2 for n in a.shape[:-1]]
        axes.append(fft.rfftfreq(a.shape[-1]).astype(np.float32) ** 2)
        squared = sum(np.meshgrid(*axes, indexing="ij", sparse=True)) * np.float32(100)
        spectrum = fft.rfftn(a, workers=args.threads)
        spectrum /= 1 + squared * squared
        return fft.irfftn(spectrum, a.shape, workers=args.threads, overwrite_x=True)

    yield "SciPy", scipy


def otsu(a):
    import SimpleITK as sitk
    from skimage import filters

    yield "scikit-image", lambda: a > filters.threshold_otsu(a)
    image = itk(a)
    yield "SimpleITK", lambda: view(sitk.OtsuThreshold(image, 0, 1, 256))


def canny(a):
    from skimage import feature

    yield "scikit-image", lambda: feature.canny(a, 1.5, 40, 120, mode="nearest")


def region_growing(a):
    import SimpleITK as sitk
    from skimage import segmentation

    middle = (args.side // 2,) * (a.ndim - 1)
    best = int(a[middle].argmax())
    high = float(a[middle][best])
    seed = middle + (best,)
    image = itk(a)
    yield "SimpleITK", lambda: view(sitk.ConnectedThreshold(image, [seed[::-1]], high / 2, high))
    yield "scikit-image", lambda: segmentation.flood((a >= high / 2) & (a <= high), seed, connectivity=1)


def watershed(a):
    import SimpleITK as sitk
    from skimage import segmentation

    seeds = np.zeros(a.shape, np.int32)
    at = [args.side * (2 * p + 1) // 16 for p in range(8)]
    seeds[np.ix_(*[at] * a.ndim)] = np.arange(1, 8**a.ndim + 1).reshape((8,) * a.ndim)
    yield "scikit-image", lambda: segmentation.watershed(a, seeds)
    image, marks = itk(a), itk(seeds)
    yield "SimpleITK", lambda: view(
        sitk.MorphologicalWatershedFromMarkers(image, marks, markWatershedLine=False)
    )


def components(a):
    import SimpleITK as sitk
    from scipy import ndimage
    from skimage import measure

    mask = a > 0
    yield "SciPy", lambda: ndimage.label(mask)[0]
    yield "scikit-image", lambda: measure.label(mask, connectivity=1)
    image = itk(mask.astype(np.uint8))
    yield "SimpleITK", lambda: view(sitk.ConnectedComponent(image))


def ball(a, r):
    from skimage import morphology

    return (morphology.disk if a.ndim == 2 else morphology.ball)(r)


def closing(a):
    """Not SimpleITK: its ball reaches half a voxel further, and it takes several times as long."""
    from skimage import morphology

    yield "scikit-image", lambda: morphology.closing(a, ball(a, 3), mode="ignore")


def opening(a):
    import SimpleITK as sitk
    from scipy import ndimage
    from skimage import morphology

    mask = a > 0

    def scipy():  # what lies outside does not count
        eroded = ndimage.binary_erosion(mask, ball(a, 3), border_value=1)
        return ndimage.binary_dilation(eroded, ball(a, 3))

    yield "SciPy", scipy
    yield "scikit-image", lambda: morphology.opening(mask, ball(a, 3), mode="ignore")
    image = itk(mask.astype(np.uint8))
    yield "SimpleITK", lambda: view(
        sitk.BinaryMorphologicalOpening(image, [3] * a.ndim, sitk.sitkBall)
    )


def distance(a):
    import SimpleITK as sitk
    from scipy import ndimage

    mask = a > 0
    yield "SciPy", lambda: ndimage.distance_transform_edt(mask)
    outside = itk((~mask).astype(np.uint8))
    yield "SimpleITK", lambda: np.maximum(
        view(sitk.SignedMaurerDistanceMap(outside, False, False, False)), 0
    )


def skeleton(a):
    from skimage import morphology

    mask = a > 0
    yield "scikit-image", lambda: morphology.skeletonize(mask)


def frangi(a):
    from skimage import filters

    yield "scikit-image", lambda: filters.frangi(a, (1.5, 3), black_ridges=False)


def slic(a):
    from skimage import segmentation

    yield "scikit-image", lambda: segmentation.slic(a, 400, 0.1, channel_axis=None)


def macenko(a):
    """Veta's steps in NumPy: MONAI 1.6.1's NormalizeHEStains gives other colours on this slide."""
    slide = np.moveaxis(array("input").reshape(3, *SHAPE), 0, -1)

    def normalised():
        od = -np.log((slide.reshape(-1, 3) + 1) / 240)
        tissue = od[(od >= 0.15).all(1)]
        _, vectors = np.linalg.eigh(np.cov(tissue.T))
        plane = vectors[:, 1:] * np.where(vectors[:, 1:].sum(0) < 0, -1, 1)
        angles = np.arctan2(*(tissue @ plane).T[::-1])
        ends = [plane @ [np.cos(p), np.sin(p)] for p in np.percentile(angles, [1, 99])]
        stains = np.array(ends if ends[0][0] > ends[1][0] else ends[::-1]).T
        amounts = np.linalg.lstsq(stains, od.T, rcond=None)[0]
        amounts *= ([1.9705, 1.0308] / np.percentile(amounts, 99, axis=1))[:, None]
        reference = np.array([[0.5626, 0.2159], [0.7201, 0.8012], [0.4062, 0.5581]])
        return np.minimum(255, 240 * np.exp(-reference @ amounts))

    yield "NumPy", normalised


METHODS = {
    "resample-linear": linear,
    "resample-cubic": cubic,
    "area-resize": area,
    "histogram-match": histogram_match,
    "non-local-means": non_local_means,
    "anisotropic-diffusion": anisotropic_diffusion,
    "total-variation": total_variation,
    "region-growing": region_growing,
}
find = METHODS.get(args.method) or globals()[args.method]
image = array("input")
ways = list(find(image if args.method == "macenko" else image.reshape(SHAPE)))
name, work = peer.fastest(ways) if len(ways) > 1 else ways[0]
outputs = np.ascontiguousarray(work(), dtype=np.float32)
peer.serve(name, work, outputs)
