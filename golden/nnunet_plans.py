# nnunetv2 2.8.1, dynamic-network-architectures 0.4, Python 3.11
# Topology of the 2-D and 3-D U-Net for made-up fingerprints: golden/nnunet_plans.json of learn.
"""Run: python golden/nnunet_plans.py OUT.json"""
import json
import sys

import numpy as np
from nnunetv2.experiment_planning.experiment_planners.default_experiment_planner import (
    ExperimentPlanner,
)

CASES = [
    # spacing, median shape (slices, rows, columns), training cases, labels
    ((1.0, 1.0, 1.0), (36, 50, 35), 260, 3),  # hippocampus
    ((1.0, 1.0, 1.0), (138, 169, 138), 484, 4),  # brain tumour
    ((1.37, 1.37, 1.37), (115, 320, 232), 20, 2),  # heart
    ((1.0, 0.7676, 0.7676), (482, 512, 512), 131, 3),  # liver
    ((3.6, 0.6156, 0.6156), (20, 320, 319), 32, 3),  # prostate
    ((1.245, 0.7852, 0.7852), (252, 512, 512), 64, 2),  # lung
    ((2.5, 0.8027, 0.8027), (96, 512, 512), 282, 3),  # pancreas
    ((5.0, 1.5625, 1.5625), (10, 256, 216), 200, 4),  # ACDC-like
    ((3.0, 1.5, 1.5), (60, 200, 210), 40, 5),
    ((0.5, 0.5, 0.5), (64, 64, 64), 10, 2),
    ((1.0, 1.0), (256, 256), 464, 3),
    ((1.0, 1.0), (512, 640), 50, 2),
    ((0.7, 0.7), (2000, 3000), 20, 2),
    ((1.0, 1.5), (1024, 768), 900, 8),
]


class Bare(ExperimentPlanner):
    def __init__(self, labels):
        self.UNet_base_num_features = 32
        from dynamic_network_architectures.architectures.unet import PlainConvUNet

        self.UNet_class = PlainConvUNet
        self.UNet_reference_val_3d = 560000000
        self.UNet_reference_val_2d = 85000000
        self.UNet_reference_com_nfeatures = 32
        self.UNet_reference_val_corresp_GB = 8
        self.UNet_reference_val_corresp_bs_2d = 12
        self.UNet_reference_val_corresp_bs_3d = 2
        self.UNet_featuremap_min_edge_length = 4
        self.UNet_blocks_per_stage_encoder = (2,) * 13
        self.UNet_blocks_per_stage_decoder = (2,) * 12
        self.UNet_min_batch_size = 2
        self.UNet_max_features_2d = 512
        self.UNet_max_features_3d = 320
        self.UNet_vram_target_GB = 8
        self.max_dataset_covered = 0.05
        self.dataset_json = {
            "labels": {f"l{i}": i for i in range(labels)},
            "channel_names": {"0": "MRI"},
            "file_ending": ".nii.gz",
        }
        self.dataset_fingerprint = {"median_relative_size_after_cropping": 1}
        self._tmp = {}
        self.preprocessor_name = "DefaultPreprocessor"

    def determine_resampling(self, *_a, **_k):
        return (None, {}, None, {})

    def determine_segmentation_softmax_export_fn(self, *_a, **_k):
        return (None, {})

    def determine_normalization_scheme_and_whether_mask_is_used_for_norm(self):
        return [], []


def main(out):
    rows = []
    for spacing, shape, cases, labels in CASES:
        planner = Bare(labels)
        planner.determine_resampling = lambda *a, **k: (
            (lambda: 0), {}, (lambda: 0), {})
        planner.determine_segmentation_softmax_export_fn = lambda *a, **k: ((lambda: 0), {})
        voxels = float(np.prod(shape, dtype=np.float64) * cases)
        plan = planner.get_plans_for_configuration(
            np.array(spacing), np.array(shape), "name", voxels, {})
        arch = plan["architecture"]["arch_kwargs"]
        rows.append({
            "spacing": list(spacing),
            "median": [int(n) for n in shape],
            "cases": cases,
            "labels": labels,
            "patch": [int(n) for n in plan["patch_size"]],
            "batch": int(plan["batch_size"]),
            "strides": [[int(n) for n in s] for s in arch["strides"]],
            "kernels": [[int(n) for n in s] for s in arch["kernel_sizes"]],
            "features": [int(n) for n in arch["features_per_stage"]],
        })
    with open(out, "w") as file:
        json.dump({"plans": rows}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
