"""nnunetv2's own trainer on its own plan for the hippocampus, on the CPU."""

import argparse
import contextlib
import multiprocessing
import os
import sys
import time

import numpy as np
import torch

import nets
from peer import serve


def prepared(args):
    """Fingerprint, plan and preprocessing as nnU-Net does them; the plan's trainer, ready to train."""
    for name in ("raw", "preprocessed", "results"):
        os.environ["nnUNet_" + name] = os.path.join(args.folder, name)
        os.makedirs(os.environ["nnUNet_" + name], exist_ok=True)
    from batchgenerators.utilities.file_and_folder_operations import load_json
    from nnunetv2.experiment_planning import plan_and_preprocess_api as api
    from nnunetv2.training.nnUNetTrainer.nnUNetTrainer import nnUNetTrainer

    api.extract_fingerprints([4], num_processes=args.threads)
    identifier = api.plan_experiments([4])
    identifier = identifier if isinstance(identifier, str) else "nnUNetPlans"
    api.preprocess([4], identifier, configurations=["3d_fullres"], num_processes=[args.threads])
    folder = os.path.join(args.folder, "preprocessed", "Dataset004_Hippocampus")
    plans = load_json(os.path.join(folder, identifier + ".json"))
    plans["continue_training"] = False
    plan = plans["configurations"]["3d_fullres"]
    network = plan["architecture"]["arch_kwargs"]
    assert list(plan["patch_size"]) == [40, 56, 40] and plan["batch_size"] == args.batch, plan
    assert network["features_per_stage"] == [32, 64, 128, 256], network
    trainer = nnUNetTrainer(
        plans, "3d_fullres", 0, load_json(os.path.join(folder, "dataset.json")), torch.device("cpu")
    )
    trainer.initialize()
    return trainer


def logits(trainer, args):
    weights = nets.safetensors(args.weights)
    missing, unexpected = trainer.network.load_state_dict(weights, strict=False)
    # The same tensors under further names.
    assert not unexpected, unexpected
    assert all("all_modules" in name or "decoder.encoder" in name for name in missing), missing
    with torch.no_grad():
        outputs = trainer.network(nets.safetensors(args.data)["images"])
    return (outputs[0] if isinstance(outputs, (list, tuple)) else outputs).float().numpy()


def worked():
    """Processor time of the loaders so far."""
    total = 0
    for child in multiprocessing.active_children():
        with open(f"/proc/{child.pid}/stat") as stat:
            total += sum(int(t) for t in stat.read().rsplit(")", 1)[1].split()[11:13])
    return total


def steps(trainer, count):
    for _ in range(count):
        trainer.train_step(next(trainer.dataloader_train))
    # Batches that are made ahead count here, not in the other side's time.
    before = -1
    while before != (now := worked()):
        before = now
        time.sleep(0.1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    with contextlib.redirect_stdout(sys.stderr):
        trainer = prepared(args)
        outputs = logits(trainer, args)
        trainer.on_train_start()
        trainer.on_train_epoch_start()

    def run():
        with contextlib.redirect_stdout(sys.stderr):
            steps(trainer, args.steps)

    loaders = len(multiprocessing.active_children())
    serve(f"nnunetv2, float32, {loaders} loaders", run, np.ascontiguousarray(outputs))


if __name__ == "__main__":
    main()
