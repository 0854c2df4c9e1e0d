package io.osler.learn.infer;

import io.osler.core.transform.Normalise;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * z = mean over members and mirror images of f_m(mirror(x)): one set of logits per image.
 *
 * @param mirror axes (0 columns, 1 rows, 2 slices); every combination of them is averaged in
 */
public record Ensemble(
    List<Network> members, Normalise normalise, List<Integer> mirror, int batch, Compute compute) {
  public Ensemble {
    members = List.copyOf(members);
    mirror = List.copyOf(mirror);
  }

  /** Logits (classes) of each prepared image; all images have one size. */
  public double[][] logits(List<Volume> images) {
    double[][] logits = new double[images.size()][];
    for (int from = 0; from < images.size(); from += batch) {
      List<Volume> some = images.subList(from, Math.min(images.size(), from + batch));
      double[][] part = batchLogits(some);
      System.arraycopy(part, 0, logits, from, part.length);
    }
    return logits;
  }

  private double[][] batchLogits(List<Volume> images) {
    compute.begin();
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      Tensor x = compute.layout().lay(tensor(images));
      Tensor sum = logits(x);
      double[][] mean = new double[images.size()][(int) sum.size(1)];
      float[] values = Tensors.floats(sum);
      for (int i = 0; i < values.length; i++) {
        mean[i / mean[0].length][i % mean[0].length] = values[i];
      }
      return mean;
    }
  }

  private Tensor logits(Tensor x) {
    List<Tensor> views = views(x);
    List<Tensor> outputs = new ArrayList<>();
    for (Network member : members) {
      member.weights().training(false);
      for (Tensor view : views) {
        outputs.add(compute.precision().run(() -> member.forward(view)).to(torch.ScalarType.Float));
      }
    }
    Tensor sum = outputs.getFirst();
    for (Tensor output : outputs.subList(1, outputs.size())) {
      sum = sum.add(output);
    }
    return sum.div(Tensors.scalar(outputs.size()));
  }

  /** The image and its mirror images, in every combination of the axes. */
  private List<Tensor> views(Tensor x) {
    List<Tensor> views = new ArrayList<>(List.of(x));
    for (int axis : mirror) {
      // Tensor dimensions run backwards: columns are last.
      long dimension = x.dim() - 1 - axis;
      for (Tensor view : List.copyOf(views)) {
        views.add(compute.layout().lay(torch.flip(view, dimension)));
      }
    }
    return views;
  }

  /** Normalised images as (N, C, H, W) or (N, C, D, H, W). */
  private Tensor tensor(List<Volume> images) {
    Volume first = images.getFirst();
    int length = first.voxels().length;
    float[] values = new float[Math.multiplyExact(length, images.size())];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(normalise.apply(images.get(i)).voxels(), 0, values, i * length, length);
    }
    Size size = first.size();
    int n = images.size();
    int channels = first.channels();
    return first.is2d()
        ? Tensors.of(values, n, channels, size.height(), size.width())
        : Tensors.of(values, n, channels, size.depth(), size.height(), size.width());
  }
}
