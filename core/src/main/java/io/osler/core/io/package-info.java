/** Images in and out: one door per format, each bounded, each file written whole or not at all. */
@NullMarked
package io.osler.core.io;

import org.jspecify.annotations.NullMarked;
