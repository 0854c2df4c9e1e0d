package io.osler.learn.train;

import org.bytedeco.pytorch.Tensor;

/**
 * What one step learns from.
 *
 * @param image (N, C, H, W) or (N, C, D, H, W)
 * @param truth what the objective wants: (N, classes) soft targets, (N, 1, …) masks
 */
public record Batch(Tensor image, Tensor truth) {}
