"""Small files with the oddities that test collections of other toolkits hold, and what pydicom 3.0.2 reads in them.

python golden/dicom_oddities.py, from the root of the repository; numpy 2.3.5, pydicom 3.0.2. Writes
dicom/src/test/resources/oddities: a file per oddity, and golden.tsv with name, digest of the values (golden/dicom_values.py),
digest of the first frame's samples as doubles. Instead of the former: "read" where pydicom is wrong or reads nothing and we
read, "refused" where we refuse; instead of the latter "-" where pydicom decodes nothing.

Made here from the standard: missing and implicit meta headers, ACR-NEMA, layouts other than declared, big endian, deflated (raw
and with a header of zlib), sequences in UN, implicit items in explicit sequences and the reverse, unknown representations, odd
lengths, the 64-bit representations, all character sets, 1 to 64 bits a sample, reals, palettes (8 and 16 bits, segmented,
signed), planar and YBR colour, overlays in unused bits, padding and data after the end.
"""

import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pydicom

import dicom_values

warnings.simplefilter("ignore")
OUT = Path("dicom/src/test/resources/oddities")
# Where pydicom is wrong, and why; or what nobody reads.
OTHERWISE = {
    "bare_dicm": "read",  # DICM without the preamble: pydicom takes it for a tag
    "cn_58": "read",  # pydicom leaves the escape sequences in
    "deflated_zlib": "read",
    "elgem_be_sq_un": "read",  # PS3.5 6.2.2: UN is little endian in big endian files, too
    "empty": "refused",
    "frag_native": "read",  # fragments under a native syntax: pydicom takes their item headers for pixels
    "ir203": "read",  # ISO_IR 203 is Latin-9, pydicom decodes Latin-1
    "meta_says_be_is_le": "read",
    "meta_says_le_is_be": "read",
    "missing_seq_delim": "read",
    "only_meta": "read",
    "trailing_zeros": "read",  # pydicom makes elements of them
    "vr_OX": "read",
}


def el(tag, vr, val, explicit=True, big=False, length=None):
    e = ">" if big else "<"
    g, n = tag >> 16, tag & 0xFFFF
    if length is None:
        length = len(val)
    h = struct.pack(e + "HH", g, n)
    if not explicit or vr is None:
        return h + struct.pack(e + "I", length & 0xFFFFFFFF) + val
    if vr in ("OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UN", "UT", "UC", "UR", "SV", "UV"):
        return h + vr.encode() + b"\0\0" + struct.pack(e + "I", length & 0xFFFFFFFF) + val
    return h + vr.encode() + struct.pack(e + "H", length) + val


def t(s, pad=b" "):
    b = s if isinstance(s, bytes) else s.encode("latin1")
    return b + (pad if len(b) % 2 else b"")


def u(s):
    return t(s, b"\0")


def US(*v, big=False):
    return struct.pack((">" if big else "<") + "%dH" % len(v), *v)


def meta(ts, extra=b""):
    m = (
        el(0x00020001, "OB", b"\0\1")
        + el(0x00020002, "UI", u("1.2.840.10008.5.1.4.1.1.7"))
        + el(0x00020003, "UI", u("1.2.3.4"))
        + el(0x00020010, "UI", u(ts))
        + el(0x00020012, "UI", u("1.2.3"))
        + extra
    )
    return bytes(128) + b"DICM" + el(0x00020000, "UL", struct.pack("<I", len(m))) + m


LE = "1.2.840.10008.1.2.1"
IM = "1.2.840.10008.1.2"
BE = "1.2.840.10008.1.2.2"
DF = "1.2.840.10008.1.2.1.99"
ITEM = 0xFFFEE000
IE = 0xFFFEE00D
SE = 0xFFFEE0DD


def item(val, length=None, big=False):
    return el(ITEM, None, val, False, big, length)


def end(tag, big=False):
    return el(tag, None, b"", False, big)


