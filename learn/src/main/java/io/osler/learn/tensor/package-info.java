/** Native tensors: lexical scopes, devices, precision, and volumes to tensors and back. */
@NullMarked
package io.osler.learn.tensor;

import org.jspecify.annotations.NullMarked;
