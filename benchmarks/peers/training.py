"""PyTorch's side of the training comparisons.

The fastest of its own ways (memory layout, number of workers) is measured and used.
"""

import argparse

import torch
import torch.nn.functional as F

import nets
from peer import fastest, serve


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", choices=["step", "compile", "epoch"], required=True)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], required=True)
    parser.add_argument("--classes", type=int, required=True)
    parser.add_argument("--stem", choices=["IMAGENET", "SMALL", "HALF"], required=True)
    parser.add_argument("--width", type=int, required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    return parser.parse_args()


class Trainer:
    """Forward, loss, backward and AdamW, with the options that make PyTorch fast on a CPU."""

    def __init__(self, args, dims, last):
        self.last = last
        self.half = args.precision == "bfloat16"
        self.net = nets.network(dims, 1, args.classes, args.width, args.stem, args.weights, last)
        self.net.train()
        self.call = torch.compile(self.net) if args.work == "compile" else self.net
        self.optimiser = torch.optim.AdamW(
            self.net.parameters(), lr=1e-4, betas=(0.9, 0.999), weight_decay=0.05, fused=True
        )

    def forward(self, x):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            return self.call(x).float()

    def step(self, x, y):
        loss = F.cross_entropy(self.forward(nets.laid(x, self.last)), y)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        return loss.item()


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    data = nets.safetensors(args.data)
    data["labels"] = data["labels"].long()
    dims = data["images"].dim() - 2
    trainers = {}

    def trainer(last):
        if last not in trainers:
            trainers[last] = Trainer(args, dims, last)
        return trainers[last]

    fixed = (data["images"][: args.batch], data["labels"][: args.batch])
    # Before any step: what this network says with these weights.
    with torch.no_grad():
        judge = nets.network(dims, 1, args.classes, args.width, args.stem, args.weights, False)
        with torch.autocast("cpu", torch.bfloat16, enabled=args.precision == "bfloat16"):
            outputs = judge.train()(fixed[0]).float().numpy()
        del judge
    name, work = fastest(
        [
            ("channels last", lambda: trainer(True).step(*fixed)),
            ("channels first", lambda: trainer(False).step(*fixed)),
        ]
    )
    chosen = trainers[name == "channels last"]
    trainers.clear()
    if args.work == "epoch":
        import epochs

        name, work = fastest(epochs.ways(chosen, data, args, dims))
    repeat = 1 if args.work == "epoch" else args.steps
    serve(name, lambda: [work() for _ in range(repeat)], outputs)


if __name__ == "__main__":
    main()
