"""JPEG 2000 streams of every kind that OpenJPEG 2.5.0 (Debian's libopenjp2-tools) writes, and what it reads out of them.

python golden/dicom_jpeg2000.py, from the root of the repository, with numpy 2.3.5. A row: name, width, height, components, bits,
signed, first 16 digits of the SHA-256 of all samples as little-endian int32 (interleaved by pixel), and opj_compress's options.
"""
import hashlib
import subprocess
import tempfile
from pathlib import Path

import numpy as np

out = Path(__file__).parent.parent / "dicom/src/test/resources/golden/jpeg2000"
out.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(2000)


def picture(width, height, components, bits, signed):
    j, i = np.mgrid[0:height, 0:width]
    most = 2**bits - 1
    planes = []
    for c in range(components):
        smooth = 0.5 + 0.3 * np.sin(i / 7 + c) * np.cos(j / 9) + random.normal(0, 0.02, (height, width))
        smooth[(i - width / 2) ** 2 + (j - height / 2) ** 2 < (height / 4) ** 2] *= 0.4
        smooth[j < height // 6] = 0.25
        planes.append(np.clip(smooth * most, 0, most).astype("i4") - (2 ** (bits - 1) if signed else 0))
    return np.stack(planes)


def raw(planes, bits):
    return planes.astype("<i2" if bits > 8 and planes.min() < 0 else "<u2" if bits > 8 else "i1" if planes.min() < 0 else "u1").tobytes()


def repacked(data, whole):
    """Packet headers moved from a stream of one tile with SOP and EPH into PPM (or PPT)."""
    sot = data.index(b"\xff\x90\x00\x0a")
    sod = data.index(b"\xff\x93", sot)
    headers, bodies = b"", b""
    for packet in data[sod + 2:-2].split(b"\xff\x91\x00\x04")[1:]:
        header, body = packet[2:].split(b"\xff\x92", 1)
        headers, bodies = headers + header, bodies + body
    main, tile = data[:sot], data[sot:sod]
    if whole:
        headers = len(headers).to_bytes(4, "big") + headers
    half = len(headers) // 2 + 1
    segments = b""
    for z, part in enumerate((headers[:half], headers[half:])):
        segments += (b"\xff\x60" if whole else b"\xff\x61") + (len(part) + 3).to_bytes(2, "big") + bytes([z]) + part
    main, tile = (main + segments, tile) if whole else (main, tile + segments)
    cod = main.index(b"\xff\x52") + 4
    main = main[:cod] + bytes([main[cod] & 1]) + main[cod + 1:]
    length = len(tile) + 2 + len(bodies)
    return main + tile[:6] + length.to_bytes(4, "big") + tile[10:] + b"\xff\x93" + bodies + b"\xff\xd9"


cases = [("grey8", 97, 61, 1, 8, 0, ""), ("grey12", 64, 80, 1, 12, 0, ""), ("grey16", 97, 61, 1, 16, 0, ""),
         ("signed16", 70, 70, 1, 16, 1, ""), ("signed12", 33, 50, 1, 12, 1, "-I -r 6"), ("colour", 60, 47, 3, 8, 0, ""),
         ("colour-plain", 60, 47, 3, 8, 0, "-mct 0"), ("colour-ict", 60, 47, 3, 8, 0, "-I -r 12"),
         ("ict-16", 60, 47, 3, 16, 0, "-I -r 9,4"), ("real", 97, 61, 1, 12, 0, "-I -r 8"), ("real-16", 97, 61, 1, 16, 0, "-I"),
         ("whole-cut", 97, 61, 1, 12, 0, "-r 7"), ("one-resolution", 50, 50, 1, 8, 0, "-n 1"), ("two-resolutions", 51, 50, 1, 8, 0, "-n 2"),
         ("row", 90, 1, 1, 8, 0, "-n 1"), ("column", 1, 90, 1, 8, 0, "-n 1"), ("dot", 1, 1, 1, 8, 0, "-n 1"),
         ("thin-tiles", 65, 33, 1, 8, 0, "-t 32,32 -n 4"), ("thin-odd", 33, 65, 1, 8, 0, "-t 32,32 -n 4 -d 31,31 -T 31,31"),
         ("real-thin", 65, 33, 1, 12, 0, "-I -t 32,32 -n 4"), ("real-thin-odd", 35, 67, 1, 8, 0, "-I -t 32,32 -n 4 -d 31,31 -T 31,31"), ("two-components", 40, 40, 2, 8, 0, "-mct 0"),
         ("flat-blocks", 97, 61, 1, 12, 0, "-b 256,4"), ("tall-blocks", 97, 61, 1, 12, 0, "-b 4,256"), ("small-blocks", 40, 40, 1, 12, 0, "-b 4,4"),
         ("markers", 97, 61, 1, 12, 0, "-SOP -EPH -PLT -TLM -r 20,8,1"), ("wrapped", 60, 47, 3, 8, 0, ""),
         ("offset", 97, 61, 1, 12, 0, "-d 5,3 -n 4"), ("offset-odd", 55, 44, 3, 8, 0, "-d 7,9 -T 3,2 -t 31,27 -n 4"),
         ("real-offset", 55, 44, 3, 8, 0, "-I -r 6 -d 7,9 -T 3,2 -t 31,27 -n 4"), ("tiles", 97, 61, 1, 16, 0, "-t 32,24 -n 4"),
         ("parts-r", 97, 61, 1, 12, 0, "-t 64,64 -TP R -n 4 -p RPCL"), ("parts-l", 60, 47, 3, 8, 0, "-TP L -r 20,8,1 -p LRCP"),
         ("parts-c", 60, 47, 3, 8, 0, "-TP C -p CPRL -n 3"),
         ("changes", 60, 47, 3, 8, 0, "-n 4 -r 20,5,1 -POC T0=0,0,1,3,3,CPRL/T0=0,0,3,4,3,RLCP"),
         ("changes-tiles", 60, 47, 1, 8, 0, "-n 3 -t 40,40 -r 10,1 -POC T0=0,0,1,3,1,LRCP/T0=0,0,2,3,1,RPCL"),
         ("region", 60, 47, 1, 8, 0, "-ROI c=0,U=10"), ("packed-main", 60, 47, 3, 8, 0, "-SOP -EPH -n 4 -r 9,1"),
         ("packed-tile", 60, 47, 3, 8, 0, "-SOP -EPH -n 4 -r 9,1")]
cases += [(f"order-{p.lower()}", 83, 47, 3, 8, 0, f"-p {p} -n 4 -c [32,16],[16,16] -b 8,8 -r 15,6,1 -d 3,5") for p in "LRCP RLCP RPCL PCRL CPRL".split()]
cases += [(f"modes-{m}", 75, 70, 1, 12, 0, f"-M {m} -r 9,3,1") for m in (1, 2, 4, 8, 16, 32, 5, 9, 63)]

rows = []
for name, width, height, components, bits, signed, options in cases:
    with tempfile.TemporaryDirectory() as folder:
        planes = picture(width, height, components, bits, signed)
        (Path(folder) / "in.rawl").write_bytes(raw(planes, bits))
        stream = Path(folder) / ("s.jp2" if name == "wrapped" else "s.j2k")
        run = lambda *a: subprocess.run(a, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        run("opj_compress", "-i", "in.rawl", "-o", stream.name, "-F", f"{width},{height},{components},{bits},{'s' if signed else 'u'}", *options.split())
        if name.startswith("packed"):
            stream.write_bytes(repacked(stream.read_bytes(), name == "packed-main"))
        run("opj_decompress", "-i", stream.name, "-o", "out.rawl")
        kind = ("<i2" if signed else "<u2") if bits > 8 else ("i1" if signed else "u1")
        decoded = np.fromfile(Path(folder) / "out.rawl", kind).reshape(components, height, width)
        if signed:  # opj_decompress leaves the bits above the sign empty
            decoded = decoded.astype("<i4") << (32 - bits) >> (32 - bits)
        if "-r" not in options and "-I" not in options or options.endswith(",1"):
            assert (decoded == planes).all(), name
        digest = hashlib.sha256(np.ascontiguousarray(decoded.transpose(1, 2, 0)).astype("<i4").tobytes()).hexdigest()[:16]
        (out / f"{name}.j2k").write_bytes(stream.read_bytes())
        rows.append(f"{name}\t{width}\t{height}\t{components}\t{bits}\t{signed}\t{digest}\t{options}\n")
(out / "table.tsv").write_text("".join(rows))
