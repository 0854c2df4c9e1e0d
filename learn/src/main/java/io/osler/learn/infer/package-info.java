/** Trained networks at work: mirrored and ensembled prediction, calibrated. */
@NullMarked
package io.osler.learn.infer;

import org.jspecify.annotations.NullMarked;
