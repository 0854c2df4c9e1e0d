package io.osler.dicom.dataset;

import io.osler.dicom.dataset.TransferSyntax.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Puts a file together again: untouched parts bit by bit, new ones strictly (PS3.10 section 7). */
final class FileWriter {
  private FileWriter() {}

  static void write(DicomFile file, OutputStream out) throws IOException {
    copy(file.preamble(), out);
    if (file.meta().size() > 0) {
      boolean read = file.meta().elements().stream().allMatch(one -> one.raw().isPresent());
      if (read) {
        Encoder.write(file.meta(), layout(file.meta()), out);
      } else {
        writeMeta(file.meta(), out);
      }
    }
    Optional<MemorySegment> packed = file.deflated();
    if (packed.isPresent()) {
      copy(packed.get(), out);
    } else if (file.syntax().deflated()) {
      Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
      DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater);
      Encoder.write(file.dataSet(), file.syntax(), stream);
      copy(file.rest(), stream);
      stream.finish();
      deflater.end();
    } else {
      Encoder.write(file.dataSet(), file.syntax(), out);
      copy(file.rest(), out);
    }
  }

  /** That of the meta header as found: explicit little endian in every conformant file. */
  private static TransferSyntax layout(DataSet meta) {
    Context context = meta.stored().getFirst().context();
    // A damaged header may even look implicit and big endian, which no syntax is.
    return new TransferSyntax(
        "", "as found", context.explicit, context.bigEndian, false, Compression.NATIVE);
  }

  private static void writeMeta(DataSet meta, OutputStream out) throws IOException {
    DataSet body = meta.edit().remove(Tag.META_LENGTH).build();
    byte[] bytes = Encoder.encode(body, TransferSyntax.EXPLICIT_LITTLE);
    DataSet length =
        DataSet.EMPTY.edit().put(Tag.META_LENGTH, VR.UL, (double) bytes.length).build();
    Encoder.write(length, TransferSyntax.EXPLICIT_LITTLE, out);
    out.write(bytes);
  }

  static void copy(MemorySegment segment, OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(segment.byteSize(), 1 << 20)];
    for (long at = 0; at < segment.byteSize(); at += buffer.length) {
      int count = (int) Math.min(buffer.length, segment.byteSize() - at);
      MemorySegment.copy(segment, java.lang.foreign.ValueLayout.JAVA_BYTE, at, buffer, 0, count);
      out.write(buffer, 0, count);
    }
  }
}
