/** Evaluation, learning curves and pictures as one page that a clinician can read. */
@NullMarked
package io.osler.learn.report;

import org.jspecify.annotations.NullMarked;
