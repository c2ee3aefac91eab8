package io.understudy.llm;

import io.understudy.call.AnswerSet;
import io.understudy.call.Category;
import io.understudy.call.Example;
import io.understudy.call.PromptTemplate;
import io.understudy.call.Question;
import io.understudy.call.RowData;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Questions, rows and endpoints for tests. */
public final class Asking {
  private Asking() {}

  public static Question yesNo(String instruction) {
    return question(instruction, new AnswerSet.YesNo());
  }

  public static Question oneOf(String instruction, String... categories) {
    return question(instruction, new AnswerSet.OneOf(categories(categories)));
  }

  public static Question anyOf(String instruction, String... categories) {
    return question(instruction, new AnswerSet.AnyOf(categories(categories)));
  }

  public static Question question(String instruction, AnswerSet answers, Example... examples) {
    return new Question(
        new PromptTemplate(
            List.of(new PromptTemplate.Text(instruction + " "), new PromptTemplate.Slot("text"))),
        answers,
        List.of(examples));
  }

  public static RowData row(String... values) {
    return new RowData(List.of(values));
  }

  public static LabelBatch batch(Question question, String text) {
    return new LabelBatch(question, List.of(row(text)));
  }

  public static EndpointConfig endpoint(URI url) {
    return new EndpointConfig(
        "test",
        "openai",
        url,
        "m",
        new SecretRef.None(),
        8,
        ClusterLimits.NONE,
        EndpointConfig.NO_PACKING,
        BatchTerms.NONE,
        EndpointConfig.TEXT_LIMIT,
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        0,
        0,
        /* logprobs= */ false);
  }

  public static EndpointConfig withProvider(
      EndpointConfig base, String provider, SecretRef apiKey) {
    return new EndpointConfig(
        base.name(),
        provider,
        base.url(),
        base.model(),
        apiKey,
        base.concurrency(),
        base.cluster(),
        base.packing(),
        base.batches(),
        base.textLimit(),
        base.timeout(),
        base.deadline(),
        base.priceInput(),
        base.priceOutput(),
        base.logprobs());
  }

  /** The same server under another path, which may end in a query. */
  public static EndpointConfig withPath(EndpointConfig base, String path) {
    URI url = base.url();
    return new EndpointConfig(
        base.name(),
        base.provider(),
        URI.create(url.getScheme() + "://" + url.getAuthority() + path),
        base.model(),
        base.apiKey(),
        base.concurrency(),
        base.cluster(),
        base.packing(),
        base.batches(),
        base.textLimit(),
        base.timeout(),
        base.deadline(),
        base.priceInput(),
        base.priceOutput(),
        base.logprobs());
  }

  /** Asked by batches that are looked at all the time. */
  public static EndpointConfig withBatches(EndpointConfig base, Duration longest) {
    return new EndpointConfig(
        base.name(),
        base.provider(),
        base.url(),
        base.model(),
        base.apiKey(),
        base.concurrency(),
        base.cluster(),
        base.packing(),
        new BatchTerms(true, Duration.ofMillis(5), longest),
        base.textLimit(),
        base.timeout(),
        base.deadline(),
        base.priceInput(),
        base.priceOutput(),
        base.logprobs());
  }

  public static EndpointConfig withTimeout(EndpointConfig base, Duration timeout) {
    return copy(base, base.concurrency(), base.packing(), timeout, base.deadline());
  }

  public static EndpointConfig withConcurrency(EndpointConfig base, int concurrency) {
    return copy(base, concurrency, base.packing(), base.timeout(), base.deadline());
  }

  public static EndpointConfig withPacking(EndpointConfig base, int rows) {
    return copy(base, base.concurrency(), rows, base.timeout(), base.deadline());
  }

  public static EndpointConfig withDeadline(EndpointConfig base, Duration deadline) {
    return copy(base, base.concurrency(), base.packing(), base.timeout(), deadline);
  }

  public static EndpointConfig withLogprobs(EndpointConfig base) {
    return new EndpointConfig(
        base.name(),
        base.provider(),
        base.url(),
        base.model(),
        base.apiKey(),
        base.concurrency(),
        base.cluster(),
        base.packing(),
        base.batches(),
        base.textLimit(),
        base.timeout(),
        base.deadline(),
        base.priceInput(),
        base.priceOutput(),
        /* logprobs= */ true);
  }

  private static EndpointConfig copy(
      EndpointConfig base, int concurrency, int packing, Duration timeout, Duration deadline) {
    return new EndpointConfig(
        base.name(),
        base.provider(),
        base.url(),
        base.model(),
        base.apiKey(),
        concurrency,
        base.cluster(),
        packing,
        base.batches(),
        base.textLimit(),
        timeout,
        deadline,
        base.priceInput(),
        base.priceOutput(),
        base.logprobs());
  }

  private static List<Category> categories(String... names) {
    return Arrays.stream(names).map(Category::named).toList();
  }
}
