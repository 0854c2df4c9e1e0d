"""PyTorch's side of outlining: a training step of nnU-Net's network, and MONAI's sliding window."""

import argparse

import torch
import torch.nn.functional as F
from torch import nn

import nets
from peer import fastest, serve


class Step(nn.Module):
    def __init__(self, inside, outside, stride):
        super().__init__()
        self.conv = nn.Conv3d(inside, outside, 3, stride, 1)
        self.norm = nn.InstanceNorm3d(outside, affine=True)
        self.act = nn.LeakyReLU(0.01, inplace=True)

    def forward(self, x):
        return self.act(self.norm(self.conv(x)))


class Pair(nn.Module):
    def __init__(self, inside, outside, stride):
        super().__init__()
        self.convs = nn.Sequential(Step(inside, outside, stride), Step(outside, outside, 1))

    def forward(self, x):
        return self.convs(x)


class Encoder(nn.Module):
    def __init__(self, features):
        super().__init__()
        ins = [1] + features[:-1]
        self.stages = nn.Sequential(
            *(nn.Sequential(Pair(a, b, 1 if i == 0 else 2)) for i, (a, b) in enumerate(zip(ins, features)))
        )


class Decoder(nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        steps = list(zip(features[::-1], features[-2::-1]))
        self.transpconvs = nn.ModuleList(nn.ConvTranspose3d(a, b, 2, 2) for a, b in steps)
        self.stages = nn.ModuleList(Pair(2 * b, b, 1) for _, b in steps)
        self.seg_layers = nn.ModuleList(nn.Conv3d(b, classes, 1) for _, b in steps)


class Unet(nn.Module):
    """As PlainConvUNet of dynamic_network_architectures, tensor names included."""

    def __init__(self, width, classes):
        super().__init__()
        features = [width << i for i in range(4)]
        self.encoder = Encoder(features)
        self.decoder = Decoder(features, classes)

    def heads(self, x, every):
        skips = []
        for stage in self.encoder.stages:
            x = stage(x)
            skips.append(x)
        found = []
        d = self.decoder
        for i, (up, stage, head) in enumerate(zip(d.transpconvs, d.stages, d.seg_layers)):
            x = stage(torch.cat((up(x), skips[-2 - i]), 1))
            if every or i == len(d.stages) - 1:
                found.append(head(x))
        return found[::-1]


def dice_and_entropy(z, labels):
    """nnU-Net's batch Dice of the foreground plus cross-entropy."""
    p = z.softmax(1)
    with torch.no_grad():
        truth = torch.zeros_like(p).scatter_(1, labels, 1)[:, 1:]
        size = truth.sum((0, 2, 3, 4))
    p = p[:, 1:]
    dice = (2 * (p * truth).sum((0, 2, 3, 4)) + 1e-5) / (size + p.sum((0, 2, 3, 4)) + 1e-5)
    return 1 - dice.mean() + F.cross_entropy(z, labels[:, 0])


def network(args, last):
    net = Unet(args.width, args.classes)
    net.load_state_dict(nets.safetensors(args.weights))
    return net.to(memory_format=torch.channels_last_3d) if last else net


class Trainer:
    def __init__(self, args, last):
        self.last = last
        self.half = args.precision == "bfloat16"
        self.net = network(args, last)
        self.optimiser = torch.optim.SGD(
            self.net.parameters(), 1e-3, momentum=0.99, nesterov=True, weight_decay=3e-5, fused=True
        )

    def step(self, x, labels):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            large, half, _ = self.net.heads(nets.laid(x, self.last), True)
        small = F.interpolate(labels.float(), half.shape[2:], mode="nearest-exact").long()
        loss = (2 * dice_and_entropy(large.float(), labels) + dice_and_entropy(half.float(), small)) / 3
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 12)
        self.optimiser.step()
        return loss.item()


def step(args, data):
    x, labels = data["images"], data["labels"].long()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=args.precision == "bfloat16"):
        outputs = network(args, False).heads(x, False)[0].float().numpy()
    trainers = {last: Trainer(args, last) for last in (False, True)}
    ways = [("channels last", True), ("channels first", False)]
    name, work = fastest([(name, lambda last=last: trainers[last].step(x, labels)) for name, last in ways])
    serve(name, lambda: [work() for _ in range(args.steps)], outputs)


def window(args, data):
    from monai.inferers import SlidingWindowInferer

    patch = tuple(int(n) for n in args.patch.split(","))
    inferer = SlidingWindowInferer(patch, args.pair, overlap=0.25, mode="gaussian", sigma_scale=0.125)
    half = args.precision == "bfloat16"

    def predictor(last):
        net = network(args, last).eval()

        def run(x):
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                z = net.heads(nets.laid(x, last), False)[0]
            return z.float().softmax(1)

        return run

    with torch.inference_mode():
        x = data["images"]
        few = x[:, :, : patch[0], : patch[1], : patch[2]]
        ways = {"channels last": predictor(True), "channels first": predictor(False)}
        name, _ = fastest([(name, lambda run=run: run(few)) for name, run in ways.items()])
        outputs = inferer(x, ways[name]).flatten()[:: args.sparse].contiguous().numpy()

    def whole():
        with torch.inference_mode():
            inferer(x, ways[name])

    serve(name, whole, outputs)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", choices=["step", "window"], required=True)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], required=True)
    parser.add_argument("--width", type=int, required=True)
    parser.add_argument("--classes", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--steps", type=int, default=1)
    parser.add_argument("--patch", default="")
    parser.add_argument("--pair", type=int, default=1)
    parser.add_argument("--sparse", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    {"step": step, "window": window}[args.work](args, nets.safetensors(args.data))


if __name__ == "__main__":
    main()
