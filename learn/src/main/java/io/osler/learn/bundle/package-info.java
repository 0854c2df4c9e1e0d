/** The model bundle on disk: plan, weights, evaluation, card and origin in one checked folder. */
@NullMarked
package io.osler.learn.bundle;

import org.jspecify.annotations.NullMarked;