def image(
    explicit=True,
    big=False,
    rows=4,
    cols=4,
    bits=8,
    stored=None,
    alloc=None,
    signed=0,
    photo="MONOCHROME2",
    samples=1,
    frames=None,
    pix=None,
    pixvr=None,
    extra=b"",
    planar=None,
    name="Doe^John",
    charset=None,
    pixtag=0x7FE00010,
):
    E = lambda tag, vr, v, **k: el(tag, vr, v, explicit, big, **k)
    us = lambda *v: US(*v, big=big)
    o = b""
    if charset:
        o += E(0x00080005, "CS", t(charset))
    o += (
        E(0x00080016, "UI", u("1.2.840.10008.5.1.4.1.1.7"))
        + E(0x00080018, "UI", u("1.2.3.4"))
        + E(0x00080060, "CS", t("OT"))
    )
    o += (
        E(0x00100010, "PN", t(name))
        + E(0x00100020, "LO", t("X1"))
        + E(0x0020000D, "UI", u("1.2.3.5"))
        + E(0x0020000E, "UI", u("1.2.3.6"))
    )
    o += E(0x00280002, "US", us(samples)) + E(0x00280004, "CS", t(photo))
    if planar is not None:
        o += E(0x00280006, "US", us(planar))
    if frames:
        o += E(0x00280008, "IS", t(str(frames)))
    o += E(0x00280010, "US", us(rows)) + E(0x00280011, "US", us(cols))
    alloc = alloc or bits
    stored = stored or bits
    o += (
        E(0x00280100, "US", us(alloc))
        + E(0x00280101, "US", us(stored))
        + E(0x00280102, "US", us(stored - 1))
        + E(0x00280103, "US", us(signed))
    )
    o += extra
    if pix is not None:
        o += E(pixtag, pixvr or ("OW" if alloc > 8 else "OB"), pix)
    return o


