"""Golden numbers for io.osler.core.metric's DeLong, Temperature and OperatingPoint.

DeLong by its definition (the whole matrix of pairs), temperature by scipy.optimize, cuts by brute force.
Made with Python 3.11, numpy 2.3.5, scipy 1.17.1:
    python golden/comparison_calibration.py > core/src/test/resources/golden/comparison-calibration.json
"""

import json
import sys

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp
from scipy.stats import norm

rng = np.random.default_rng(20250102)


def delong(y, a, b):
    def psi(s):
        x, z = s[y == 1][:, None], s[y == 0][None, :]
        return (x > z) + 0.5 * (x == z)
    pa, pb = psi(a), psi(b)
    v10 = np.cov(pa.mean(1), pb.mean(1)) / (y == 1).sum()
    v01 = np.cov(pa.mean(0), pb.mean(0)) / (y == 0).sum()
    s = v10 + v01
    z = (pa.mean() - pb.mean()) / np.sqrt(s[0, 0] + s[1, 1] - 2 * s[0, 1])
    return dict(first=pa.mean(), second=pb.mean(), firstVariance=s[0, 0], secondVariance=s[1, 1],
                covariance=s[0, 1], z=z, p=2 * norm.sf(abs(z)))


def comparison(n, share, one, two, digits=None):
    y = (rng.random(n) < share).astype(int)
    shared = rng.normal(size=n)
    a = shared + rng.normal(size=n) + one * y
    b = shared + rng.normal(size=n) + two * y
    if digits is not None:
        a, b = a.round(digits), b.round(digits)
    return dict(truth=y.tolist(), first=a.tolist(), second=b.tolist(), expected=delong(y, a, b))


def temperature(n, k, scale):
    y = rng.integers(0, k, n)
    z = (rng.normal(size=(n, k)) + 1.5 * np.eye(k)[y]) * scale
    def nll(log_t):
        w = z / np.exp(log_t)
        return (logsumexp(w, axis=1) - w[np.arange(n), y]).mean()
    best = minimize_scalar(nll, bounds=(np.log(0.05), np.log(20)), method="bounded",
                           options=dict(xatol=1e-12, maxiter=1000))
    return dict(logits=z.tolist(), truth=y.tolist(), temperature=float(np.exp(best.x)), loss=float(best.fun))


def cuts(n):
    y = (rng.random(n) < 0.4).astype(int)
    s = (rng.normal(size=n) + 1.2 * y).round(1)
    rows = []
    for t in np.unique(s):
        called = s >= t
        rows.append((float(t), float(called[y == 1].mean()), float((~called)[y == 0].mean())))
    youden = max(rows, key=lambda r: (round(r[1] + r[2], 12), r[1]))
    sens = max((r for r in rows if r[1] >= 0.9), key=lambda r: (r[2], r[1]))
    spec = max((r for r in rows if r[2] >= 0.8), key=lambda r: (r[1], r[2]))
    return dict(truth=y.tolist(), scores=s.tolist(), youden=youden, sensitivity=sens, specificity=spec)


tails = [0.0, 0.5, 1.0, 1.959963984540054, 2.9999, 3.0, 4.5, 8.0, 20.0]
json.dump(
    {
        "delong": [comparison(60, 0.5, 1.0, 1.0), comparison(120, 0.2, 1.5, 0.7), comparison(80, 0.5, 1.0, 0.2, 0),
                   comparison(400, 0.5, 2.0, 0.5)],
        "temperature": [temperature(80, 2, 1.0), temperature(120, 5, 4.0), temperature(100, 3, 0.2)],
        "cuts": [cuts(60), cuts(150)],
        "normal": [[z, float(norm.sf(z))] for z in tails],
        "normal-quantile": [[q, float(norm.ppf(q))] for q in (0.5, 0.8, 0.975, 0.995, 0.01)],
        "quantile": [[q, float(np.quantile([1.0, 2.0, 4.0, 8.0, 16.0], q))] for q in (0, 0.025, 0.3, 0.5, 0.975, 1)],
    },
    sys.stdout,
)
print()
