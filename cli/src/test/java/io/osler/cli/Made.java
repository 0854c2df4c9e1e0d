package io.osler.cli;

import io.osler.core.config.Config;
import io.osler.core.transform.Axis;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.RandomFlip;
import io.osler.learn.data.Labels;
import io.osler.learn.net.NetSpec;
import io.osler.learn.plan.Plan;
import io.osler.learn.tensor.Compute;
import io.osler.learn.train.Course;
import io.osler.learn.train.Optimiser;
import io.osler.learn.train.Sampling;
import io.osler.learn.train.Schedule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small data sets and plans: bright noise is class 1, dark noise class 0. */
final class Made {
  static final int SIDE = 12;
  static final List<String> CLASSES = List.of("dark", "bright");

  private Made() {}

  /** Arrays by name, as numpy.savez writes them. */
  static Path npz(Path file, Map<String, byte[]> arrays) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return file;
  }

  /** An .npy file of bytes ({@code |u1}) in this shape. */
  static byte[] npy(byte[] values, int... shape) {
    return npy("|u1", values, shape);
  }

  static byte[] npy(String type, byte[] values, int... shape) {
    String sides = Arrays.stream(shape).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
    String head = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, sides);
    int padded = (head.length() + 1 + 10 + 63) / 64 * 64 - 10;
    head = head + " ".repeat(padded - head.length() - 1) + "\n";
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(padded & 255);
    out.write(padded >> 8);
    out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(values);
    return out.toByteArray();
  }

  /** {@code values} noise bytes per image around a level that its label sets. */
  static byte[] images(int[] labels, int values, long seed) {
    byte[] bytes = new byte[labels.length * values];
    var random = new SplittableRandom(seed);
    for (int i = 0; i < bytes.length; i++) {
      int level = 70 + 30 * labels[i / values];
      bytes[i] = (byte) Math.clamp(Math.round(level + 30 * random.nextGaussian()), 0, 255);
    }
    return bytes;
  }

  static int[] alternating(int count, int classes) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % classes;
    }
    return labels;
  }

  static byte[] bytes(int[] labels) {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return bytes;
  }

  /** train, val and test of grey squares in two classes, with names beside it. */
  static Path set(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("made.labels.yaml"), "classes: [dark, bright]\npositive: bright\n");
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    put(arrays, "train", 48, 2, 1);
    put(arrays, "val", 24, 2, 2);
    put(arrays, "test", 24, 2, 3);
    return npz(folder.resolve("made.npz"), arrays);
  }

  static void put(Map<String, byte[]> arrays, String split, int count, int classes, long seed) {
    int[] labels = alternating(count, classes);
    arrays.put(split + "_images", npy(images(labels, SIDE * SIDE, seed), count, SIDE, SIDE));
    arrays.put(split + "_labels", npy(bytes(labels), count, 1));
  }

  static Plan plan(NetSpec network, Plan.Input input, Labels labels, long steps, int folds) {
    List<Double> grey = java.util.Collections.nCopies(input.channels(), 90.0);
    List<Double> spread = java.util.Collections.nCopies(input.channels(), 40.0);
    boolean several = labels.kind() == Labels.Kind.MULTI_LABEL;
    return new Plan(
        Plan.FORMAT,
        labels,
        input,
        List.of(),
        new Normalise(grey, spread),
        List.of(new RandomFlip(List.of(Axis.I), 0.5)),
        network,
        Optional.empty(),
        new Plan.Learning(
            8,
            several ? Plan.LossKind.BINARY_CROSS_ENTROPY : Plan.LossKind.CROSS_ENTROPY,
            several ? 0 : 0.05,
            several ? 0 : 0.2,
            new Sampling.Natural()),
        new Course(
            steps,
            new Optimiser.AdamW(3e-3, 0.9, 0.999, 0.05),
            new Schedule.Cosine(0.1),
            1.0,
            0.9,
            Math.max(1, steps / 4),
            0),
        new Plan.Members(folds, 1),
        new Plan.Inference(16, List.of()),
        Optional.empty(),
        Compute.plain(1),
        7);
  }

  /** A narrow residual network for {@link #set}. */
  static Path plan(Path file, long steps, int folds) throws IOException {
    var network = new NetSpec.Resnet18(io.osler.learn.net.Stem.SMALL, 4);
    var labels = new Labels(Labels.Kind.SINGLE_LABEL, CLASSES, 1);
    Plan plan = plan(network, new Plan.Input(1, SIDE, SIDE, 1), labels, steps, folds);
    return Files.writeString(file, Config.write(plan));
  }
}
