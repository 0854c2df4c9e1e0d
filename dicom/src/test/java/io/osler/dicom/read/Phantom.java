package io.osler.dicom.read;

import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.VR;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * v(p) = 300 + 0.7·x + 1.3·y + 2.1·z (+ 100·channel) in patient millimetres, as slices: whoever
 * puts a voxel in the wrong place, by order, direction or distance, reads another value there.
 * Linear, so that linear resampling does not change it.
 */
final class Phantom {
  static final int WIDTH = 12;
  static final int HEIGHT = 10;
  static final double SLOPE = 0.05;
  static final Vec3 X = new Vec3(1, 0, 0);
  static final Vec3 Y = new Vec3(0, 1, 0);
  static final Vec3 Z = new Vec3(0, 0, 1);
  static final Plane AXIAL = new Plane(new Vec3(-20, -35, 40), X, Y, 1.5, 0.75);

  private final Path folder;
  private int files;

  Phantom(Path folder) {
    this.folder = folder;
  }

  static double at(Vec3 p, int channel) {
    return 300 + 0.7 * p.x() + 1.3 * p.y() + 2.1 * p.z() + 100 * channel;
  }

  /**
   * Largest difference from the phantom. A straightened stack has corners that no slice covers and
   * a rim of half a voxel that repeats: there, as many voxels must be right as the slices hold
   * without their rims.
   */
  static double error(Volume volume, int channel) {
    boolean wider = volume.size().height() > HEIGHT || volume.size().width() > WIDTH;
    double worst = 0;
    int right = 0;
    for (int k = 0; k < volume.size().depth(); k++) {
      for (int j = 0; j < volume.size().height(); j++) {
        for (int i = 0; i < volume.size().width(); i++) {
          double v = volume.at(channel, i, j, k);
          double wanted = at(volume.geometry().toPatient(new Vec3(i, j, k)), channel);
          double off = Math.abs(v - wanted);
          right += off < SLOPE ? 1 : 0;
          worst = wider && off >= SLOPE ? worst : Math.max(worst, off);
        }
      }
    }
    int needed = (WIDTH - 1) * (HEIGHT - 1) * volume.size().depth();
    return right < needed ? Double.MAX_VALUE : worst;
  }

  static byte[] pixels(Plane plane, int channel) {
    byte[] bytes = new byte[2 * WIDTH * HEIGHT];
    for (int j = 0; j < HEIGHT; j++) {
      for (int i = 0; i < WIDTH; i++) {
        Vec3 p =
            plane
                .position()
                .plus(plane.row().times(i * plane.columnSpacing()))
                .plus(plane.column().times(j * plane.rowSpacing()));
        int stored = (int) Math.round((at(p, channel) + 1000) / SLOPE);
        bytes[2 * (j * WIDTH + i)] = (byte) stored;
        bytes[2 * (j * WIDTH + i) + 1] = (byte) (stored >> 8);
      }
    }
    return bytes;
  }

