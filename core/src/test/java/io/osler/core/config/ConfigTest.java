package io.osler.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  enum Task {
    SINGLE_LABEL,
    ORDINAL
  }

  sealed interface Net {}

  @Kind("lenet-5")
  @About("Two convolutions and two dense layers.")
  record LeNet5(@Default("2") @About("how many") int classes) implements Net {}

  record UNet(List<Integer> features, @Default("0.1") double dropout) implements Net {
    UNet {
      Require.within("dropout", dropout, 0, 1);
    }
  }

  record Identity() implements Net {}

  interface Step {}

  record Clahe(double clip, @Default("[8, 8]") List<Integer> tiles) implements Step {}

  record Flip(@Default("0") int axis) implements Step {}

  record Plan(
      Net network,
      int epochs,
      @Unit("1/step") double learningRate,
      @Default("single-label") Task task,
      Optional<Duration> budget,
      @Default("[]") List<Step> steps,
      @Default("{}") Map<String, Double> weights,
      @Default("plan") String name) {}

  private static final Catalogue STEPS = Catalogue.of(Step.class, List.of(Clahe.class, Flip.class));

  private static Plan read(String yaml) {
    return Config.read(Plan.class, yaml, STEPS);
  }

  private static final String SMALL = "network: lenet-5\nepochs: 3\nlearning-rate: 1e-3\n";

  @Test
  void readsEveryShape() {
    Plan plan =
        read(
            """
            network: {kind: u-net, features: [32, 64]}
            epochs: 200
            learning-rate: 0.01
            task: ordinal
            budget: 20m
            steps:
              - flip
              - clahe(clip=2, tiles=[4, 4])
              - kind: clahe
                clip: 1.5
            weights: {a: 1, b: .nan}
            name: 12
            """);
    assertThat(plan.network()).isEqualTo(new UNet(List.of(32, 64), 0.1));
    assertThat(plan.task()).isEqualTo(Task.ORDINAL);
    assertThat(plan.budget()).contains(Duration.ofMinutes(20));
    assertThat(plan.steps())
        .containsExactly(new Flip(0), new Clahe(2, List.of(4, 4)), new Clahe(1.5, List.of(8, 8)));
    assertThat(plan.weights()).containsEntry("a", 1.0).containsEntry("b", Double.NaN);
    assertThat(plan.name()).isEqualTo("12");
  }

  @Test
  void defaultsFillAbsentKeys() {
    assertThat(read(SMALL))
        .isEqualTo(
            new Plan(
                new LeNet5(2),
                3,
                1e-3,
                Task.SINGLE_LABEL,
                Optional.empty(),
                List.of(),
                Map.of(),
                "plan"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain", "", "true", "null", "~", "1.0", " x ", "a: b", "a # b", "- a", "é", "\"q\\", "😀",
        "a\nb", "tab\t", "\u2028", "no", "*a", "&a", "!t", "{", "%d", "@x", "0x1F", "2001-01-01",
            "-"
      })
  void anyTextReadsBack(String text) {
    Plan plan =
        new Plan(
            new UNet(List.of(1, 2), Double.MIN_VALUE),
            Integer.MAX_VALUE,
            1.0 / 3,
            Task.ORDINAL,
            Optional.of(Duration.ofSeconds(90)),
            List.of(new Flip(2), new Clahe(1e-9, List.of())),
            Map.of("k", Double.NEGATIVE_INFINITY, text, 2.0),
            text);
    assertThat(read(Config.write(plan))).isEqualTo(plan);
    Map<String, String> reasons =
        Map.of(
            "name", "because\nepochs: 4", "steps.1.clip", "measured", "network", "r ".repeat(99));
    assertThat(read(Config.write(plan, reasons))).isEqualTo(plan);
  }

  @Test
  void writesReasonsBesideOrAboveTheirKeys() {
    String yaml =
        Config.write(
            new Plan(
                new UNet(List.of(32, 64), 0),
                5,
                0.01,
                Task.ORDINAL,
                Optional.empty(),
                List.of(new Flip(1), new Clahe(2, List.of(8))),
                Map.of(),
                "x"),
            Map.of(
                "epochs", "because the budget allows 5",
                "network.features", "because memory is small",
                "steps.1", "because contrast is low",
                "learning-rate", "because " + "of a long story ".repeat(8)));
    assertThat(yaml)
        .isEqualTo(
            """
            network:
              kind: u-net
              features: [32, 64]  # because memory is small
              dropout: 0.0
            epochs: 5  # because the budget allows 5
            # because of a long story of a long story of a long story of a long story of a long story of a long
            # story of a long story of a long story
            learning-rate: 0.01
            task: ordinal
            steps:
              - {kind: flip, axis: 1}
              - {kind: clahe, clip: 2.0, tiles: [8]}  # because contrast is low
            weights: {}
            name: x
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "epoch: 4 | line 4: unknown key 'epoch' | did you mean 'epochs'",
        "steps: [flipp] | unknown kind 'flipp' | did you mean 'flip'",
        "steps: [{axis: 1}] | 'steps.0' has no 'kind' | clahe, flip",
        "steps: 3 | 'steps' is '3' | give a list",
        "task: ordnal | 'task' is 'ordnal' | one of single-label, ordinal",
        "budget: soon | 'budget' is 'soon' | 20m",
        "steps: [{kind: flip, axis: 1.5}] | 'steps.0.axis' is '1.5' | a whole number",
        "steps: [{kind: flip, axes: 1}] | unknown key 'axes' in 'steps.0' | 'axis'",
        "weights: {a: b} | 'weights.a' is 'b' | a number",
        "weights: {a: 1, a: 2} | the key 'a' twice | keep one",
        "epochs: 4 | the key 'epochs' twice | keep one",
        "weights: &w {a: 1} | | ",
        "weights: *w | alias | write the value out",
        "name: !!java/object x | tag | without it",
      })
  void refusesAndSaysWhatToDo(String line, String what, String fix) {
    if (what == null) {
      assertThat(read(SMALL + line).weights()).containsEntry("a", 1.0);
      return;
    }
    assertThatThrownBy(() -> read(SMALL + line))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(what)
        .hasMessageContaining(fix);
  }

  @Test
  void constructorsRefuseWithLineAndPath() {
    assertThatThrownBy(
            () ->
                read(
                    "epochs: 1\n"
                        + "learning-rate: 1\n"
                        + "network: {kind: u-net, features: [], dropout: 7}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 3: 'network'")
        .hasMessageContaining("'dropout' is 7")
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> read("epochs: 1"))
        .hasMessageContaining("lacks 'network'")
        .isInstanceOf(InputException.class);
  }

  @Test
  void hostileTextIsBounded() {
    assertThatThrownBy(() -> read("name: " + "[".repeat(100_000)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> read("name: " + "{a: ".repeat(100_000)))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> read("x".repeat(Documents.MOST_CHARACTERS + 1)))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> read("[" + "0,".repeat(Documents.MOST_NODES) + "0]"))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> read(SMALL + "---\n" + SMALL)).hasMessageContaining("second document");
    assertThatThrownBy(() -> read("\u0000\u0001")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> read("a: b: c")).hasMessageContaining("line 1");
    assertThatThrownBy(() -> Config.read(Plan.class, Path.of("missing.yaml")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("missing.yaml");
  }

  @Test
  void familiesAreWrittenWithTheirKind() {
    for (Net net : List.of(new LeNet5(4), new UNet(List.of(3), 0), new Identity())) {
      assertThat(Config.read(Net.class, Config.writeAs(Net.class, net))).isEqualTo(net);
    }
  }

  @Test
  void catalogueDocumentsItsKinds() {
    assertThat(Catalogue.sealedOnly().kinds(Net.class))
        .containsKeys("lenet-5", "u-net", "identity");
    Catalogue.Entry entry = Catalogue.sealedOnly().entries(Net.class).getFirst();
    assertThat(entry.about()).startsWith("Two convolutions");
    assertThat(entry.parameters())
        .containsExactly(
            new Catalogue.Parameter("classes", "a whole number", "how many", "", Optional.of("2")));
  }

  @ParameterizedTest
  @CsvSource({
    "learningRate, learning-rate",
    "UNet, u-net",
    "CLAHE, clahe",
    "hd95, hd95",
    "ZScore, z-score",
    "SINGLE_LABEL, single-label",
    "CutOut, cut-out",
    "ResNet18, res-net18",
    "N4, n4"
  })
  void kebab(String name, String kebab) {
    assertThat(Names.kebab(name)).isEqualTo(kebab);
  }

  @Test
  void jsonIsDeterministicAndReadsBack() {
    record Metric(double value, double low, Optional<Double> high) {}
    record Result(Map<String, Metric> metrics, int[] counts, String text) {}
    Result result =
        new Result(
            Map.of(
                "b",
                new Metric(1, Double.NaN, Optional.empty()),
                "a",
                new Metric(2, 1e-9, Optional.of(3.0))),
            new int[] {1, 2},
            "q\"\n");
    String json = Json.write(result);
    assertThat(json)
        .isEqualTo(
            """
            {
              "metrics" : {
                "a" : {
                  "value" : 2.0,
                  "low" : 1.0e-9,
                  "high" : 3.0
                },
                "b" : {
                  "value" : 1.0,
                  "low" : null
                }
              },
              "counts" : [ 1, 2 ],
              "text" : "q\\"\\n"
            }
            """);
    Result back = Json.read(Result.class, json);
    assertThat(back.metrics()).isEqualTo(result.metrics());
    assertThat(back.counts()).containsExactly(1, 2);
    assertThat(Json.read("{\"a\": [1, true, 2.5, \"x\", null]}"))
        .containsEntry("a", List.of(1L, true, 2.5, "x", Double.NaN));
    for (String bad : List.of("", "{", "{\"a\":1,\"a\":2}", "{}{}", "[1]", "[".repeat(10_000))) {
      assertThatThrownBy(() -> Json.read(bad)).isInstanceOf(InputException.class);
    }
  }
}
