/** Denoising, edges and corrections: image in, image out, 2-D and 3-D from the same code. */
@NullMarked
package io.osler.core.filter;

import org.jspecify.annotations.NullMarked;
