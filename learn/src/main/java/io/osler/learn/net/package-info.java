/** Network specifications and one file per architecture. */
@NullMarked
package io.osler.learn.net;

import org.jspecify.annotations.NullMarked;
