/** Discrete and stationary wavelet transforms, denoising by them, energies of their bands. */
@NullMarked
package io.osler.core.wavelet;

import org.jspecify.annotations.NullMarked;
