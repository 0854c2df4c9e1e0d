"""A whole epoch: torchvision's transforms in two dimensions, MONAI's in three."""

import torch
from torch.utils.data import DataLoader, Dataset

MEAN, STD = 128.0, 64.0


class Augmented(Dataset):
    def __init__(self, data, transform):
        self.images = data["images"]
        self.labels = data["labels"]
        self.transform = transform

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.transform(self.images[index]), self.labels[index]


def flat():
    from torchvision.transforms import v2

    class Gamma(torch.nn.Module):
        def forward(self, x):
            gamma = torch.empty(1).uniform_(0.7, 1.4).item()
            return v2.functional.adjust_gamma(x, gamma)

    return v2.Compose(
        [
            v2.Lambda(lambda x: x / 255),
            v2.RandomHorizontalFlip(0.5),
            v2.RandomAffine(
                15,
                translate=(0.08, 0.08),
                scale=(0.85, 1.18),
                interpolation=v2.InterpolationMode.BILINEAR,
            ),
            Gamma(),
            v2.ColorJitter(brightness=(0.8, 1.25), contrast=(0.75, 1.33)),
            v2.Normalize([MEAN / 255], [STD / 255]),
        ]
    )


def solid():
    import math

    from monai import transforms as m

    turn = math.radians(15)
    return m.Compose(
        [
            m.RandFlip(0.5, 0),
            m.RandFlip(0.5, 1),
            m.RandFlip(0.5, 2),
            m.RandAffine(
                1.0,
                rotate_range=(turn, turn, turn),
                translate_range=(2.24, 2.24, 2.24),
                scale_range=(-0.15, 0.18),
                padding_mode="border",
                mode="bilinear",
                cache_grid=True,
                spatial_size=(28, 28, 28),
            ),
            m.RandAdjustContrast(1.0, (0.7, 1.4)),
            m.RandScaleIntensity((-0.2, 0.25), 1.0),
            m.RandScaleIntensityFixedMean(prob=1.0, factors=(-0.25, 0.33), preserve_range=True),
            m.NormalizeIntensity(MEAN, STD),
            m.ToTensor(track_meta=False),
        ]
    )


def seeded(worker):
    torch.set_num_threads(1)


def ways(trainer, data, args, dims):
    """An epoch with no, one and two workers that stay from epoch to epoch."""
    dataset = Augmented(data, flat() if dims == 2 else solid())

    def epoch(loader):
        for x, y in loader:
            trainer.step(x, y)

    found = []
    for workers in (0, 1, 2):
        loader = DataLoader(
            dataset,
            batch_size=args.batch,
            shuffle=True,
            drop_last=True,
            num_workers=workers,
            persistent_workers=workers > 0,
            worker_init_fn=seeded,
        )
        found.append((f"{workers} workers", lambda loader=loader: epoch(loader)))
    return found
