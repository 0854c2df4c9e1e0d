/** The osler command: the only main, wires everything. */
@NullMarked
package io.osler.cli;

import org.jspecify.annotations.NullMarked;
