"""Names, shapes and outputs of torchvision's classifiers, for NetworkGoldenTest.

Made with torch 2.10.0, torchvision 0.25.0, numpy 2.x, Python 3.11:
    python golden/torchvision_nets.py learn/src/test/resources/golden/nets

Weights are not stored: both sides compute them from the tensor's name. Value i of a tensor is
(h(i) / 2^31 - 1) * scale with h(i) = ((fnv(name) + i) * 2654435761 mod 2^32) ^ (that >> 15), where
scale = sqrt(6 / fan-in) for weights of two axes and more, 0.1 for biases and running means; weights
of one axis and running variances are 1 + 0.1 * (…). Image value i is the same with the name
"input" and scale 1. Evaluation runs in float32; training in float64, because statistics over a batch
of two amplify rounding, without dropout.
"""
import sys
import torch
import torchvision.models as m
from formula import fill, image

torch.set_num_threads(1)


NETS = {
    "alexnet": (lambda: m.alexnet(num_classes=5), 96),
    "vgg-11": (lambda: m.vgg11(num_classes=5), 64),
    "vgg-16": (lambda: m.vgg16(num_classes=5), 64),
    "vgg-19": (lambda: m.vgg19(num_classes=5), 64),
    "googlenet": (lambda: m.googlenet(num_classes=5, aux_logits=True, init_weights=False), 96),
    "inception-v3": (lambda: m.inception_v3(num_classes=5, aux_logits=True, init_weights=False), 299),
    "resnet-18": (lambda: m.resnet18(num_classes=5), 96),
    "resnet-34": (lambda: m.resnet34(num_classes=5), 96),
    "resnet-50": (lambda: m.resnet50(num_classes=5), 96),
    "densenet-121": (lambda: m.densenet121(num_classes=5), 96),
    "mobilenet-v2": (lambda: m.mobilenet_v2(num_classes=5), 96),
    "squeezenet": (lambda: m.squeezenet1_0(num_classes=5), 96),
}

folder = sys.argv[1]
with open(f"{folder}/outputs.csv", "w") as out, torch.no_grad():
    out.write("network,size,mode,logits…\n")
    for kind, (make, size) in NETS.items():
        net = make()
        with open(f"{folder}/{kind}.txt", "w") as table:
            for name, t in sorted(net.state_dict().items()):
                table.write(f"{name} {'x'.join(map(str, t.shape))}\n")
        fill(net.state_dict())
        x = image((2, 3, size, size))
        net.eval()
        rows = [("eval", net(x))]
        for module in net.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        net.double().train()
        y = net(x.double())
        rows.append(("train", y if isinstance(y, torch.Tensor) else y.logits))
        if not isinstance(y, torch.Tensor):
            for i, a in enumerate(y[1:]):
                rows.append((f"aux{i}", a))
        for mode, y in rows:
            out.write(f"{kind},{size},{mode}," + ",".join(repr(float(v)) for v in y.flatten()) + "\n")
