package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelProvider;

/**
 * The provider {@code openai}: vLLM, Ollama, llama.cpp's server, OpenAI and the compatible
 * endpoints of Gemini and Databricks.
 */
public final class OpenAiProvider implements LabelModelProvider {
  /** The value of {@code spark.understudy.endpoints.NAME.provider}. */
  public static final String NAME = "openai";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean offersBatches() {
    return true;
  }

  @Override
  public LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    ChatApi api = new OpenAiApi(/* azure= */ false);
    ProviderHttp http = new ProviderHttp(endpoint, key, api);
    ChatWording wording = new ChatWording(endpoint, api);
    return new ChatLabelModel(endpoint, api, http, wording, new OpenAiBatches(http, wording));
  }
}
