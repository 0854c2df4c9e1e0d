package io.osler.core.wavelet;

import io.osler.core.config.InputException;
import io.osler.core.config.Names;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Two pairs of filters of even length: h, g take a signal apart into a coarse and a detailed half,
 * h̃, g̃ put it together again; g[n] = (−1)ⁿ⁺¹h̃[n], g̃[n] = (−1)ⁿh[n]. Nobody writes to the
 * arrays.
 */
public record Wavelet(float[] coarse, float[] detail, float[] coarseBack, float[] detailBack) {
  private static final Map<String, Wavelet> ALL = read();

  /** By PyWavelets' name: haar, db1 … db20, sym2 … sym20, coif1 … coif5, bior1.1 … bior6.8. */
  public static Wavelet of(String name) {
    Wavelet known = ALL.get(name.equals("haar") ? "db1" : name);
    if (known == null) {
      throw new InputException(
          "There is no wavelet '" + name + "'.", "", Names.advice(name, ALL.keySet()));
    }
    return known;
  }

  int length() {
    return coarse.length;
  }

  private static Map<String, Wavelet> read() {
    Map<String, Wavelet> all = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Wavelet.class.getResourceAsStream("filters.txt")),
                StandardCharsets.UTF_8))) {
      for (String line : lines.lines().filter(one -> !one.startsWith("#")).toList()) {
        int name = line.indexOf(' ');
        int bar = line.indexOf('|');
        all.put(
            line.substring(0, name),
            of(numbers(line.substring(name, bar)), numbers(line.substring(bar + 1))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.strip().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static Wavelet of(double[] h, double[] back) {
    int n = h.length;
    float[][] f = new float[4][n];
    for (int i = 0; i < n; i++) {
      int sign = i % 2 == 0 ? 1 : -1;
      f[0][i] = (float) h[i];
      f[1][i] = (float) (-sign * back[i]);
      f[2][i] = (float) back[i];
      f[3][i] = (float) (sign * h[i]);
    }
    return new Wavelet(f[0], f[1], f[2], f[3]);
  }
}
