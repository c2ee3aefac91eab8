package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelProvider;

/**
 * The provider {@code bedrock}: Amazon Bedrock's Converse API with a Bedrock API key, {@code
 * https://bedrock-runtime.REGION.amazonaws.com}.
 */
public final class BedrockProvider implements LabelModelProvider {
  @Override
  public String name() {
    return "bedrock";
  }

  @Override
  public LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    ChatApi api = new BedrockApi();
    return new ChatLabelModel(endpoint, api, new ProviderHttp(endpoint, key, api));
  }
}
