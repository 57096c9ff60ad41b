// Makes one call with the official client and prints what came of it as one JSON object.
// Usage: node call.mjs '{"baseURL": …, "apiKey": …, "call": …, "params": …}'
import OpenAI from 'openai';

const { baseURL, apiKey, call, params } = JSON.parse(process.argv[2]);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });

const calls = {
  create: () => client.chat.completions.create(params),
  stream: async () => {
    const chunks = [];
    for await (const chunk of await client.chat.completions.create({ ...params, stream: true })) {
      chunks.push(chunk);
    }
    return { chunks };
  },
  // puts the chunks together again, and is strict about them
  assemble: () => client.chat.completions.stream(params).finalChatCompletion(),
  leave: async () => {
    for await (const chunk of await client.chat.completions.create({ ...params, stream: true })) {
      if (chunk.choices[0].delta.content) {
        return { left: true };
      }
    }
    return { left: false };
  },
  models: async () => ({ ids: (await client.models.list()).data.map((model) => model.id) }),
  model: () => client.models.retrieve(params.model),
};

try {
  console.log(JSON.stringify(await calls[call]()));
} catch (error) {
  const { name } = error.constructor;
  const { status, code, param, type, message, requestID } = error;
  console.log(JSON.stringify({ raised: name, status, code, param, type, message, requestID }));
}
