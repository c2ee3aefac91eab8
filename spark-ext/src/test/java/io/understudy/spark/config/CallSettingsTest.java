package io.understudy.spark.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.Test;

/** Delta is not on the class path of this module. */
class CallSettingsTest {
  @Test
  void aStoreWithoutDeltaIsAnErrorAtAnalysisThatSaysWhatToAdd() {
    UnderstudyConf conf = UnderstudyConf.of(Map.of("spark.understudy.store", "some/folder"));
    assertThatThrownBy(() -> CallSettings.check(conf, Set.of()))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("[UNDERSTUDY_STORE.NO_DELTA]")
        .hasMessageContaining("some/folder")
        .hasMessageContaining("io.delta:delta-spark");
  }

  @Test
  void withoutAStoreNobodyNeedsDelta() {
    assertThatCode(() -> CallSettings.check(UnderstudyConf.of(Map.of()), Set.of()))
        .doesNotThrowAnyException();
  }
}
