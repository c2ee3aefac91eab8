package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelProvider;

/**
 * The provider {@code gemini}: Gemini's own API, {@code
 * https://generativelanguage.googleapis.com/v1beta}.
 */
public final class GeminiProvider implements LabelModelProvider {
  @Override
  public String name() {
    return "gemini";
  }

  @Override
  public LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    ChatApi api = new GeminiApi();
    return new ChatLabelModel(endpoint, api, new ProviderHttp(endpoint, key, api));
  }
}
