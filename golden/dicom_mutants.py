"""What pydicom 3.0.2 reads in mutated files that Osler reads without a note.

  java -cp ... io.osler.dicom.read.MutantSample FOLDER 8000     (test classes of module dicom)
  python golden/dicom_mutants.py FOLDER                          from the root of the repository

Writes dicom/src/test/resources/golden/dicom_mutants.tsv, a row per mutant: its number, elements, first 16 digits of the
SHA-256 of the canonical lines of golden/dicom_values.py; 0 and the reason where pydicom reads nothing.
"""
import sys
from pathlib import Path

from dicom_values import row

if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).glob("*.dcm"), key=lambda p: int(p.stem))
    out = Path(__file__).parent.parent / "dicom/src/test/resources/golden/dicom_mutants.tsv"
    out.write_text("".join(f"{p.stem}\t{row(p)}\n" for p in files))
