package io.osler.dicom.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * What the main header says of all tiles, and a tile's header of one (ITU-T T.800 A.6): what names
 * a component goes before what does not.
 */
final class J2kParameters {
  /**
   * A part of the packets and their order (A.6.6): resolutions, components and layers up to the
   * last ones, which are not meant.
   */
  record Progression(
      int order,
      int fromResolution,
      int toResolution,
      int fromComponent,
      int toComponent,
      int toLayer) {}

  private final int components;
  private final J2kStyle[] styles;
  private final boolean[] ownStyle;
  private final J2kQuantiser[] quantisers;
  private final boolean[] ownQuantiser;
  private final int[] shifts;
  private final List<Progression> changes = new ArrayList<>();
  private int order;
  private int layers;
  private boolean transformed;

  J2kParameters(int components) {
    this.components = components;
    this.styles = new J2kStyle[components];
    this.ownStyle = new boolean[components];
    this.quantisers = new J2kQuantiser[components];
    this.ownQuantiser = new boolean[components];
    this.shifts = new int[components];
  }

  /** For a tile, which may say otherwise. */
  J2kParameters copy() {
    J2kParameters copy = new J2kParameters(components);
    System.arraycopy(styles, 0, copy.styles, 0, components);
    System.arraycopy(quantisers, 0, copy.quantisers, 0, components);
    System.arraycopy(shifts, 0, copy.shifts, 0, components);
    copy.changes.addAll(changes);
    copy.order = order;
    copy.layers = layers;
    copy.transformed = transformed;
    return copy;
  }

  /** Takes up a marker segment if it is one of coding; its body lies between both offsets. */
  void segment(int marker, byte[] data, int at, int end) {
    int wide = components > 256 ? 2 : 1;
    switch (marker) {
      case 0xFF52 -> style(data, at);
      case 0xFF53 -> {
        int component = component(data, at, wide);
        boolean precincts = (data[at + wide] & 1) != 0;
        styles[component] = J2kStyle.read(data, at + wide + 1, precincts);
        ownStyle[component] = true;
      }
      case 0xFF5C -> {
        J2kQuantiser all = J2kQuantiser.read(data, at, end);
        for (int i = 0; i < components; i++) {
          quantisers[i] = ownQuantiser[i] ? quantisers[i] : all;
        }
      }
      case 0xFF5D -> {
        int component = component(data, at, wide);
        quantisers[component] = J2kQuantiser.read(data, at + wide, end);
        ownQuantiser[component] = true;
      }
      case 0xFF5E -> shifts[component(data, at, wide)] = data[at + wide + 1] & 0xFF;
      case 0xFF5F -> changes(data, at, end, wide);
      default -> {}
    }
  }

  private void style(byte[] data, int at) {
    order = data[at + 1] & 0xFF;
    layers = J2kSize.int16(data, at + 2);
    transformed = data[at + 4] == 1;
    if (order > 4 || layers == 0) {
      throw Refusal.damaged("has an impossible order of JPEG 2000 packets");
    }
    J2kStyle all = J2kStyle.read(data, at + 5, (data[at] & 1) != 0);
    for (int i = 0; i < components; i++) {
      styles[i] = ownStyle[i] ? styles[i] : all;
    }
  }

  private int component(byte[] data, int at, int wide) {
    int component = wide == 2 ? J2kSize.int16(data, at) : data[at] & 0xFF;
    if (component >= components) {
      throw Refusal.damaged("speaks of a JPEG 2000 component that it does not have");
    }
    return component;
  }

  private void changes(byte[] data, int at, int end, int wide) {
    int size = 5 + 2 * wide;
    for (int one = at; one + size <= end && changes.size() < 1024; one += size) {
      int toComponent = wide == 2 ? J2kSize.int16(data, one + 6) : data[one + 5] & 0xFF;
      Progression change =
          new Progression(
              data[one + size - 1] & 0xFF,
              data[one] & 0xFF,
              data[one + 3 + wide] & 0xFF,
              wide == 2 ? J2kSize.int16(data, one + 1) : data[one + 1] & 0xFF,
              toComponent == 0 ? components : Math.min(toComponent, components),
              J2kSize.int16(data, one + 1 + wide));
      if (change.order > 4) {
        throw Refusal.damaged("has an impossible order of JPEG 2000 packets");
      }
      changes.add(change);
    }
  }

  /** A tile's changes of progression stand in place of those of the main header. */
  void forgetChanges() {
    changes.clear();
  }

  List<Progression> progressions() {
    return changes.isEmpty()
        ? List.of(new Progression(order, 0, 33, 0, components, layers))
        : List.copyOf(changes);
  }

  int layers() {
    return layers;
  }

  /** Whether the first three components are one colour. */
  boolean isTransformed() {
    return transformed;
  }

  J2kStyle style(int component) {
    return java.util.Optional.ofNullable(styles[component])
        .orElseThrow(() -> Refusal.damaged("lacks a JPEG 2000 coding style"));
  }

  J2kQuantiser quantiser(int component) {
    return java.util.Optional.ofNullable(quantisers[component])
        .orElseThrow(() -> Refusal.damaged("lacks a JPEG 2000 quantisation"));
  }

  /** By how many bit-planes the region of interest is above the rest (annex H). */
  int shift(int component) {
    return shifts[component];
  }
}
