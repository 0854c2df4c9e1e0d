package io.osler.learn.plan;

import io.osler.core.config.Default;
import io.osler.core.config.Require;
import io.osler.core.transform.Augmentation;
import io.osler.core.transform.Normalise;
import io.osler.core.transform.Transform;
import io.osler.core.volume.Vec3;
import io.osler.learn.net.NetSpec;
import io.osler.learn.train.Course;
import java.util.List;
import java.util.Optional;

/**
 * Another way to outline the same structures in the same images: all in which a plan would differ
 * (in two dimensions, at a lower resolution, after an earlier configuration).
 *
 * @param after the configuration whose outlines, one channel for each structure, are added to the
 *     input; in training they are those of the networks that did not learn from the case
 * @param counts whether it may be chosen, and in a model whether its probabilities are averaged in;
 *     one that does not only goes before another
 */
public record Configuration(
    String name,
    Optional<String> after,
    @Default("true") boolean counts,
    Plan.Input input,
    List<Transform> prepare,
    Normalise normalise,
    List<Augmentation> augment,
    NetSpec network,
    Plan.Learning learning,
    Course course,
    Plan.Inference inference,
    Vec3 spacing,
    Segmentation.Patches patches,
    Segmentation.Sliding sliding) {
  static final String NAME = "[0-9]{0,4}[A-Za-z][A-Za-z0-9-]{0,31}";

  public Configuration {
    Require.that(
        name.matches(NAME), "name", name, "a letter at least, then letters, digits and hyphens");
    Require.that(
        after.isEmpty() || !after.get().equals(name), "after", name, "another configuration");
    prepare = List.copyOf(prepare);
    augment = List.copyOf(augment);
  }

  /** What {@code plan} does by itself. */
  static Configuration own(Plan plan, boolean counts) {
    Segmentation s = plan.outlining();
    return new Configuration(
        s.name(),
        s.after(),
        counts,
        plan.input(),
        plan.prepare(),
        plan.normalise(),
        plan.augment(),
        plan.network(),
        plan.learning(),
        plan.course(),
        plan.inference(),
        s.spacing(),
        s.patches(),
        s.sliding());
  }

  /** The plan with this as its only configuration. */
  Plan of(Plan plan, List<Configuration> beside) {
    Segmentation s = plan.outlining();
    return new Plan(
        plan.format(),
        plan.labels(),
        input,
        prepare,
        normalise,
        augment,
        network,
        plan.start(),
        learning,
        course,
        plan.members(),
        inference,
        Optional.of(
            new Segmentation(
                s.outlines(),
                spacing,
                patches,
                sliding,
                s.tidying(),
                s.judged(),
                s.crf(),
                name,
                after,
                beside,
                s.pairs())),
        plan.compute(),
        plan.seed());
  }

  Configuration with(Plan.Inference mirrored, Segmentation.Sliding window) {
    return new Configuration(
        name, after, counts, input, prepare, normalise, augment, network, learning, course,
        mirrored, spacing, patches, window);
  }

  Configuration with(Course other) {
    return new Configuration(
        name, after, counts, input, prepare, normalise, augment, network, learning, other,
        inference, spacing, patches, sliding);
  }
}
