package io.osler.learn.tensor;

import io.osler.core.config.Require;

/** How this machine does the arithmetic; chosen by measurement, recorded in the plan. */
public record Compute(Precision precision, Layout layout, int threads) {
  public Compute {
    Require.within("threads", threads, 1, 1024);
  }

  public static Compute plain(int threads) {
    return new Compute(Precision.FLOAT32, Layout.CHANNELS_FIRST, threads);
  }

  /** Sets the thread count of libtorch for the whole program. */
  public Compute begin() {
    org.bytedeco.pytorch.global.torch.set_num_threads(threads);
    return this;
  }
}
