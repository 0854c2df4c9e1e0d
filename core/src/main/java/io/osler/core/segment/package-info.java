/** Classical segmentation: intensities in, labels out as an image of whole numbers. */
@NullMarked
package io.osler.core.segment;

import org.jspecify.annotations.NullMarked;
