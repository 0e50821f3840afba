// Byte pairs: how fast merges are learned, beside a plain reference, and text is encoded, beside @huggingface/tokenizers, in alternating rounds of one run.
//   npm run bench -- bpe [--vocabulary 4096] [--megabytes 20] [--rounds 5] [--json]
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Tokenizer } from '@huggingface/tokenizers';
import { countWords, trainPlainly } from './peers/plain-byte-pairs.mjs';

const { values } = parseArgs({
  options: {
    vocabulary: { type: 'string', default: '4096' },
    megabytes: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const vocabulary = Number(values.vocabulary);
const rounds = Number(values.rounds);
/** Merges the plain reference learns: it looks at every word again for each. */
const PLAIN_MERGES = 50;

const { Engine } = createRequire(import.meta.url)('../native/build/Release/crystalline.node');
const engine = new Engine();
const book = readFileSync('out/resources/moby-dick/data.txt');
const text = Buffer.concat(
  Array(Math.ceil((Number(values.megabytes) * 1e6) / book.length)).fill(book),
);
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function seconds(work) {
  const start = process.hrtime.bigint();
  const result = await work();
  return { result, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

function open(bytes, rest) {
  return engine.openCorpus({ name: 'bench', bytes, tokenizer: 'bpe', vocabulary, ...rest });
}

/** What learning adds to opening a corpus: opened once more with the vocabulary given, all else is the same. */
async function learning(bytes) {
  const learned = await seconds(() => open(bytes));
  const { corpusId } = learned.result;
  const tokenizerJson = Buffer.from(engine.tokenizerJson(corpusId));
  const given = await seconds(() => open(bytes, { tokenizerJson }));
  return { corpusId, seconds: Math.max(learned.seconds - given.seconds, 1e-9), tokenizerJson };
}

function agree(ours, theirs) {
  if (ours.length !== theirs.length || !theirs.every((id, i) => id === ours[i])) {
    throw new Error('The two tokenizers do not agree: their speeds say nothing.');
  }
}

const [train, trainBook, plain, encode, peerEncode] = [[], [], [], [], []];
const sample = book.toString('utf8');
for (let round = 0; round < rounds; round += 1) {
  train.push(text.length / 1e6 / (await learning(text)).seconds);
  const { corpusId, seconds: spent, tokenizerJson } = await learning(book);
  trainBook.push(book.length / 1e6 / spent);
  const reference = await seconds(() => trainPlainly(countWords(sample), PLAIN_MERGES));
  const perMerge = reference.seconds / PLAIN_MERGES;
  plain.push(book.length / 1e6 / (perMerge * (vocabulary - 257)));
  const ours = await seconds(() => engine.encode(corpusId, sample));
  encode.push(book.length / 1e6 / ours.seconds);
  const peer = new Tokenizer(JSON.parse(tokenizerJson.toString()), {});
  const theirs = await seconds(() => peer.encode(sample).ids);
  peerEncode.push(book.length / 1e6 / theirs.seconds);
  agree(ours.result, theirs.result);
}
engine.dispose();

const result = {
  area: 'bpe',
  vocabulary,
  train_mb_per_second: Number(median(train).toFixed(1)),
  train_megabytes: Number((text.length / 1e6).toFixed(1)),
  train_book_mb_per_second: Number(median(trainBook).toFixed(1)),
  plain_train_mb_per_second: Number(median(plain).toFixed(3)),
  encode_mb_per_second: Number(median(encode).toFixed(1)),
  peer: '@huggingface/tokenizers',
  peer_encode_mb_per_second: Number(median(peerEncode).toFixed(2)),
};
if (values.json) console.log(JSON.stringify(result));
else {
  const row = (name, rate) => console.log(`${name.padEnd(56)}${rate.toFixed(2).padStart(9)} MB/s`);
  console.log(`byte pairs, vocabulary ${vocabulary}, ${rounds} alternating rounds, medians`);
  row(`learning, ${result.train_megabytes} MB (the book again and again)`, median(train));
  row('learning, the book alone (1.2 MB)', median(trainBook));
  row(`  plain reference (from its first ${PLAIN_MERGES} merges)`, median(plain));
  row('encoding', median(encode));
  row('  @huggingface/tokenizers', median(peerEncode));
  console.log(
    `  ratios: learning ${(median(trainBook) / median(plain)).toFixed(0)}, encoding ${(median(encode) / median(peerEncode)).toFixed(1)}`,
  );
}
