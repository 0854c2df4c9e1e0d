package io.osler.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code osler plan}. */
@Command(
    name = "plan",
    description = {
      "Look at the data, measure this machine, and print a training plan.",
      "Every choice says why; edit what you like: 'osler train --plan' obeys it."
    },
    footer = {"", "Example: osler plan images/ --budget 20m > plan.yaml"})
final class PlanCommand implements Callable<Integer> {
  @Mixin private final DataInput data = new DataInput();
  @Mixin private final PlanOptions options = new PlanOptions();

  @Override
  public Integer call() {
    System.out.print(options.plan(data.open(), System.nanoTime()).yaml());
    return 0;
  }
}
