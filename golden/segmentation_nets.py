"""Names, shapes and outputs of reference segmentation networks, for SegmenterGoldenTest.

Made with torch 2.10.0, torchvision 0.25.0, monai 1.6.1, dynamic_network_architectures 0.4, numpy 2.x,
Python 3.11:
    python golden/segmentation_nets.py learn/src/test/resources/golden/segmenters

Weights are not stored: formula.py. Of each output: the number of values, their mean magnitude, and
every 61st of them. Evaluation in float32.
"""
import sys
import torch
from torch import nn
from formula import fill, image
from dynamic_network_architectures.architectures.unet import PlainConvUNet
from dynamic_network_architectures.architectures.residual_unet import ResidualEncoderUNet

torch.set_num_threads(1)
NORM = dict(norm_op_kwargs={"eps": 1e-5, "affine": True}, nonlin=nn.LeakyReLU,
            nonlin_kwargs={"inplace": True}, conv_bias=True, deep_supervision=True)


def unet_2d():
    return PlainConvUNet(2, 3, (8, 12, 16), nn.Conv2d, [[3, 3]] * 3, [[1, 1], [2, 2], [2, 2]], (2, 2, 2), 3,
                         (2, 2), norm_op=nn.InstanceNorm2d, **NORM)


def unet_3d():
    return PlainConvUNet(1, 4, (6, 8, 12, 16), nn.Conv3d, [[1, 3, 3]] + [[3, 3, 3]] * 3,
                         [[1, 1, 1], [1, 2, 2], [2, 2, 2], [2, 1, 2]], (2, 2, 3, 2), 3, (2, 1, 2),
                         norm_op=nn.InstanceNorm3d, **NORM)


def residual_unet_3d():
    return ResidualEncoderUNet(1, 3, (6, 6, 12), nn.Conv3d, [[1, 3, 3]] + [[3, 3, 3]] * 2,
                               [[1, 1, 1], [1, 2, 2], [2, 2, 2]], (1, 2, 3), 3, (1, 1),
                               norm_op=nn.InstanceNorm3d, **NORM)


# name: (network, image, its tensors by name)
def own(net):
    return {name: p.data for name, p in net.named_parameters()} | dict(net.named_buffers())


NETS = {
    "unet-2d": (unet_2d, (2, 2, 24, 32)),
    # decoder convolutions are listed from the lowest stage up there, from the image's size down here
    "unet-3d": (unet_3d, (1, 1, 8, 16, 24)),
    "residual-unet-3d": (residual_unet_3d, (1, 1, 8, 12, 16)),
}

if __name__ == "__main__":
    folder = sys.argv[1]
    with open(f"{folder}/outputs.csv", "w") as out, torch.no_grad():
        out.write("network,image,head,values,magnitude,every 61st…\n")
        for kind, (make, shape) in NETS.items():
            net = make().eval()
            tensors = own(net)
            with open(f"{folder}/{kind}.txt", "w") as table:
                for name, t in sorted(tensors.items()):
                    table.write(f"{name} {'x'.join(map(str, t.shape))}\n")
            fill(tensors)
            y = net(image(shape))
            for i, head in enumerate(y if isinstance(y, (list, tuple)) else [y]):
                v = head.flatten()
                some = [repr(float(a)) for a in [v.abs().double().mean(), *v[::61]]]
                size = "x".join(map(str, shape))
                out.write(f"{kind},{size},{i},{len(v)}," + ",".join(some) + "\n")
