/** What llama.cpp makes of a prompt: its tokens, and the likeliest ones behind it. */
export type Llama = (
  file: string,
  prompt: string,
  tokens: number,
) => Promise<{ tokenized: readonly number[]; continued: readonly number[] }>;

const HOW =
  'In a folder of its own, whose package.json has "overrides" that put an empty package in the place of ' +
  '@node-llama-cpp/linux-x64-cuda, -cuda-ext and -vulkan: npm i node-llama-cpp@3.22.1. Then ' +
  'CRYSTALLINE_LLAMA=FOLDER/node_modules/node-llama-cpp/dist/index.js npm test -- --project contract';

/**
 * llama.cpp by way of node-llama-cpp, where CRYSTALLINE_LLAMA names its module; otherwise why not, and how to have it.
 * It is no dependency: npm would fetch its CUDA and Vulkan builds too, and with these overridden npm ci (11.19) refuses the lock file that npm i wrote.
 */
export async function llamaOf(): Promise<Llama | string> {
  const name: string = process.env['CRYSTALLINE_LLAMA'] ?? 'node-llama-cpp';
  const library = await import(name).catch((error: unknown) => String(error));
  if (typeof library === 'string') return `llama.cpp reads no GGUF in this run: ${library}. ${HOW}`;
  const llama = await library.getLlama({
    ...{ gpu: false, skipDownload: true, build: 'never', progressLogs: false, logLevel: 'error' },
    maxThreads: 1, // more would spin against each other where processors are few: seconds a token
  });
  return async (file, prompt, tokens) => {
    const model = await llama.loadModel({ modelPath: file });
    const context = await model.createContext({
      contextSize: model.trainContextSize,
      ...{ sequences: 1, threads: 1 },
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
