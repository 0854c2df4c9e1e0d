package io.osler.cli;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.VR;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small DICOM objects whose patient is called {@link #SECRET}, and the command to feed them to. */
final class DicomFixtures {
  static final String SECRET = "SECRETPERSON";

  private DicomFixtures() {}

  /** What a command answered. */
  record Answer(int status, String out, String err) {
    String all() {
      return out + err;
    }
  }

  static Answer osler(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = java.util.Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
    int status =
        Osler.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(texts);
    return new Answer(status, out.toString(), err.toString());
  }

  /**
   * A slice of 8 × 6 pixels of 12 bits at z = {@code 2 · number} mm; pixel i is 100 · number + i.
   */
  static DataSetBuilder slice(int number) {
    byte[] pixels = new byte[2 * 48];
    for (int i = 0; i < 48; i++) {
      int value = 100 * number + i;
      pixels[2 * i] = (byte) value;
      pixels[2 * i + 1] = (byte) (value >> 8);
    }
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.2")
        .put(Tag.SOP_INSTANCE, "1.2.3." + number)
        .put(Tag.MODALITY, "CT")
        .put(Tag.PATIENT_NAME, SECRET + "^A")
        .put(Tag.PATIENT_ID, SECRET)
        .put(Tag.STUDY, "1.2.4")
        .put(Tag.SERIES, "1.2.5")
        .put(Tag.SERIES_NUMBER, VR.IS, 7)
        .put(Tag.INSTANCE_NUMBER, VR.IS, number)
        .put(Tag.POSITION, VR.DS, -10, -20, 2 * number)
        .put(Tag.ORIENTATION, VR.DS, 1, 0, 0, 0, 1, 0)
        .put(Tag.SAMPLES, VR.US, 1)
        .put(Tag.PHOTOMETRIC, "MONOCHROME2")
        .put(Tag.ROWS, VR.US, 6)
        .put(Tag.COLUMNS, VR.US, 8)
        .put(Tag.PIXEL_SPACING, VR.DS, 0.5, 0.75)
        .put(Tag.parse("SliceThickness"), VR.DS, 2)
        .put(Tag.BITS_ALLOCATED, VR.US, 16)
        .put(Tag.BITS_STORED, VR.US, 12)
        .put(Tag.HIGH_BIT, VR.US, 11)
        .put(Tag.SIGNED, VR.US, 0)
        .put(Tag.RESCALE_INTERCEPT, VR.DS, -1024)
        .put(Tag.RESCALE_SLOPE, VR.DS, 1)
        .put(Tag.PIXELS, VR.OW, pixels);
  }

  /**
   * A binary segmentation of the slices: each segment, from 1, is one voxel (i, j, k).
   *
   * @param names of the segments
   */
  static DataSetBuilder segmentation(List<String> names, int[][] voxels) {
    List<DataSet> segments = new ArrayList<>();
    List<DataSet> frames = new ArrayList<>();
    byte[] bits = new byte[6 * names.size()];
    for (int s = 0; s < names.size(); s++) {
      segments.add(
          DataSet.EMPTY
              .edit()
              .put(Tag.parse("SegmentNumber"), VR.US, s + 1)
              .put(Tag.parse("SegmentLabel"), names.get(s))
              .build());
      int[] at = voxels[s];
      int bit = 8 * at[1] + at[0];
      bits[6 * s + bit / 8] |= (byte) (1 << bit % 8);
      frames.add(
          DataSet.EMPTY
              .edit()
              .put(
                  Tag.parse("PlanePositionSequence"),
                  item(DataSet.EMPTY.edit().put(Tag.POSITION, VR.DS, -10, -20, 2 * at[2])))
              .put(
                  Tag.parse("SegmentIdentificationSequence"),
                  item(
                      DataSet.EMPTY.edit().put(Tag.parse("ReferencedSegmentNumber"), VR.US, s + 1)))
              .build());
    }
    DataSetBuilder shared =
        DataSet.EMPTY
            .edit()
            .put(
                Tag.parse("PlaneOrientationSequence"),
                item(DataSet.EMPTY.edit().put(Tag.ORIENTATION, VR.DS, 1, 0, 0, 0, 1, 0)))
            .put(
                Tag.parse("PixelMeasuresSequence"),
                item(
                    DataSet.EMPTY
                        .edit()
                        .put(Tag.PIXEL_SPACING, VR.DS, 0.5, 0.75)
                        .put(Tag.parse("SliceThickness"), VR.DS, 2)
                        .put(Tag.parse("SpacingBetweenSlices"), VR.DS, 2)));
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.66.4")
        .put(Tag.SOP_INSTANCE, "1.2.9.1")
        .put(Tag.STUDY, "1.2.4")
        .put(Tag.SERIES, "1.2.9")
        .put(Tag.MODALITY, "SEG")
        .put(Tag.parse("SegmentationType"), "BINARY")
        .put(Tag.parse("SegmentSequence"), segments)
        .put(Tag.FRAME_GROUPS, frames)
        .put(Tag.SHARED_GROUPS, item(shared))
        .put(Tag.parse("NumberOfFrames"), VR.IS, names.size())
        .put(Tag.SAMPLES, VR.US, 1)
        .put(Tag.PHOTOMETRIC, "MONOCHROME2")
        .put(Tag.ROWS, VR.US, 6)
        .put(Tag.COLUMNS, VR.US, 8)
        .put(Tag.BITS_ALLOCATED, VR.US, 1)
        .put(Tag.BITS_STORED, VR.US, 1)
        .put(Tag.HIGH_BIT, VR.US, 0)
        .put(Tag.SIGNED, VR.US, 0)
        .put(Tag.PIXELS, VR.OB, bits);
  }

  /** Structures, each one square outline (x0, y0, x1, y1 in mm) at a z in mm. */
  static DataSetBuilder structures(List<String> names, double[][] squares) {
    List<DataSet> rois = new ArrayList<>();
    List<DataSet> contours = new ArrayList<>();
    for (int s = 0; s < names.size(); s++) {
      double[] q = squares[s];
      rois.add(
          DataSet.EMPTY
              .edit()
              .put(Tag.parse("ROINumber"), VR.IS, 10 + s)
              .put(Tag.parse("ROIName"), names.get(s))
              .build());
      contours.add(
          DataSet.EMPTY
              .edit()
              .put(Tag.parse("ReferencedROINumber"), VR.IS, 10 + s)
              .put(
                  Tag.parse("ContourSequence"),
                  item(
                      DataSet.EMPTY
                          .edit()
                          .put(Tag.parse("ContourGeometricType"), "CLOSED_PLANAR")
                          .put(Tag.parse("NumberOfContourPoints"), VR.IS, 4)
                          .put(
                              Tag.parse("ContourData"),
                              VR.DS,
                              q[0],
                              q[1],
                              q[4],
                              q[2],
                              q[1],
                              q[4],
                              q[2],
                              q[3],
                              q[4],
                              q[0],
                              q[3],
                              q[4])))
              .build());
    }
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.481.3")
        .put(Tag.SOP_INSTANCE, "1.2.8.1")
        .put(Tag.STUDY, "1.2.4")
        .put(Tag.SERIES, "1.2.8")
        .put(Tag.MODALITY, "RTSTRUCT")
        .put(Tag.parse("StructureSetROISequence"), rois)
        .put(Tag.parse("ROIContourSequence"), contours);
  }

  private static List<DataSet> item(DataSetBuilder made) {
    return List.of(made.build());
  }

  static byte[] bytes(DataSetBuilder made) {
    return DicomFile.of(made.build(), TransferSyntax.EXPLICIT_LITTLE).bytes();
  }

  static void series(Path folder, int slices) throws IOException {
    for (int n = 0; n < slices; n++) {
      // Names run against the order of the slices.
      java.nio.file.Files.write(folder.resolve("s" + (slices - n) + ".dcm"), bytes(slice(n)));
    }
  }

  /** Preamble and a meta header that names {@code syntax}, then {@code body} as it is. */
  static byte[] file(String syntax, byte[] body) {
    ByteArrayOutputStream meta = new ByteArrayOutputStream();
    meta.writeBytes(explicit(0x00020010, "UI", text(syntax)));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new byte[128]);
    all.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    byte[] length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(meta.size()).array();
    all.writeBytes(explicit(0x00020000, "UL", length));
    all.writeBytes(meta.toByteArray());
    all.writeBytes(body);
    return all.toByteArray();
  }

  static byte[] text(String text) {
    String even = text.length() % 2 == 0 ? text : text + "\0";
    return even.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** An explicit element with its true length. */
  static byte[] explicit(int tag, String vr, byte[] value) {
    return explicit(tag, vr, value.length, value);
  }

  /** An explicit element that claims {@code length} bytes. */
  static byte[] explicit(int tag, String vr, int length, byte[] value) {
    boolean wide = java.util.Set.of("OB", "OW", "SQ", "UN", "UT", "OF").contains(vr);
    ByteBuffer out =
        ByteBuffer.allocate((wide ? 12 : 8) + value.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) (tag >>> 16)).putShort((short) tag);
    out.put(vr.getBytes(StandardCharsets.US_ASCII));
    if (wide) {
      out.putShort((short) 0).putInt(length);
    } else {
      out.putShort((short) length);
    }
    return out.put(value).array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
