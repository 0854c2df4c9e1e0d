/**
 * What a user asks for: YAML bound to records, and requests refused in words that end in the fix.
 */
@NullMarked
package io.osler.core.config;

import org.jspecify.annotations.NullMarked;
