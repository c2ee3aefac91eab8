package io.understudy.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ui.SQLAppStatusStore;
import org.apache.spark.sql.execution.ui.SQLExecutionUIData;
import org.apache.spark.sql.execution.ui.SparkPlanGraphNode;
import scala.jdk.javaapi.CollectionConverters;

/** What the SQL tab of the Spark UI shows. */
final class SqlTab {
  private final SparkSession spark;

  SqlTab(SparkSession spark) {
    this.spark = spark;
  }

  /** Waits until every event has been heard, and tells how many executions there are. */
  int executions() throws Exception {
    spark.sparkContext().listenerBus().waitUntilEmpty(30_000);
    return (int) store().executionsCount();
  }

  /**
   * The metrics of each node of a name in the executions from a number on, by their texts; metrics
   * without a value are left out.
   */
  List<Map<String, String>> nodes(String name, int from) throws Exception {
    int executions = executions();
    List<Map<String, String>> nodes = new ArrayList<>();
    List<SQLExecutionUIData> listed =
        CollectionConverters.asJava(store().executionsList(from, executions - from));
    for (SQLExecutionUIData execution : listed) {
      Map<Object, String> values =
          CollectionConverters.asJava(store().executionMetrics(execution.executionId()));
      for (SparkPlanGraphNode node :
          CollectionConverters.asJava(store().planGraph(execution.executionId()).allNodes())) {
        if (node.name().equals(name)) {
          nodes.add(shown(node, values));
        }
      }
    }
    return nodes;
  }

  private static Map<String, String> shown(SparkPlanGraphNode node, Map<Object, String> values) {
    Map<String, String> shown = new LinkedHashMap<>();
    CollectionConverters.asJava(node.metrics())
        .forEach(
            metric -> {
              String value = values.get(metric.accumulatorId());
              if (value != null) {
                shown.put(metric.name(), value);
              }
            });
    return shown;
  }

  private SQLAppStatusStore store() {
    return ((org.apache.spark.sql.classic.SparkSession) spark).sharedState().statusStore();
  }
}
