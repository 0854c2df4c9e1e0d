package io.osler.learn.net;

import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Linear;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Weights;
import java.util.List;

/** The modules of Inception-v3, called A to E as in torchvision. */
final class InceptionModules {
  private static final List<Integer> ROW = List.of(1, 7);
  private static final List<Integer> COLUMN = List.of(7, 1);
  private final Weights weights;

  InceptionModules(Weights weights) {
    this.weights = weights;
  }

  Layer conv(String name, ConvShape shape) {
    return ConvNorm.inception(weights, name, shape, Init.truncatedNormal(0.1, 2));
  }

  /** 35×35 maps: 1×1, 5×5, two 3×3, pooling. */
  Layer a(String name, int in, int pooled) {
    Layer direct = conv(name + ".branch1x1", ConvShape.of(2, in, 64, 1));
    Layer five =
        Layer.sequence(
            conv(name + ".branch5x5_1", ConvShape.of(2, in, 48, 1)),
            conv(name + ".branch5x5_2", ConvShape.of(2, 48, 64, 5).padding(2)));
    Layer twice =
        Layer.sequence(
            conv(name + ".branch3x3dbl_1", ConvShape.of(2, in, 64, 1)),
            conv(name + ".branch3x3dbl_2", ConvShape.of(2, 64, 96, 3).padding(1)),
            conv(name + ".branch3x3dbl_3", ConvShape.of(2, 96, 96, 3).padding(1)));
    Layer pool = pooled(name, in, pooled);
    return x ->
        Join.channels(direct.forward(x), five.forward(x), twice.forward(x), pool.forward(x));
  }

  /** 35×35 to 17×17. */
  Layer b(String name, int in) {
    Layer three = conv(name + ".branch3x3", ConvShape.of(2, in, 384, 3).stride(2));
    Layer twice =
        Layer.sequence(
            conv(name + ".branch3x3dbl_1", ConvShape.of(2, in, 64, 1)),
            conv(name + ".branch3x3dbl_2", ConvShape.of(2, 64, 96, 3).padding(1)),
            conv(name + ".branch3x3dbl_3", ConvShape.of(2, 96, 96, 3).stride(2)));
    return x -> Join.channels(three.forward(x), twice.forward(x), Pool.max(x, 3, 2, 0));
  }

  /** 17×17 maps: 7×7 kernels as rows and columns. */
  Layer c(String name, int in, int inner) {
    Layer direct = conv(name + ".branch1x1", ConvShape.of(2, in, 192, 1));
    Layer once =
        Layer.sequence(
            conv(name + ".branch7x7_1", ConvShape.of(2, in, inner, 1)),
            line(name + ".branch7x7_2", inner, inner, ROW),
            line(name + ".branch7x7_3", inner, 192, COLUMN));
    Layer twice =
        Layer.sequence(
            conv(name + ".branch7x7dbl_1", ConvShape.of(2, in, inner, 1)),
            line(name + ".branch7x7dbl_2", inner, inner, COLUMN),
            line(name + ".branch7x7dbl_3", inner, inner, ROW),
            line(name + ".branch7x7dbl_4", inner, inner, COLUMN),
            line(name + ".branch7x7dbl_5", inner, 192, ROW));
    Layer pool = pooled(name, in, 192);
    return x ->
        Join.channels(direct.forward(x), once.forward(x), twice.forward(x), pool.forward(x));
  }

  /** 17×17 to 8×8. */
  Layer d(String name, int in) {
    Layer three =
        Layer.sequence(
            conv(name + ".branch3x3_1", ConvShape.of(2, in, 192, 1)),
            conv(name + ".branch3x3_2", ConvShape.of(2, 192, 320, 3).stride(2)));
    Layer seven =
        Layer.sequence(
            conv(name + ".branch7x7x3_1", ConvShape.of(2, in, 192, 1)),
            line(name + ".branch7x7x3_2", 192, 192, ROW),
            line(name + ".branch7x7x3_3", 192, 192, COLUMN),
            conv(name + ".branch7x7x3_4", ConvShape.of(2, 192, 192, 3).stride(2)));
    return x -> Join.channels(three.forward(x), seven.forward(x), Pool.max(x, 3, 2, 0));
  }

  /** 8×8 maps: rows and columns side by side. */
  Layer e(String name, int in) {
    Layer direct = conv(name + ".branch1x1", ConvShape.of(2, in, 320, 1));
    Layer three = conv(name + ".branch3x3_1", ConvShape.of(2, in, 384, 1));
    Layer threeCross = cross(name + ".branch3x3_2");
    Layer twice =
        Layer.sequence(
            conv(name + ".branch3x3dbl_1", ConvShape.of(2, in, 448, 1)),
            conv(name + ".branch3x3dbl_2", ConvShape.of(2, 448, 384, 3).padding(1)));
    Layer twiceCross = cross(name + ".branch3x3dbl_3");
    Layer pool = pooled(name, in, 192);
    return x ->
        Join.channels(
            direct.forward(x),
            threeCross.forward(three.forward(x)),
            twiceCross.forward(twice.forward(x)),
            pool.forward(x));
  }

  Layer auxiliary(String name, int in, int classes) {
    Layer narrow = conv(name + ".conv0", ConvShape.of(2, in, 128, 1));
    Layer wide =
        ConvNorm.inception(
            weights, name + ".conv1", ConvShape.of(2, 128, 768, 5), Init.truncatedNormal(0.01, 2));
    Linear fc = new Linear(weights, name + ".fc", 768, classes, Init.truncatedNormal(0.001, 2));
    return x -> fc.forward(Pool.global(wide.forward(narrow.forward(Pool.average(x, 5, 3, 0)))));
  }

  private Layer cross(String name) {
    Layer row = line(name + "a", 384, 384, List.of(1, 3));
    Layer column = line(name + "b", 384, 384, List.of(3, 1));
    return x -> Join.channels(row.forward(x), column.forward(x));
  }

  private Layer line(String name, int in, int out, List<Integer> kernel) {
    List<Integer> padding = kernel.stream().map(length -> length / 2).toList();
    return conv(name, ConvShape.of(in, out, kernel).padding(padding));
  }

  private Layer pooled(String name, int in, int out) {
    Layer conv = conv(name + ".branch_pool", ConvShape.of(2, in, out, 1));
    return x -> conv.forward(Pool.average(x, 3, 1, 1));
  }
}
