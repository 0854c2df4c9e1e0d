package io.osler.dicom.read;

import io.osler.core.config.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * frame(channel, slice): frames sorted by place, and those at one place by what tells them apart —
 * echoes, directions, phases. Every channel has every slice, or there is no arrangement.
 *
 * @param channels each a list of frames in ascending order along the normal
 */
record Arrangement(List<List<Frame>> channels, List<Channel> meanings) {
  /** Places closer than this share of a pixel are one place: positions are rounded. */
  private static final double SAME = 0.02;

  /** Traits whose order within a place counts, whatever their values are. */
  private static final List<Trait> CLOCKS =
      List.of(Trait.MOMENT, Trait.REFERENCE, Trait.DELAY, Trait.ACQUISITION, Trait.CLOCK);

  /** Empty when repeated frames stand in the way: the caller may look whether they are equal. */
  static Optional<Arrangement> of(List<Frame> frames) {
    List<List<Frame>> places = places(frames);
    int count = places.getFirst().size();
    for (List<Frame> place : places) {
      if (place.size() != count) {
        return Optional.empty();
      }
    }
    if (count == 1) {
      List<Frame> only = places.stream().map(List::getFirst).toList();
      return Optional.of(
          new Arrangement(List.of(only), List.of(new Channel(Map.of(), common(only)))));
    }
    Set<Trait> steady = steady(places);
    Optional<Arrangement> whole = byTraits(places, steady, Optional.empty());
    for (Trait clock : CLOCKS) {
      if (whole.isEmpty() && !steady.contains(clock)) {
        whole = byTraits(places, steady, Optional.of(clock));
      }
    }
    return whole;
  }

  /** Frames in order of depth, cut where the depth changes. */
  static List<List<Frame>> places(List<Frame> frames) {
    List<Frame> sorted = new ArrayList<>(frames);
    sorted.sort(
        Comparator.comparingDouble((Frame frame) -> frame.plane().depth())
            .thenComparingDouble(Frame::number));
    Plane first = frames.getFirst().plane();
    double same = SAME * Math.min(first.rowSpacing(), first.columnSpacing());
    List<List<Frame>> places = new ArrayList<>();
    double depth = Double.NEGATIVE_INFINITY;
    for (Frame frame : sorted) {
      if (places.isEmpty() || frame.plane().depth() - depth > same) {
        places.add(new ArrayList<>());
        depth = frame.plane().depth();
      }
      places.getLast().add(frame);
    }
    return places;
  }

  /** Traits that have several values at a place, and the same ones at every place. */
  private static Set<Trait> steady(List<List<Frame>> places) {
    Set<Trait> steady = EnumSet.noneOf(Trait.class);
    for (Trait trait : Trait.values()) {
      Set<Trait.Value> wanted = values(places.getFirst(), trait);
      boolean same =
          wanted.size() > 1
              && places.stream()
                  .allMatch(
                      place ->
                          place.stream().allMatch(frame -> frame.traits().containsKey(trait))
                              && values(place, trait).equals(wanted));
      if (same) {
        steady.add(trait);
      }
    }
    return steady;
  }

