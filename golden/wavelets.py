"""Filter coefficients for io.osler.core.wavelet, from PyWavelets 1.8.0:
    python golden/wavelets.py > core/src/main/resources/io/osler/core/wavelet/filters.txt

One line each: name, then the low-pass filters of decomposition and of reconstruction.
"""

import pywt

print("# Low-pass filters of decomposition | of reconstruction, as PyWavelets orders them.")
names = [f"db{n}" for n in range(1, 21)] + [f"sym{n}" for n in range(2, 21)]
names += [f"coif{n}" for n in range(1, 6)]
names += [n for n in pywt.wavelist("bior", kind="discrete")]
for name in names:
    w = pywt.Wavelet(name)
    print(name, *(repr(float(x)) for x in w.dec_lo), "|", *(repr(float(x)) for x in w.rec_lo))
