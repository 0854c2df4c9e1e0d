/** How good an image is: noise, sharpness, contrast, clipping, hints of motion and wrapping. */
@NullMarked
package io.osler.core.quality;

import org.jspecify.annotations.NullMarked;
