package io.osler.learn.tensor;

/** libtorch: hundreds of megabytes that take a good part of a second to come into memory. */
public final class Library {
  private Library() {}

  /**
   * Begins to load it beside what the caller does next; who needs it earlier waits for the rest. A
   * failure shows there, where it can be told.
   */
  public static void prefetch() {
    Thread.ofPlatform()
        .daemon()
        .name("libtorch")
        .uncaughtExceptionHandler((_, _) -> {})
        .start(
            () -> {
              try (var _ = new TensorScope()) {
                Tensors.zeros(1).add(Tensors.scalar(1));
              }
            });
  }
}
