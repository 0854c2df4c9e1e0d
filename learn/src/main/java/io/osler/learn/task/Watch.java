package io.osler.learn.task;

import io.osler.core.transform.Patch;
import io.osler.core.volume.Case;
import io.osler.core.volume.LabelMap;
import io.osler.core.volume.Size;
import io.osler.core.volume.Truth;
import io.osler.core.volume.Vec3;
import io.osler.learn.data.OutlineCodec;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Plan;
import io.osler.learn.tensor.TensorScope;
import io.osler.learn.tensor.Tensors;
import io.osler.learn.train.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The validation of a segmentation while it trains: Dice over fixed patches of held-out cases, all
 * voxels of a structure counted together, mean over structures. Whole cases are judged afterwards.
 */
final class Watch {
  private static final int PATCHES = 12;

  private final Plan plan;
  private final OutlineCodec codec;
  private final List<Case> patches = new ArrayList<>();
  private final Prepared.View cases;
  private final int count;
  private final long seed;

  Watch(Prepared.View cases, int count, Plan plan, long seed) {
    this.cases = cases;
    this.count = count;
    this.plan = plan;
    this.codec = new OutlineCodec(plan.outlining().outlines());
    this.seed = seed;
  }

  private void draw() {
    var random = new SplittableRandom(seed);
    Size size = plan.input().size();
    int most = Math.min(PATCHES, count);
    for (int i = 0; i < most; i++) {
      Prepared.Ready ready = cases.at((int) ((long) i * count / most));
      int[] wanted = ready.foreground(true, random);
      Size image = ready.size();
      Vec3 centre = Vec3.ZERO;
      for (int axis = 0; axis < 3; axis++) {
        int room = image.get(axis) - size.get(axis);
        int start =
            room <= 0 || wanted.length == 0
                ? room / 2
                : Math.clamp(wanted[axis] - size.get(axis) / 2, 0, room);
        centre = centre.with(axis, start + (size.get(axis) - 1) / 2.0);
      }
      patches.add(unpaired(ready.cut(Patch.at(centre, size)), ready.pairs()));
    }
  }

  /** With the truth as its map and what an earlier configuration outlined as channels. */
  private Case unpaired(Case patch, Pairs pairs) {
    if (plan.outlining().further() == 0) {
      return patch;
    }
    LabelMap map = ((Truth.Mask) patch.truth()).map();
    return patch.with(
        codec.append(patch.image(), pairs.second(map.labels())),
        new Truth.Mask(map.with(pairs.first(map.labels()))));
  }

  Progress.Validation look(Network network) {
    if (patches.isEmpty()) {
      draw();
    }
    int structures = plan.outlining().outlines().structures().size();
    long[] both = new long[structures];
    long[] all = new long[structures];
    for (Case patch : patches) {
      int[] found = predict(network, patch);
      int[] known = ((Truth.Mask) patch.truth()).map().labels();
      for (int s = 0; s < structures; s++) {
        boolean[] p = codec.mask(found, s);
        boolean[] t = codec.mask(known, s);
        for (int v = 0; v < p.length; v++) {
          if (known[v] != OutlineCodec.UNKNOWN) {
            both[s] += p[v] && t[v] ? 1 : 0;
            all[s] += (p[v] ? 1 : 0) + (t[v] ? 1 : 0);
          }
        }
      }
    }
    double sum = 0;
    int there = 0;
    for (int s = 0; s < structures; s++) {
      if (all[s] > 0) {
        sum += 2.0 * both[s] / all[s];
        there++;
      }
    }
    double dice = there == 0 ? 0 : sum / there;
    return new Progress.Validation(1 - dice, "dice", dice);
  }

  private int[] predict(Network network, Case patch) {
    try (var _ = new TensorScope();
        var _ = new NoGradGuard()) {
      Tensor x =
          plan.compute()
              .layout()
              .lay(
                  Tensors.of(
                      patch.image().voxels(),
                      ImageBatches.shape(1, patch.image().channels(), patch.image().size())));
      Tensor logits = plan.compute().precision().run(() -> network.forward(x));
      boolean regions = plan.outlining().outlines().regions();
      return codec.choose(
          Tensors.floats(regions ? logits.sigmoid() : logits), patch.image().size().voxels());
    }
  }
}
