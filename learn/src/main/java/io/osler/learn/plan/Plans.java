package io.osler.learn.plan;

import io.osler.core.config.Catalogue;
import io.osler.core.config.Config;
import io.osler.core.steps.Steps;
import io.osler.learn.net.Input;
import io.osler.learn.net.Network;
import java.nio.file.Path;
import java.util.List;

/** Plan files, and the networks they name. */
public final class Plans {
  /** Every step that a plan may name. */
  public static final Catalogue CATALOGUE = Steps.catalogue();

  private Plans() {}

  public static Plan read(Path file) {
    return Config.read(Plan.class, file, CATALOGUE);
  }

  /** The plan's network with first values from {@code seed}. */
  public static Network network(Plan plan, long seed) {
    return plan.network().build(input(plan), seed);
  }

  static Input input(Plan plan) {
    Plan.Input in = plan.input();
    List<Integer> size =
        in.depth() == 1
            ? List.of(in.height(), in.width())
            : List.of(in.depth(), in.height(), in.width());
    return new Input(in.channels(), size, plan.labels().classes().size());
  }
}