P16 = bytes(range(16))
rng = np.random.default_rng(3)
F = {}
F["plain_le"] = meta(LE) + image(pix=P16)
F["implicit"] = meta(IM) + image(False, pix=P16)
F["big"] = meta(BE) + image(big=True, bits=16, pix=rng.integers(0, 65536, 16).astype(">u2").tobytes())
F["big8_ow"] = meta(BE) + image(big=True, pix=P16, pixvr="OW")
F["deflated"] = (lambda d: meta(DF) + (lambda c: c.compress(d) + c.flush())(zlib.compressobj(wbits=-15)))(
    image(pix=P16)
)
F["deflated_zlib"] = meta(DF) + zlib.compress(image(pix=P16))
F["no_preamble"] = meta(LE)[132:] + image(pix=P16)
F["bare_dicm"] = meta(LE)[128:] + image(pix=P16)
F["bare_le"] = image(pix=P16)
F["bare_im"] = image(False, pix=P16)
F["bare_be"] = image(big=True, pix=P16)
F["acrnema"] = (
    el(0x00080000, None, struct.pack("<I", 20), False)
    + el(0x00080010, None, t("ACR-NEMA 2.0"), False)
    + el(0x00100010, None, t("DOE"), False)
    + el(0x00280000, None, struct.pack("<I", 10), False)
    + el(0x00280005, None, US(2), False)
    + el(0x00280010, None, US(4), False)
    + el(0x00280011, None, US(4), False)
    + el(0x00280040, None, t("RECT"), False)
    + el(0x00280100, None, US(8), False)
    + el(0x00280101, None, US(8), False)
    + el(0x00280102, None, US(7), False)
    + el(0x00280103, None, US(0), False)
    + el(0x7FE00010, None, P16, False)
)
F["acrnema_len2end"] = (
    el(0x00080000, None, struct.pack("<I", 20), False)
    + el(0x00080001, None, struct.pack("<I", 200), False)
    + F["acrnema"][12:]
)
F["meta_says_le_is_im"] = meta(LE) + image(False, pix=P16)
F["meta_says_im_is_le"] = meta(IM) + image(pix=P16)
F["meta_says_be_is_le"] = meta(BE) + image(pix=P16)
F["meta_says_le_is_be"] = meta(LE) + image(big=True, pix=P16)
F["meta_implicit"] = bytes(128) + b"DICM" + el(0x00020010, None, u(LE), False) + image(pix=P16)
F["no_ts"] = (
    bytes(128)
    + b"DICM"
    + el(0x00020000, "UL", struct.pack("<I", 26))
    + el(0x00020012, "UI", u("1.2.3.4.5.6.7.8"))
    + image(pix=P16)
)
F["wrong_grouplen"] = bytearray(F["plain_le"])
F["wrong_grouplen"][140] += 6
F["wrong_grouplen"] = bytes(F["wrong_grouplen"])
F["empty"] = b""
F["only_meta"] = meta(LE)
F["trailing_zeros"] = F["plain_le"] + bytes(300)
F["trailing_pad"] = F["plain_le"] + el(0xFFFCFFFC, "OB", bytes(20))
F["odd_len"] = meta(LE) + image(extra=el(0x00284000, "LO", b"abc"), pix=P16)
priv = el(0x00290010, "LO", t("ACME"))
sq_im = item(el(0x00080100, None, t("CODE"), False))
F["ge_implicit_in_explicit_sq"] = meta(LE) + image(
    extra=priv
    + el(0x00291001, "SQ", item(el(0x00080100, None, t("CODE"), False) + el(0x00100010, None, t("A^B"), False)))
)
F["un_undefined_im"] = meta(LE) + image(
    extra=priv + el(0x00291001, "UN", item(el(0x00080100, None, t("CODE"), False)) + end(SE), length=-1), pix=P16
)
F["un_undefined_ex"] = meta(LE) + image(
    extra=priv + el(0x00291001, "UN", item(el(0x00080100, "SH", t("CODE"))) + end(SE), length=-1), pix=P16
)
F["un_public_sq"] = meta(LE) + el(0x00081140, "UN", item(el(0x00081150, None, u("1.2.3"), False))) + image(pix=P16)
F["un_public_sq_ex"] = meta(LE) + el(0x00081140, "UN", item(el(0x00081150, "UI", u("1.2.3")))) + image(pix=P16)
F["un_public_text"] = meta(LE) + image(extra=el(0x00284010, "UN", t("abcd")), pix=P16)
F["un_items_undef"] = (
    meta(LE)
    + el(0x00081140, "UN", item(el(0x00081150, None, u("1.2.3"), False) + end(IE), length=-1) + end(SE), length=-1)
    + image(pix=P16)
)
F["sq_in_implicit_explicit_items"] = (
    meta(IM) + el(0x00081140, None, item(el(0x00081150, "UI", u("1.2.3.4.5.6"))), False) + image(False, pix=P16)
)
F["private_im_undefined"] = meta(IM) + image(
    False,
    extra=el(0x00290010, None, t("ACME"), False)
    + el(
        0x00291001, None, item(el(0x00080100, None, t("CODE"), False) + end(IE), length=-1) + end(SE), False, length=-1
    ),
    pix=P16,
)
F["wrong_vr"] = meta(LE) + image(
    extra=el(0x00181151, "UN", t("100")) + el(0x00181152, "SH", t("5")) + el(0x00181150, "US", US(7)), pix=P16
)
F["vr_question"] = meta(LE) + image(extra=el(0x00181150, "??", b"12"), pix=P16)
F["vr_spaces"] = meta(LE) + image(extra=el(0x00181150, "  ", b"12"), pix=P16)
F["vr_zero"] = meta(LE) + image(extra=struct.pack("<HHHH", 0x18, 0x1150, 0, 2) + b"12", pix=P16)
F["vr_OX"] = meta(LE) + image(extra=el(0x00281201, "OX", b"12"), pix=P16)
F["new_vrs"] = meta(LE) + image(
    extra=el(0x00287001, "OV", struct.pack("<2Q", 2**63 + 1, 5))
    + el(0x00287003, "SV", struct.pack("<q", -(2**62)))
    + el(0x00287005, "UV", struct.pack("<Q", 2**64 - 1))
    + el(0x00287007, "OL", struct.pack("<2I", 7, 2**32 - 1))
    + el(0x00287009, "UC", t("abc\\def"))
    + el(0x0028700B, "UR", t("http://x")),
    pix=P16,
)
F["kr"] = meta(LE) + image(
    charset="\\ISO 2022 IR 149",
    name=b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
    pix=P16,
)
F["jp"] = meta(LE) + image(
    charset="\\ISO 2022 IR 87",
    name=b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
    pix=P16,
)
F["jp13"] = meta(LE) + image(
    charset="ISO 2022 IR 13\\ISO 2022 IR 87",
    name=b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
    pix=P16,
)
F["cn_gb18030"] = meta(LE) + image(charset="GB18030", name="Wang^XiaoDong=王^小东=".encode("gb18030"), pix=P16)
F["cn_gbk"] = meta(LE) + image(charset="GBK", name="Wang^XiaoDong=王^小东=".encode("gbk"), pix=P16)
F["cn_58"] = meta(LE) + image(
    charset="\\ISO 2022 IR 58", name=b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=", pix=P16
)
F["utf8"] = meta(LE) + image(charset="ISO_IR 192", name="Wang^XiaoDong=王^小東=".encode("utf8"), pix=P16)
for ir, enc, s in [
    ("100", "latin1", "Äneas^Rüdiger"),
    ("101", "iso8859_2", "Wałęsa^Lech"),
    ("144", "iso8859_5", "Люкceмбypг"),
    ("126", "iso8859_7", "Διονυσιος"),
    ("127", "iso8859_6", "قباني^لنزار"),
    ("138", "iso8859_8", "שרון^דבורה"),
    ("166", "iso8859_11", "ศรี"),
    ("148", "iso8859_9", "Çavuşoğlu"),
    ("203", "iso8859_15", "Œuvre€"),
]:
    F["ir" + ir] = meta(LE) + image(charset="ISO_IR " + ir, name=s.encode(enc), pix=P16)
