package io.osler.learn.net;

import static io.osler.learn.nn.InPlace.add;
import static io.osler.learn.nn.InPlace.relu;

import io.osler.learn.nn.ConvShape;
import io.osler.learn.nn.ConvTranspose;
import io.osler.learn.nn.Dropout;
import io.osler.learn.nn.Init;
import io.osler.learn.nn.Layer;
import io.osler.learn.nn.Resize;
import io.osler.learn.nn.Weights;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * FCN-8s: VGG-16 whose dense layers became convolutions, and three learned enlargements that begin
 * as linear interpolation. Every convolution keeps the size, where the paper pads by 100 and crops.
 */
final class FcnNetwork {
  private FcnNetwork() {}

  static Network build(SegmenterSpec.Fcn8s spec, Input input, long seed) {
    input.least("fcn-8s", 8);
    Weights weights = new Weights(seed);
    Bricks bricks = new Bricks(weights, input.dims());
    int classes = input.classes();
    List<Layer> stages = bricks.vggStages("features.", input.channels(), spec.width(), false);
    int deepest = Bricks.vggMaps(spec.width(), 4);
    Layer fc6 = bricks.conv("fc6", deepest, spec.hidden(), 7);
    Layer fc7 = bricks.conv("fc7", spec.hidden(), spec.hidden(), 1);
    Dropout drop = new Dropout(weights, spec.dropout());
    Layer score = bricks.conv("score_fr", spec.hidden(), classes, 1);
    Layer score4 = bricks.conv("score_pool4", Bricks.vggMaps(spec.width(), 3), classes, 1);
    Layer score3 = bricks.conv("score_pool3", Bricks.vggMaps(spec.width(), 2), classes, 1);
    Layer twice = enlarge(weights, "upscore2", input.dims(), classes, 2);
    Layer again = enlarge(weights, "upscore_pool4", input.dims(), classes, 2);
    Layer eightfold = enlarge(weights, "upscore8", input.dims(), classes, 8);
    Layer halve = Bricks.halve();
    return new LayerNetwork(
        weights,
        x -> {
          Tensor pool2 =
              halve.forward(
                  stages.get(1).forward(halve.forward(stages.get(0).forward(x)))); // (N, 128, ¼)
          Tensor pool3 = halve.forward(stages.get(2).forward(pool2)); // (N, 256, ⅛)
          Tensor pool4 = halve.forward(stages.get(3).forward(pool3)); // (N, 512, 1/16)
          Tensor pool5 = halve.forward(stages.get(4).forward(pool4)); // (N, 512, 1/32)
          Tensor y = drop.forward(relu(fc6.forward(pool5)));
          y = score.forward(drop.forward(relu(fc7.forward(y)))); // (N, classes, 1/32)
          y = add(score4.forward(pool4), Resize.crop(twice.forward(y), pool4));
          y = add(score3.forward(pool3), Resize.crop(again.forward(y), pool3));
          return Resize.crop(eightfold.forward(y), x); // (N, classes, …)
        });
  }

  private static Layer enlarge(Weights weights, String name, int dims, int classes, int times) {
    ConvShape shape =
        ConvShape.of(dims, classes, classes, 2 * times)
            .stride(times)
            .padding(times / 2)
            .withoutBias();
    return new ConvTranspose(weights, name, shape, 0, Init.interpolation());
  }
}
