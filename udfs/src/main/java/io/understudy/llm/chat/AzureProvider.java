package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelProvider;

/**
 * The provider {@code azure}: Azure OpenAI, {@code https://RESOURCE.openai.azure.com/openai/v1}.
 * The model's name is that of the deployment.
 */
public final class AzureProvider implements LabelModelProvider {
  @Override
  public String name() {
    return "azure";
  }

  @Override
  public LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    ChatApi api = new OpenAiApi(/* azure= */ true);
    return new ChatLabelModel(endpoint, api, new ProviderHttp(endpoint, key, api));
  }
}
