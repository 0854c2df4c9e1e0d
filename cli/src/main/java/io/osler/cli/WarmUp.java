package io.osler.cli;

import io.osler.core.io.ImageFile;
import io.osler.core.io.Picture;
import io.osler.core.transform.Normalise;
import io.osler.core.volume.Volume;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.net.Input;
import io.osler.learn.net.NetSpec;
import io.osler.learn.net.Network;
import io.osler.learn.tensor.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What most commands do first, once, while the launcher records the start-up cache: parse, read an
 * image, load libtorch, ask a small network.
 */
final class WarmUp {
  private static final int SIDE = 28;

  private WarmUp() {}

  public static void main(String[] args) throws IOException {
    Osler.commandLine().execute("--help");
    Osler.commandLine().execute("predict", "--help");
    Path image = Files.createTempFile("osler-warm-up-", ".png");
    try {
      Files.write(image, Picture.filled(SIDE, SIDE, 0x808080).png());
      Volume seen = ImageFile.read(image);
      var input = new Input(seen.channels(), List.of(SIDE, SIDE), 2);
      Network network = new NetSpec.Lenet5().build(input, 1);
      try (var _ = network.weights()) {
        List<Double> zeros = java.util.Collections.nCopies(seen.channels(), 0.0);
        List<Double> ones = java.util.Collections.nCopies(seen.channels(), 1.0);
        new Ensemble(List.of(network), new Normalise(zeros, ones), List.of(), 1, Compute.plain(1))
            .logits(List.of(seen));
      }
    } finally {
      Files.deleteIfExists(image);
    }
  }
}
