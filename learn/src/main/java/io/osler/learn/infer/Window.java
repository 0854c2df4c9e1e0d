package io.osler.learn.infer;

import io.osler.core.transform.PatchGrid;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Volume;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * p(v) = Σ w·q / Σ w over the patches that cover v, q the mean over networks and mirror images of
 * the probabilities, w a Gaussian of an eighth of the patch about its middle, at least a thousandth
 * (Isensee et al. 2021). An image smaller than the patch is padded with zeros about its middle. A
 * flat patch goes over a volume slice by slice.
 *
 * @param mirror axes (0 columns, 1 rows, 2 slices); every combination of them is averaged in
 * @param activation logits to probabilities along dimension 1
 */
public record Window(
    List<Network> members,
    Size patch,
    double overlap,
    int batch,
    List<Integer> mirror,
    Compute compute,
    UnaryOperator<Tensor> activation) {
  private static final double LEAST = 1e-3;

  public Window {
    members = List.copyOf(members);
    mirror = List.copyOf(mirror);
  }

  /** One network, classes that exclude each other, no mirror images. */
  public static Window plain(
      Network network, Size patch, double overlap, int batch, Compute compute) {
    return new Window(
        List.of(network), patch, overlap, batch, List.of(), compute, logits -> logits.softmax(1));
  }

  /** Probabilities of a prepared image, (classes) channels on its grid. */
  public Volume probabilities(Volume image) {
    return patch.is2d() && !image.is2d() ? slices(image) : whole(image);
  }

  private Volume slices(Volume image) {
    Size size = image.size();
    Size flat = new Size(size.width(), size.height(), 1);
    int slice = flat.voxels();
    int n = size.voxels();
    float[] out = new float[0];
    for (int k = 0; k < size.depth(); k++) {
      float[] voxels = new float[image.channels() * slice];
      for (int c = 0; c < image.channels(); c++) {
        System.arraycopy(image.voxels(), c * n + k * slice, voxels, c * slice, slice);
      }
      Volume p = whole(new Volume(flat, image.channels(), image.geometry(), voxels));
      out = k == 0 ? new float[Math.multiplyExact(p.channels(), n)] : out;
      for (int c = 0; c < p.channels(); c++) {
        System.arraycopy(p.voxels(), c * slice, out, c * n + k * slice, slice);
      }
    }
    return new Volume(size, out.length / n, image.geometry(), out);
  }

  private Volume whole(Volume image) {
    compute.begin();
    members.forEach(member -> member.weights().training(false));
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      Tensor x = tensor(image);
      Size size = image.size();
      Size padded = new Size(padded(size, 0), padded(size, 1), padded(size, 2));
      int[] before = new int[3];
      for (int axis = 0; axis < 3; axis++) {
        before[axis] = (padded.get(axis) - size.get(axis)) / 2;
      }
      x = padded.equals(size) ? x : pad(x, size, padded, before);
      Tensor p = slide(x, padded);
      for (int axis = 0; axis < axes(); axis++) {
        p = p.narrow(p.dim() - 1 - axis, before[axis], size.get(axis));
      }
      float[] values = Tensors.floats(p);
      return new Volume(size, values.length / size.voxels(), image.geometry(), values);
    }
  }

  private int axes() {
    return patch.is2d() ? 2 : 3;
  }

  private int padded(Size size, int axis) {
    return axis < axes() ? Math.max(size.get(axis), patch.get(axis)) : size.get(axis);
  }

  /** (1, C, H, W) or (1, C, D, H, W). */
  private Tensor tensor(Volume image) {
    Size size = image.size();
    return patch.is2d()
        ? Tensors.of(image.voxels(), 1, image.channels(), size.height(), size.width())
        : Tensors.of(
            image.voxels(), 1, image.channels(), size.depth(), size.height(), size.width());
  }

  private Tensor pad(Tensor x, Size size, Size to, int[] before) {
    long[] amounts = new long[2 * axes()];
    for (int axis = 0; axis < axes(); axis++) {
      amounts[2 * axis] = before[axis];
      amounts[2 * axis + 1] = to.get(axis) - size.get(axis) - before[axis];
    }
    return torch.constant_pad_nd(x, amounts);
  }

  private Tensor slide(Tensor x, Size size) {
    List<Voxel> starts = new PatchGrid(patch, overlap).starts(size);
    if (starts.size() == 1) {
      return probabilities(x);
    }
    Tensor bell = bell();
    List<Tensor> sums = new ArrayList<>();
    for (int from = 0; from < starts.size(); from += batch) {
      List<Voxel> some = starts.subList(from, Math.min(starts.size(), from + batch));
      try (var scope = new TensorScope()) {
        List<Tensor> cuts = some.stream().map(start -> cut(x, start)).toList();
        Tensor q = probabilities(together(cuts)).mul(bell);
        if (sums.isEmpty()) {
          long[] shape = x.shape();
          shape[1] = q.size(1);
          sums.add(scope.keep(torch.zeros(shape)));
          shape[1] = 1;
          sums.add(scope.keep(torch.zeros(shape)));
        }
        for (int i = 0; i < some.size(); i++) {
          cut(sums.getFirst(), some.get(i)).add_(q.narrow(0, i, 1));
          cut(sums.getLast(), some.get(i)).add_(bell);
        }
      }
    }
    return sums.getFirst().div_(sums.getLast());
  }

  private Tensor cut(Tensor x, Voxel start) {
    Tensor part = x;
    int[] at = {start.i(), start.j(), start.k()};
    for (int axis = 0; axis < axes(); axis++) {
      part = part.narrow(x.dim() - 1 - axis, at[axis], patch.get(axis));
    }
    return part;
  }

  private static Tensor together(List<Tensor> parts) {
    if (parts.size() == 1) {
      return parts.getFirst().contiguous();
    }
    return torch.cat(new org.bytedeco.pytorch.TensorVector(parts.toArray(Tensor[]::new)), 0);
  }

  /** Mean over networks and mirror images; inputs and outputs lie as the image does. */
  private Tensor probabilities(Tensor x) {
    List<Tensor> sum = new ArrayList<>();
    int count = 0;
    for (Network member : members) {
      for (int which = 0; which < 1 << mirror.size(); which++) {
        long[] flipped = dimensions(which, x.dim());
        count++;
        try (var scope = new TensorScope()) {
          Tensor view = compute.layout().lay(flipped.length == 0 ? x : torch.flip(x, flipped));
          Tensor logits =
              compute.precision().run(() -> member.forward(view)).to(torch.ScalarType.Float);
          Tensor q = activation.apply(logits);
          q = flipped.length == 0 ? q : torch.flip(q, flipped);
          if (sum.isEmpty()) {
            // A copy: a network may hand back its input, which the next view still needs.
            sum.add(scope.keep(q.clone()));
          } else {
            sum.getFirst().add_(q);
          }
        }
      }
    }
    return count == 1 ? sum.getFirst() : sum.getFirst().div_(Tensors.scalar(count));
  }

  private long[] dimensions(int which, long dims) {
    List<Long> flipped = new ArrayList<>();
    for (int bit = 0; bit < mirror.size(); bit++) {
      if ((which >> bit & 1) == 1) {
        flipped.add(dims - 1 - mirror.get(bit)); // tensor dimensions run backwards
      }
    }
    return flipped.stream().mapToLong(Long::longValue).toArray();
  }

  private Tensor bell() {
    float[] bell = new float[patch.voxels()];
    for (int k = 0; k < patch.depth(); k++) {
      for (int j = 0; j < patch.height(); j++) {
        for (int i = 0; i < patch.width(); i++) {
          double w = bell(i, 0) * bell(j, 1) * (patch.is2d() ? 1 : bell(k, 2));
          bell[patch.offset(i, j, k)] = (float) Math.max(LEAST, w);
        }
      }
    }
    return patch.is2d()
        ? Tensors.of(bell, 1, 1, patch.height(), patch.width())
        : Tensors.of(bell, 1, 1, patch.depth(), patch.height(), patch.width());
  }

  private double bell(int x, int axis) {
    int n = patch.get(axis);
    double d = (x - (n - 1) / 2.0) / (n / 8.0);
    return Math.exp(-0.5 * d * d);
  }
}
