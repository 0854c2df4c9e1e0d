package io.osler.learn.data;

import java.util.Locale;
import java.util.Optional;

/** What an entry is for. */
public enum Split {
  TRAIN,
  VAL,
  TEST,
  /** Not assigned yet. */
  NONE;

  /** As folders and manifests name it: {@code train}, {@code training}, {@code validation} … */
  static Optional<Split> named(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "train", "training" -> Optional.of(TRAIN);
      case "val", "valid", "validation", "dev" -> Optional.of(VAL);
      case "test", "testing" -> Optional.of(TEST);
      case "", "none" -> Optional.of(NONE);
      default -> Optional.empty();
    };
  }

  /** {@code train}, {@code val}, {@code test}, {@code none}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
