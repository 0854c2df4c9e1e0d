package io.osler.learn.plan;

import io.osler.core.volume.Size;
import io.osler.core.volume.Vec3;
import java.util.Map;

/**
 * What planning needs to know of one labelled image, axes towards left, posterior, superior.
 *
 * @param whole size as stored, {@code size} after the empty rim is cut away
 * @param sample intensities inside structures, per channel, at fixed places
 * @param background likewise of the whole image
 * @param voxels per structure index
 * @param middles centre of gravity of each structure that is there, in voxels
 * @param objects how many objects, where objects are numbered; {@code area} their median voxels
 */
record VolumeFacts(
    String id,
    Size whole,
    Size size,
    Vec3 spacing,
    float[][] sample,
    float[][] background,
    Map<Integer, Long> voxels,
    Map<Integer, Vec3> middles,
    int objects,
    double area) {}
