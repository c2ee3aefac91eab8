package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelContract;

class OpenAiContractTest extends LabelModelContract {
  @Override
  protected LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    return new OpenAiProvider().open(endpoint, key);
  }
}
