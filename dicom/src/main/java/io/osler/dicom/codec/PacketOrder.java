package io.osler.dicom.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The five orders in which packets may come, and changes between them (ITU-T T.800 B.12). */
final class PacketOrder {
  /** A precinct and all that its turn depends on. */
  private record Place(int component, int resolution, int precinct, long x, long y) {}

  private static final Comparator<Place> BY_RESOLUTION = Comparator.comparingInt(Place::resolution);
  private static final Comparator<Place> BY_COMPONENT = Comparator.comparingInt(Place::component);
  private static final Comparator<Place> BY_PRECINCT = Comparator.comparingInt(Place::precinct);
  private static final Comparator<Place> BY_POSITION =
      Comparator.comparingLong(Place::y).thenComparingLong(Place::x);

  private final J2kComponent[] components;
  private final PacketReader reader;
  private final boolean cut;

  PacketOrder(J2kComponent[] components, PacketReader reader, boolean cut) {
    this.components = components;
    this.reader = reader;
    this.cut = cut;
  }

  /** Reads all packets of a tile; an end between two of them is one, unless the stream is cut. */
  void read(J2kParameters parameters, int[] origin, J2kSize size) {
    List<Place> all = new ArrayList<>();
    for (int c = 0; c < components.length; c++) {
      List<J2kResolution> resolutions = components[c].resolutions();
      for (int r = 0; r < resolutions.size(); r++) {
        J2kResolution one = resolutions.get(r);
        for (int p = 0; p < one.precincts().length; p++) {
          long x = one.gridX(p, origin[0], size.dx()[c]);
          long y = one.gridY(p, origin[1], size.dy()[c]);
          all.add(new Place(c, r, p, x, y));
        }
      }
    }
    for (J2kParameters.Progression one : parameters.progressions()) {
      List<Place> places =
          all.stream()
              .filter(place -> isMeant(place, one))
              .sorted(comparator(one.order()))
              .toList();
      int layers = Math.min(one.toLayer(), parameters.layers());
      if (!progress(places, one.order(), layers)) {
        return;
      }
    }
  }

  private static boolean isMeant(Place place, J2kParameters.Progression one) {
    return place.component >= one.fromComponent()
        && place.component < one.toComponent()
        && place.resolution >= one.fromResolution()
        && place.resolution < one.toResolution();
  }

  private static Comparator<Place> comparator(int order) {
    return switch (order) {
      case 0, 1 -> BY_RESOLUTION.thenComparing(BY_COMPONENT).thenComparing(BY_PRECINCT);
      case 2 ->
          BY_RESOLUTION
              .thenComparing(BY_POSITION)
              .thenComparing(BY_COMPONENT)
              .thenComparing(BY_PRECINCT);
      case 3 ->
          BY_POSITION
              .thenComparing(BY_COMPONENT)
              .thenComparing(BY_RESOLUTION)
              .thenComparing(BY_PRECINCT);
      default ->
          BY_COMPONENT
              .thenComparing(BY_POSITION)
              .thenComparing(BY_RESOLUTION)
              .thenComparing(BY_PRECINCT);
    };
  }

  /** Whether there is more to read. */
  private boolean progress(List<Place> places, int order, int layers) {
    int from = 0;
    while (from < places.size()) {
      int to = from + 1;
      if (order == 0) {
        to = places.size();
      }
      while (order == 1
          && to < places.size()
          && places.get(to).resolution == places.get(from).resolution) {
        to++;
      }
      for (int layer = 0; layer < layers; layer++) {
        for (Place place : places.subList(from, to)) {
          if (!packet(place, layer)) {
            return false;
          }
        }
      }
      from = to;
    }
    return true;
  }

  private boolean packet(Place place, int layer) {
    J2kComponent component = components[place.component];
    J2kResolution resolution = component.resolutions().get(place.resolution);
    Precinct precinct = resolution.precinct(place.precinct);
    if (precinct.layer > layer) {
      return true;
    }
    if (reader.isAtEnd()) {
      if (cut) {
        throw Refusal.damaged("ends before its JPEG 2000 packets are whole");
      }
      return false;
    }
    reader.read(precinct, component.style().modes());
    return true;
  }
}
