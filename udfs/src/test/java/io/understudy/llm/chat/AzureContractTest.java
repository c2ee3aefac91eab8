package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.Asking;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelContract;

class AzureContractTest extends LabelModelContract {
  @Override
  protected LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    return new AzureProvider().open(Asking.withPath(endpoint, "/openai/v1"), key);
  }
}