F["charset_wrong_term"] = meta(LE) + image(charset="ISO-IR 100", name="Äneas".encode("latin1"), pix=P16)
F["charset_2022_100"] = meta(LE) + image(charset="ISO 2022 IR 100", name="Äneas".encode("latin1"), pix=P16)
F["bit1"] = meta(LE) + image(bits=1, alloc=1, rows=5, cols=5, frames=2, pix=bytes(rng.integers(0, 256, 8).astype("u1")))
F["bits32"] = meta(LE) + image(bits=32, pix=rng.integers(0, 2**32, 16).astype("<u4").tobytes())
F["bits32s"] = meta(LE) + image(bits=32, signed=1, pix=rng.integers(-(2**31), 2**31, 16).astype("<i4").tobytes())
F["bits12_signed"] = meta(LE) + image(
    bits=16, alloc=16, stored=12, signed=1, pix=(rng.integers(0, 4096, 16) | 0xA000).astype("<u2").tobytes()
)
F["float"] = meta(LE) + image(bits=32, pix=rng.normal(size=16).astype("<f4").tobytes(), pixvr="OF", pixtag=0x7FE00008)
F["double"] = meta(LE) + image(bits=64, pix=rng.normal(size=16).astype("<f8").tobytes(), pixvr="OD", pixtag=0x7FE00009)
pal = lambda big=False: b"".join(el(0x00281101 + i, "US", US(256, 0, 16)) for i in range(3)) + b"".join(
    el(0x00281201 + i, "OW", (np.arange(256) * (257 - i)).astype("<u2").tobytes()) for i in range(3)
)
F["palette"] = meta(LE) + image(photo="PALETTE COLOR", extra=pal(), pix=P16)
pal8 = b"".join(el(0x00281101 + i, "US", US(256, 0, 8)) for i in range(3)) + b"".join(
    el(0x00281201 + i, "OW", (np.arange(256)[:: (-1 if i else 1)]).astype("u1").tobytes()) for i in range(3)
)
F["palette8"] = meta(LE) + image(photo="PALETTE COLOR", extra=pal8, pix=P16)


