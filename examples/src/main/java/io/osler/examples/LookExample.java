package io.osler.examples;

import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Split;
import io.osler.learn.plan.Fingerprint;
import io.osler.learn.plan.Planner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is in a data set, what is wrong with it, and a plan for it. */
public final class LookExample {
  private LookExample() {}

  /** Takes the data set's file or folder, and the folder that the plan goes to. */
  public static void main(String[] args) throws IOException {
    // tag::open
    DataSet data = DataSets.open(Path.of(args[0]));
    System.out.printf("%d images, %d of them to test%n", data.size(), data.only(Split.TEST).size());
    var first = data.entries().getFirst();
    System.out.println(first.patient() + ": " + first.truth() + ", " + first.load().image().size());
    // end::open

    // tag::fingerprint
    Fingerprint fingerprint = Fingerprint.of(data);
    System.out.print(fingerprint.table());
    for (Fingerprint.Finding finding : fingerprint.findings()) {
      System.out.println(finding.severity() + ": " + finding.message());
    }
    // end::fingerprint

    // tag::plan
    int threads = Runtime.getRuntime().availableProcessors();
    var wish = new Planner.Wish(60, 0, 1, threads, Optional.empty(), Optional.empty());
    Planner.Reasoned planned = Planner.plan(data, wish);
    System.out.println(planned.reasons().get("network"));
    Path folder = Files.createDirectories(Path.of(args[1]));
    Files.writeString(folder.resolve("plan.yaml"), planned.yaml());
    // end::plan
  }
}