  private static Set<Trait.Value> values(List<Frame> place, Trait trait) {
    Set<Trait.Value> values = new TreeSet<>();
    for (Frame frame : place) {
      Trait.Value value = frame.traits().get(trait);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private static Optional<Arrangement> byTraits(
      List<List<Frame>> places, Set<Trait> steady, Optional<Trait> clock) {
    Map<String, Double> met = firstMet(places);
    TreeMap<List<Integer>, List<Frame>> channels = null;
    Map<Trait, List<Trait.Value>> ranks = ranks(places.getFirst(), steady, met);
    List<TreeMap<List<Integer>, Frame>> keyed = new ArrayList<>();
    for (List<Frame> place : places) {
      TreeMap<List<Integer>, List<Frame>> alike = new TreeMap<>(Arrangement::compare);
      for (Frame frame : place) {
        List<Integer> key = new ArrayList<>();
        for (Trait trait : steady) {
          key.add(ranks.getOrDefault(trait, List.of()).indexOf(frame.traits().get(trait)));
        }
        alike.computeIfAbsent(key, one -> new ArrayList<>()).add(frame);
      }
      Optional<TreeMap<List<Integer>, Frame>> told = apart(alike, clock);
      if (told.isEmpty()) {
        return Optional.empty();
      }
      keyed.add(told.get());
    }
    Set<List<Integer>> wanted = keyed.getFirst().keySet();
    if (!keyed.stream().allMatch(one -> one.keySet().equals(wanted))) {
      return Optional.empty();
    }
    channels = new TreeMap<>(Arrangement::compare);
    for (TreeMap<List<Integer>, Frame> place : keyed) {
      for (Map.Entry<List<Integer>, Frame> entry : place.entrySet()) {
        channels.computeIfAbsent(entry.getKey(), one -> new ArrayList<>()).add(entry.getValue());
      }
    }
    Set<Trait> told = EnumSet.noneOf(Trait.class);
    told.addAll(steady);
    clock.ifPresent(told::add);
    List<Channel> meanings = new ArrayList<>();
    for (List<Frame> channel : channels.values()) {
      meanings.add(meaning(channel, told));
    }
    return Optional.of(new Arrangement(List.copyOf(channels.values()), meanings));
  }

  /** Frames with equal traits are told apart by a clock that runs on strictly, or not at all. */
  private static Optional<TreeMap<List<Integer>, Frame>> apart(
      TreeMap<List<Integer>, List<Frame>> alike, Optional<Trait> clock) {
    TreeMap<List<Integer>, Frame> told = new TreeMap<>(Arrangement::compare);
    for (Map.Entry<List<Integer>, List<Frame>> entry : alike.entrySet()) {
      List<Frame> frames = new ArrayList<>(entry.getValue());
      if (frames.size() == 1 && clock.isEmpty()) {
        told.put(entry.getKey(), frames.getFirst());
        continue;
      }
      if (clock.isEmpty() || values(frames, clock.get()).size() != frames.size()) {
        return Optional.empty();
      }
      Trait by = clock.get();
      frames.sort(Comparator.comparing(frame -> frame.traits().get(by)));
      for (int rank = 0; rank < frames.size(); rank++) {
        List<Integer> key = new ArrayList<>(entry.getKey());
        key.add(rank);
        told.put(key, frames.get(rank));
      }
    }
    return Optional.of(told);
  }

  /** Gradients keep the order in which they were acquired; all else is sorted by value. */
  private static Map<Trait, List<Trait.Value>> ranks(
      List<Frame> place, Set<Trait> steady, Map<String, Double> met) {
    Map<Trait, List<Trait.Value>> ranks = new HashMap<>();
    for (Trait trait : steady) {
      List<Trait.Value> values = new ArrayList<>(values(place, trait));
      if (trait == Trait.GRADIENT) {
        values.sort(Comparator.comparingDouble(value -> met.getOrDefault(value.text(), 0.0)));
      }
      ranks.put(trait, values);
    }
    return ranks;
  }

  private static Map<String, Double> firstMet(List<List<Frame>> places) {
    Map<String, Double> met = new HashMap<>();
    for (List<Frame> place : places) {
      for (Frame frame : place) {
        Trait.Value value = frame.traits().get(Trait.GRADIENT);
        if (value != null) {
          met.merge(value.text(), frame.number(), Math::min);
        }
      }
    }
    return met;
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    return Arrays.compare(a.toArray(new Integer[0]), b.toArray(new Integer[0]));
  }

  private static Channel meaning(List<Frame> channel, Set<Trait> told) {
    Map<String, String> attributes = new TreeMap<>();
    for (Trait trait : told) {
      Trait.Value value = channel.getFirst().traits().get(trait);
      if (value != null && trait != Trait.GRADIENT) {
        attributes.put(trait.keyword, value.text());
      }
    }
    return new Channel(attributes, common(channel));
  }

  private static Optional<Gradient> common(List<Frame> channel) {
    Optional<Gradient> first = channel.getFirst().gradient();
    return first.filter(
        one ->
            channel.stream()
                .allMatch(
                    frame -> frame.gradient().map(Gradient::key).equals(Optional.of(one.key()))));
  }

  /** Says where the grid of places and channels has a hole. */
  static InputException refused(String series, List<Frame> frames) {
    List<List<Frame>> places = places(frames);
    int least = places.stream().mapToInt(List::size).min().orElse(0);
    int most = places.stream().mapToInt(List::size).max().orElse(0);
    String what =
        least == most
            ? "has several slices at one place, %d at each, and no attribute tells them apart"
                .formatted(most)
            : String.format(
                Locale.ROOT,
                "has several slices at one place: %d at some of its %d places, %d at others",
                most,
                places.size(),
                least);
    return new InputException(
        series + " " + what + ".",
        least == most
            ? "repeated slices, or phases whose headers lost their times."
            : "repeated slices, or phases, echoes or directions with slices missing.",
        "split the series beforehand: a guess would mix what was scanned apart.");
  }
}
