package io.osler.learn.net;

import io.osler.core.config.InputException;
import io.osler.learn.nn.Join;
import io.osler.learn.nn.Pool;
import io.osler.learn.nn.Resize;
import io.osler.learn.nn.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Coarse to fine: one network looks at a smaller copy of the image; its probabilities, enlarged,
 * join the image as the input of another one. Both learn together.
 */
final class CoarseToFineNetwork implements AuxiliaryHeads {
  /** What the coarse network's loss counts beside the fine one's. */
  private static final double COARSE = 0.5;

  private final Weights weights;
  private final Network coarse;
  private final Network fine;
  private final List<Integer> window;

  static Network build(SegmenterSpec.CoarseToFine spec, Input input, long seed) {
    int factor = spec.factor();
    if (input.size().stream().anyMatch(length -> length % factor != 0)) {
      throw new InputException(
          "coarse-to-fine looks at images of 1/%d of their size, these have %s."
              .formatted(factor, input.size()),
          "",
          "give sizes that are multiples of " + factor + ".");
    }
    return new CoarseToFineNetwork(spec, input, seed);
  }

  private CoarseToFineNetwork(SegmenterSpec.CoarseToFine spec, Input input, long seed) {
    int classes = input.classes();
    List<Integer> small = input.size().stream().map(length -> length / spec.factor()).toList();
    coarse = spec.coarse().segmenter(new Input(input.channels(), small, classes), seed);
    fine =
        spec.fine().segmenter(new Input(input.channels() + classes, input.size(), classes), ~seed);
    weights = new Weights(seed);
    weights.adopt("coarse.", coarse.weights());
    weights.adopt("fine.", fine.weights());
    window = Collections.nCopies(input.dims(), spec.factor());
  }

  @Override
  public Tensor forward(Tensor x) {
    return fine.forward(joined(x, coarse.forward(Pool.average(x, window))));
  }

  @Override
  public List<Tensor> forwardAll(Tensor x) {
    List<Tensor> early = all(coarse, Pool.average(x, window));
    List<Tensor> outputs = new ArrayList<>(all(fine, joined(x, early.getFirst())));
    outputs.addAll(early);
    return outputs;
  }

  /** (N, C, …) and (N, classes, small…) to (N, C + classes, …). */
  private static Tensor joined(Tensor x, Tensor logits) {
    Tensor probabilities = Resize.linear(logits.softmax(1), x);
    return Join.channels(x, probabilities.to(x.scalar_type()));
  }

  private static List<Tensor> all(Network network, Tensor x) {
    return network instanceof AuxiliaryHeads heads
        ? heads.forwardAll(x)
        : List.of(network.forward(x));
  }

  @Override
  public List<Double> headWeights() {
    List<Double> list = new ArrayList<>(headWeights(fine));
    headWeights(coarse).forEach(weight -> list.add(COARSE * weight));
    return list;
  }

  private static List<Double> headWeights(Network network) {
    return network instanceof AuxiliaryHeads heads ? heads.headWeights() : List.of(1.0);
  }

  @Override
  public Weights weights() {
    return weights;
  }
}
