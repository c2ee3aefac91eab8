package io.understudy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Jobs tab says what each job of a call does, and a user's own words come back after it. */
class JobDescriptionsTest {
  private static Lab lab;

  /** A round of labels has as many rows as it needs. */
  private static final Predicate<String> LABELLING =
      step -> step.matches("nightly group: AI\\.IF: labelling [\\d,]+ rows");

  @BeforeAll
  static void open() {
    lab = Lab.open("local[2]", Lab.KEYWORDS, Lab.SMALL);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  void eachStepIsNamed() throws Exception {
    assertThat(
            descriptions(
                "SELECT AI.IF('Is it positive? ' || review, embeddings => emb) FROM reviews"))
        .contains(
            "nightly group: AI.IF: sampling",
            "nightly group: AI.IF: training",
            "nightly group: nightly report")
        .anyMatch(LABELLING)
        .allMatch(
            step ->
                LABELLING.test(step)
                    || step.matches(
                        "nightly group: (AI\\.IF: (sampling|training)|nightly report)"));
  }

  @Test
  void aQueryThatWaitsForABatchSaysSo() throws Exception {
    assertThat(
            descriptions(
                "SELECT AI.IF('Is it positive? ' || review, embeddings => emb, endpoint => 'later')"
                    + " FROM reviews"))
        .contains("nightly group: AI.IF: sampling", "nightly group: nightly report")
        .anyMatch(
            step -> step.matches("nightly group: AI\\.IF: waiting for a batch of [\\d,]+ rows"))
        .noneMatch(LABELLING);
    assertThat(lab.server().batches()).isPositive();
  }

  @Test
  void withoutAnUnderstudyTheFirstRowsAre() throws Exception {
    assertThat(
            descriptions(
                "SELECT AI.CLASSIFY(review, array('book', 'film', 'game')) FROM reviews WHERE id < 40"))
        .containsExactlyInAnyOrder(
            "nightly group: AI.CLASSIFY: sampling",
            "nightly group: AI.CLASSIFY: labelling the first 10 rows",
            "nightly group: nightly report");
  }

  @Test
  void twoCallsInterleaveAndAFailureRestores() throws Exception {
    SparkContext context = lab.spark().sparkContext();
    assertThat(
            descriptions(
                "SELECT AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb) FROM reviews"
                    + " WHERE AI.IF('Is it a book? ' || review, embeddings => emb)"))
        .anyMatch(LABELLING)
        .contains(
            "nightly group: AI.CLASSIFY: labelling the first 10 rows",
            "nightly group: nightly report");
    assertThat(descriptions("SELECT AI.IF('Is it? ' || review, endpoint => 'dead') FROM reviews"))
        .contains("nightly group: AI.IF: sampling");
    assertThat(context.getLocalProperty("spark.job.description")).isNull();
    assertThat(context.getLocalProperty("spark.jobGroup.id")).isNull();
  }

  /** Group and description of every job of a query, each once. */
  private static Set<String> descriptions(String query) throws Exception {
    SparkSession session = lab.fresh(Lab.SMALL);
    // The driver trains without a job.
    session.conf().set("spark.understudy.trainer", "mllib");
    session.conf().set("spark.understudy.endpoints.dead.url", "http://127.0.0.1:9/v1");
    session.conf().set("spark.understudy.endpoints.dead.model", "m");
    session.conf().set("spark.understudy.endpoints.dead.deadline", "1s");
    session.conf().set("spark.understudy.endpoints.later.url", lab.server().url().toString());
    session.conf().set("spark.understudy.endpoints.later.model", "later");
    session.conf().set("spark.understudy.endpoints.later.batch", "true");
    session.conf().set("spark.understudy.endpoints.later.batch.poll", "20ms");
    Reviews.create(session, "reviews", 1500, 0);
    SparkContext context = session.sparkContext();
    Listener listener = new Listener();
    context.addSparkListener(listener);
    context.setJobGroup("nightly group", "nightly report", false);
    try {
      session.sql(query).collectAsList();
    } catch (RuntimeException expectedOfADeadEndpoint) {
      assertThat(query).contains("dead");
    } finally {
      assertThat(context.getLocalProperty("spark.job.description")).isEqualTo("nightly report");
      assertThat(context.getLocalProperty("spark.jobGroup.id")).isEqualTo("nightly group");
      context.clearJobGroup();
      context.listenerBus().waitUntilEmpty(30_000);
      context.removeSparkListener(listener);
    }
    return new LinkedHashSet<>(listener.jobs);
  }

  private static final class Listener extends SparkListener {
    private final ConcurrentLinkedQueue<String> jobs = new ConcurrentLinkedQueue<>();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      Properties properties = job.properties();
      jobs.add(
          properties.getProperty("spark.jobGroup.id")
              + ": "
              + properties.getProperty("spark.job.description"));
    }
  }
}
