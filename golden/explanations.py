"""Heat maps by Captum and pytorch-grad-cam, for GoldenExplanationTest.

Made with torch 2.10.0, torchvision 0.25.0, captum 0.9.0, grad-cam 1.5.5, numpy 2.3.5, Python 3.11:
    python golden/explanations.py > learn/src/test/resources/golden/explanations.csv

Two networks with weights by formula: ResNet-18 with the small stem on 28 x 28, and two convolutions, a
mean and a linear layer on 10 x 12 x 14. Columns: network, method, then every 5th value of the map on the
grid of the input.

CAM: Captum's Grad-CAM layer attribution without its ReLU, times the positions of the feature map, which is
Zhou et al.'s sum for a linear head on means. Occlusion: windows that tile the axes with their stride.
Grad-CAM++: a -> a / LARGE, g -> LARGE g changes nothing but the weight of the 1e-6 that grad-cam adds to
a denominator. SmoothGrad: Captum's mean of gradients with its normal noise replaced by the formula's, times the input.
"""
import sys
from unittest import mock

import numpy as np
import torch
from captum.attr import IntegratedGradients, LayerAttribution, LayerGradCam, NoiseTunnel, Occlusion, Saliency
from pytorch_grad_cam import GradCAMPlusPlus
from torch import nn
from torchvision.models import resnet18

from formula import draw, fill, image

SAMPLES, NOISE = 8, 0.1
LARGE = 1e4


def flat():
    net = resnet18(num_classes=3)
    net.conv1 = nn.Conv2d(1, 64, 3, 1, 1, bias=False)
    net.maxpool = nn.Identity()
    return net, net.layer4, (1, 1, 28, 28), (7, 7)


class Solid(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv3d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv3d(8, 8, 3, padding=1)
        self.last = nn.ReLU()
        self.fc = nn.Linear(8, 2)

    def forward(self, x):
        return self.fc(self.last(self.conv2(torch.relu(self.conv1(x)))).mean((2, 3, 4)))


def solid():
    net = Solid()
    return net, net.last, (1, 1, 10, 12, 14), (4, 4, 4)


def row(name, method, values):
    v = values.detach().double().numpy().ravel()[::5]
    print(",".join([name, method] + [f"{x:.7g}" for x in v]))


def explain(name, target, net, layer, shape, window):
    fill(net.state_dict())
    for p in net.parameters():
        p.requires_grad_(True)
    for m in net.modules():
        if isinstance(m, nn.ReLU):
            m.inplace = False
    net.eval()
    x = image(shape)
    size = shape[2:]
    mode = "bilinear" if len(size) == 2 else "trilinear"

    def up(a):
        return LayerAttribution.interpolate(a, size, mode)

    cam = LayerGradCam(net, layer)
    plain = cam.attribute(x, target)
    row(name, "cam", up(plain * plain.numel()))
    row(name, "grad-cam", up(cam.attribute(x, target, relu_attributions=True)))

    kept = {}
    hook = layer.register_forward_hook(lambda m, i, o: kept.update(a=o))
    y = net(x)[0, target]
    g = torch.autograd.grad(y, kept["a"])[0].numpy()
    hook.remove()
    a = kept["a"].detach().numpy()
    spread = (...,) + (None,) * len(size)
    planes = a.shape[:2] + (a.shape[2], -1)  # its sums are over two axes
    w = GradCAMPlusPlus(net, [layer]).get_cam_weights(
        None, None, None, a.reshape(planes) / LARGE, g.reshape(planes) * LARGE) / LARGE
    heat = np.maximum((w[spread] * a).sum(1, keepdims=True), 0)
    row(name, "grad-cam-pp", up(torch.from_numpy(heat)))

    stride = tuple(s // 2 if len(size) == 3 else s for s in window)
    row(name, "occlusion", Occlusion(net).attribute(x, (1,) + window, (1,) + stride, 0, target))
    row(name, "integrated-gradients",
        IntegratedGradients(net).attribute(x, 0, target, n_steps=32, method="riemann_middle"))

    spread = NOISE * float(x.max() - x.min())
    noise = torch.from_numpy(draw("noise", SAMPLES * x.numel()).astype(np.float32)).reshape(SAMPLES, *shape[1:])
    with mock.patch("torch.normal", lambda mean, std: noise * spread):
        smooth = NoiseTunnel(Saliency(net)).attribute(
            x, nt_type="smoothgrad", nt_samples=SAMPLES, stdevs=spread, target=target, abs=False)
    row(name, "smooth-grad", smooth * x)


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print("network,method,every 5th value")
    explain("resnet-18", 0, *flat())
    explain("two-convolutions", 1, *solid())
