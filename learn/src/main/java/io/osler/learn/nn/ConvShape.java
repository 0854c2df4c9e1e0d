package io.osler.learn.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a convolution looks like: per-axis lists in tensor order (D, H, W) or (H, W). Output length
 * of an axis is ⌊(n + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1.
 */
public record ConvShape(
    int in,
    int out,
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> padding,
    List<Integer> dilation,
    int groups,
    boolean bias) {

  /** A cube kernel with stride 1, no padding, one group and a bias. */
  public static ConvShape of(int dims, int in, int out, int kernel) {
    return of(in, out, same(dims, kernel));
  }

  public static ConvShape of(int in, int out, List<Integer> kernel) {
    int dims = kernel.size();
    List<Integer> ones = same(dims, 1);
    return new ConvShape(in, out, List.copyOf(kernel), ones, same(dims, 0), ones, 1, true);
  }

  public ConvShape stride(int s) {
    return stride(same(dims(), s));
  }

  public ConvShape stride(List<Integer> s) {
    return new ConvShape(in, out, kernel, List.copyOf(s), padding, dilation, groups, bias);
  }

  /** Half a kernel of zeros at both ends: with an odd kernel and stride 1 the size stays. */
  public ConvShape same() {
    List<Integer> half = new ArrayList<>();
    for (int axis = 0; axis < dims(); axis++) {
      half.add(dilation.get(axis) * (kernel.get(axis) - 1) / 2);
    }
    return padding(half);
  }

  public ConvShape padding(int p) {
    return padding(same(dims(), p));
  }

  public ConvShape padding(List<Integer> p) {
    return new ConvShape(in, out, kernel, stride, List.copyOf(p), dilation, groups, bias);
  }

  public ConvShape dilation(int d) {
    return new ConvShape(in, out, kernel, stride, padding, same(dims(), d), groups, bias);
  }

  public ConvShape groups(int g) {
    return new ConvShape(in, out, kernel, stride, padding, dilation, g, bias);
  }

  public ConvShape withoutBias() {
    return new ConvShape(in, out, kernel, stride, padding, dilation, groups, false);
  }

  public int dims() {
    return kernel.size();
  }

  /** (out, in / groups, kernel…). */
  long[] weight() {
    long[] shape = new long[2 + dims()];
    shape[0] = out;
    shape[1] = in / groups;
    for (int axis = 0; axis < dims(); axis++) {
      shape[2 + axis] = kernel.get(axis);
    }
    return shape;
  }

  private static List<Integer> same(int dims, int value) {
    return Collections.nCopies(dims, value);
  }
}
