package io.osler.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.core.volume.Geometry;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against nnunetv2's own functions: golden/nnunet_resampling.py. Values are about −3 to 3. */
class RegridTest {
  private static final double TOLERANCE = 1e-5;

  static Iterable<JsonNode> cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            RegridTest.class.getResourceAsStream("/golden/nnunet-resampling.json"))) {
      return JsonMapper.shared().readTree(in);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void imagesAsNnunetMovesThem(JsonNode one) {
    Volume image = image(one);
    Volume moved = step(one).apply(image);
    assertThat(moved.size()).isEqualTo(size(one, "to"));
    assertThat(moved.channels()).isEqualTo(2);
    assertThat(worst(moved.voxels(), one.get("moved"))).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void labelsAsNnunetMovesThem(JsonNode one) {
    JsonNode node = one.get("labels");
    int[] labels = new int[node.size()];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = node.get(v).asInt();
    }
    LabelMap map = new LabelMap(size(one, "size"), image(one).geometry(), labels);
    LabelMap moved = step(one).apply(map);
    assertThat(moved.size()).isEqualTo(size(one, "to"));
    assertThat(moved.geometry()).isEqualTo(step(one).apply(image(one)).geometry());
    JsonNode wanted = one.get("outlined");
    for (int v = 0; v < moved.labels().length; v++) {
      assertThat(moved.labels()[v]).as("voxel " + v).isEqualTo(wanted.get(v).asInt());
    }
  }

  /** Also onto the same image stored with its axes turned and swapped. */
  @ParameterizedTest
  @MethodSource("cases")
  void probabilitiesComeBackAsNnunetBringsThem(JsonNode one) {
    Volume image = image(one);
    Geometry there = step(one).apply(image).geometry();
    Volume share = new Volume(size(one, "to"), 3, there, floats(one.get("share")));
    Volume back = step(one).back(share, image.size(), image.geometry());
    assertThat(back.size()).isEqualTo(image.size());
    assertThat(back.geometry()).isEqualTo(image.geometry());
    assertThat(worst(back.voxels(), one.get("back"))).isLessThan(TOLERANCE);
    Volume turned = new Orient("SAR").apply(image);
    Volume elsewhere = step(one).back(share, turned.size(), turned.geometry());
    Volume upright = new Orient("LPS").apply(elsewhere);
    assertThat(worst(upright.voxels(), one.get("back"))).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theImageEndsWhereItEnded(JsonNode one) {
    Volume image = image(one);
    Volume moved = step(one).apply(image);
    assertThat(corner(moved, -0.5).minus(corner(image, -0.5)).norm()).isLessThan(1e-9);
    assertThat(end(moved).minus(end(image)).norm()).isLessThan(1e-9);
  }

  @Test
  void aPictureKeepsItsSliceWhateverDepthItHas() {
    Volume picture = Volume.of(Size.of(8, 6), Geometry.spaced(1, 1, 9), ramp(48));
    Volume moved = new Regrid(new Vec3(2, 2, 2)).apply(picture);
    assertThat(moved.size()).isEqualTo(Size.of(4, 3));
    assertThat(moved.geometry().spacing()).isEqualTo(new Vec3(2, 2, 9));
    LabelMap labels = new LabelMap(picture.size(), picture.geometry(), new int[48]);
    assertThat(new Regrid(new Vec3(2, 2, 2)).apply(labels).size()).isEqualTo(Size.of(4, 3));
  }

  /** One slice, one row: as hostile as a header can make an image. */
  @Test
  void axesOfOneVoxelStay() {
    for (Size size : List.of(new Size(1, 6, 5), new Size(7, 1, 5), new Size(1, 1, 2))) {
      Volume image = Volume.of(size, Geometry.spaced(1, 1, 1), ramp(size.voxels()));
      Volume moved = new Regrid(new Vec3(1.4, 1.4, 1.4)).apply(image);
      for (float v : moved.voxels()) {
        assertThat(v).isBetween(0f, (float) size.voxels());
      }
      Volume fine = new Regrid(new Vec3(0.5, 0.5, 0.5)).apply(image);
      assertThat(fine.size())
          .isEqualTo(new Size(2 * size.width(), 2 * size.height(), 2 * size.depth()));
    }
  }

  @Test
  void isTheSameForAnyOrderOfStorage() {
    var random = new SplittableRandom(3);
    float[] v = new float[9 * 8 * 5];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) random.nextDouble();
    }
    Volume image = Volume.of(new Size(9, 8, 5), Geometry.spaced(1, 1.1, 4), v);
    Volume moved = new Regrid(new Vec3(1.3, 0.9, 3)).apply(image);
    Volume turned = new Orient("SLP").apply(image); // its axes are k, i, j
    Volume there = new Orient("LPS").apply(new Regrid(new Vec3(3, 1.3, 0.9)).apply(turned));
    assertThat(there.size()).isEqualTo(moved.size());
    for (int i = 0; i < moved.voxels().length; i++) {
      assertThat(there.voxels()[i]).isCloseTo(moved.voxels()[i], within(1e-5f));
    }
  }

  @Test
  void ontoAnObliqueGridAllAxesAreLinear() {
    Volume thick = Volume.of(new Size(6, 5, 4), Geometry.spaced(1, 1, 5), ramp(120));
    Regrid step = new Regrid(new Vec3(1, 1, 4));
    Size size = new Size(4, 4, 3);
    Geometry oblique = new Geometry(Vec3.ONE, Vec3.ONE, Samples.OBLIQUE.direction());
    Volume back = step.back(thick, size, oblique);
    assertThat(back.voxels())
        .isEqualTo(OntoGrid.of(size, oblique, Border.EDGE, 0).apply(thick).voxels());
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Regrid(new Vec3(0, 1, 1))).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Regrid(Vec3.ONE, 2, 1, 3)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Regrid(Vec3.ONE, 3, 3, 3)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Regrid(Vec3.ONE, 3, 1, 0)).isInstanceOf(InputException.class);
    Volume image = Volume.of(new Size(5, 5, 5), Geometry.spaced(9, 9, 9), new float[125]);
    Vec3 finest = new Vec3(1e-4, 1e-4, 1e-4);
    assertThatThrownBy(() -> new Regrid(finest).apply(image)).isInstanceOf(InputException.class);
  }

  private static Vec3 corner(Volume image, double at) {
    return image.geometry().toPatient(new Vec3(at, at, at));
  }

  private static Vec3 end(Volume image) {
    Size s = image.size();
    return image.geometry().toPatient(new Vec3(s.width() - 0.5, s.height() - 0.5, s.depth() - 0.5));
  }

  private static float[] ramp(int n) {
    float[] v = new float[n];
    for (int i = 0; i < n; i++) {
      v[i] = i;
    }
    return v;
  }

  private static Regrid step(JsonNode one) {
    return new Regrid(vec(one, "wanted"));
  }

  private static Volume image(JsonNode one) {
    Vec3 s = vec(one, "spacing");
    return new Volume(
        size(one, "size"),
        2,
        new Geometry(s, new Vec3(-30, 12, 100), Geometry.UNIT.direction()),
        floats(one.get("image")));
  }

  private static Vec3 vec(JsonNode one, String key) {
    JsonNode v = one.get(key);
    return new Vec3(v.get(0).asDouble(), v.get(1).asDouble(), v.get(2).asDouble());
  }

  private static Size size(JsonNode one, String key) {
    JsonNode v = one.get(key);
    return new Size(v.get(0).asInt(), v.get(1).asInt(), v.get(2).asInt());
  }

  private static float[] floats(JsonNode node) {
    float[] v = new float[node.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) node.get(i).asDouble();
    }
    return v;
  }

  private static double worst(float[] found, JsonNode wanted) {
    assertThat(found).hasSize(wanted.size());
    double worst = 0;
    for (int v = 0; v < found.length; v++) {
      worst = Math.max(worst, Math.abs(found[v] - wanted.get(v).asDouble()));
    }
    return worst;
  }
}
