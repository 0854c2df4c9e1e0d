/**
 * Series to volumes: grouped, ordered by geometry, right or refused with the reason (PS3.3
 * C.7.6.2).
 */
@NullMarked
package io.osler.dicom.read;

import org.jspecify.annotations.NullMarked;
