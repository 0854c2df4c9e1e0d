/** One file per loss. */
@NullMarked
package io.osler.learn.loss;

import org.jspecify.annotations.NullMarked;
