package io.osler.learn.infer;

import io.osler.core.transform.PatchGrid;
import io.osler.core.transform.Voxel;
import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import io.osler.core.volume.Volume;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

  /**
   * Some slices of the probabilities.
   *
   * @param first which slice of the image comes first
   */
  public record Slab(int first, Volume p) {}

  /** Probabilities of a prepared image, (classes) channels on its grid. */
  public Volume probabilities(Volume image) {
    int n = image.size().voxels();
    List<float[]> whole = new ArrayList<>();
    stream(
        image,
        slab -> {
          int slice = image.size().width() * image.size().height();
          int some = slab.p().size().voxels();
          if (whole.isEmpty()) {
            whole.add(new float[Math.multiplyExact(slab.p().channels(), n)]);
          }
          for (int c = 0; c < slab.p().channels(); c++) {
            System.arraycopy(
                slab.p().voxels(), c * some, whole.getFirst(), c * n + slab.first() * slice, some);
          }
        });
    float[] out = whole.getFirst();
    return new Volume(image.size(), out.length / n, image.geometry(), out);
  }

  /**
   * The same in slabs of rising slices, each as soon as no further patch covers it: the sums of one
   * patch's depth are held at a time, whatever the image's depth.
   */
  public void stream(Volume image, Consumer<Slab> each) {
    compute.begin();
    members.forEach(member -> member.weights().training(false));
    if (patch.is2d()) {
      for (int k = 0; k < image.size().depth(); k++) {
        slabs(slices(image, k, k + 1), k, each);
      }
    } else {
      slabs(image, 0, each);
    }
  }

  private static Volume slices(Volume image, int from, int to) {
    Size size = image.size();
    if (from == 0 && to == size.depth()) {
      return image;
    }
    int slice = size.width() * size.height();
    int n = (to - from) * slice;
    float[] voxels = new float[image.channels() * n];
    for (int c = 0; c < image.channels(); c++) {
      System.arraycopy(image.voxels(), c * size.voxels() + from * slice, voxels, c * n, n);
    }
    return new Volume(
        size.with(2, to - from),
        image.channels(),
        image.geometry().startingAt(new Vec3(0, 0, from)),
        voxels);
  }

  /** Row after row of patches along the slices. */
  private void slabs(Volume image, int shift, Consumer<Slab> each) {
    Size size = image.size();
    Size padded = new Size(padded(size, 0), padded(size, 1), padded(size, 2));
    int[] before = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      before[axis] = (padded.get(axis) - size.get(axis)) / 2;
    }
    List<Voxel> starts = new PatchGrid(patch, overlap).starts(padded);
    try (var _ = new TensorScope();
        var _ = new NoGradGuard();
        var blend = new Blend(image, shift, before, each)) {
      if (starts.size() == 1) {
        blend.emit(probabilities(block(image, padded, before, 0)), Optional.empty(), 0);
        return;
      }
      Tensor bell = bell();
      for (int from = 0; from < starts.size(); ) {
        int to = from;
        int k = starts.get(from).k();
        while (to < starts.size() && starts.get(to).k() == k) {
          to++;
        }
        try (var _ = new TensorScope()) {
          blend.moveTo(k);
          Tensor x = block(image, padded, before, k);
          for (int at = from; at < to; at += batch) {
            blend.add(starts.subList(at, Math.min(to, at + batch)), x, bell);
          }
        }
        from = to;
      }
      blend.finish();
    }
  }

  /** The padded image's slices that a row of patches from slice {@code k} on sees. */
  private Tensor block(Volume image, Size padded, int[] before, int k) {
    Size size = image.size();
    int from = Math.max(0, k - before[2]);
    int to = Math.min(size.depth(), k - before[2] + (patch.is2d() ? 1 : patch.depth()));
    Tensor x = tensor(slices(image, from, to));
    long[] amounts = new long[2 * axes()];
    boolean any = false;
    for (int axis = 0; axis < axes(); axis++) {
      int wanted = axis == 2 ? patch.depth() : padded.get(axis);
      int there = axis == 2 ? to - from : size.get(axis);
      amounts[2 * axis] = axis == 2 ? from - (k - before[2]) : before[axis];
      amounts[2 * axis + 1] = wanted - there - amounts[2 * axis];
      any |= wanted != there;
    }
    return any ? torch.constant_pad_nd(x, amounts) : x;
  }

  /** Weighted sums over one patch's depth, which move along the slices. */
  private final class Blend implements AutoCloseable {
    /** Values that one slab holds at most, a slice at least. */
    private static final int MOST = 1 << 23;

    private final Volume image;
    private final int shift;
    private final int[] before;
    private final Consumer<Slab> each;
    private final List<Tensor> sums = new ArrayList<>();
    private int from; // the padded slice that the sums begin with

    Blend(Volume image, int shift, int[] before, Consumer<Slab> each) {
      this.image = image;
      this.shift = shift;
      this.before = before;
      this.each = each;
    }

    /** What lies before {@code k} is finished. */
    void moveTo(int k) {
      int done = k - from;
      if (done > 0) {
        emit(
            sums.getFirst().narrow(2, 0, done),
            Optional.of(sums.getLast().narrow(2, 0, done)),
            from);
        int left = patch.depth() - done;
        for (Tensor sum : sums) {
          if (left > 0) {
            sum.narrow(2, 0, left).copy_(sum.narrow(2, done, left).clone());
          }
          sum.narrow(2, Math.max(0, left), patch.depth() - Math.max(0, left)).zero_();
        }
      }
      from = k;
    }

    void add(List<Voxel> some, Tensor x, Tensor bell) {
      try (var _ = new TensorScope()) {
        List<Tensor> cuts = some.stream().map(start -> cut(x, start)).toList();
        Tensor q = probabilities(together(cuts)).mul(bell);
        if (sums.isEmpty()) {
          long[] shape = x.shape();
          shape[1] = q.size(1);
          keep(torch.zeros(shape));
          shape[1] = 1;
          keep(torch.zeros(shape));
        }
        for (int i = 0; i < some.size(); i++) {
          cut(sums.getFirst(), some.get(i)).add_(q.narrow(0, i, 1));
          cut(sums.getLast(), some.get(i)).add_(bell);
        }
      }
    }

    /** For as long as the row of patches lasts and beyond: freed by {@link #close}. */
    private void keep(Tensor sum) {
      sum.retainReference();
      sums.add(sum);
    }

    void finish() {
      try (var _ = new TensorScope()) {
        emit(sums.getFirst(), Optional.of(sums.getLast()), from);
      }
    }

    @Override
    public void close() {
      sums.forEach(Tensor::releaseReference);
    }

    /** Hands on slices that are final, without the padding; weights that are 1 are left out. */
    void emit(Tensor sum, Optional<Tensor> weights, int first) {
      boolean flat = patch.is2d();
      Size size = image.size();
      int slice = Math.toIntExact(sum.size(1)) * size.width() * size.height();
      int depth = flat ? 1 : (int) sum.size(2);
      int low = Math.max(0, before[2] - first);
      int high = Math.min(depth, size.depth() + before[2] - first);
      int step = Math.max(1, MOST / slice);
      for (int k = low; k < high; k += step) {
        int n = Math.min(step, high - k);
        float[] values;
        try (var _ = new TensorScope()) {
          Tensor p = flat ? sum : sum.narrow(2, k, n);
          if (weights.isPresent()) {
            p = p.div(flat ? weights.get() : weights.get().narrow(2, k, n));
          }
          for (int axis = 0; axis < 2; axis++) {
            p = p.narrow(p.dim() - 1 - axis, before[axis], size.get(axis));
          }
          values = Tensors.floats(p);
        }
        int at = first + k - before[2];
        Size some = size.with(2, n);
        each.accept(
            new Slab(
                shift + at,
                new Volume(
                    some,
                    values.length / some.voxels(),
                    image.geometry().startingAt(new Vec3(0, 0, at)),
                    values)));
      }
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

  /** Of a row of patches, whose slices are the tensor's: columns and rows are cut. */
  private Tensor cut(Tensor x, Voxel start) {
    Tensor part = x;
    part = part.narrow(x.dim() - 1, start.i(), patch.width());
    part = part.narrow(x.dim() - 2, start.j(), patch.height());
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
