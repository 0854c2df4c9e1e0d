package io.osler.core.io;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Volume;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A picture for people: red, green, blue bytes, row by row. Made from slices, for reports and
 * explanations; never fed back into a computation.
 *
 * <p>The constructor takes the array over: nobody writes to it again.
 */
public record Picture(int width, int height, byte[] rgb) {
  public Picture {
    Require.within("picture width", width, 1, 32_768);
    Require.within("picture height", height, 1, 32_768);
    Require.that(rgb.length == 3L * width * height, "rgb.length", rgb.length, "3 × width × height");
  }

  /** One colour everywhere, 0xRRGGBB. */
  public static Picture filled(int width, int height, int colour) {
    byte[] rgb = new byte[Math.multiplyExact(3 * width, height)];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (colour >> (16 - 8 * (i % 3)));
    }
    return new Picture(width, height, rgb);
  }

  /**
   * Slice k with the window [low, high] → [0, 255]; values outside are clamped, NaN is black. Three
   * channels are red, green and blue; of any other number the first is shown.
   */
  public static Picture of(Volume volume, int slice, double low, double high) {
    Require.within("slice", slice, 0, volume.size().depth() - 1);
    Require.that(high > low, "window", low + " to " + high, "low below high");
    int n = volume.size().width() * volume.size().height();
    byte[] rgb = new byte[3 * n];
    boolean colour = volume.channels() == 3;
    for (int c = 0; c < 3; c++) {
      int from = (colour ? c : 0) * volume.size().voxels() + slice * n;
      for (int i = 0; i < n; i++) {
        double v = (volume.voxels()[from + i] - low) / (high - low);
        rgb[3 * i + c] = (byte) Math.round(255 * Math.clamp(v, 0, 1));
      }
    }
    return new Picture(volume.size().width(), volume.size().height(), rgb);
  }

  /** A plane with the window from the volume's least to its greatest finite value. */
  public static Picture of(Volume volume, Plane plane) {
    return windowed(volume, plane.of(volume), 0);
  }

  /** Slice k with the same window. */
  public static Picture of(Volume volume, int slice) {
    return windowed(volume, volume, slice);
  }

  private static Picture windowed(Volume volume, Volume shown, int slice) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float v : volume.voxels()) {
      if (Float.isFinite(v)) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
    return high > low ? of(shown, slice, low, high) : of(shown, slice, 0, 1);
  }

  /**
   * (1 − alpha) · picture + alpha · map(heat): a heat map of the same size, [0, 1]; NaN leaves the
   * picture bare.
   */
  public Picture overlay(float[] heat, ColourMap map, double alpha) {
    Require.that(heat.length == width * height, "heat.length", heat.length, "width × height");
    Require.within("alpha", alpha, 0, 1);
    byte[] out = rgb.clone();
    for (int i = 0; i < heat.length; i++) {
      if (!Float.isNaN(heat[i])) {
        blend(out, i, map.rgb(heat[i]), alpha);
      }
    }
    return new Picture(width, height, out);
  }

  /** The labels of slice k over the picture, each in a colour of its own; background stays bare. */
  public Picture overlay(LabelMap labels, int slice, double alpha) {
    Require.that(
        labels.size().width() == width && labels.size().height() == height,
        "label map",
        labels,
        "of the picture's size, " + width + "×" + height);
    Require.within("slice", slice, 0, labels.size().depth() - 1);
    int[] colours = {
      0xe6194b, 0x3cb44b, 0x4363d8, 0xffe119, 0xf58231, 0x911eb4, 0x42d4f4, 0xf032e6
    };
    byte[] out = rgb.clone();
    for (int i = 0; i < width * height; i++) {
      int label = labels.labels()[slice * width * height + i];
      if (label != 0) {
        blend(out, i, colours[Math.floorMod(label - 1, colours.length)], alpha);
      }
    }
    return new Picture(width, height, out);
  }

  /** Each pixel as a square of {@code factor} × {@code factor}. */
  public Picture enlarged(int factor) {
    Require.within("factor", factor, 1, 256);
    Picture out = filled(width * factor, height * factor, 0);
    for (int y = 0; y < out.height; y++) {
      for (int x = 0; x < out.width; x++) {
        System.arraycopy(
            rgb, 3 * (y / factor * width + x / factor), out.rgb, 3 * (y * out.width + x), 3);
      }
    }
    return out;
  }

  /** Linear interpolation to another size; the outer edges of both pictures coincide. */
  public Picture resized(int newWidth, int newHeight) {
    Picture out = filled(newWidth, newHeight, 0);
    for (int y = 0; y < newHeight; y++) {
      double v = Math.clamp((y + 0.5) * height / newHeight - 0.5, 0, height - 1);
      int top = Math.min((int) v, Math.max(0, height - 2));
      int bottom = Math.min(top + 1, height - 1);
      for (int x = 0; x < newWidth; x++) {
        double u = Math.clamp((x + 0.5) * width / newWidth - 0.5, 0, width - 1);
        int left = Math.min((int) u, Math.max(0, width - 2));
        int right = Math.min(left + 1, width - 1);
        for (int c = 0; c < 3; c++) {
          double upper = mix(at(left, top, c), at(right, top, c), u - left);
          double lower = mix(at(left, bottom, c), at(right, bottom, c), u - left);
          out.rgb[3 * (y * newWidth + x) + c] = (byte) Math.round(mix(upper, lower, v - top));
        }
      }
    }
    return out;
  }

  /**
   * Pictures side by side, {@code columns} to a row, on white, each with its caption beneath; a
   * caption too long for its cell is cut. Captions are drawn in ASCII.
   */
  public static Picture montage(List<Picture> pictures, List<String> captions, int columns) {
    Require.atLeast("pictures", pictures.size(), 1);
    Require.that(
        captions.size() == pictures.size(), "captions", captions.size(), "one for each picture");
    Require.atLeast("columns", columns, 1);
    int gap = 6;
    int across = Math.min(columns, pictures.size());
    int down = (pictures.size() + columns - 1) / columns;
    int cellWidth = pictures.stream().mapToInt(Picture::width).max().orElse(1) + gap;
    int cellHeight =
        pictures.stream().mapToInt(Picture::height).max().orElse(1) + Lettering.HEIGHT + 2 + gap;
    Picture out = filled(across * cellWidth + gap, down * cellHeight + gap, 0xffffff);
    for (int p = 0; p < pictures.size(); p++) {
      Picture one = pictures.get(p);
      int left = gap + p % columns * cellWidth;
      int top = gap + p / columns * cellHeight;
      out.put(one, left, top);
      out.letters(captions.get(p), left, top + one.height + 3, cellWidth - gap);
    }
    return out;
  }

  /** From left to right, top edges level, {@code gap} black pixels between them. */
  public static Picture beside(List<Picture> pictures, int gap) {
    int width = pictures.stream().mapToInt(p -> p.width + gap).sum() - gap;
    int height = pictures.stream().mapToInt(Picture::height).max().orElse(0);
    Picture out = filled(width, height, 0);
    int left = 0;
    for (Picture one : pictures) {
      out.put(one, left, 0);
      left += one.width + gap;
    }
    return out;
  }

  /** Another picture's pixels into this one, whose maker is still at work. */
  private void put(Picture one, int left, int top) {
    for (int y = 0; y < one.height; y++) {
      System.arraycopy(
          one.rgb, 3 * y * one.width, rgb, 3 * ((top + y) * width + left), 3 * one.width);
    }
  }

  /** 0xRRGGBB. */
  public int pixel(int x, int y) {
    return at(x, y, 0) << 16 | at(x, y, 1) << 8 | at(x, y, 2);
  }

  /** The same bytes for the same picture; a grey picture takes one channel. */
  public byte[] png() {
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = rgb[3 * i];
      if (rgb[3 * i] != rgb[3 * i + 1] || rgb[3 * i] != rgb[3 * i + 2]) {
        return PngWriter.encode(width, height, 3, rgb);
      }
    }
    return PngWriter.encode(width, height, 1, grey);
  }

  /** Sixteen bits of grey: a slice's values, rounded and clamped to 0 … 65535. */
  public static byte[] deepPng(Volume slice) {
    Require.that(slice.is2d() && slice.channels() == 1, "image", slice, "one slice of one channel");
    byte[] samples = new byte[2 * slice.voxels().length];
    for (int i = 0; i < slice.voxels().length; i++) {
      int v = (int) Math.clamp(Math.round((double) slice.voxels()[i]), 0L, 65_535L);
      samples[2 * i] = (byte) (v >> 8);
      samples[2 * i + 1] = (byte) v;
    }
    return PngWriter.grey(slice.size().width(), slice.size().height(), 16, samples);
  }

  /** The PNG as the value of an HTML image's {@code src}. */
  public String dataUri() {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
  }

  /** Writes a PNG file, whole or not at all; an existing file and another ending are refused. */
  public void write(Path file) {
    if (String.valueOf(file.getFileName()).matches("(?i).*\\.(jpe?g|tiff?|bmp|gif|webp)")) {
      throw new InputException(
          file + " would hold a PNG picture.", "", "let its name end in .png.");
    }
    Atomic.write(file, png());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture(int w, int h, byte[] bytes)
        && w == width
        && h == height
        && Arrays.equals(bytes, rgb);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return "Picture[" + width + "×" + height + "]";
  }

  private void letters(String caption, int left, int top, int room) {
    String text = Lettering.plain(caption);
    int count = Math.min(text.length(), room / Lettering.WIDTH);
    for (int l = 0; l < count; l++) {
      for (int x = 0; x < Lettering.WIDTH - 1; x++) {
        for (int y = 0; y < Lettering.HEIGHT - 1; y++) {
          if (Lettering.dot(text.charAt(l), x, y)) {
            blend(rgb, (top + y) * width + left + l * Lettering.WIDTH + x, 0x202020, 1);
          }
        }
      }
    }
  }

  private int at(int x, int y, int channel) {
    return rgb[3 * (y * width + x) + channel] & 0xff;
  }

  private static double mix(double a, double b, double part) {
    return a + part * (b - a);
  }

  private static void blend(byte[] rgb, int pixel, int colour, double alpha) {
    for (int c = 0; c < 3; c++) {
      int before = rgb[3 * pixel + c] & 0xff;
      rgb[3 * pixel + c] = (byte) Math.round(mix(before, colour >> (16 - 8 * c) & 0xff, alpha));
    }
  }
}
