/**
 * Pixel data: native, RLE, JPEG, JPEG-LS and JPEG 2000 frames to numbers, and back (PS3.5 annex A).
 */
@NullMarked
package io.osler.dicom.codec;

import org.jspecify.annotations.NullMarked;
