/** Blocks that networks are made of: convolution, normalisation, attention; 2-D and 3-D alike. */
@NullMarked
package io.osler.learn.nn;

import org.jspecify.annotations.NullMarked;
