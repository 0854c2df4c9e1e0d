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
from monai.networks.nets import AttentionUnet, VNet
from torchvision.models.segmentation import deeplabv3_resnet50

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


class SegNet(nn.Module):
    """Badrinarayanan et al. 2015 in torch.nn's own layers: VGG-16 down, its mirror image up."""

    def __init__(self, channels, classes, width):
        super().__init__()
        maps = [width, 2 * width, 4 * width, 8 * width, 8 * width]
        depths = [2, 2, 3, 3, 3]

        def stage(chain):
            return nn.ModuleList(
                nn.ModuleDict({"conv": nn.Conv2d(a, b, 3, padding=1, bias=False), "norm": nn.BatchNorm2d(b)})
                for a, b in zip(chain, chain[1:]))

        self.encoder = nn.ModuleList(
            stage([channels if s == 0 else maps[s - 1]] + [maps[s]] * depths[s]) for s in range(5))
        self.decoder = nn.ModuleList(
            stage([maps[s]] * depths[s] + [maps[s - 1]]) if s else
            nn.ModuleList([*stage([width] * 2), nn.Conv2d(width, classes, 3, padding=1)]) for s in range(5))
        self.pool = nn.MaxPool2d(2, 2, return_indices=True)
        self.unpool = nn.MaxUnpool2d(2, 2)

    @staticmethod
    def run(stage, x):
        for step in stage:
            x = step(x) if isinstance(step, nn.Conv2d) else step["norm"](step["conv"](x)).relu()
        return x

    def forward(self, x):
        places = []
        for stage in self.encoder:
            x = self.run(stage, x)
            size = x.shape
            x, where = self.pool(x)
            places.append((where, size))
        for s in reversed(range(5)):
            where, size = places[s]
            x = self.run(self.decoder[s], self.unpool(x, where, output_size=size))
        return x


class Only(nn.Module):
    """torchvision's segmentation networks answer with a dictionary."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return self.net(x)["out"]

    def named_parameters(self, *_):
        return self.net.named_parameters()

    def named_buffers(self, *_):
        return self.net.named_buffers()


# name: (network, image, its tensors by name)
def own(net):
    return {name: p.data for name, p in net.named_parameters()} | dict(net.named_buffers())


NETS = {
    "unet-2d": (unet_2d, (2, 2, 24, 32)),
    # decoder convolutions are listed from the lowest stage up there, from the image's size down here
    "unet-3d": (unet_3d, (1, 1, 8, 16, 24)),
    "residual-unet-3d": (residual_unet_3d, (1, 1, 8, 12, 16)),
    "v-net-2d": (lambda: VNet(2, 2, 3), (1, 2, 32, 48)),
    "v-net-3d": (lambda: VNet(3, 1, 3), (1, 1, 16, 16, 32)),
    "segnet": (lambda: SegNet(2, 3, 6), (2, 2, 45, 64)),
    "deeplab-v3": (lambda: Only(deeplabv3_resnet50(weights=None, weights_backbone=None, num_classes=3)),
                   (2, 3, 65, 72)),
    "attention-unet-2d": (lambda: AttentionUnet(2, 2, 3, (6, 8, 12), (2, 2)), (1, 2, 24, 32)),
    "attention-unet-3d": (lambda: AttentionUnet(3, 1, 3, (4, 6, 8), (2, 2)), (1, 1, 8, 12, 16)),
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
