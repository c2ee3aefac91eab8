package io.understudy.localllm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the server was asked and what it answered. */
final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private long chats;
  private long embeddings;
  private long embeddedTexts;
  private long tokensIn;
  private long tokensOut;
  private final Map<String, Long> questions = new TreeMap<>();
  // By hash: a benchmark asks about a million rows.
  private final Map<Long, Long> texts = new HashMap<>();
  private final Map<Long, Integer> attempts = new HashMap<>();
  private final Map<Long, Integer> answers = new HashMap<>();
  private final Map<String, Long> outcomes = new TreeMap<>();

  synchronized void chat() {
    chats++;
  }

  synchronized void embedding() {
    embeddings++;
  }

  synchronized void embedded(int count) {
    embeddedTexts += count;
  }

  /** A question about a row was understood. */
  synchronized void asked(Asked asked) {
    questions.merge(asked.instruction(), 1L, Long::sum);
    texts.merge(StableHash.of(asked.text()), 1L, Long::sum);
  }

  /** How often it was asked just this, this time included. */
  synchronized int attempt(String identity) {
    return attempts.merge(StableHash.of(identity), 1, Integer::sum);
  }

  /** An answer that can be used was sent whole. */
  synchronized void answered(Asked asked) {
    answers.merge(StableHash.of(asked.identity()), 1, Integer::sum);
  }

  /** Answers that were sent whole although the same question had got one before. */
  synchronized long answeredAgain() {
    return answers.values().stream().mapToLong(times -> times - 1).sum();
  }

  synchronized void tokens(long in, long out) {
    tokensIn += in;
    tokensOut += out;
  }

  /** A request ended with an HTTP status, or was left without a whole reply. */
  synchronized void ended(String outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
  }

  synchronized long requests() {
    return chats;
  }

  synchronized long embeddingRequests() {
    return embeddings;
  }

  synchronized long embeddedTexts() {
    return embeddedTexts;
  }

  synchronized Map<String, Long> questions() {
    return new TreeMap<>(questions);
  }

  synchronized long timesAsked(String text) {
    return texts.getOrDefault(StableHash.of(text), 0L);
  }

  synchronized int distinctTexts() {
    return texts.size();
  }

  synchronized Map<String, Long> outcomes() {
    return new TreeMap<>(outcomes);
  }

  synchronized void reset() {
    chats = 0;
    embeddings = 0;
    embeddedTexts = 0;
    tokensIn = 0;
    tokensOut = 0;
    questions.clear();
    texts.clear();
    attempts.clear();
    answers.clear();
    outcomes.clear();
  }

  synchronized ObjectNode toJson(int maxInFlight) {
    ObjectNode json = JSON.createObjectNode();
    json.put("requests", chats);
    json.put("embedding_requests", embeddings);
    json.put("embedded_texts", embeddedTexts);
    json.put("distinct_texts", texts.size());
    json.put("answered_again", answeredAgain());
    json.put("max_in_flight", maxInFlight);
    json.put("tokens_in", tokensIn);
    json.put("tokens_out", tokensOut);
    ObjectNode counts = json.putObject("statuses");
    outcomes.forEach(counts::put);
    ObjectNode asked = json.putObject("questions");
    questions.forEach(asked::put);
    return json;
  }
}
