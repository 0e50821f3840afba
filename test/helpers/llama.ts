/** What llama.cpp makes of a prompt: its tokens, and the likeliest ones behind it. */
export type Llama = (
  file: string,
  prompt: string,
  tokens: number,
) => Promise<{ tokenized: readonly number[]; continued: readonly number[] }>;

/**
 * llama.cpp by way of node-llama-cpp, where that is installed: CRYSTALLINE_LLAMA names its module, or npm i --no-save
 * node-llama-cpp. It is no dependency because npm would fetch its CUDA builds too. Otherwise the reason why not.
 */
export async function llamaOf(): Promise<Llama | string> {
  const name: string = process.env['CRYSTALLINE_LLAMA'] ?? 'node-llama-cpp';
  const library = await import(name).catch((error: unknown) => String(error));
  if (typeof library === 'string') return `node-llama-cpp cannot be loaded: ${library}`;
  const llama = await library.getLlama({
    ...{ gpu: false, skipDownload: true, build: 'never', progressLogs: false, logLevel: 'error' },
  });
  return async (file, prompt, tokens) => {
    const model = await llama.loadModel({ modelPath: file });
    const context = await model.createContext({
      contextSize: model.trainContextSize,
      sequences: 1,
    });
    const sequence = context.getSequence();
    const tokenized: number[] = model.tokenize(prompt);
    const continued: number[] = [];
    const options = { temperature: 0, yieldEogToken: true };
    for await (const token of sequence.evaluate(tokenized, options)) {
      continued.push(token as number);
      if (continued.length === tokens) break;
    }
    await context.dispose();
    await model.dispose();
    return { tokenized, continued };
  };
}