  /** A CT or MR image without place and pixels. */
  static DataSetBuilder image(String sopClass, String modality) {
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOP_CLASS, sopClass)
        .put(Tag.MODALITY, modality)
        .put(Tag.PATIENT_ID, "P1")
        .put(Tag.PATIENT_NAME, "Phantom")
        .put(Tag.STUDY, "1.2.840.99")
        .put(Tag.SERIES, "1.2.840.99.1")
        .put(Tag.parse("StudyDate"), "20260101")
        .put(Tag.parse("StudyTime"), "120000")
        .put(Tag.SERIES_NUMBER, 1)
        .put(Tag.ROWS, HEIGHT)
        .put(Tag.COLUMNS, WIDTH)
        .put(Tag.SAMPLES, 1)
        .put(Tag.PHOTOMETRIC, "MONOCHROME2")
        .put(Tag.BITS_ALLOCATED, 16)
        .put(Tag.BITS_STORED, 16)
        .put(Tag.HIGH_BIT, 15)
        .put(Tag.SIGNED, 0)
        .put(Tag.RESCALE_SLOPE, SLOPE)
        .put(Tag.RESCALE_INTERCEPT, -1000);
  }

  static DataSetBuilder ct() {
    return image("1.2.840.10008.5.1.4.1.1.2", "CT")
        .put(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "AXIAL")
        .put(Tag.parse("Manufacturer"), "SIEMENS")
        .put(Tag.FRAME_OF_REFERENCE, "1.2.840.99.9");
  }

  static DataSetBuilder mr(String manufacturer) {
    return image("1.2.840.10008.5.1.4.1.1.4", "MR")
        .put(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "M", "ND")
        .put(Tag.parse("Manufacturer"), manufacturer)
        .put(Tag.parse("PatientPosition"), "HFS")
        .put(Tag.parse("EchoTime"), 30)
        .put(Tag.FRAME_OF_REFERENCE, "1.2.840.99.9");
  }

  static DataSetBuilder placed(DataSetBuilder image, Plane plane, int channel) {
    Vec3 p = plane.position();
    Vec3 r = plane.row();
    Vec3 c = plane.column();
    return image
        .put(Tag.POSITION, p.x(), p.y(), p.z())
        .put(Tag.ORIENTATION, r.x(), r.y(), r.z(), c.x(), c.y(), c.z())
        .put(Tag.PIXEL_SPACING, plane.rowSpacing(), plane.columnSpacing())
        .put(Frames.THICKNESS, 2)
        .put(Tag.PIXELS, VR.OW, pixels(plane, channel));
  }

  /** Writes an image under the next number, which is also its instance number. */
  Path write(DataSetBuilder image) throws IOException {
    Files.createDirectories(folder);
    files++;
    DataSet set =
        image
            .put(Tag.SOP_INSTANCE, "1.2.840.99.1." + files)
            .put(Tag.INSTANCE_NUMBER, files)
            .build();
    Path file = folder.resolve("%03d.dcm".formatted(files));
    DicomFile.of(set, TransferSyntax.EXPLICIT_LITTLE).write(file);
    return file;
  }

  void slice(Plane plane) throws IOException {
    write(placed(ct(), plane, 0));
  }

  /** Slices at the given multiples of a step from the first plane, in this order. */
  void stack(Plane first, Vec3 step, int... multiples) throws IOException {
    for (int k : multiples) {
      slice(first.at(first.position().plus(step.times(k))));
    }
  }

  static DataSet item(Tag tag, double... values) {
    return DataSet.EMPTY.edit().put(tag, values).build();
  }

  /** An enhanced image whose frames lie at the planes, in their order. */
  void enhanced(DataSetBuilder image, List<Plane> planes, int[] channels, List<DataSet> more)
      throws IOException {
    java.util.ArrayList<DataSet> own = new java.util.ArrayList<>();
    java.io.ByteArrayOutputStream pixels = new java.io.ByteArrayOutputStream();
    for (int f = 0; f < planes.size(); f++) {
      Vec3 p = planes.get(f).position();
      own.add(
          more.get(f)
              .edit()
              .put(
                  Tag.parse("PlanePositionSequence"),
                  List.of(item(Tag.POSITION, p.x(), p.y(), p.z())))
              .build());
      pixels.writeBytes(pixels(planes.get(f), channels[f]));
    }
    Plane first = planes.getFirst();
    Vec3 r = first.row();
    Vec3 c = first.column();
    DataSet measures =
        item(Tag.PIXEL_SPACING, first.rowSpacing(), first.columnSpacing())
            .edit()
            .put(Frames.THICKNESS, 2)
            .build();
    DataSet values =
        DataSet.EMPTY
            .edit()
            .put(Tag.RESCALE_SLOPE, SLOPE)
            .put(Tag.RESCALE_INTERCEPT, -1000)
            .put(Tag.parse("RescaleType"), "US")
            .build();
    DataSet shared =
        DataSet.EMPTY
            .edit()
            .put(
                Tag.parse("PlaneOrientationSequence"),
                List.of(item(Tag.ORIENTATION, r.x(), r.y(), r.z(), c.x(), c.y(), c.z())))
            .put(Tag.parse("PixelMeasuresSequence"), List.of(measures))
            .put(Tag.parse("PixelValueTransformationSequence"), List.of(values))
            .build();
    write(
        image
            .remove(Tag.RESCALE_SLOPE)
            .remove(Tag.RESCALE_INTERCEPT)
            .put(Tag.FRAMES, planes.size())
            .put(Tag.SHARED_GROUPS, List.of(shared))
            .put(Tag.FRAME_GROUPS, own)
            .put(Tag.PIXELS, VR.OW, pixels.toByteArray()));
  }
}
