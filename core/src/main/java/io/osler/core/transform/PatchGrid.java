package io.osler.core.transform;

import io.osler.core.config.About;
import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.config.Unit;
import io.osler.core.volume.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Patches of one size that cover an image, evenly spread: along an axis of n voxels ⌈(n − p)/(p·(1
 * − overlap))⌉ + 1 of them, from 0 to n − p in equal steps rounded to voxels (nnU-Net's rule).
 * Where the image is smaller than the patch, pad it first ({@link CentreCropOrPad}).
 */
@About(value = "Covers an image with patches.", source = "Isensee et al. 2021")
public record PatchGrid(
    @About("of a patch") @Unit("voxels") Size size,
    @About("least share with the next patch") @Unit("fraction") @Default("0.5") double overlap) {
  public PatchGrid {
    Require.within("overlap", overlap, 0, 0.95);
  }

  /** First voxels of all patches, i fastest. */
  public List<Voxel> starts(Size image) {
    int[] i = along(image.width(), size.width());
    int[] j = along(image.height(), size.height());
    int[] k = along(image.depth(), size.depth());
    List<Voxel> starts = new ArrayList<>();
    for (int z : k) {
      for (int y : j) {
        for (int x : i) {
          starts.add(new Voxel(x, y, z));
        }
      }
    }
    return starts;
  }

  private int[] along(int n, int p) {
    Require.that(
        n >= p, "patch size", size.toString(), "at most the image's " + n + " voxels (or pad it)");
    int count = (int) Math.ceil((n - p) / (p * (1 - overlap))) + 1;
    int[] starts = new int[count];
    for (int t = 1; t < count; t++) {
      starts[t] = (int) Math.rint((double) t * (n - p) / (count - 1));
    }
    return starts;
  }
}
