"""Small pictures of every kind with their samples, as Pillow and tifffile write and read them.

Made with Pillow 13.0.0, tifffile (see pictures.csv's first line), numpy. Run from the repository root:
    python golden/pictures.py
"""
import io
import pathlib

import numpy as np
import PIL
import tifffile
from PIL import Image

out = pathlib.Path("core/src/test/resources/golden/pictures")
rng = np.random.default_rng(7)
W, H = 13, 9
rows = []


def record(name, values):
    a = np.asarray(values, dtype=np.float64)
    if a.ndim == 2:
        a = a[None]  # channel
    if a.ndim == 3:
        a = a[:, None]  # slice
    c, d, h, w = a.shape
    rows.append(f"{name},{w},{h},{d},{c},{' '.join(str(int(v)) if v == int(v) else repr(float(v)) for v in a.ravel())}")


def png(name, image, expected, **kw):
    image.save(out / name, **kw)
    record(name, expected)


grey8 = rng.integers(0, 256, (H, W), dtype=np.uint8)
grey16 = rng.integers(0, 65536, (H, W), dtype=np.uint16)
rgb = rng.integers(0, 256, (H, W, 3), dtype=np.uint8)
rgba = np.dstack([rgb, rng.integers(0, 256, (H, W), dtype=np.uint8)])
bit = rng.integers(0, 2, (H, W)).astype(bool)
index = rng.integers(0, 5, (H, W), dtype=np.uint8)
colours = np.array([[0, 0, 0], [255, 0, 0], [0, 200, 10], [7, 8, 9], [250, 250, 0]], dtype=np.uint8)

png("grey8.png", Image.fromarray(grey8), grey8)
png("grey16.png", Image.fromarray(grey16), grey16)
png("rgb8.png", Image.fromarray(rgb), rgb.transpose(2, 0, 1))
png("rgba8.png", Image.fromarray(rgba), rgb.transpose(2, 0, 1))
png("grey-alpha8.png", Image.fromarray(np.dstack([grey8, rgba[..., 3]]), "LA"), grey8)
png("bit.png", Image.fromarray(bit), bit * 255)
pal = Image.fromarray(index, "P")
pal.putpalette(colours.ravel().tolist())
png("palette4.png", pal, colours[index].transpose(2, 0, 1), bits=4)
greys = Image.fromarray(index, "P")
greys.putpalette(np.repeat([0, 60, 90, 200, 255], 3).tolist())
png("palette-grey.png", greys, np.array([0, 60, 90, 200, 255])[index])

# Pillow writes neither interlaced nor 16-bit colour PNG, so these two are put together by hand.
import struct
import zlib


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def raw_png(name, ihdr, data):
    (out / name).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", ihdr) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


rgb16 = rng.integers(0, 65536, (H, W, 3), dtype=np.uint16)
raw_png("rgb16.png", struct.pack(">IIBBBBB", W, H, 16, 2, 0, 0, 0),
        b"".join(b"\0" + r.astype(">u2").tobytes() for r in rgb16))
record("rgb16.png", rgb16.transpose(2, 0, 1))
data = b""
for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
    for row in rgb[y0::dy, x0::dx]:
        if row.size:
            data += b"\0" + row.tobytes()
raw_png("interlaced.png", struct.pack(">IIBBBBB", W, H, 8, 2, 0, 0, 1), data)
assert (np.asarray(Image.open(out / "interlaced.png")) == rgb).all()
record("interlaced.png", rgb.transpose(2, 0, 1))

# A photograph-like picture, so that the row filters and JPEG have something to do.
y, x = np.mgrid[0:40, 0:48]
smooth = np.stack([120 + 100 * np.sin(x / 9 + y / 17), 3 * y + x, 255 - 4 * y], -1).clip(0, 255).astype(np.uint8)
png("filters.png", Image.fromarray(smooth), smooth.transpose(2, 0, 1), optimize=True)


def jpeg(name, image, **kw):
    image.save(out / name, quality=90, **kw)
    read = Image.open(out / name)
    from PIL import ImageOps
    a = np.asarray(ImageOps.exif_transpose(read))
    record(name, a if a.ndim == 2 else a.transpose(2, 0, 1))


small = Image.fromarray(smooth[:24, :32])
jpeg("colour.jpg", small)
jpeg("colour-444.jpg", small, subsampling=0)
jpeg("progressive.jpg", small, progressive=True)
jpeg("grey.jpg", small.convert("L"))
for o in range(2, 9):
    exif = Image.Exif()
    exif[0x0112] = o
    jpeg(f"exif{o}.jpg", Image.fromarray(smooth[:16, :24]).convert("L"), exif=exif.tobytes())
small.convert("CMYK").save(out / "cmyk.jpg")


def tif(name, a, expected, **kw):
    tifffile.imwrite(out / name, a, **kw)
    record(name, expected)


tif("grey8.tif", grey8, grey8)
tif("grey16.tif", grey16, grey16)
tif("grey16-big.tif", grey16, grey16, byteorder=">")
signed = (grey16.astype(np.int32) - 32768).astype(np.int16)
tif("int16.tif", signed, signed)
f32 = rng.normal(size=(H, W)).astype(np.float32)
tif("float32.tif", f32, f32)
u32 = rng.integers(0, 1 << 20, (H, W)).astype(np.uint32)
tif("uint32.tif", u32, u32)
tif("rgb8.tif", rgb, rgb.transpose(2, 0, 1), photometric="rgb")
tif("rgba8.tif", rgba, rgb.transpose(2, 0, 1), photometric="rgb", extrasamples=["unassalpha"])
tif("planar.tif", np.ascontiguousarray(rgb.transpose(2, 0, 1)), rgb.transpose(2, 0, 1), photometric="rgb", planarconfig="separate")
tif("deflate.tif", grey16, grey16, compression="zlib", predictor=False)
stack = rng.integers(0, 65536, (4, H, W), dtype=np.uint16)
tif("stack.tif", stack, stack[None], photometric="minisblack")
tiles = rng.integers(0, 256, (40, 36), dtype=np.uint8)
tif("tiles.tif", tiles, tiles, tile=(16, 16))
tif("white-is-zero.tif", grey8, 255 - grey8, photometric="miniswhite")
for compression in ["tiff_lzw", "packbits"]:
    Image.fromarray(grey8).save(out / f"{compression}.tif", compression=compression)
    record(f"{compression}.tif", grey8)
Image.fromarray(bit).save(out / "bit-g4.tif", compression="group4")
record("bit-g4.tif", bit * 255)
pal.save(out / "palette.tif")
record("palette.tif", colours[index].transpose(2, 0, 1))
tifffile.imwrite(out / "big.tif", grey8, bigtiff=True)
Image.fromarray(rgb).save(out / "rgb8.bmp")
record("rgb8.bmp", rgb.transpose(2, 0, 1))
Image.fromarray(grey8).save(out / "grey8.bmp")
record("grey8.bmp", grey8)

(out / "pictures.csv").write_text(
    f"# Pillow {PIL.__version__}, tifffile {tifffile.__version__}, numpy {np.__version__}: file,width,height,depth,channels,samples\n"
    + "\n".join(rows) + "\n")
