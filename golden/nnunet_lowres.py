# nnunetv2 2.8.1, dynamic-network-architectures 0.4.4, Python 3.11
# Which data sets get a low resolution for a cascade, and its spacing, patch and batch, as
# plan_experiment decides: golden/nnunet_lowres.json of learn.
"""Run: python golden/nnunet_lowres.py OUT.json"""
import json
import sys
from unittest import mock

import numpy as np
from nnunet_plans import Bare
from nnunetv2.experiment_planning.experiment_planners import default_experiment_planner as module

CASES = [
    # spacing and median shape (slices, rows, columns), training cases, labels
    ((1.0, 1.0, 1.0), (36, 50, 35), 260, 3),  # hippocampus: no
    ((1.0, 1.0, 1.0), (138, 169, 138), 484, 4),  # brain tumour: no
    ((1.0, 0.7676, 0.7676), (482, 512, 512), 131, 3),  # liver
    ((3.6, 0.6156, 0.6156), (20, 320, 319), 32, 3),  # prostate: no
    ((1.245, 0.7852, 0.7852), (252, 512, 512), 64, 2),  # lung
    ((2.5, 0.8027, 0.8027), (96, 512, 512), 282, 3),  # pancreas
    ((5.0, 0.7, 0.7), (130, 512, 512), 40, 5),  # coarse slices: the fine axes grow first
    ((3.0, 1.5, 1.5), (160, 280, 250), 40, 5),
]


def main(out):
    rows = []
    for spacing, shape, cases, labels in CASES:
        planner = Bare(labels)
        planner.determine_resampling = lambda *a, **k: ((lambda: 0), {}, (lambda: 0), {})
        planner.determine_segmentation_softmax_export_fn = lambda *a, **k: ((lambda: 0), {})
        planner.dataset_json["numTraining"] = cases
        planner.dataset_fingerprint.update(
            spacings=[list(spacing)], shapes_after_crop=[list(shape)],
            foreground_intensity_properties_per_channel={})
        planner.lowres_creation_threshold = 0.25
        planner.anisotropy_threshold = 3
        planner.overwrite_target_spacing = None
        planner.plans_identifier = "p"
        planner.dataset_name = "d"
        planner.raw_dataset_folder = "."
        planner.suppress_transpose = True
        planner.determine_transpose = lambda: ([0, 1, 2], [0, 1, 2])
        planner.determine_reader_writer = lambda: type("IO", (), {})
        planner.determine_fullres_target_spacing = lambda s=spacing: np.array(s)
        kept = {}
        planner.save_plans = kept.update
        with mock.patch.object(module.shutil, "copy"), mock.patch.object(
                module, "nnUNet_preprocessed", "."):
            planner.plan_experiment()
        low = kept["configurations"].get("3d_lowres")
        full = kept["configurations"]["3d_fullres"]
        rows.append({
            "spacing": list(spacing),
            "median": list(shape),
            "cases": cases,
            "labels": labels,
            "full": [int(n) for n in full["patch_size"]],
            "batch-dice": bool(full["batch_dice"]),
            "low-spacing": [] if low is None else [float(s) for s in low["spacing"]],
            "low-patch": [] if low is None else [int(n) for n in low["patch_size"]],
            "low-batch": 0 if low is None else int(low["batch_size"]),
        })
    with open(out, "w") as file:
        json.dump({"plans": rows}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
