package io.osler.dicom.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Rotation;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.VR;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Outlines become masks by the even-odd rule: holes, keyholes, islands, oblique grids. */
class StructureSetTest {
  private static final Size SIZE = new Size(20, 16, 4);
  private static final Geometry OBLIQUE =
      new Geometry(
          new Vec3(0.8, 1.1, 3),
          new Vec3(10, -20, 30),
          new Rotation(Torture.OBLIQUE.row(), Torture.OBLIQUE.column(), Torture.OBLIQUE.normal()));

  /** Corners in voxels of slice k, as points of the patient. */
  private static double[] outline(int k, double... corners) {
    double[] points = new double[corners.length / 2 * 3];
    for (int i = 0; i < corners.length / 2; i++) {
      Vec3 p = OBLIQUE.toPatient(new Vec3(corners[2 * i], corners[2 * i + 1], k));
      points[3 * i] = p.x();
      points[3 * i + 1] = p.y();
      points[3 * i + 2] = p.z();
    }
    return points;
  }

  /** Each structure a list of outlines. */
  private static DicomFile file(List<List<double[]>> structures) {
    List<DataSet> names = new ArrayList<>();
    List<DataSet> contours = new ArrayList<>();
    for (int s = 0; s < structures.size(); s++) {
      names.add(
          DataSet.EMPTY
              .edit()
              .put(Tag.parse("ROINumber"), s + 1)
              .put(Tag.parse("ReferencedFrameOfReferenceUID"), "1.2.3")
              .put(Tag.parse("ROIName"), "S" + s)
              .build());
      List<DataSet> own = new ArrayList<>();
      for (double[] points : structures.get(s)) {
        String[] texts =
            Arrays.stream(points)
                .mapToObj(value -> String.format(java.util.Locale.ROOT, "%.6f", value))
                .toArray(String[]::new);
        own.add(
            DataSet.EMPTY
                .edit()
                .put(Tag.parse("ContourGeometricType"), "CLOSED_PLANAR")
                .put(Tag.parse("NumberOfContourPoints"), points.length / 3)
                .put(Tag.parse("ContourData"), VR.DS, texts)
                .build());
      }
      contours.add(
          DataSet.EMPTY
              .edit()
              .put(Tag.parse("ReferencedROINumber"), s + 1)
              .put(Tag.parse("ContourSequence"), own)
              .build());
    }
    DataSet set =
        DataSet.EMPTY
            .edit()
            .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.481.3")
            .put(Tag.SOP_INSTANCE, "1.2.3.4")
            .put(Tag.MODALITY, "RTSTRUCT")
            .put(Tag.parse("StructureSetROISequence"), names)
            .put(Tag.parse("ROIContourSequence"), contours)
            .build();
    return DicomFile.parse("rs", DicomFile.of(set, TransferSyntax.EXPLICIT_LITTLE).bytes());
  }

  private static LabelMap labels(List<List<double[]>> structures) {
    return StructureSet.read(file(structures)).labels(SIZE, OBLIQUE);
  }

  private static int count(LabelMap map, int label) {
    return (int) Arrays.stream(map.labels()).filter(one -> one == label).count();
  }

  @Test
  void innerOutlinesAreHoles() {
    LabelMap map =
        labels(
            List.of(
                List.of(
                    outline(1, 1.5, 1.5, 12.5, 1.5, 12.5, 11.5, 1.5, 11.5),
                    outline(1, 4.5, 4.5, 8.5, 4.5, 8.5, 7.5, 4.5, 7.5))));
    assertThat(count(map, 1)).isEqualTo(11 * 10 - 4 * 3);
    assertThat(map.at(2, 2, 1)).isEqualTo(1);
    assertThat(map.at(6, 6, 1)).isZero();
    assertThat(map.at(2, 2, 0)).isZero();
  }

  /** The same ring as one outline, its hole reached by a channel of no width. */
  @Test
  void keyholesEqualHoles() {
    double[] ring =
        outline(
            1, 1.5, 1.5, 12.5, 1.5, 12.5, 11.5, 1.5, 11.5, 1.5, 5.7, 4.5, 5.7, 4.5, 7.5, 8.5, 7.5,
            8.5, 4.5, 4.5, 4.5, 4.5, 5.7, 1.5, 5.7);
    LabelMap keyhole = labels(List.of(List.of(ring)));
    LabelMap hole =
        labels(
            List.of(
                List.of(
                    outline(1, 1.5, 1.5, 12.5, 1.5, 12.5, 11.5, 1.5, 11.5),
                    outline(1, 4.5, 4.5, 8.5, 4.5, 8.5, 7.5, 4.5, 7.5))));
    assertThat(keyhole.labels()).isEqualTo(hole.labels());
  }

  @Test
  void anyOutlineEqualsThePointInPolygonRule() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(5);
    for (int round = 0; round < 50; round++) {
      double[] corners = new double[2 * (3 + random.nextInt(9))];
      for (int i = 0; i < corners.length; i++) {
        corners[i] = random.nextDouble(-3, 22);
      }
      LabelMap map = labels(List.of(List.of(outline(2, corners))));
      for (int j = 0; j < SIZE.height(); j++) {
        for (int i = 0; i < SIZE.width(); i++) {
          assertThat(map.at(i, j, 2))
              .as("round " + round + " at " + i + ", " + j)
              .isEqualTo(isInside(corners, i, j) ? 1 : 0);
        }
      }
    }
  }

  private static boolean isInside(double[] c, double x, double y) {
    boolean inside = false;
    for (int a = 0, b = c.length - 2; a < c.length; b = a, a += 2) {
      boolean crosses = c[a + 1] > y != c[b + 1] > y;
      if (crosses && x < (c[b] - c[a]) * (y - c[a + 1]) / (c[b + 1] - c[a + 1]) + c[a]) {
        inside = !inside;
      }
    }
    return inside;
  }

  @Test
  void structuresAreNumberedAndMayNotOverlap() {
    double[] left = outline(0, 0.5, 0.5, 5.5, 0.5, 5.5, 5.5, 0.5, 5.5);
    double[] right = outline(0, 6.5, 0.5, 9.5, 0.5, 9.5, 5.5, 6.5, 5.5);
    LabelMap map = labels(List.of(List.of(left), List.of(right)));
    assertThat(count(map, 1)).isEqualTo(25);
    assertThat(count(map, 2)).isEqualTo(15);
    assertThatThrownBy(() -> labels(List.of(List.of(left), List.of(left))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("Structures 1 and 2 overlap");
    StructureSet set = StructureSet.read(file(List.of(List.of(left), List.of(left))));
    assertThat(count(set.mask(set.structures().get(1), SIZE, OBLIQUE), 1)).isEqualTo(25);
  }

  @Test
  void outlinesOfAnotherImageAreRefused() {
    double[] square = {0.5, 0.5, 5.5, 0.5, 5.5, 5.5, 0.5, 5.5};
    assertThatThrownBy(() -> labels(List.of(List.of(outline(7, square)))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at slice 7 of 4");
    double[] between = outline(1, square);
    for (int i = 0; i < between.length; i += 3) {
      Vec3 half = OBLIQUE.direction().k().times(1.5);
      between[i] += half.x();
      between[i + 1] += half.y();
      between[i + 2] += half.z();
    }
    assertThatThrownBy(() -> labels(List.of(List.of(between))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at slices 1.50 to 1.50");
  }
}
