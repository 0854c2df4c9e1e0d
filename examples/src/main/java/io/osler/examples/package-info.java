/** Short programs, each run by the build on small data; the guide shows their tagged regions. */
@NullMarked
package io.osler.examples;

import org.jspecify.annotations.NullMarked;
