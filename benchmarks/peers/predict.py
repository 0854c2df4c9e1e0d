"""Class probabilities of a folder of PNG files as CSV: what one would write by hand, and no more."""

import argparse
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

import nets



class LeNet5(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(256, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))


parser = argparse.ArgumentParser()
parser.add_argument("--images", required=True)
parser.add_argument("--weights", required=True)
parser.add_argument("--precision", choices=["float32", "bfloat16"], required=True)
for name in ("classes", "batch", "threads"):
    parser.add_argument("--" + name, type=int, required=True)
for name in ("mean", "std"):
    parser.add_argument("--" + name, type=float, required=True)
args = parser.parse_args()

torch.set_num_threads(args.threads)
net = LeNet5(args.classes)
net.load_state_dict(nets.safetensors(args.weights, "0."))
net = net.eval().to(memory_format=torch.channels_last)
files = sorted(os.listdir(args.images))
lines = ["id," + ",".join(f"p{c}" for c in range(args.classes))]
with torch.inference_mode(), torch.autocast(
    "cpu", torch.bfloat16, enabled=args.precision == "bfloat16"
):
    for start in range(0, len(files), args.batch):
        some = files[start : start + args.batch]
        images = np.stack([np.asarray(Image.open(os.path.join(args.images, f))) for f in some])
        x = (torch.from_numpy(images)[:, None].float() - args.mean) / args.std
        p = net(nets.laid(x, True)).float().softmax(1)
        for name, row in zip(some, p.tolist()):
            lines.append(name + "," + ",".join(f"{value:.6f}" for value in row))
sys.stdout.write("\n".join(lines) + "\n")
