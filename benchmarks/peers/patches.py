"""The peers' side of augment-3d: nnU-Net's 3-D augmentation list by batchgeneratorsv2 or MONAI.

Probabilities and ranges are those of nnU-Net 2 (rotations to 30 degrees); labels move by nearest on
both sides. Two ways are tried and the faster used: one process with all threads, and one process
per thread, as nnU-Net loads.
"""

import argparse
import multiprocessing

import numpy as np
import torch

import peer


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", choices=["batchgeneratorsv2", "monai"], required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--side", type=int, required=True)
    parser.add_argument("--patches", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    return parser.parse_args()


def batchgenerators(side):
    from batchgeneratorsv2.transforms.intensity.brightness import MultiplicativeBrightnessTransform
    from batchgeneratorsv2.transforms.intensity.contrast import BGContrast, ContrastTransform
    from batchgeneratorsv2.transforms.intensity.gamma import GammaTransform
    from batchgeneratorsv2.transforms.intensity.gaussian_noise import GaussianNoiseTransform
    from batchgeneratorsv2.transforms.noise.gaussian_blur import GaussianBlurTransform
    from batchgeneratorsv2.transforms.spatial.low_resolution import SimulateLowResolutionTransform
    from batchgeneratorsv2.transforms.spatial.mirroring import MirrorTransform
    from batchgeneratorsv2.transforms.spatial.spatial import SpatialTransform
    from batchgeneratorsv2.transforms.utils.compose import ComposeTransforms
    from batchgeneratorsv2.transforms.utils.random import RandomTransform

    turn = np.deg2rad(30)
    gamma = lambda invert: GammaTransform(
        gamma=BGContrast((0.7, 1.5)), p_invert_image=invert, synchronize_channels=False,
        p_per_channel=1, p_retain_stats=1)
    steps = ComposeTransforms([
        SpatialTransform(
            (side,) * 3, patch_center_dist_from_border=0, random_crop=False, p_elastic_deform=0,
            p_rotation=0.2, rotation=(-turn, turn), p_scaling=0.2, scaling=(0.7, 1.4),
            p_synchronize_scaling_across_axes=1, bg_style_seg_sampling=False, mode_seg="nearest"),
        RandomTransform(GaussianNoiseTransform(noise_variance=(0, 0.1), p_per_channel=1,
                                               synchronize_channels=True), apply_probability=0.1),
        RandomTransform(GaussianBlurTransform(blur_sigma=(0.5, 1.0), synchronize_channels=False,
                                              synchronize_axes=False, p_per_channel=1,
                                              benchmark=True), apply_probability=0.2),
        RandomTransform(MultiplicativeBrightnessTransform(
            multiplier_range=BGContrast((0.75, 1.25)), synchronize_channels=False, p_per_channel=1),
            apply_probability=0.15),
        RandomTransform(ContrastTransform(
            contrast_range=BGContrast((0.75, 1.25)), preserve_range=True,
            synchronize_channels=False, p_per_channel=1), apply_probability=0.15),
        RandomTransform(SimulateLowResolutionTransform(
            scale=(0.5, 1), synchronize_channels=False, synchronize_axes=True, ignore_axes=None,
            allowed_channels=None, p_per_channel=1), apply_probability=0.25),
        RandomTransform(gamma(1), apply_probability=0.1),
        RandomTransform(gamma(0), apply_probability=0.3),
        MirrorTransform(allowed_axes=(0, 1, 2)),
    ])
    return lambda image, labels: steps(image=image, segmentation=labels)


def monai_list(side):
    from monai import transforms as m

    keys, turn = ["image", "segmentation"], np.deg2rad(30)
    steps = m.Compose([
        m.RandAffined(keys, prob=0.2, rotate_range=(turn,) * 3, mode=("bilinear", "nearest"), padding_mode="zeros"),
        m.RandZoomd(keys, prob=0.2, min_zoom=0.7, max_zoom=1.4, mode=("trilinear", "nearest"), padding_mode="constant"),
        m.RandGaussianNoised("image", prob=0.1, std=0.3),
        m.RandGaussianSmoothd("image", prob=0.2, sigma_x=(0.5, 1), sigma_y=(0.5, 1), sigma_z=(0.5, 1)),
        m.RandScaleIntensityd("image", prob=0.15, factors=0.25),
        m.RandAdjustContrastd("image", prob=0.15, gamma=(0.75, 1.25)),
        m.RandSimulateLowResolutiond("image", prob=0.25, zoom_range=(0.5, 1)),
        m.RandAdjustContrastd("image", prob=0.1, gamma=(0.7, 1.5), invert_image=True, retain_stats=True),
        m.RandAdjustContrastd("image", prob=0.3, gamma=(0.7, 1.5), retain_stats=True),
        *[m.RandFlipd(keys, prob=0.5, spatial_axis=axis) for axis in range(3)],
    ])
    return lambda image, labels: steps({"image": image, "segmentation": labels})


def rounds(steps, image, labels, patches, seed):
    np.random.seed(seed)
    torch.manual_seed(seed)
    for _ in range(patches):
        out = steps(image.clone(), labels.clone())
        float(out["image"].ravel()[0])  # materialised


def worker(args, image, labels, seed, connection):
    torch.set_num_threads(1)
    steps = batchgenerators(args.side) if args.library == "batchgeneratorsv2" else monai_list(args.side)
    while (patches := connection.recv()) > 0:
        rounds(steps, image, labels, patches, seed)
        connection.send(True)
        seed += 1000


def main():
    args = arguments()
    values = np.fromfile(args.data, np.float32).reshape(2, 1, args.side, args.side, args.side)
    image, labels = torch.from_numpy(values[0]), torch.from_numpy(values[1])
    context = multiprocessing.get_context("fork")
    ends = []
    for n in range(args.threads):
        here, there = context.Pipe()
        context.Process(target=worker, args=(args, image, labels, n, there), daemon=True).start()
        ends.append(here)
    torch.set_num_threads(args.threads)
    steps = batchgenerators(args.side) if args.library == "batchgeneratorsv2" else monai_list(args.side)
    seeds = iter(range(10**9))

    def workers():
        for n, end in enumerate(ends):
            end.send((args.patches + n) // len(ends))
        for end in ends:
            end.recv()

    way, run = peer.fastest([
        (f"{args.threads} processes", workers),
        (f"{args.threads} threads", lambda: rounds(steps, image, labels, args.patches, next(seeds))),
    ])
    peer.serve(way, run, np.ascontiguousarray(values[0, 0, ::-1, ::-1, ::-1]))


if __name__ == "__main__":
    main()
