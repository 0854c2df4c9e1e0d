package io.osler.learn.bundle;

import io.osler.core.config.Config;
import io.osler.core.config.InputException;
import io.osler.core.config.Json;
import io.osler.core.io.Atomic;
import io.osler.learn.infer.Ensemble;
import io.osler.learn.infer.Segmenter;
import io.osler.learn.net.Network;
import io.osler.learn.plan.Configurations;
import io.osler.learn.plan.Donor;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import io.osler.learn.tensor.Compute;
import io.osler.learn.tensor.Hashes;
import io.osler.learn.tensor.Layout;
import io.osler.learn.tensor.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * A model on disk: one folder of plain files, all of them under {@code SHA256SUMS}. Nothing in it
 * is code; a changed bit is refused at load.
 */
public record Bundle(Path folder, Model model) {
  private static final String MODEL = "model.yaml";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String TRAINED_ON = "trained-on.txt";

  /** What goes into a bundle beside model and weights. */
  public record Papers(
      String evaluationJson, String cardMarkdown, Origin origin, List<String> trainedOn) {
    public Papers {
      trainedOn = List.copyOf(trainedOn);
    }
  }

  /** Writes a bundle into {@code folder}, which must exist; the checksums come last. */
  public static Bundle write(Path folder, Model model, List<Network> networks, Papers papers)
      throws IOException {
    return write(folder, model, networks, Map.of(), papers);
  }

  /**
   * Likewise with further configurations.
   *
   * @param others networks by the name of their configuration; their weights are named {@code
   *     NAME.0.…}
   */
  public static Bundle write(
      Path folder,
      Model model,
      List<Network> networks,
      Map<String, List<Network>> others,
      Papers papers)
      throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    add(tensors, "", networks);
    new TreeMap<>(others).forEach((name, list) -> add(tensors, name + ".", list));
    Safetensors.write(folder.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
    put(folder.resolve(MODEL), Config.write(model));
    put(folder.resolve("evaluation.json"), papers.evaluationJson());
    put(folder.resolve("card.md"), papers.cardMarkdown());
    put(folder.resolve("origin.json"), Json.write(papers.origin()));
    put(folder.resolve(TRAINED_ON), String.join("\n", papers.trainedOn()) + "\n");
    Checksums.write(folder);
    return new Bundle(folder, model);
  }

  private static void add(
      SequencedMap<String, Tensor> tensors, String name, List<Network> networks) {
    for (int i = 0; i < networks.size(); i++) {
      String prefix = name + i + ".";
      networks.get(i).weights().state().forEach((n, t) -> tensors.put(prefix + n, t));
    }
  }

  private static void put(Path file, String text) {
    Atomic.replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Opens a bundle after checking every file against its checksum. */
  public static Bundle open(Path folder) {
    if (!Files.isRegularFile(folder.resolve(MODEL))) {
      throw new InputException(
          folder + " is no model: it has no " + MODEL + ".",
          "another folder was meant, or training was interrupted.",
          "give the folder that 'osler train --out' made.");
    }
    if (!Checksums.are(folder)) {
      Plans.refuseNewer(folder.resolve(MODEL)); // which may keep its checksums elsewhere
    }
    Checksums.check(folder);
    Plans.refuseNewer(folder.resolve(MODEL));
    return new Bundle(folder, Config.read(Model.class, folder.resolve(MODEL), Plans.CATALOGUE));
  }

  /** The model card, Markdown. */
  public String card() {
    return text("card.md");
  }

  public Origin origin() {
    return Json.read(Origin.class, folder.resolve("origin.json"));
  }

  private String text(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new InputException(
          folder.resolve(name) + " cannot be read.", "", "train or copy the model again.", e);
    }
  }

  /** SHA-256 of every image that the networks have seen in training; empty where none is kept. */
  public Set<String> trainedOn() {
    return Files.exists(folder.resolve(TRAINED_ON))
        ? Set.copyOf(text(TRAINED_ON).lines().toList())
        : Set.of();
  }

  /** The networks with their weights as a segmenter of {@code threads} threads. */
  public Segmenter segmenter(int threads) {
    Plan plan = model.plan();
    Map<String, List<Network>> networks = new LinkedHashMap<>();
    for (Plan one : Configurations.of(plan).inOrder()) {
      String name = one.outlining().name();
      boolean own = name.equals(plan.outlining().name());
      networks.put(name, networks(one, own ? "" : name + "."));
    }
    return Segmenter.of(plan, networks, compute(threads));
  }

  /** The weights as a start for training with other data. */
  public Donor donor() {
    Path file = folder.resolve(WEIGHTS);
    return new Donor(file.toString(), Hashes.sha256(file), Optional.of(model.plan()));
  }

  private Compute compute(int threads) {
    Compute planned = model.plan().compute();
    return new Compute(planned.precision(), planned.layout(), threads);
  }

  /** The networks with their weights, ready to use on {@code threads} threads. */
  public Ensemble ensemble(int threads) {
    Plan plan = model.plan();
    return new Ensemble(
        networks(plan, ""),
        plan.normalise(),
        plan.inference().mirror(),
        plan.inference().batch(),
        compute(threads));
  }

  private List<Network> networks(Plan plan, String prefix) {
    List<Network> networks = new ArrayList<>();
    try (Safetensors file = Safetensors.open(folder.resolve(WEIGHTS))) {
      for (int i = 0; i < model.networks(); i++) {
        Network network = Plans.network(plan, plan.seed());
        file.into(network.weights().state(), prefix + i + ".");
        if (plan.compute().layout() == Layout.CHANNELS_LAST) {
          network.weights().toChannelsLast();
        }
        networks.add(network);
      }
    }
    return networks;
  }
}
