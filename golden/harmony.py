"""Golden numbers for io.osler.core.harmony and core.quality.

Made with Python 3.11, numpy 2.3.5, scipy 1.17.1, neuroCombat 0.2.12, scikit-learn 1.9.1,
ImageHash 4.3.2, Pillow 12.0:
    python golden/harmony.py > core/src/test/resources/golden/harmony.json

neuroCombat stops its iteration at a change of 1e-4; here it is let run to 1e-12.
"""

import contextlib
import io
import json

import sys

import neuroCombat
import numpy as np
import pandas as pd
from scipy import ndimage, stats
from sklearn.metrics.pairwise import rbf_kernel

nc = sys.modules["neuroCombat.neuroCombat"]
nc.it_sol.__defaults__ = (1e-12,)
rng = np.random.default_rng(20251121)
N, P = 24, 5
site = np.repeat([0, 1, 2], [9, 8, 7])
age = np.round(rng.uniform(40, 80, N), 1)
x = rng.normal(size=(N, P)) + 0.05 * age[:, None] * np.arange(P)
x = (x + np.array([0, 1.5, -2])[site][:, None]) * np.array([1, 2, 0.6])[site][:, None] + 10
x = np.round(x, 4)


def combat(continuous):
    covars = pd.DataFrame({"site": site, "age": age})
    with contextlib.redirect_stdout(io.StringIO()):
        out = nc.neuroCombat(dat=x.T.copy(), covars=covars, batch_col="site",
                             continuous_cols=["age"] if continuous else None)
    return out["data"].T.tolist()


a, b = x[site == 0], x[site == 1]
both = np.concatenate([a, b])
d = np.sqrt(((both[:, None] - both[None]) ** 2).sum(-1))
h2 = np.median(d[np.triu_indices(len(both), 1)] ** 2)
k = rbf_kernel(both, gamma=1 / (2 * h2))
n, m = len(a), len(b)
off = lambda s: (s.sum() - np.trace(s)) / (len(s) * (len(s) - 1))
mmd = off(k[:n, :n]) + off(k[n:, n:]) - 2 * k[:n, n:].mean()

big = np.round(rng.normal(size=300), 3), np.round(rng.normal(0.3, 1.2, size=200), 3)
D = stats.ks_2samp(*big).statistic
en = np.sqrt(300 * 200 / 500)

image = np.round(100 + 30 * ndimage.gaussian_filter(rng.normal(size=(3, 12, 14)), (0, 1, 1)) + rng.normal(size=(3, 12, 14)), 2)
kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]])
inner = np.concatenate([np.abs(ndimage.convolve(s, kernel))[1:-1, 1:-1].ravel() for s in image])
lap = np.concatenate([ndimage.laplace(s)[1:-1, 1:-1].ravel() for s in image])
contrast = np.percentile(image, 95) - np.percentile(image, 5)
quality = {
    "mean": image.mean(), "deviation": image.std(), "contrast": contrast,
    "noise": np.sqrt(np.pi / 2) / 6 * inner.mean() / contrast, "sharpness": lap.var() / image.var(),
}

print(json.dumps({
    "features": x.tolist(), "site": site.tolist(), "age": age.tolist(),
    "combat": combat(False), "combatAge": combat(True), "mmd": mmd,
    "ks": {"a": big[0].tolist(), "b": big[1].tolist(), "distance": D, "p": stats.kstwobign.sf(en * D)},
    "image": {"size": [14, 12, 3], "voxels": image.ravel().tolist()}, "quality": quality,
}))
