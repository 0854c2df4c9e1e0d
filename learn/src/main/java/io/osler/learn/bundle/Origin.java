package io.osler.learn.bundle;

import java.util.Map;

/**
 * {@code origin.json}: where every number of a model came from.
 *
 * @param dataSha256 over images and labels in order
 * @param planSha256 over the plan as it stands in model.yaml
 * @param code version of Osler and SHA-256 of its classes
 * @param versions of the JDK, libtorch, operating system and processor
 * @param at when training ended, ISO 8601
 */
public record Origin(
    String data,
    String dataSha256,
    String planSha256,
    String code,
    long seed,
    int threads,
    double seconds,
    String at,
    Map<String, String> versions) {}
