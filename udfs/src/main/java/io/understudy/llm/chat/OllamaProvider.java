package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelProvider;

/** The provider {@code ollama}: Ollama's own API, for example {@code http://localhost:11434}. */
public final class OllamaProvider implements LabelModelProvider {
  @Override
  public String name() {
    return "ollama";
  }

  @Override
  public LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    ChatApi api = new OllamaApi();
    return new ChatLabelModel(endpoint, api, new ProviderHttp(endpoint, key, api));
  }
}
