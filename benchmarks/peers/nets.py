"""ResNet-18 in two or three dimensions with torchvision's parameter names, and its weights."""

import json
import struct

import numpy as np
import torch
from torch import nn

CONV = {2: nn.Conv2d, 3: nn.Conv3d}
NORM = {2: nn.BatchNorm2d, 3: nn.BatchNorm3d}
MAX = {2: nn.MaxPool2d, 3: nn.MaxPool3d}
POOL = {2: nn.AdaptiveAvgPool2d, 3: nn.AdaptiveAvgPool3d}


class Block(nn.Module):
    def __init__(self, dims, inside, outside, stride):
        super().__init__()
        self.conv1 = CONV[dims](inside, outside, 3, stride, 1, bias=False)
        self.bn1 = NORM[dims](outside)
        self.conv2 = CONV[dims](outside, outside, 3, 1, 1, bias=False)
        self.bn2 = NORM[dims](outside)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or inside != outside:
            self.downsample = nn.Sequential(
                CONV[dims](inside, outside, 1, stride, bias=False), NORM[dims](outside)
            )

    def forward(self, x):
        short = x if self.downsample is None else self.downsample(x)
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        y += short
        return self.relu(y)


STEMS = {"IMAGENET": (7, 2, 3), "SMALL": (3, 1, 1), "HALF": (3, 2, 1)}


class ResNet18(nn.Module):
    def __init__(self, dims, channels, classes, width, stem):
        super().__init__()
        self.conv1 = CONV[dims](channels, width, *STEMS[stem], bias=False)
        self.bn1 = NORM[dims](width)
        self.relu = nn.ReLU(inplace=True)
        self.first = MAX[dims](3, 2, 1) if stem == "IMAGENET" else nn.Identity()
        inside = width
        for stage in range(4):
            outside = width << stage
            blocks = [
                Block(dims, inside, outside, 2 if stage > 0 else 1),
                Block(dims, outside, outside, 1),
            ]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
            inside = outside
        self.pool = POOL[dims](1)
        self.fc = nn.Linear(inside, classes)

    def forward(self, x):
        x = self.first(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(self.pool(x), 1))


TYPES = {"F32": np.float32, "I64": np.int64}


def safetensors(path, prefix=""):
    """The tensors of a file by name, without the prefix."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and name.startswith(prefix):
            begin, end = entry["data_offsets"]
            array = np.frombuffer(data[begin:end], TYPES[entry["dtype"]])
            found[name[len(prefix) :]] = torch.from_numpy(array.copy()).view(entry["shape"])
    return found


MEMORY = {2: torch.channels_last, 3: torch.channels_last_3d}


def network(dims, channels, classes, width, stem, weights, last, prefix=""):
    """The network with these weights, with channels last in memory or not."""
    net = ResNet18(dims, channels, classes, width, stem)
    net.load_state_dict(safetensors(weights, prefix))
    return net.to(memory_format=MEMORY[dims]) if last else net


def laid(x, last):
    return x.contiguous(memory_format=MEMORY[x.dim() - 2]) if last else x
