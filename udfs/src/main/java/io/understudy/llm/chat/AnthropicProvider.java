package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelProvider;

/**
 * The provider {@code anthropic}: Anthropic's Messages API, {@code https://api.anthropic.com/v1}.
 */
public final class AnthropicProvider implements LabelModelProvider {
  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    ChatApi api = new AnthropicApi();
    return new ChatLabelModel(endpoint, api, new ProviderHttp(endpoint, key, api));
  }
}
