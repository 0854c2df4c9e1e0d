"""Weights that both sides of a comparison compute from a tensor's name; see torchvision_nets.py."""
import numpy as np
import torch


def fnv(name):
    h = 0x811C9DC5
    for c in name.encode():
        h = ((h ^ c) * 0x01000193) & 0xFFFFFFFF
    return h


def draw(name, count):
    i = np.arange(count, dtype=np.uint64)
    h = ((np.uint64(fnv(name)) + i) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(15)
    return h.astype(np.float64) / 2.0**31 - 1


def value(name, shape):
    v = draw(name, int(np.prod(shape, dtype=np.int64)))
    if name.endswith("running_var") or (name.endswith("weight") and len(shape) == 1):
        v = 1 + 0.1 * v
    elif len(shape) > 1:
        v = v * np.sqrt(6 * shape[0] / np.prod(shape))
    else:
        v = v * 0.1
    return v.astype(np.float32).reshape(shape)


def fill(tensors):
    """Fills tensors by name, in place."""
    for name, t in tensors.items():
        if not name.endswith("num_batches_tracked"):
            t.copy_(torch.from_numpy(value(name, tuple(t.shape))))


def image(shape):
    return torch.from_numpy(draw("input", int(np.prod(shape))).astype(np.float32)).reshape(shape)
