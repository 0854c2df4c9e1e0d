package io.osler.dicom.read;

import io.osler.core.volume.Vec3;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.VR;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Series with one thing wrong or unusual about each, made of the phantom. {@code main} writes them
 * below a folder, for other programs to read (golden/dicom_torture.py).
 */
final class Torture {
  private Torture() {}

  /** Writes one series. */
  interface Writer {
    void to(Phantom phantom) throws IOException;
  }

  static final Vec3 STEP = new Vec3(0, 0, 2.5);
  private static final Vec3 ROW = new Vec3(0.6, 0.64, -0.48);
  private static final Vec3 COLUMN = new Vec3(-0.8, 0.48, -0.36);
  static final Plane OBLIQUE = new Plane(new Vec3(10, -12, 7), ROW, COLUMN, 0.8, 1.1);
  static final Plane SAGITTAL =
      new Plane(new Vec3(5, -40, 60), Phantom.Y, Phantom.Z.times(-1), 1, 1);
  private static final int[] SIX = {0, 1, 2, 3, 4, 5};

  static Map<String, Writer> cases() {
    Map<String, Writer> cases = new LinkedHashMap<>();
    Plane axial = Phantom.AXIAL;
    cases.put("plain", p -> p.stack(axial, STEP, SIX));
    cases.put("shuffled", p -> p.stack(axial, STEP, 3, 0, 5, 1, 4, 2));
    cases.put("reversed", p -> p.stack(axial, STEP, 5, 4, 3, 2, 1, 0));
    cases.put("oblique", p -> p.stack(OBLIQUE, OBLIQUE.normal().times(3), SIX));
    cases.put("oblique-reversed", p -> p.stack(OBLIQUE, OBLIQUE.normal().times(-3), SIX));
    cases.put("sagittal", p -> p.stack(SAGITTAL, SAGITTAL.normal().times(2), SIX));
    cases.put("overlapping", p -> p.stack(axial, new Vec3(0, 0, 0.8), SIX));
    cases.put("tilt", p -> p.stack(axial, new Vec3(0, 0.75, 2.5), SIX));
    cases.put("tilt-backwards", p -> p.stack(axial, new Vec3(0, -1.1, 2.5), SIX));
    cases.put("tilt-beyond-45", p -> p.stack(axial, new Vec3(0, 4, 2.5), SIX));
    cases.put("missing", p -> p.stack(axial, STEP, 0, 1, 2, 4, 5));
    cases.put("uneven", p -> p.stack(axial, new Vec3(0, 0, 0.5), 0, 4, 8, 15, 22));
    cases.put("duplicated", p -> p.stack(axial, STEP, 0, 1, 2, 2, 3, 4));
    cases.put("conflicting", Torture::conflicting);
    cases.put("zero-spacing", p -> p.stack(axial, Vec3.ZERO, SIX));
    cases.put("zero-pixel-spacing", p -> spaced(p, "0", "0"));
    cases.put("mixed-orientation", Torture::mixed);
    cases.put("localiser", Torture::localiser);
    cases.put("single-slice", p -> p.stack(axial, STEP, 0));
    cases.put("enhanced", Torture::enhanced);
    cases.put("enhanced-phases", Torture::enhancedPhases);
    cases.put("echoes", p -> channels(p, 2, "EchoTime", 10, 20, 0, 0));
    cases.put("echo-with-hole", Torture::echoWithHole);
    cases.put("phases", p -> channels(p, 3, "TemporalPositionIdentifier", 1, 1, 0, 0));
    cases.put("trigger-times", p -> channels(p, 3, "TriggerTime", 0, 55, 7, 0));
    cases.put("acquisitions", p -> channels(p, 3, "AcquisitionNumber", 1, 1, 0, 0));
    cases.put("diffusion-standard", p -> diffusion(p, Vendor.STANDARD));
    cases.put("diffusion-siemens", p -> diffusion(p, Vendor.SIEMENS));
    cases.put("diffusion-philips", p -> diffusion(p, Vendor.PHILIPS));
    cases.put("diffusion-ge", p -> diffusion(p, Vendor.GE));
    cases.put("mosaic", p -> mosaic(p, 1));
    cases.put("mosaic-downwards", p -> mosaic(p, -1));
    return cases;
  }

  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, Writer> one : cases().entrySet()) {
      one.getValue().to(new Phantom(Path.of(args[0]).resolve(one.getKey())));
    }
  }

  private static void conflicting(Phantom p) throws IOException {
    p.stack(Phantom.AXIAL, STEP, 0, 1, 2, 3);
    p.write(Phantom.placed(Phantom.ct(), Phantom.AXIAL, 1));
  }

  private static void spaced(Phantom p, String row, String column) throws IOException {
    for (int k = 0; k < 3; k++) {
      Plane plane = Phantom.AXIAL.at(Phantom.AXIAL.position().plus(STEP.times(k)));
      p.write(Phantom.placed(Phantom.ct(), plane, 0).put(Tag.PIXEL_SPACING, VR.DS, row, column));
    }
  }

  private static void mixed(Phantom p) throws IOException {
    p.stack(Phantom.AXIAL, STEP, 0, 1, 2);
    p.stack(SAGITTAL, SAGITTAL.normal().times(2), 0, 1, 2);
  }

  private static void localiser(Phantom p) throws IOException {
    p.write(
        Phantom.placed(Phantom.ct(), SAGITTAL, 0)
            .put(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "LOCALIZER"));
    p.stack(Phantom.AXIAL, STEP, SIX);
  }

  private static void enhanced(Phantom p) throws IOException {
    List<Plane> planes = new ArrayList<>();
    List<DataSet> more = new ArrayList<>();
    for (int k : new int[] {4, 1, 3, 0, 2}) {
      planes.add(Phantom.AXIAL.at(Phantom.AXIAL.position().plus(STEP.times(k))));
      more.add(content(k + 1, 1));
    }
    p.enhanced(dimensioned(), planes, new int[5], more);
  }

  private static void enhancedPhases(Phantom p) throws IOException {
    List<Plane> planes = new ArrayList<>();
    List<DataSet> more = new ArrayList<>();
    int[] channels = new int[8];
    for (int f = 0; f < 8; f++) {
      planes.add(Phantom.AXIAL.at(Phantom.AXIAL.position().plus(STEP.times(f / 2))));
      channels[f] = f % 2;
      more.add(content(f / 2 + 1, f % 2 + 1));
    }
    p.enhanced(dimensioned(), planes, channels, more);
  }

  private static DataSetBuilder dimensioned() {
    Tag pointer = Tag.parse("DimensionIndexPointer");
    Tag group = Tag.parse("FunctionalGroupPointer");
    String content = "00209111";
    List<DataSet> dimensions = new ArrayList<>();
    for (String index : List.of("00209056", "00209057", "00209128")) {
      dimensions.add(
          DataSet.EMPTY
              .edit()
              .put(pointer, VR.AT, tag(index))
              .put(group, VR.AT, tag(content))
              .build());
    }
    return Phantom.image("1.2.840.10008.5.1.4.1.1.4.1", "MR")
        .put(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "M", "NONE")
        .put(Tag.parse("Manufacturer"), "Philips")
        .put(Tag.parse("PatientPosition"), "HFS")
        .put(Tag.FRAME_OF_REFERENCE, "1.2.840.99.9")
        .put(Tag.parse("DimensionIndexSequence"), dimensions);
  }

  private static byte[] tag(String hex) {
    int value = Integer.parseUnsignedInt(hex, 16);
    return ByteBuffer.allocate(4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) (value >> 16))
        .putShort((short) value)
        .array();
  }

  private static DataSet content(int slice, int phase) {
    DataSet content =
        DataSet.EMPTY
            .edit()
            .put(Tag.parse("StackID"), "1")
            .put(Tag.parse("InStackPositionNumber"), slice)
            .put(Tag.parse("TemporalPositionIndex"), phase)
            .put(Tag.parse("DimensionIndexValues"), 1, slice, phase)
            .build();
    return DataSet.EMPTY.edit().put(Tag.parse("FrameContentSequence"), List.of(content)).build();
  }

  /** Channels one after the other, told apart by one attribute: start + step·c + drift·k. */
  private static void channels(
      Phantom p, int count, String keyword, double start, double step, double drift, int skip)
      throws IOException {
    for (int c = 0; c < count; c++) {
      for (int k = 0; k < 4 - (c == 1 ? skip : 0); k++) {
        Plane plane = Phantom.AXIAL.at(Phantom.AXIAL.position().plus(STEP.times(k)));
        p.write(
            Phantom.placed(Phantom.mr("SIEMENS"), plane, c)
                .put(Tag.parse(keyword), start + step * c + drift * k));
      }
    }
  }

  private static void echoWithHole(Phantom p) throws IOException {
    channels(p, 2, "EchoTime", 10, 20, 0, 1);
  }

  enum Vendor {
    STANDARD,
    SIEMENS,
    PHILIPS,
    GE
  }

  static final double[][] DIRECTIONS = {
    {0, 0, 0}, {1, 0, 0}, {0, 0.6, 0.8}, {0.48, -0.64, 0.6}, {-0.6, 0, 0.8}
  };

  private static void diffusion(Phantom p, Vendor vendor) throws IOException {
    for (int c = 0; c < DIRECTIONS.length; c++) {
      for (int k = 0; k < 3; k++) {
        Plane plane = Phantom.AXIAL.at(Phantom.AXIAL.position().plus(STEP.times(k)));
        DataSetBuilder image = Phantom.placed(Phantom.mr(name(vendor)), plane, c);
        weight(image, vendor, c == 0 ? 0 : 1000, DIRECTIONS[c]);
        p.write(image.put(Tag.parse("AcquisitionNumber"), c + 1));
      }
    }
  }

  private static String name(Vendor vendor) {
    return switch (vendor) {
      case STANDARD, SIEMENS -> "SIEMENS";
      case PHILIPS -> "Philips Medical Systems";
      case GE -> "GE MEDICAL SYSTEMS";
    };
  }

  private static void weight(DataSetBuilder image, Vendor vendor, double b, double[] g) {
    switch (vendor) {
      case STANDARD ->
          image
              .put(Tag.parse("DiffusionBValue"), b)
              .put(Tag.parse("DiffusionGradientOrientation"), g);
      case SIEMENS ->
          image
              .put(Tag.of(0x19, 0x10), VR.LO, "SIEMENS MR HEADER")
              .put(Tag.of(0x19, 0x100C), VR.IS, b)
              .put(Tag.of(0x19, 0x100E), VR.FD, g);
      case PHILIPS -> {
        image
            .put(Tag.of(0x2001, 0x10), VR.LO, "Philips Imaging DD 001")
            .put(Tag.of(0x2001, 0x1003), VR.FL, b)
            .put(Tag.of(0x2005, 0x10), VR.LO, "Philips MR Imaging DD 001");
        for (int axis = 0; axis < 3; axis++) {
          image.put(Tag.of(0x2005, 0x10B0 + axis), VR.FL, g[axis]);
        }
      }
      case GE -> {
        image
            .put(Tag.parse("InPlanePhaseEncodingDirection"), "COL")
            .put(Tag.of(0x43, 0x10), VR.LO, "GEMS_PARM_01")
            .put(Tag.of(0x43, 0x1039), VR.IS, (long) b + "", "8", "0", "0")
            .put(Tag.of(0x19, 0x10), VR.LO, "GEMS_ACQU_01");
        for (int axis = 0; axis < 3; axis++) {
          image.put(Tag.of(0x19, 0x10BB + axis), VR.DS, g[axis]);
        }
      }
    }
  }

  /** Five slices as tiles of a 3 × 3 mosaic, two moments; the vendor's header says which way. */
  private static void mosaic(Phantom p, int sign) throws IOException {
    int side = 3;
    for (int moment = 0; moment < 2; moment++) {
      byte[] all = new byte[2 * Phantom.WIDTH * side * Phantom.HEIGHT * side];
      Vec3 step = Phantom.Z.times(2.5 * sign);
      for (int t = 0; t < 5; t++) {
        Plane plane = Phantom.AXIAL.at(Phantom.AXIAL.position().plus(step.times(t)));
        byte[] tile = Phantom.pixels(plane, moment);
        for (int j = 0; j < Phantom.HEIGHT; j++) {
          int row = t / side * Phantom.HEIGHT + j;
          int to = 2 * (row * side * Phantom.WIDTH + t % side * Phantom.WIDTH);
          System.arraycopy(tile, 2 * j * Phantom.WIDTH, all, to, 2 * Phantom.WIDTH);
        }
      }
      double right = 0.75 * (side - 1) * Phantom.WIDTH / 2.0;
      double down = 1.5 * (side - 1) * Phantom.HEIGHT / 2.0;
      Vec3 corner = Phantom.AXIAL.position().minus(new Vec3(right, down, 0));
      DataSetBuilder image =
          Phantom.placed(Phantom.mr("SIEMENS"), Phantom.AXIAL.at(corner), moment)
              .put(Tag.ROWS, side * Phantom.HEIGHT)
              .put(Tag.COLUMNS, side * Phantom.WIDTH)
              .put(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC")
              .put(Frames.BETWEEN, 2.5)
              .put(Tag.parse("AcquisitionNumber"), moment + 1)
              .put(Tag.parse("AcquisitionTime"), "12000" + moment)
              .put(Tag.of(0x29, 0x10), VR.LO, "SIEMENS CSA HEADER")
              .put(
                  Tag.of(0x29, 0x1010),
                  VR.OB,
                  siemens(
                      Map.of(
                          "NumberOfImagesInMosaic",
                          List.of("5"),
                          "SliceNormalVector",
                          List.of("0.0", "0.0", sign + ".0"))))
              .put(Tag.PIXELS, VR.OW, all);
      p.write(image);
    }
  }

  /** The second layout of the vendor's header. */
  static byte[] siemens(Map<String, List<String>> values) {
    ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    out.put("SV10".getBytes(StandardCharsets.US_ASCII)).putInt(0x01020304);
    out.putInt(values.size()).putInt(77);
    new java.util.TreeMap<>(values)
        .forEach(
            (name, texts) -> {
              int start = out.position();
              out.put(name.getBytes(StandardCharsets.US_ASCII)).position(start + 64);
              out.putInt(texts.size()).put("FD\0\0".getBytes(StandardCharsets.US_ASCII));
              out.putInt(0).putInt(6).putInt(77);
              for (int i = 0; i < 6; i++) {
                byte[] text =
                    i < texts.size()
                        ? (texts.get(i) + "\0").getBytes(StandardCharsets.US_ASCII)
                        : new byte[0];
                out.putInt(text.length).putInt(text.length).putInt(77).putInt(text.length);
                out.put(text).position(out.position() + (4 - text.length % 4) % 4);
              }
            });
    return java.util.Arrays.copyOf(out.array(), (out.position() + 3) / 4 * 4);
  }
}
