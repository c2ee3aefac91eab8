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
    Draft draft = new Draft(base);
    draft.provider = provider;
    draft.apiKey = apiKey;
    return draft.endpoint();
  }

  /** The same server under another path, which may end in a query. */
  public static EndpointConfig withPath(EndpointConfig base, String path) {
    Draft draft = new Draft(base);
    draft.url = URI.create(base.url().getScheme() + "://" + base.url().getAuthority() + path);
    return draft.endpoint();
  }

  /** Asked by batches that are looked at all the time. */
  public static EndpointConfig withBatches(EndpointConfig base, Duration longest) {
    Draft draft = new Draft(base);
    draft.batches = new BatchTerms(true, Duration.ofMillis(5), longest);
    return draft.endpoint();
  }

  public static EndpointConfig withTimeout(EndpointConfig base, Duration timeout) {
    Draft draft = new Draft(base);
    draft.timeout = timeout;
    return draft.endpoint();
  }

  public static EndpointConfig withConcurrency(EndpointConfig base, int concurrency) {
    Draft draft = new Draft(base);
    draft.concurrency = concurrency;
    return draft.endpoint();
  }

  public static EndpointConfig withPacking(EndpointConfig base, int rows) {
    Draft draft = new Draft(base);
    draft.packing = rows;
    return draft.endpoint();
  }

  public static EndpointConfig withDeadline(EndpointConfig base, Duration deadline) {
    Draft draft = new Draft(base);
    draft.deadline = deadline;
    return draft.endpoint();
  }

  public static EndpointConfig withLogprobs(EndpointConfig base) {
    Draft draft = new Draft(base);
    draft.logprobs = true;
    return draft.endpoint();
  }

  /** An endpoint to be made of another one. */
  private static final class Draft {
    private final EndpointConfig base;
    private String provider;
    private URI url;
    private SecretRef apiKey;
    private int concurrency;
    private int packing;
    private BatchTerms batches;
    private Duration timeout;
    private Duration deadline;
    private boolean logprobs;

    Draft(EndpointConfig base) {
      this.base = base;
      this.provider = base.provider();
      this.url = base.url();
      this.apiKey = base.apiKey();
      this.concurrency = base.concurrency();
      this.packing = base.packing();
      this.batches = base.batches();
      this.timeout = base.timeout();
      this.deadline = base.deadline();
      this.logprobs = base.logprobs();
    }

    EndpointConfig endpoint() {
      return new EndpointConfig(
          base.name(),
          provider,
          url,
          base.model(),
          apiKey,
          concurrency,
          base.cluster(),
          packing,
          batches,
          base.textLimit(),
          timeout,
          deadline,
          base.priceInput(),
          base.priceOutput(),
          logprobs);
    }
  }

  private static List<Category> categories(String... names) {
    return Arrays.stream(names).map(Category::named).toList();
  }
}
