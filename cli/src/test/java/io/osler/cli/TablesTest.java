package io.osler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.volume.Truth;
import io.osler.learn.bundle.Model;
import io.osler.learn.data.Labels;
import io.osler.learn.infer.Calibration;
import io.osler.learn.infer.Predictions;
import io.osler.learn.net.NetSpec;
import io.osler.learn.plan.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names from outside in what scripts and spreadsheets read. */
class TablesTest {
  @Test
  void namesWithCommasAndFormulasStayOneCell() {
    var labels = new Labels(Labels.Kind.SINGLE_LABEL, List.of("normal, benign", "a \"b\""), 1);
    var plan = Made.plan(new NetSpec.Lenet5(), new Plan.Input(1, 28, 28, 1), labels, 4, 1);
    var model = new Model(Plan.FORMAT, "test", "test", 1, List.of(), 1, List.of(), plan);
    var row =
        new Predictions.Row(
            "=cmd()\nx.png", "p", new Truth.Category(0), new double[] {0, 0}, Map.of());
    var seen = new Predictions(labels, Calibration.NONE, List.of(row));
    assertThat(Tables.csv(seen, model))
        .isEqualTo(
            "id,truth,prediction,\"p(normal, benign)\",\"p(a \"\"b\"\")\"\n"
                + "\"'=cmd()\nx.png\",\"normal, benign\",\"normal, benign\",0.500000,0.500000\n");
  }
}
