"""Small .npz files in every layout that Osler reads, written by NumPy itself.

numpy 2.3.5 (any 2.x writes the same bytes of data). Run: python golden/npz.py OUT_FOLDER
"""
import sys
import numpy as np
from pathlib import Path

out = Path(sys.argv[1])
base = np.arange(2 * 3 * 4).reshape(2, 3, 4)
arrays = {}
for dtype in ["|b1", "|u1", "|i1", "<u2", ">u2", "<i2", ">i2", "<u4", "<i4", ">i4", "<u8", "<i8", ">i8", "<f4", ">f4", "<f8", ">f8"]:
    name = dtype.replace("<", "le_").replace(">", "be_").replace("|", "")
    values = (base % 2 == 1) if dtype == "|b1" else base - (12 if np.dtype(dtype).kind in "if" else 0)
    arrays[name] = values.astype(dtype)
arrays["fortran"] = np.asfortranarray(base.astype("<i2"))
arrays["vector"] = np.arange(5, dtype="<i8")
arrays["scalar"] = np.array(7, dtype="<i4")
arrays["none"] = np.zeros((0, 28, 28), np.uint8)
np.savez(out / "stored.npz", **arrays)
np.savez_compressed(out / "deflated.npz", **arrays)
np.savez(out / "objects.npz", train_images=np.array([{"a": 1}], dtype=object))
np.savez(out / "records.npz", table=np.zeros(2, dtype=[("x", "<f4"), ("y", "<i4")]))
np.savez(out / "words.npz", names=np.array(["a", "bc"]))
