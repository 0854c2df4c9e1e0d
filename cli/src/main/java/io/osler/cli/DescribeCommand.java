package io.osler.cli;

import io.osler.learn.bundle.Bundle;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code osler describe}. */
@Command(
    name = "describe",
    description = "Print a model's card: what it is for, how good it is, where it ends.",
    footer = {"", "Example: osler describe model/ > card.md"})
final class DescribeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A folder made by 'osler train'.")
  private Path model = Path.of("model");

  @Override
  public Integer call() {
    System.out.print(Bundle.open(model).card());
    return 0;
  }
}