def segm(i):
    return np.array([0, 3, i, 7, 9, 1, 253, 60000 - i], dtype="<u2").tobytes()


F["palette_seg"] = meta(LE) + image(
    photo="PALETTE COLOR",
    extra=b"".join(el(0x00281101 + i, "US", US(256, 0, 16)) for i in range(3))
    + b"".join(el(0x00281221 + i, "OW", segm(i)) for i in range(3)),
    pix=P16,
)
F["palette_signed_desc"] = meta(LE) + image(
    photo="PALETTE COLOR",
    signed=1,
    extra=b"".join(el(0x00281101 + i, "SS", struct.pack("<HhH", 256, -128, 16)) for i in range(3))
    + b"".join(el(0x00281201 + i, "OW", (np.arange(256) * (257 - i)).astype("<u2").tobytes()) for i in range(3)),
    pix=bytes(range(120, 136)),
)
rgb = bytes(rng.integers(0, 256, 48).astype("u1"))
F["rgb0"] = meta(LE) + image(samples=3, photo="RGB", planar=0, pix=rgb)
F["rgb1"] = meta(LE) + image(samples=3, photo="RGB", planar=1, pix=rgb)
F["rgb_noplanar"] = meta(LE) + image(samples=3, photo="RGB", pix=rgb)
F["rgb16"] = meta(LE) + image(
    samples=3, photo="RGB", planar=0, bits=16, pix=bytes(rng.integers(0, 256, 96).astype("u1"))
)
F["ybr_full"] = meta(LE) + image(samples=3, photo="YBR_FULL", planar=0, pix=rgb)
F["ybr422"] = meta(LE) + image(samples=3, photo="YBR_FULL_422", planar=0, pix=rgb[:32])
F["argb"] = meta(LE) + image(samples=4, photo="ARGB", planar=0, pix=bytes(64))
F["cmyk"] = meta(LE) + image(samples=4, photo="CMYK", planar=0, pix=bytes(64))
F["mono1"] = meta(LE) + image(photo="MONOCHROME1", pix=P16)
F["overlay_in_bits"] = meta(LE) + image(
    bits=16, alloc=16, stored=12, extra=b"", pix=(rng.integers(0, 65536, 16)).astype("<u2").tobytes()
)
ov = (
    el(0x60000010, "US", US(4))
    + el(0x60000011, "US", US(4))
    + el(0x60000040, "CS", t("G"))
    + el(0x60000050, "SS", US(1, 1))
    + el(0x60000100, "US", US(16))
    + el(0x60000102, "US", US(12))
)
F["overlay_in_bits"] = F["overlay_in_bits"].replace(
    el(0x7FE00010, "OW", F["overlay_in_bits"][-32:]), ov + el(0x7FE00010, "OW", F["overlay_in_bits"][-32:])
)
F["pix_short"] = meta(LE) + image(pix=P16[:10])
F["pix_odd"] = meta(LE) + image(rows=3, cols=5, pix=P16[:15])
F["pix_long"] = meta(LE) + image(pix=P16 + bytes(10))
F["zero_len_items"] = meta(LE) + el(0x00081140, "SQ", item(b"") + item(b"")) + image(pix=P16)
F["sq_zero_undefined"] = meta(LE) + el(0x00081140, "SQ", end(SE), length=-1) + image(pix=P16)
F["missing_seq_delim"] = meta(LE) + image() + el(0x00400555, "SQ", item(el(0x00080100, "SH", t("C"))), length=-1)
F["item_delim_extra"] = (
    meta(LE) + el(0x00081140, "SQ", item(el(0x00081150, "UI", u("1.2")) + end(IE)) + end(SE)) + image(pix=P16)
)
F["dup"] = meta(LE) + image(extra=el(0x00284000, "LO", t("a")) + el(0x00284000, "LO", t("bb")), pix=P16)
F["unordered"] = meta(LE) + image(extra=el(0x00080070, "LO", t("late")), pix=P16)
F["group_lengths"] = meta(LE) + el(0x00080000, "UL", struct.pack("<I", 999)) + image(pix=P16)
F["cmd_group"] = (
    el(0x00000000, None, struct.pack("<I", 10), False)
    + el(0x00000002, None, u("1.2.840"), False)
    + image(False, pix=P16)
)
F["start_0010"] = el(0x00100010, "PN", t("A^B")) + el(0x00100020, "LO", t("1")) + el(0x00280010, "US", US(4))
F["start_0028_im"] = el(0x00280010, None, US(4), False) + el(0x00280011, None, US(4), False)
F["DS_commas"] = meta(LE) + image(
    extra=el(0x00281050, "DS", t("40,5")) + el(0x00281051, "DS", t(" 400.0 \\ 1e3")), pix=P16
)
F["DS_garbage"] = meta(LE) + image(extra=el(0x00281050, "DS", t("abc")) + el(0x00281052, "DS", t("")), pix=P16)
F["UI_spaces"] = meta("1.2.840.10008.1.2.1 ") + image(pix=P16)
F["nul_padded"] = meta(LE) + image(extra=el(0x00284000, "LO", b"ab\0\0"), name="A^B\0", pix=P16)
F["private_nocreator"] = meta(LE) + image(extra=el(0x00291001, "LO", t("x")), pix=P16)
F["ob_un_pixel"] = meta(LE) + image(pix=P16, pixvr="UN")
F["rle"] = (
    meta("1.2.840.10008.1.2.5")
    + image()
    + el(
        0x7FE00010,
        "OB",
        item(b"") + item(struct.pack("<16I", 1, 64, *[0] * 14) + b"\x0f" + P16 + b"\0") + end(SE),
        length=-1,
    )
)
F["frag_native"] = meta(LE) + image() + el(0x7FE00010, "OB", item(b"") + item(P16) + end(SE), length=-1)
F["encaps_defined"] = meta("1.2.840.10008.1.2.5") + image(pix=P16)
F["papyrus3"] = meta(LE) + el(0x00410010, "LO", t("PAPYRUS 3.0")) + image(pix=P16)
F["at"] = meta(LE) + image(extra=el(0x00280009, "AT", US(0x18, 0x1063) + US(0x54, 0x10)), pix=P16)
F["fl_nan"] = meta(LE) + image(extra=el(0x00286010, "FL", struct.pack("<3f", float("nan"), float("inf"), 1.5)), pix=P16)
F["at_big"] = meta(BE) + image(
    big=True,
    extra=el(0x00280009, "AT", US(0x18, 0x1063, big=True), big=True)
    + el(0x00287005, "UV", struct.pack(">Q", 5), big=True)
    + el(0x00287001, "OV", struct.pack(">2Q", 1, 5), big=True),
    pix=P16,
)
F["elgem_be_sq_un"] = (
    meta(BE) + el(0x00081140, "UN", item(el(0x00081150, None, u("1.2.3"), False)), big=True) + image(big=True, pix=P16)
)


def digest(path):
    try:
        ds = pydicom.dcmread(path, force=True)
        lines = []
        dicom_values.lines(ds, 0, lines)
        values = dicom_values.digest("\n".join(lines).encode("utf-8", "replace"))
    except Exception:
        return "read", "-"
    try:
        frames = ds.pixel_array
        first = frames[0] if int(ds.get("NumberOfFrames", 1)) > 1 else frames
        return values, dicom_values.digest(first.astype(">f8").tobytes())
    except Exception:
        return values, "-"


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, data in sorted(F.items()):
        path = OUT / (name + ".dcm")
        path.write_bytes(data)
        values, samples = digest(path)
        values = OTHERWISE.get(name, values)
        rows.append(f"{name}\t{values}\t{samples if values not in ('read', 'refused') else '-'}")
    (OUT / "golden.tsv").write_text("\n".join(rows) + "\n")
