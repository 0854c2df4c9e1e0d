"""Golden numbers for io.osler.core.metric's classification scores.

Made with Python 3.11, numpy 2.3.5, scikit-learn 1.9.1:
    python golden/classification_scores.py > core/src/test/resources/golden/classification-scores.json
"""

import json
import sys
import warnings

import numpy as np
from sklearn import metrics as m

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20250101)


def ece(y, p, bins=15):
    """Guo et al. 2017, bins (b, b+1]/15 of the top probability."""
    confidence, right = p.max(1), p.argmax(1) == y
    edges = np.arange(bins + 1) / bins
    where = np.clip(np.digitize(confidence, edges, right=True) - 1, 0, bins - 1)
    total = 0.0
    for b in range(bins):
        inside = where == b
        if inside.any():
            total += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return total


def mean(values):
    values = [v for v in values if not np.isnan(v)]
    return float(np.mean(values)) if values else float("nan")


def rates(y, called, c):
    t, q = y == c, called == c
    def ratio(a, b):
        return a / b if b else float("nan")
    tp, fp, fn, tn = (t & q).sum(), (~t & q).sum(), (t & ~q).sum(), (~t & ~q).sum()
    return ratio(tp, tp + fn), ratio(tn, tn + fp), ratio(tp, tp + fp), ratio(tn, tn + fn)


def scores(y, p, positive, threshold=None):
    k = p.shape[1]
    called = p.argmax(1)
    if threshold is not None:
        called = np.where(p[:, positive] >= threshold, positive, 1 - positive)
    classes = [positive] if k == 2 else range(k)
    present = [c for c in classes if (y == c).any()]
    several = len(set(y)) > 1
    out = {
        "auc": mean([m.roc_auc_score(y == c, p[:, c]) for c in present]) if several else float("nan"),
        "accuracy": m.accuracy_score(y, called),
        "balanced-accuracy": m.balanced_accuracy_score(y, called),
        "mcc": m.matthews_corrcoef(y, called),
        "kappa": m.cohen_kappa_score(y, called, labels=range(k)),
        "kappa-quadratic": m.cohen_kappa_score(y, called, labels=range(k), weights="quadratic"),
        "average-precision": mean([m.average_precision_score(y == c, p[:, c]) for c in present]),
        "log-loss": m.log_loss(y, p, labels=range(k)),
        "brier": m.brier_score_loss(y == positive, p[:, positive])
        if k == 2
        else m.brier_score_loss(y, p, labels=range(k), scale_by_half=False),
        "ece": ece(y, p),
    }
    for i, name in enumerate(["sensitivity", "specificity", "ppv", "npv"]):
        out[name] = mean([rates(y, called, c)[i] for c in classes])
    if k == 2:
        occurs = ((y == positive) | (called == positive)).any()
        out["f1"] = m.f1_score(y == positive, called == positive) if occurs else float("nan")
    else:
        out["f1"] = m.f1_score(y, called, average="macro")
    return {name: float(v) for name, v in out.items() if not np.isnan(v)}


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def case(name, y, p, positive=1, threshold=None):
    y, p = np.asarray(y), np.asarray(p, float)
    row = dict(name=name, truth=y.tolist(), probabilities=p.tolist(), positive=positive)
    if threshold is not None:
        row["threshold"] = threshold
    row["expected"] = scores(y, p, positive, threshold)
    called = p.argmax(1)
    row["kappa-linear"] = m.cohen_kappa_score(y, called, labels=range(p.shape[1]), weights="linear")
    if np.isnan(row["kappa-linear"]):
        del row["kappa-linear"]
    if p.shape[1] == 2 and len(set(y.tolist())) == 2:
        fpr, tpr, thr = m.roc_curve(y == positive, p[:, positive], drop_intermediate=False)
        row["roc"] = np.stack([thr, fpr, tpr], 1)[1:].tolist()
        pre, rec, thr = m.precision_recall_curve(y == positive, p[:, positive])
        row["precision-recall"] = np.stack([thr, rec[:-1], pre[:-1]], 1)[::-1].tolist()
    return row


def binary(n, share, shift, digits=None):
    y = (rng.random(n) < share).astype(int)
    q = 1 / (1 + np.exp(-(rng.normal(size=n) + shift * (y - 0.5))))
    if digits is not None:
        q = q.round(digits)
    return y, np.stack([1 - q, q], 1)


cases = [
    case("random", *binary(60, 0.5, 0.0)),
    case("good", *binary(80, 0.4, 2.0)),
    case("positive is class 0", *binary(70, 0.3, 1.5), positive=0),
    case("ties", *binary(90, 0.5, 1.0, digits=1)),
    case("imbalanced", *binary(200, 0.03, 1.5)),
    case("threshold", *binary(60, 0.3, 1.0), threshold=0.3),
    case("constant scores", [0, 1, 1, 0, 1], [[0.5, 0.5]] * 5),
    case("nothing called positive", [0, 1, 0, 0, 1], [[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.6, 0.4], [0.95, 0.05]]),
    case("perfect and certain", [0, 1, 1], [[1, 0], [0, 1], [0, 1]]),
    case("wrong and certain", [1, 0, 1], [[1, 0], [0, 1], [0, 1]]),
    case("only positives", [1, 1, 1], [[0.2, 0.8], [0.6, 0.4], [0.1, 0.9]]),
]
for name, n, k, shift, digits in [
    ("three classes", 100, 3, 1.5, None),
    ("five graded classes with ties", 120, 5, 1.0, 1),
    ("nine classes at random", 150, 9, 0.0, None),
]:
    y = rng.integers(0, k, n)
    z = rng.normal(size=(n, k)) + shift * np.eye(k)[y]
    if digits is not None:
        z = z.round(digits)
    cases.append(case(name, y, softmax(z)))
y = rng.choice([0, 1, 3], 80)  # class 2 is in no case
cases.append(case("an empty class", y, softmax(rng.normal(size=(80, 4)) + np.eye(4)[y])))

# Multi-label as MedMNIST's evaluator defines it: plain means over the columns, called at p >= 0.5.
y = rng.random((90, 4)) < [0.1, 0.3, 0.5, 0.7]
q = 1 / (1 + np.exp(-(rng.normal(size=y.shape) + 1.5 * (y - 0.5))))
labels = [scores(y[:, j].astype(int), np.stack([1 - q[:, j], q[:, j]], 1), 1, 0.5) for j in range(4)]
multi = dict(
    truth=y.astype(int).tolist(),
    probabilities=q.tolist(),
    expected={
        "auc": float(np.mean([m.roc_auc_score(y[:, j], q[:, j]) for j in range(4)])),
        "accuracy": float(np.mean([m.accuracy_score(y[:, j], q[:, j] >= 0.5) for j in range(4)])),
        "average-precision": float(m.average_precision_score(y, q, average="macro")),
        "f1": float(m.f1_score(y, q >= 0.5, average="macro")),
        "log-loss": float(np.mean([s["log-loss"] for s in labels])),
    },
)
json.dump({"single": cases, "multi-label": multi}, sys.stdout)
print()
