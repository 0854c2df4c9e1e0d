package io.osler.core.wavelet;

/** How large a detail must be to be more than noise of variance σ². */
public enum Shrinkage {
  /** One threshold for all bands, σ·√(2 ln n). Donoho and Johnstone 1994. */
  VISU,
  /** Of each band its own, σ²/√(mean d² − σ²). Chang, Yu and Vetterli 2000. */
  BAYES
}
