package io.osler.learn.report;

import java.util.ArrayList;
import java.util.List;

/** A straight scale from low to high with ticks at 1, 2 or 5 times a power of ten. */
record Axis(String title, double low, double high, double step) {

  /** Exactly from low to high, ticks every {@code step}. */
  static Axis fixed(String title, double low, double high, double step) {
    return new Axis(title, low, high, step);
  }

  /** Shares from 0 to 1. */
  static Axis share(String title) {
    return new Axis(title, 0, 1, 0.2);
  }

  /** Widened to the ticks around all finite values; {@code about} ticks. */
  static Axis around(String title, double[] values, int about) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low > high) {
      return new Axis(title, 0, 1, 0.2);
    }
    double span = high > low ? high - low : Math.max(Math.abs(high), 1e-12);
    double step = nice(span / about);
    double from = Math.floor(low / step + 1e-9) * step;
    double to = Math.ceil(high / step - 1e-9) * step;
    return new Axis(title, from, to > from ? to : from + step, step);
  }

  /** The smallest of 1, 2, 5 times a power of ten that is at least {@code raw}. */
  static double nice(double raw) {
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double head = raw / power;
    return power * (head <= 1 + 1e-9 ? 1 : head <= 2 + 1e-9 ? 2 : head <= 5 + 1e-9 ? 5 : 10);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
    for (long t = first; t <= last; t++) {
      ticks.add(t * step);
    }
    return ticks;
  }

  /** Where on [0, 1] the value lies, kept inside. */
  double at(double value) {
    return Math.clamp((value - low) / (high - low), 0, 1);
  }
}
