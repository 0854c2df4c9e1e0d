"""Logits of brainchop's MeshNets on a block of the T1 beside them, for MeshNetDataTest.

Made with torch 2.10.0, numpy 2.x, nibabel 5.4.2, Python 3.11, from the folder of the models:
    python golden/meshnets.py DATA/brainchop-meshnet > learn/src/test/resources/golden/meshnets.csv

The image is (a - q5) / (q95 - q5) with the quantiles of the whole volume, axes as stored (x, y, z); the
block begins at (100, 90, 110) and has 24 x 28 x 32 voxels. Columns: model, classes, voxels of each class,
then every 4999th logit.
"""
import json
import sys
import nibabel as nib
import numpy as np
import torch
import torch.nn.functional as F

MODELS = ["public/models/" + n for n in (
    "model5_gw_ae", "model11_gw_ae", "model20chan3cls", "model18cls", "model30chan18cls", "model30chan50cls",
    "model21_104class", "mindgrab")] + ["v3/models/model11_gw_ae"]
ACT = {"relu": F.relu, "elu": F.elu, "gelu": F.gelu}


def run(folder, x):
    model = json.load(open(folder + "/model.json"))
    manifest = model["weightsManifest"][0]
    raw = b"".join(open(f"{folder}/{p}", "rb").read() for p in manifest["paths"])
    weights, at = {}, 0
    for t in manifest["weights"]:
        n = int(np.prod(t["shape"]))
        weights[t["name"]] = torch.from_numpy(np.frombuffer(raw, "<f4", n, at).reshape(t["shape"]).copy())
        at += 4 * n
    for layer in model["modelTopology"]["model_config"]["config"]["layers"][1:]:
        c = layer["config"]
        if layer["class_name"] == "Conv3D":
            kernel = weights[c["name"] + "/kernel"].permute(4, 3, 0, 1, 2)
            d = c["dilation_rate"][0]
            x = F.conv3d(x, kernel, weights.get(c["name"] + "/bias"), dilation=d, padding=d * (kernel.shape[2] // 2))
            if c["name"].endswith("_gn"):
                x = F.instance_norm(x)
        else:
            x = ACT[c["activation"]](x)
    return x


if __name__ == "__main__":
    torch.set_num_threads(1)
    data = sys.argv[1]
    a = np.asarray(nib.load(f"{data}/public/t1_crop.nii.gz").dataobj).astype(np.float32)
    low, high = np.quantile(a, [0.05, 0.95])
    block = ((a - low) / (high - low))[100:124, 90:118, 110:142].astype(np.float32)
    print("model,classes,voxels of each class,every 4999th logit")
    with torch.no_grad():
        for name in MODELS:
            y = run(f"{data}/{name}", torch.from_numpy(block.copy())[None, None])[0]
            counts = np.bincount(y.argmax(0).numpy().ravel(), minlength=len(y))
            print(",".join([name, str(len(y)), " ".join(map(str, counts)),
                            " ".join(f"{float(v):.7g}" for v in y.flatten()[::4999])]))
